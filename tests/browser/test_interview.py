"""An interviewer writes a scorecard, in real Chromium."""

import pytest
from playwright.sync_api import expect

from scorecards.models import AuditEntry, DraftField, Kit, KitDimension, Rating, Revision
from tests.factories import PASSWORD, make_application, make_interview, make_rubric, make_user, publish_rubric

pytestmark = pytest.mark.django_db(transaction=True)


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


def group(page, name):
    return page.get_by_role("group", name=name)


def state(page):
    return page.locator("[data-state]")


def test_filling_by_mouse_saves_and_submits(page, card, axe):
    page.goto(card.address)
    axe(page)
    for name in ("Model building", "Data sense"):
        group(page, name).get_by_role("radio", name="3").check()
    group(page, "Model building").get_by_label("What did they say or do?").fill("Drew the data first.")
    expect(state(page)).to_contain_text("Saved ")
    axe(page)
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Give your own verdict.")).to_be_visible()
    axe(page)
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    axe(page)
    assert Rating.objects.get(dimension__name="Model building").evidence == "Drew the data first."
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1


def test_filling_by_the_keyboard_alone(page, card):
    page.goto(card.address)
    page.locator("fieldset.dimension input").first.focus()
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    page.keyboard.type("123 n")
    page.keyboard.press("Tab")
    page.keyboard.press("n")
    page.locator("fieldset.verdict input").first.focus()
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Thank you.")).to_be_visible()
    rows = Rating.objects.order_by("dimension__position")
    assert [(row.value, row.evidence) for row in rows] == [(3, "123 n"), (None, "")]


def test_words_typed_offline_survive_leaving_and_are_sent_when_back(page, card, context, expected_errors):
    expected_errors.append("ERR_INTERNET_DISCONNECTED")
    page.goto(card.address)
    context.set_offline(True)
    page.get_by_label("Summary").fill("Typed in a tunnel")
    expect(state(page)).to_contain_text("No connection")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(card.address)
    expect(again.get_by_label("Summary")).to_have_value("Typed in a tunnel")
    expect(state(again)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "Typed in a tunnel"


def test_two_tabs_with_one_field_ask_which_text_to_keep(page, card, context):
    page.goto(card.address)
    other = context.new_page()
    other.goto(card.address)
    page.get_by_label("Summary").fill("first tab")
    expect(state(page)).to_contain_text("Saved ")
    other.get_by_label("Summary").fill("second tab")
    expect(other.get_by_role("alert")).to_contain_text("first tab")
    expect(other.get_by_label("Summary")).to_have_value("second tab")
    assert DraftField.objects.get(name="summary").value == "first tab"
    other.get_by_role("button", name="Keep both").click()
    expect(state(other)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "first tab\nsecond tab"


def test_an_ended_session_asks_on_top_of_the_page_and_loses_nothing(page, card, context, expected_errors):
    expected_errors.append("401")
    page.goto(card.address)
    context.clear_cookies(name="sessionid")
    page.get_by_label("Summary").fill("Still here")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(state(page)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "Still here"


def test_a_double_click_submits_once(page, card):
    page.goto(card.address)
    for name in ("Model building", "Data sense"):
        group(page, name).get_by_role("radio", name="4").check()
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_role("button", name="Submit scorecard").dblclick()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Revision.objects.count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1


def test_a_phone_shows_nothing_wider_than_itself(page, card, axe):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(card.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_without_javascript_the_form_saves_and_submits(browser, browser_context_args, context, card):
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(card.address)
    page.get_by_label("Summary").fill("By hand")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Summary")).to_have_value("By hand")
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Give your own verdict.")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("By hand")
    for name in ("Model building", "Data sense"):
        group(page, name).get_by_role("radio", name="3").check()
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Revision.objects.get().summary == "By hand"
    plain.close()
