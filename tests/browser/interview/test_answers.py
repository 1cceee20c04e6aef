"""Answers that are none: the server is not well, or something else answers in its place."""

import time

import pytest
from playwright.sync_api import expect

from scorecards.models import DraftField

from .conftest import fill, state, submit, submitted_once, without_interviews

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_that_is_not_well_says_why_and_is_left_alone_as_long_as_it_asks(
    page, card, expected_errors, acknowledged
):
    expected_errors.append("503")
    page.goto(card.address)
    asked = []
    page.on("request", lambda request: "/save/" in request.url and asked.append(time.monotonic()))
    with without_interviews():
        page.get_by_label("Summary").fill("Typed")
        expect(state(page)).to_have_text(
            "The service is being updated. Every word is kept on this device; trying again."
        )
        page.get_by_label("Summary").press_sequentially(" on while it is not well")
        expect(state(page)).to_contain_text("The service is being updated.")
        submit(page)
        expect(state(page)).to_contain_text("Not submitted yet. The service is being updated.")
        pressed = len(asked)
    page.get_by_label("Summary").press_sequentially(", and after")
    expect(state(page)).to_contain_text("Saved ", timeout=20_000)
    # Typing asks no sooner than the answer said; a person's own click does.
    assert (pressed, asked[2] - asked[1] >= 4.9) == (2, True)
    assert DraftField.objects.get(name="summary").value == "Typed on while it is not well, and after"
    assert acknowledged.are_kept()


PROXY = "<!doctype html><title>Sign in to the network</title>"


def test_a_page_that_answers_in_the_servers_place_stops_no_saving(page, card):
    page.goto(card.address)
    page.route("**/save/", lambda route: route.fulfill(status=200, content_type="text/html", body=PROXY))
    page.get_by_label("Summary").fill("Typed in a hotel")
    expect(state(page)).to_contain_text("Something else answered in the server's place")
    page.unroute("**/save/")
    expect(state(page)).to_contain_text("Saved ", timeout=20_000)
    assert DraftField.objects.get(name="summary").value == "Typed in a hotel"


def test_a_submission_that_something_else_answered_is_told_from_a_lost_connection(
    page, card, expected_errors
):
    """Whatever it says it is: proxies call their pages JSON too."""
    expected_errors.append("502")
    page.goto(card.address)
    fill(page)
    page.route(
        "**/submit/", lambda route: route.fulfill(status=502, content_type="application/json", body=PROXY)
    )
    submit(page)
    expect(state(page)).to_have_text("The server has a problem. Nothing is lost: submit again in a moment.")
    page.unroute("**/submit/")
    submit(page)
    assert submitted_once(page)
