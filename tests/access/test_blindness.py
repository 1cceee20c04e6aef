"""Hidden ratings: whoever owes a card gets the same answers whatever they are."""

import re

import pytest
from django.db import transaction

from tests.access.matrix import OPEN, PERSONS, ROWS
from tests.access.walk import ADDRESSES, ask, client_of, queries
from tests.access.world import reveal

pytestmark = pytest.mark.django_db
BLIND = [person for person in PERSONS[1:] if person not in OPEN]
NOISE = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # keys
    r"|[A-Za-z0-9]{64}|(csrftoken|person)=[^;]+"  # tokens of forms
    r"|X-Copy-Until: \d+"
    r"|DTSTAMP:\d{8}T\d{6}Z"  # when a calendar was written
    r"|expires=[^;]+|\d\d:\d\d:\d\d"
)


@pytest.mark.parametrize("person", BLIND)
def test_answers_are_the_same_whatever_the_hidden_cards_say(undecided, person):
    """Every page and every way to sort, filter, search and count, with low ratings and with high ones."""
    here = undecided["here"]
    client = client_of(here, person)
    paths = [
        address.path(here, person) + query
        for address in ADDRESSES
        if ROWS.get((address.key, "GET"), {}).get(person) not in ("in", "405", "403", None)
        for query in ("", *queries(address, here))
    ]
    low = answers(client, here, paths, 1, verdict=1, recommended="strong_no", override=True)
    high = answers(client, here, paths, 4, verdict=4, recommended="strong_yes", override=False)
    for path in paths:
        assert low[path] == high[path], path


def answers(client, half, paths, ratings, **hidden):
    with transaction.atomic():
        reveal(half, ratings, **hidden)
        found = {path: NOISE.sub("", ask(client, "GET", path).text) for path in paths}
        transaction.set_rollback(True)
    return found


def test_who_may_see_cards_does_see_the_difference(undecided):
    """So that the test above can fail."""
    here = undecided["here"]
    for person, name in (("after", "summary"), ("manager", "pipeline"), ("auditor", "candidates_csv")):
        client, (address,) = client_of(here, person), [each for each in ADDRESSES if each.key == name]
        path = address.path(here, person)
        low = answers(client, here, [path], 1, verdict=1, recommended="strong_no")
        high = answers(client, here, [path], 4, verdict=4, recommended="strong_yes")
        assert low != high, path
