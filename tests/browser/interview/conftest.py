"""An interviewer with a scorecard to write, and what must hold after whatever happened to it."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection
from playwright.sync_api import expect

from scorecards.models import AuditEntry, DraftField, Kit, KitDimension, Revision
from tests.factories import make_application, make_interview, make_rubric, make_user, publish_rubric


@pytest.fixture
def ann():
    return make_user("Ann Interviewer", email="ann@example.org")


@pytest.fixture
def card(ann, sign_in, live_server):
    """The interview of a kit with two focus dimensions out of three, and its page's address."""
    names = ("Model building", "Data sense", "Communication")
    rubric = make_rubric(dimensions=[{"name": name} for name in names], kits=0, publish=False)
    kit = Kit.objects.create(rubric=rubric, name="Modelling case", purpose="Builds a model with you.")
    for dimension in rubric.dimensions.all()[:2]:
        KitDimension.objects.create(kit=kit, dimension=dimension)
    for question in rubric.questions.all()[:2]:
        kit.question_links.create(question=question)
    publish_rubric(rubric)
    interview = make_interview(
        application=make_application(rubric=rubric, name="Cand Idate"), interviewer=ann
    )
    sign_in(ann)
    interview.address = live_server.url + interview.get_absolute_url()
    return interview


class Acknowledged:
    """Every save that the server said yes to, in any tab: field, text and version."""

    def __init__(self, context):
        self.saves = []
        context.on("response", self.note)

    def note(self, response):
        if not response.url.endswith("/save/") or response.status != 200:
            return
        sent = {each["name"]: each["value"] for each in json.loads(response.request.post_data)["changes"]}
        versions = response.json()["versions"]
        self.saves += [(name, sent[name], version) for name, version in versions.items()]

    def come_to(self, page, number):
        """The page knows of an answer a little before its text has been read here."""
        for _ in range(200):
            if len(self.saves) >= number:
                return True
            page.wait_for_timeout(25)
        return False

    def are_kept(self):
        """Each is in the database still, or was followed by a later text."""
        held = {each.name: each for each in DraftField.objects.all()}
        for name, value, version in self.saves:
            assert held[name].version >= version
            if held[name].version == version:
                assert held[name].value == value
        return True


@pytest.fixture
def acknowledged(context):
    return Acknowledged(context)


def group(page, name):
    return page.get_by_role("group", name=name)


def state(page):
    return page.locator("[data-state]")


def submit(page):
    page.get_by_role("button", name="Submit scorecard").click()


def fill(page, rating="3"):
    """What a submission needs."""
    for name in ("Model building", "Data sense"):
        group(page, name).get_by_role("radio", name=rating).check()
    page.get_by_role("radio", name="Yes", exact=True).check()


@contextmanager
def without_interviews():
    """The database cannot answer for interviews: their table is away, as in an update."""
    rename("hiring_interview", "hiring_interview_away")
    try:
        yield
    finally:
        rename("hiring_interview_away", "hiring_interview")


def rename(table, name):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


def submitted_once(page):
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1
    return True


def until(page, condition):
    """Waits, ten seconds at most, for a condition that the page itself has to await."""
    met = page.evaluate(
        f"""async () => {{
            for (const end = Date.now() + 10000; Date.now() < end; ) {{
                if ({condition}) return true;
                await new Promise((then) => setTimeout(then, 50));
            }}
            return false;
        }}"""
    )
    assert met, condition


COPY = "await caches.match(location.origin + location.pathname, {ignoreVary: true})"
ANY_COPY = "(await caches.keys()).some((name) => name.startsWith('interviews:'))"


def copied(page):
    """The browser has its copy of the page for opening it without a connection."""
    until(page, COPY)


def on_device(page):
    """What this device keeps of cards: words and copies of pages."""
    return page.evaluate(
        """async () => [
            ...Object.keys(localStorage).filter((name) => name.startsWith("draft:")),
            ...(await caches.keys()).filter((name) => name.startsWith("interviews:")),
        ]"""
    )
