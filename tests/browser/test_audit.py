"""The audit log and the page on a candidate's personal data, in the browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from hiring.models import Candidate
from scorecards import audit, chain
from tests.browser.conftest import PHONE
from tests.factories import NOW, make_application, make_card, make_opening, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator():
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def application(coordinator):
    made = make_application(
        opening=make_opening(title="Lead scientist", coordinators=[coordinator]), name="Ada Lovelace"
    )
    make_card(application=made)
    made.status, made.ended_at = "withdrawn", NOW
    made.save()
    return made


def test_the_log_reads_well_filters_and_leads_on_by_the_keyboard(
    page, live_server, sign_in, axe, application
):
    auditor = make_user("Audra", is_auditor=True)
    for _ in range(60):
        audit.record(
            actor=auditor, action="summary.viewed", subject="application", subject_id=application.pk,
            scope=f"opening:{application.opening_id}", fields=["name"],
        )  # fmt: skip
    chain.seal()
    sign_in(auditor)
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Audit log").click()
    expect(page.locator(".entry")).to_have_count(50)
    axe(page)
    page.get_by_role("link", name="Older").press("Enter")
    expect(page.locator(".entry")).to_have_count(10)
    page.get_by_role("link", name="Newer").click()
    expect(page.locator(".entry")).to_have_count(50)
    page.get_by_label("Person").fill("nobody at all")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Show all").last.click()
    page.set_viewport_size(PHONE)
    expect(page.locator(".entry").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_a_candidate_is_held_released_downloaded_and_erased(
    page, live_server, sign_in, axe, application, coordinator, expected_errors
):
    expected_errors.append("422")
    sign_in(coordinator)
    page.goto(live_server.url + reverse("candidate", args=[application.candidate_id]))
    page.get_by_role("link", name="Personal data").click()
    expect(page.get_by_role("heading", name="Personal data", exact=True)).to_be_visible()
    axe(page)
    page.get_by_text("Put a hold on it").click()
    page.get_by_label("Why may nothing be erased?").fill("A complaint is open.")
    page.get_by_role("button", name="Put the hold on it").click()
    expect(page.get_by_text("A legal hold keeps everything about this person.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Lift the hold").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download everything").click()
    assert download.value.suggested_filename == f"candidate-{application.candidate_id}.zip"
    page.get_by_text("Erase this candidate's data").click()
    page.get_by_label("Why is it erased?").select_option("asked")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Tick the box: nobody can bring it back.")).to_be_visible()
    axe(page)
    page.get_by_label("I have read what goes").check()
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Nothing that is left names this person.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    assert Candidate.objects.get(pk=application.candidate_id).name == ""
