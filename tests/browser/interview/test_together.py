"""Two tabs, ended sessions and other people's sign-ins, while a card is written."""

import pytest
from playwright.sync_api import expect

from scorecards.models import DraftField
from tests.factories import PASSWORD, make_user

from .conftest import fill, group, state, submit, submitted_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_tabs_with_one_field_ask_which_text_to_keep(page, card, context, acknowledged, axe):
    page.goto(card.address)
    other = context.new_page()
    other.goto(card.address)
    page.get_by_label("Summary").fill("first tab")
    expect(state(page)).to_contain_text("Saved ")
    other.get_by_label("Summary").fill("second tab")
    expect(other.get_by_role("alert")).to_contain_text("first tab")
    expect(other.get_by_label("Summary")).to_have_value("second tab")
    axe(other)
    assert DraftField.objects.get(name="summary").value == "first tab"
    other.get_by_role("button", name="Keep both").click()
    expect(state(other)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "first tab\nsecond tab"
    assert acknowledged.are_kept()


def test_two_tabs_with_different_fields_keep_all_of_it_and_submit_once(page, card, context, acknowledged):
    page.goto(card.address)
    other = context.new_page()
    other.goto(card.address)
    fill(page)
    page.get_by_label("Summary").fill("first tab")
    expect(state(page)).to_contain_text("Saved ")
    group(other, "Data sense").get_by_label("What did they say or do?").fill("second tab")
    expect(state(other)).to_contain_text("Saved ")
    assert {"first tab", "second tab"} <= set(DraftField.objects.values_list("value", flat=True))
    assert acknowledged.are_kept()
    for each in (page, other):
        submit(each)
    assert submitted_once(page)
    assert submitted_once(other)


def test_an_ended_session_asks_on_top_of_the_page_and_loses_nothing(
    page, card, context, expected_errors, axe
):
    expected_errors.append("401")
    page.goto(card.address)
    context.clear_cookies(name="sessionid")
    page.get_by_label("Summary").fill("Still here")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill("wrong")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_contain_text("That did not work.")
    axe(page)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(state(page)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "Still here"


def test_a_session_that_ended_before_submitting_asks_and_then_submits_once(
    page, card, context, expected_errors
):
    expected_errors.append("401")
    page.goto(card.address)
    fill(page)
    expect(state(page)).to_contain_text("Saved ")
    context.clear_cookies(name="sessionid")
    submit(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    assert submitted_once(page)


def test_signing_in_in_another_tab_is_enough(page, card, context, sign_in, ann, expected_errors):
    expected_errors.append("401")
    page.goto(card.address)
    context.clear_cookies(name="sessionid")
    page.get_by_label("Summary").fill("Still here")
    expect(page.get_by_role("dialog")).to_be_visible()
    sign_in(ann)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(state(page)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "Still here"


def test_another_persons_sign_in_takes_no_words_of_the_open_page(
    page, card, context, sign_in, expected_errors
):
    expected_errors += ["403", "404"]
    page.goto(card.address)
    sign_in(make_user("Bob"))
    context.clear_cookies(name="csrftoken")
    page.get_by_label("Summary").fill("Ann's words")
    expect(state(page)).to_contain_text("Somebody else is signed in")
    expect(page.get_by_label("Summary")).to_have_value("Ann's words")
    assert not DraftField.objects.exists()
