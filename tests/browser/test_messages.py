"""From a new candidate to the mails that people get, in real Chromium: in the product and in the outbox."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from hiring import mail, notify
from hiring.models import Message

# The same team as where loops are set up.
from tests.browser.test_loop import PHONE, team  # noqa: F401 - a fixture
from tests.factories import make_application, make_interview, make_opening, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def outbox(settings, tmp_path):
    """Mails as files, as in the demonstration. outbox() sends what waits and reads all of them, oldest first."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "hiring.config.outbox.EmailBackend", tmp_path

    def read():
        mail.mail_waiting()
        files = sorted(tmp_path.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


def method_of(message):
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return str(Calendar.from_ical(part.get_content())["METHOD"])


def test_a_swap_is_read_by_both_people_in_their_mails_and_on_their_pages(
    page,
    live_server,
    sign_in,
    team,  # noqa: F811
    outbox,
    axe,
):
    cora, opening, _ = team
    sign_in(cora)
    page.goto(f"{live_server.url}/openings/{opening.pk}/candidates/new/")
    page.get_by_label("Name").fill("Ada Candidate")
    page.get_by_role("button", name="Add the candidate").click()
    page.get_by_role("button", name="Apply the standard loop").click()
    page.get_by_label("All without a time, one after another from").fill("2040-01-10T09:00")
    page.get_by_role("button", name="Set all times").click()
    expect(page.get_by_text("No time yet")).to_have_count(0)
    page.get_by_role("link", name="Fill the loop").click()
    page.get_by_role("button", name="Assign all these people").click()
    expect(page.get_by_text("Every place is filled")).to_be_visible()
    assert [message["Subject"].partition(":")[0] for message in outbox()] == ["You hold"] * 3

    slot = page.locator("section.slot").filter(has=page.get_by_role("heading", name="Modelling case"))
    former = slot.locator(".seat-name").inner_text()
    slot.locator("summary", has_text="Swap").click()
    choice = slot.get_by_label("Who takes over?")
    replacement = choice.locator("option").nth(1).inner_text()
    choice.select_option(index=1)
    slot.get_by_role("button", name="Swap, and tell both").click()
    expect(slot.locator(".seat-name")).to_have_text(replacement)

    told = (
        Message.objects.filter(interview__kit__name="Modelling case")
        .select_related("recipient")
        .order_by("pk")
    )
    people = {message.recipient.name: message.recipient for message in told}
    mails = outbox()
    assert [(message["To"], message["Subject"], method_of(message)) for message in mails[3:]] == [
        (people[former].email, "Cancelled: Modelling case, Ada Candidate", "CANCEL"),
        (people[replacement].email, "You hold: Modelling case, Ada Candidate", "REQUEST"),
    ]

    for name, heading, link in (
        (former, "Cancelled: Modelling case, Ada Candidate", "See what was cancelled"),
        (replacement, "You hold: Modelling case, Ada Candidate", "Open the interview kit"),
    ):
        page.context.clear_cookies()
        sign_in(people[name])
        page.goto(live_server.url + "/")
        page.get_by_role("link", name="Messages 1 new" if name == replacement else "Messages 2 new").click()
        first = page.locator(".told li").first
        expect(first.get_by_role("heading", name=heading)).to_be_visible()
        expect(first.get_by_text("Tuesday 10 January 2040, 09:00 (UTC), 60 minutes")).to_be_visible()
        expect(page.get_by_role("link", name="Messages", exact=True)).to_be_visible()
        axe(page)
        first.get_by_role("link", name=link).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ada Candidate")


def test_the_pages_fit_a_phone_and_have_no_accessibility_finding(page, live_server, sign_in, axe):
    ann = make_user("Ann Example", time_zone="Europe/Berlin")
    opening = make_opening()
    for number in range(31):
        application = make_application(opening=opening, name=f"Candidate {number}")
        row = make_interview(application=application, interviewer=ann)
        notify.assigned(row)
    sign_in(ann)
    page.set_viewport_size(PHONE)
    for path in ("/messages/", "/messages/?page=2", "/account/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        axe(page)


def test_a_person_makes_their_calendar_a_new_address(page, live_server, sign_in):
    ann = make_user("Ann Example")
    make_interview(
        application=make_application(), interviewer=ann, starts_at=timezone.now() + timedelta(days=1)
    )
    sign_in(ann)
    page.goto(live_server.url + "/account/")
    address = page.get_by_label("Secret address").input_value()
    assert page.request.get(address).ok
    page.get_by_text("It got into wrong hands").click()
    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_text("Your calendar has a new address.")).to_be_visible()
    assert page.request.get(address).status == 404
    assert "BEGIN:VEVENT" in page.request.get(page.get_by_label("Secret address").input_value()).text()
