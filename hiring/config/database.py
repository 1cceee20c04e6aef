"""Which database: DATABASE_URL, or else the embedded PostgreSQL that lives in var/."""

from typing import Any
from urllib.parse import unquote, urlsplit

from hiring.config import embedded
from hiring.config.env import BadEnvironment, Env

# A server that vanished without a word is noticed within seconds, not after the system's two hours.
PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
OWNER_WAITS_FOR_LOCK = 2


def settings(environment: Env) -> dict[str, Any]:
    """Django's DATABASES entry.

    Two roles: DATABASE_URL is the web and worker role, which owns nothing. DATABASE_OWNER_URL owns
    the tables and migrates; it is used where DATABASE_ROLE is `owner` (manage.py sets that for the
    commands that change tables). Without DATABASE_OWNER_URL one role does both.
    """
    owner = environment.choice("DATABASE_ROLE", ("web", "owner"), "web") == "owner"
    url = environment.text("DATABASE_URL")
    if url and owner:
        url = environment.text("DATABASE_OWNER_URL", url)
    if not url:
        url = embedded.url(owner=owner)
    parsed = parse(url)
    pooled = environment.flag("DATABASE_POOLED")
    if environment.text("MODE") == "test":
        # Tests throw their databases away: nothing to lose in a crash.
        limits = "-c synchronous_commit=off"
    elif pooled:
        limits = ""  # a pooler takes none: docs/running.md gives them to the role instead
    else:
        limits = time_limits(environment.number("DATABASE_SECONDS", 20, most=3600), owner=owner)
    parsed["OPTIONS"] = {**PATIENCE, **({"options": limits} if limits else {}), **parsed["OPTIONS"]}
    return {
        **parsed,
        # Long enough that what a connection has planned (scorecards/statements.py) is used again.
        "CONN_MAX_AGE": environment.number("CONN_MAX_AGE", 600),
        # A restarted database costs one check, not a failed request.
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # A cursor that outlives its transaction would meet another server connection behind a pooler.
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }


def time_limits(seconds: int, *, owner: bool) -> str:
    """No statement, lock or forgotten transaction holds up everyone else for longer than a request may take.

    The owner migrates: a statement of its may take long, but while it waits for a lock all others wait
    behind it, so it gives up soon (and `manage.py migrate` tries again). 0 is for commands: no limit.
    """
    if owner:
        return f"-c lock_timeout={OWNER_WAITS_FOR_LOCK}s"
    if not seconds:
        return ""
    return (
        f"-c statement_timeout={seconds}s -c lock_timeout={min(seconds, 5)}s "
        f"-c idle_in_transaction_session_timeout={seconds}s"
    )


def parse(url: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?sslmode=require -> Django's keys."""
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise BadEnvironment("DATABASE_URL accepts postgresql://user:password@host:port/name.")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
