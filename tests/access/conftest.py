"""The two openings, built once for each module of tests: what a test does to them is undone after it."""

import pytest
from django.db import transaction

from tests.access.world import build, reveal


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Before the hidden cards are handed in."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def undecided(db, built):
    return built


@pytest.fixture
def world(db, built):
    """With the hidden cards handed in."""
    for half in built.values():
        reveal(half)
    return built
