"""The test database as other roles see it, over connections of their own."""

import psycopg
import pytest
from django.db import connection

from hiring.config import embedded


def connect(role, database=None):
    server = embedded.server()
    return psycopg.connect(
        host="127.0.0.1",
        port=server["port"],
        user=role,
        password=server[role],
        dbname=database or connection.settings_dict["NAME"],
        autocommit=True,
    )


@pytest.fixture
def superuser(transactional_db):
    """Someone who rules the database, with all triggers switched off, but does not have the key."""
    if not embedded.in_use():
        pytest.skip("DATABASE_URL names a database of which no superuser is known")
    with connect("postgres") as rows:
        rows.execute("SET session_replication_role = replica")
        yield rows


@pytest.fixture
def rights(transactional_db):
    """rights(): gives the web role what docs/running.md gives it, as on an installation before its migrations."""
    if not embedded.in_use():
        pytest.skip("DATABASE_URL names a database whose web role is not known")

    def give(*also):
        with connect(embedded.OWNER) as owner:
            owner.execute(f"GRANT USAGE ON SCHEMA public TO {embedded.WEB}")
            owner.execute(
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {embedded.WEB}"
            )
            owner.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {embedded.WEB}")
            for statements in also:
                owner.execute(statements)

    yield give
    with connect(embedded.OWNER) as owner:
        owner.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {embedded.WEB}")
        owner.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {embedded.WEB}")
