"""The two openings, built once for each module of tests: what a test does to them is undone after it."""

from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.access.forms import Found, forms_of, parameters_of
from tests.access.matrix import ROWS
from tests.access.walk import ADDRESSES, Address, client_of
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


@pytest.fixture(scope="module")
def revealed(built, django_db_blocker):
    """With the hidden cards handed in, for the rest of the module."""
    with django_db_blocker.unblock():
        for half in built.values():
            reveal(half)
    return built


@pytest.fixture
def world(db, revealed):
    return revealed


class Page(NamedTuple):
    address: Address
    path: str
    response: HttpResponse

    @property
    def forms(self) -> list[Found]:
        if "html" not in self.response["Content-Type"]:
            return []
        return forms_of(self.response.content.decode(), self.path)

    @property
    def filters(self) -> set[str]:
        """The parameters that the page's own links and searches send to it."""
        if "html" not in self.response["Content-Type"]:
            return set()
        return parameters_of(self.response.content.decode(), self.path)


@pytest.fixture(scope="module")
def opened():
    """Pages by person, as `pages` finds them."""
    return {}


@pytest.fixture
def pages(world, opened):
    """Every page that a person gets in their own half, each opened once in a module."""

    def pages_of(person: str) -> list[Page]:
        if person not in opened:
            opened[person] = list(walked(world["here"], person))
        return opened[person]

    return pages_of


def walked(here, person):
    client = client_of(here, person)
    for address in ADDRESSES:
        if ROWS.get((address.key, "GET"), {}).get(person) == "200" and address.key != "account_logout":
            path = address.path(here, person)
            with transaction.atomic():
                yield Page(address, path, client.get(path))
                transaction.set_rollback(True)
