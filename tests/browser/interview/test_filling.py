"""An interviewer writes a scorecard, in real Chromium."""

import gzip

import pytest
from playwright.sync_api import expect

from scorecards.models import AuditEntry, Rating, Revision
from tests.factories import make_application, make_interview, make_rubric

from .conftest import fill, group, state, submit, submitted_once

pytestmark = pytest.mark.django_db(transaction=True)


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
    press = page.keyboard.press
    press("3")
    press("Tab")
    page.keyboard.type("123 n")
    press("Tab")
    press("n")
    press("Tab")
    press("Tab")  # past the evidence of the second dimension, to the others
    expect(page.get_by_text("Rate another dimension")).to_be_focused()
    press("Enter")
    press("Tab")
    press("1")
    expect(group(page, "Communication").get_by_role("radio", name="1")).to_be_checked()
    press("ArrowRight")
    for _ in range(5):  # its evidence, the three signals, the verdict
        press("Tab")
    press("4")
    press("Control+Enter")
    assert submitted_once(page)
    rows = Rating.objects.order_by("dimension__position")
    assert [(row.value, row.evidence) for row in rows] == [(3, "123 n"), (None, ""), (2, "")]
    assert Revision.objects.get().verdict == 4


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


def test_keys_rate_where_the_focus_is_and_nowhere_else(page, card):
    page.goto(card.address)
    page.keyboard.press("3")  # nothing has the focus: the first dimension without a rating
    expect(group(page, "Model building").get_by_role("radio", name="3")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(group(page, "Model building").get_by_role("radio", name="4")).to_be_checked()
    page.locator(".signals input[type=checkbox]").first.focus()
    page.keyboard.press("1")
    expect(group(page, "Model building").get_by_role("radio", name="4")).to_be_checked()
    expect(group(page, "Data sense").locator("input:checked")).to_have_count(0)
    expect(page.locator("fieldset.verdict input:checked")).to_have_count(0)


def test_enter_in_a_line_of_evidence_does_not_hand_the_card_in(page, card):
    page.goto(card.address)
    fill(page)
    page.get_by_label("Strong signal 1", exact=True).check()
    expect(page.get_by_label("Evidence for: Strong signal 1")).to_be_focused()
    page.keyboard.type("Asked for the data")
    page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("Saved ")
    assert not Revision.objects.exists()


def test_the_page_tells_how_far_the_card_is_and_leads_to_what_is_missing(page, card, axe):
    page.goto(card.address)
    progress = page.locator("[data-progress]")
    expect(progress.locator("summary")).to_have_text("0 of 2 focus dimensions rated, 3 to go")
    group(page, "Model building").get_by_role("radio", name="Not assessed").check()
    expect(progress.locator("summary")).to_have_text("1 of 2 focus dimensions rated, 2 to go")
    progress.locator("summary").click()
    axe(page)
    progress.get_by_role("link", name="Data sense").click()
    expect(group(page, "Data sense").get_by_role("radio").first).to_be_focused()
    page.keyboard.press("3")
    page.get_by_role("radio", name="Yes", exact=True).check()
    expect(progress.locator("summary")).to_have_text("2 of 2 focus dimensions rated, ready to submit")


def test_a_red_flag_is_none_until_it_says_what_was_seen(page, card, axe):
    page.goto(card.address)
    fill(page)
    page.get_by_label("Red flag 1", exact=True).check()
    expect(page.get_by_text("Not yet a red flag: write what you saw.")).to_be_visible()
    axe(page)
    submit(page)
    expect(page.locator("#problems")).to_contain_text("the red flag “Red flag 1” needs a line of evidence.")
    assert not Revision.objects.exists()
    page.locator("#problems a").click()
    expect(page.get_by_label("Evidence for: Red flag 1")).to_be_focused()
    page.keyboard.type("Invented a figure.")
    expect(page.get_by_text("Not yet a red flag")).to_be_hidden()
    submit(page)
    assert submitted_once(page)


def test_a_double_click_submits_once(page, card):
    page.goto(card.address)
    fill(page)
    page.get_by_role("button", name="Submit scorecard").dblclick()
    assert submitted_once(page)


def test_filling_on_a_phone_by_touch(browser, browser_context_args, context, card, axe):
    phone = browser.new_context(
        **browser_context_args
        | {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    )
    phone.add_cookies(context.cookies())
    page = phone.new_page()
    page.goto(card.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    for name in ("Model building", "Data sense"):
        group(page, name).get_by_text("Meets the bar", exact=False).last.tap()
    group(page, "Data sense").get_by_label("What did they say or do?").fill("Asked who labelled it.")
    page.locator("fieldset.verdict").get_by_text("Yes", exact=True).tap()
    expect(page.locator("[data-progress] summary")).to_contain_text("ready to submit")
    axe(page)
    page.get_by_role("button", name="Submit scorecard").tap()
    assert submitted_once(page)
    assert Rating.objects.get(dimension__name="Data sense").evidence == "Asked who labelled it."
    phone.close()


@pytest.mark.parametrize("window", [(640, 400), (320, 256)])
def test_zoomed_in_nothing_runs_out_of_the_window(page, card, window):
    page.set_viewport_size(dict(zip(("width", "height"), window, strict=True)))
    page.goto(card.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= window[0]


def test_the_largest_form_loads_little_javascript_of_our_own(page, ann, sign_in, live_server):
    rubric = make_rubric(
        dimensions=12, signals=13, questions=2, scale_max=5,
        level_labels=["Far below", "Below", "Near", "Meets the bar", "Above"],
    )  # fmt: skip
    interview = make_interview(application=make_application(rubric=rubric), interviewer=ann)
    sign_in(ann)
    bodies = {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer) if ".js" in answer.url else None)
    page.goto(live_server.url + interview.get_absolute_url(), wait_until="networkidle")
    own = {url: len(gzip.compress(each.body())) for url, each in bodies.items() if "/vendor/" not in url}
    assert any(url.endswith("page.js") for url in own)
    assert sum(own.values()) < 30_000
