"""Texts that would like to be markup, in every field that a page shows and in every parameter: they stay texts.

The browser's own parser is the judge: no element of theirs may come to be, whatever the content policy stops.
"""

import pytest
from django.contrib.auth import get_user_model

from hiring.models import Candidate, Debrief, Interview
from tests.access.matrix import ROWS
from tests.access.walk import ADDRESSES
from tests.access.world import build, reveal

pytestmark = pytest.mark.django_db(transaction=True)
PROBE = "</title></textarea><i id=xss></i><img src=/x onerror=alert(1)>'\" onfocus=alert(1) x="
SHORT = '"><i id=xss></i>'
NAMES = (
    "search",
    "q",
    "show",
    "sort",
    "outcome",
    "page",
    "opening",
    "application",
    "next",
    "stamp",
)


@pytest.fixture
def watched(page):
    """The page, and whatever a script of a text managed to open."""
    opened = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    yield page
    assert opened == []


@pytest.fixture
def here():
    made = build(before=SHORT)
    for half in made.values():
        reveal(half)
    users = get_user_model().objects
    for user in users.all():
        users.filter(pk=user.pk).update(name=f"{PROBE}{user.pk}")
    for row in Candidate.objects.all():
        Candidate.objects.filter(pk=row.pk).update(
            name=f"{PROBE}{row.pk}", notes=PROBE, adjustments=PROBE, links=f"javascript:alert(1)\n{PROBE}"
        )
    Debrief.objects.update(notes=PROBE, early_reason=PROBE)
    Interview.objects.update(place=f"javascript:alert(1) {PROBE}")
    return made["here"]


@pytest.mark.parametrize("person", ["before", "after", "manager", "coord", "rubric", "super"])
def test_texts_stay_texts_on_every_page(watched, live_server, sign_in, here, person):
    sign_in(here.people[person])
    shown = 0
    for address in ADDRESSES:
        if ROWS.get((address.key, "GET"), {}).get(person) != "200" or is_file(address):
            continue
        path = address.path(here, person)
        watched.goto(
            f"{live_server.url}{path}?" + "&".join(f"{name}=%3Ci%20id%3Dxss%3E" for name in NAMES),
            wait_until="domcontentloaded",
        )
        assert watched.locator("#xss").count() == 0, path
        assert watched.locator("img[src='/x'], [onfocus], a[href^='javascript:']").count() == 0, path
        shown += "id=xss" in watched.content()
    assert shown > 1


def is_file(address):
    return address.route.endswith(
        (".csv", ".xlsx", ".pdf", ".zip", ".ics", ".js", "healthz", "readyz")
    ) or address.key in (
        "resume",
        "account_logout",
    )
