"""Databases of their own, filled by the demonstration, for what changes whole databases."""

import itertools
import os
import subprocess
import sys
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from hiring.config import embedded
from tests.conftest import ROOT

numbers = itertools.count(1)


@dataclass
class Database:
    name: str

    def url(self, *, owner=True):
        return embedded.url(owner=owner).rpartition("/")[0] + f"/{self.name}"

    def connect(self, *, owner=True):
        return psycopg.connect(self.url(owner=owner), autocommit=True)

    def ask(self, statement, *values, owner=True):
        with self.connect(owner=owner) as connection:
            return connection.execute(statement, values).fetchall()

    def python(self, *words, check=True, **more):
        """A command of the product on this database, in the two roles."""
        addresses = {"DATABASE_URL": self.url(owner=False), "DATABASE_OWNER_URL": self.url()}
        environment = {"PATH": os.environ["PATH"], "MODE": "demo", **addresses, **more}
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=check
        )


def administrator():
    return psycopg.connect(embedded.url(owner=True).rpartition("/")[0] + "/postgres", autocommit=True)


@pytest.fixture(scope="session")
def make_database():
    """Empty, or a copy of another, ready for the two roles. Dropped at the end."""
    if not embedded.in_use():
        pytest.skip("needs the embedded PostgreSQL, whose roles are known")
    made = []

    def make(copy_of=None):
        database = Database(f"own_{os.getpid()}_{next(numbers)}")
        template = sql.Identifier(copy_of.name) if copy_of else sql.Identifier("template0")
        with administrator() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database.name), template)
            )
        made.append(database)
        if not copy_of:
            with database.connect() as connection:
                embedded.open_to_web(connection)
        return database

    yield make
    with administrator() as connection:
        for database in made:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(database.name)))


@pytest.fixture(scope="session")
def filled(make_database):
    """The demonstration. Copy it; do not change it."""
    database = make_database()
    for command in ("migrate", "demo"):
        database.python("manage.py", command)
    return database
