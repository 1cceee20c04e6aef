"""Which database: DATABASE_URL, or else the embedded PostgreSQL that lives in var/."""

from typing import Any
from urllib.parse import unquote, urlsplit

from hiring.config import embedded
from hiring.config.env import BadEnvironment, Env


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
    if environment.text("MODE") == "test":
        # Tests throw their databases away: nothing to lose in a crash.
        parsed["OPTIONS"]["options"] = "-c synchronous_commit=off"
    return {
        **parsed,
        "CONN_MAX_AGE": environment.number("CONN_MAX_AGE", 60),
        # A restarted database costs one check, not a failed request.
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


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
