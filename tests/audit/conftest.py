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
