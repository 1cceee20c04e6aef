"""A coordinator sets up a loop, in real Chromium."""

import pytest
from playwright.sync_api import expect

from hiring.models import Message, Qualification
from scorecards.models import Dimension, Kit, KitDimension
from tests.factories import make_opening, make_rubric, make_user, publish_rubric

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def team():
    """A coordinator with an opening whose rubric has three kits, and people trained for them."""
    dimensions = ("Model building", "Data sense", "Software craft", "Communication", "Planning")
    rubric = make_rubric(
        dimensions=[{"name": name, "must_have": number < 2} for number, name in enumerate(dimensions)],
        kits=0,
        publish=False,
    )
    parts = list(Dimension.objects.filter(rubric=rubric))
    kits = []
    for position, (name, focus) in enumerate(
        [("Modelling case", (0, 1)), ("Code review", (2, 0)), ("Working together", (3, 4, 1))], start=1
    ):
        kit = Kit.objects.create(rubric=rubric, name=name, position=position)
        kits.append(kit)
        for each in focus:
            KitDimension.objects.create(kit=kit, dimension=parts[each])
    publish_rubric(rubric)
    cora = make_user("Cora Coordinator", is_coordinator=True)
    people = [make_user(name) for name in ("Ann Example", "Bob Sample", "Cid Test", "Dee Trial")]
    for number, person in enumerate(people):
        for kit in (kits[number % 3], kits[(number + 1) % 3]):
            Qualification.objects.create(person=person, kit_key=kit.key)
    opening = make_opening(
        rubric=rubric,
        title="Vision scientist, Bern",
        coordinators=[cora],
        managers=[make_user("Manu Manager")],
    )
    return cora, opening, people


def test_a_coordinator_sets_up_a_loop_and_swaps_someone(page, live_server, sign_in, team, axe):
    cora, _, _ = team
    sign_in(cora)
    page.goto(live_server.url + "/openings/")
    page.get_by_role("link", name="Vision scientist, Bern").click()
    page.get_by_role("link", name="Add a candidate").first.click()
    page.get_by_label("Name").fill("Ada Candidate")
    page.get_by_role("button", name="Add the candidate").click()

    page.get_by_role("button", name="Apply the standard loop").click()
    expect(page.get_by_role("heading", name="Modelling case")).to_be_visible()
    expect(page.get_by_text("3 places to fill")).to_be_visible()
    expect(page.get_by_text("6 things not covered enough")).to_be_visible()

    # A Tuesday morning: within the office hours of people who never told theirs.
    page.get_by_label("All without a time, one after another from").fill("2040-01-10T09:00")
    page.get_by_role("button", name="Set all times").click()
    expect(page.get_by_text("No time yet")).to_have_count(0)

    # One hole by a suggestion: the coverage table changes at once, without a new page.
    slot = page.locator("section.slot").filter(has=page.get_by_role("heading", name="Modelling case"))
    slot.get_by_role("button", name="Ann Example").click()
    expect(page.get_by_text("2 places to fill")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Ann Example")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Fill the loop").click()
    expect(page.get_by_role("heading", name="Fill the loop of Ada Candidate")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Assign all these people").click()
    expect(page.get_by_text("Every place is filled")).to_be_visible()
    expect(page.get_by_text("Every dimension is covered")).to_be_visible()

    slot.locator("summary", has_text="Swap").click()
    free = slot.get_by_label("Who takes over?")
    replacement = free.locator("option").nth(1).inner_text()
    free.select_option(index=1)
    slot.get_by_role("button", name="Swap, and tell both").click()
    expect(slot.locator(".seat-name")).to_have_text(replacement)
    axe(page)
    told = Message.objects.filter(interview__kit__name="Modelling case").order_by("pk")
    assert [(message.recipient.name, message.kind) for message in told][-2:] == [
        ("Ann Example", "cancelled"),
        (replacement, "assigned"),
    ]


def test_a_refusal_is_read_first_and_nothing_typed_is_lost_without_a_network(
    page, live_server, sign_in, team, expected_errors
):
    expected_errors += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    cora, opening, _ = team
    sign_in(cora)
    page.goto(f"{live_server.url}/openings/{opening.pk}/candidates/new/")
    page.get_by_label("Name").fill("Ada Candidate")
    page.get_by_role("button", name="Add the candidate").click()
    page.get_by_role("button", name="Apply the standard loop").click()
    slot = page.locator("section.slot").filter(has=page.get_by_role("heading", name="Code review"))
    slot.locator("summary", has_text="Set the time").click()
    slot.get_by_label("Place or link").fill("Room 7")
    slot.get_by_label("Start").fill("2027-05-04T10:00")
    page.context.set_offline(True)
    slot.get_by_role("button", name="Set Code review").click()
    expect(page.get_by_text("That did not reach the server.")).to_be_visible()
    expect(slot.get_by_label("Place or link")).to_have_value("Room 7")
    page.context.set_offline(False)
    slot.get_by_role("button", name="Set Code review").click()
    expect(slot.get_by_text("Tuesday 4 May, 10:00")).to_be_visible()


def test_the_pages_fit_a_phone_and_have_no_accessibility_finding(page, live_server, sign_in, team, axe):
    cora, opening, people = team
    sign_in(cora)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/openings/{opening.pk}/candidates/new/")
    page.get_by_label("Name").fill("Ada Candidate")
    page.get_by_role("button", name="Add the candidate").click()
    page.get_by_role("button", name="Apply the standard loop").click()
    expect(page.get_by_text("3 places to fill")).to_be_visible()
    loop = page.url.removeprefix(live_server.url)
    candidate = page.get_by_role("link", name="Candidate", exact=True).get_attribute("href")
    paths = [
        loop,
        loop + "fill/",
        candidate,
        candidate + "edit/",
        "/openings/",
        "/openings/new/",
        f"/openings/{opening.pk}/",
        f"/openings/{opening.pk}/edit/",
        f"/openings/{opening.pk}/candidates/import/",
        "/candidates/",
        "/people/",
        "/people/new/",
        "/people/import/",
        f"/people/{people[0].pk}/",
    ]
    for path in paths:
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        axe(page)
