"""Where measuring happens: a database of its own, settings as in production."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

NAME = "scorecards_bench"


@contextmanager
def own_database() -> Iterator[None]:
    """An empty database beside the product's, with both roles, migrated; dropped at the end.

    Django is not loaded before this: the settings are read from the environment that this makes.
    """
    import psycopg
    from psycopg import sql

    from hiring.config import embedded, env

    embedded.ensure_running()
    environment = env.load()
    given = environment.text("DATABASE_URL")
    owner = environment.text("DATABASE_OWNER_URL", given) or embedded.url(owner=True)
    web = given or embedded.url()
    os.environ.update(production(renamed(web), renamed(owner)))
    name, role = sql.Identifier(NAME), sql.Identifier(urlsplit(web).username or "")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    try:
        with psycopg.connect(renamed(owner)) as connection:
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
            for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT, UPDATE ON SEQUENCES"):
                words = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT " + what + " TO {}"
                connection.execute(sql.SQL(words).format(role))
        for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
            subprocess.run([sys.executable, "manage.py", *words], check=True)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def analyze() -> None:
    """The planner's figures, as autovacuum gathers them by itself a minute later. The web role may not ask for them:
    PostgreSQL would leave the tables out with a warning."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def renamed(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))


def production(web: str, owner: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "hiring.config.settings",
        "MODE": "production",
        "HTTPS": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "MAIL_URL": "smtp://127.0.0.1:1",
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": web,
        "DATABASE_OWNER_URL": owner,
    }
