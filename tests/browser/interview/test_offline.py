"""Without a connection: the page goes on, opens again, and what it keeps is its writer's alone."""

import pytest
from playwright.sync_api import expect

from scorecards.models import DraftField, Revision
from tests.factories import make_user

from .conftest import ANY_COPY, COPY, copied, fill, group, on_device, state, submit, submitted_once, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_connection_is_expected(expected_errors):
    expected_errors += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "ERR_FAILED"]


def evidence(page, name):
    return group(page, name).get_by_label("What did they say or do?")


def test_words_typed_in_a_tunnel_are_sent_when_back(page, card, context, acknowledged):
    page.goto(card.address)
    context.set_offline(True)
    page.get_by_label("Summary").fill("Typed in a tunnel")
    expect(state(page)).to_contain_text("No connection")
    page.get_by_label("Summary").fill("Typed in a tunnel, twice")
    submit(page)
    expect(state(page)).to_contain_text("Not submitted yet. No connection")
    context.set_offline(False)
    expect(state(page)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "Typed in a tunnel, twice"
    assert acknowledged.are_kept()


def test_the_page_opens_again_without_a_connection_with_every_word(page, card, context, acknowledged, axe):
    page.goto(card.address)
    copied(page)
    evidence(page, "Model building").fill("Saved before the tunnel")
    group(page, "Model building").get_by_role("radio", name="4").check()
    expect(state(page)).to_contain_text("Saved ")
    context.set_offline(True)
    page.get_by_label("Summary").fill("Typed in a tunnel")
    expect(state(page)).to_contain_text("No connection")
    page.close()

    again = context.new_page()
    again.goto(card.address)
    expect(again.get_by_role("heading", name="Cand Idate")).to_be_visible()
    expect(again.get_by_label("Summary")).to_have_value("Typed in a tunnel")
    expect(evidence(again, "Model building")).to_have_value("Saved before the tunnel")
    expect(group(again, "Model building").get_by_role("radio", name="4")).to_be_checked()
    expect(state(again)).to_contain_text("No connection")
    evidence(again, "Data sense").fill("Typed in the copy")
    axe(again)
    context.set_offline(False)
    expect(state(again)).to_contain_text("Saved ")
    held = dict(DraftField.objects.values_list("name", "value"))
    assert sorted(held.values()) == [
        "4", "Saved before the tunnel", "Typed in a tunnel", "Typed in the copy",
    ]  # fmt: skip
    assert acknowledged.are_kept()
    fill(again)
    submit(again)
    assert submitted_once(again)


def test_a_copy_takes_what_another_device_wrote_before_it_saves(page, card, context):
    page.goto(card.address)
    copied(page)
    context.set_offline(True)
    page.goto(card.address)
    expect(state(page)).to_contain_text("opened from the copy")
    DraftField.objects.create(scorecard=card.scorecard, name="summary", value="From the phone")
    context.clear_cookies(name="csrftoken")  # as after signing in again: the copy's token is stale
    context.set_offline(False)
    expect(page.get_by_label("Summary")).to_have_value("From the phone")
    page.get_by_label("Summary").fill("From the phone, and more")
    expect(state(page)).to_contain_text("Saved ")
    assert DraftField.objects.get(name="summary").value == "From the phone, and more"
    assert page.get_by_role("alert").count() == 0


def test_after_submitting_the_device_keeps_nothing(page, card, context):
    page.goto(card.address)
    copied(page)
    fill(page)
    page.get_by_label("Summary").fill("Mine")
    submit(page)
    assert submitted_once(page)
    until(page, f"!({COPY})")
    assert [name for name in on_device(page) if name.startswith("draft:")] == []
    context.set_offline(True)
    page.goto(card.address)
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()


def test_after_signing_out_the_device_keeps_nothing_and_says_so(page, card, context, axe):
    page.goto(card.address)
    copied(page)
    page.get_by_label("Summary").fill("Mine alone")
    expect(state(page)).to_contain_text("Saved ")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    until(page, f"!({ANY_COPY})")
    assert on_device(page) == []
    context.set_offline(True)
    page.goto(card.address)
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    assert "Cand Idate" not in page.content()
    axe(page)


def test_another_person_on_the_same_device_finds_nothing(page, card, context, sign_in, live_server):
    page.goto(card.address)
    copied(page)
    context.set_offline(True)
    page.get_by_label("Summary").fill("Ann's words")
    expect(state(page)).to_contain_text("No connection")
    assert [name for name in on_device(page) if name.startswith("draft:")] != []
    page.close()
    context.set_offline(False)
    bob = make_user("Bob")
    sign_in(bob)
    other = context.new_page()
    other.goto(live_server.url)
    until(other, f"!({ANY_COPY})")
    assert on_device(other) == []
    context.set_offline(True)
    other.goto(card.address)
    expect(other.get_by_role("heading", name="No connection")).to_be_visible()


def test_a_copy_opens_no_longer_than_the_sign_in_would_have_lasted(page, card, context):
    page.goto(card.address)
    copied(page)
    page.evaluate("""async () => {
        const address = location.origin + location.pathname;
        const [name] = (await caches.keys()).filter((each) => each.startsWith("interviews:"));
        const cache = await caches.open(name);
        const held = await cache.match(address, {ignoreVary: true});
        const headers = new Headers(held.headers);
        headers.set("X-Copy-Until", String(Math.floor(Date.now() / 1000) - 1));
        await cache.put(address, new Response(await held.text(), {headers}));
    }""")
    context.set_offline(True)
    page.goto(card.address)
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()


def test_two_tabs_closed_offline_lose_neither_ones_words(page, card, context, acknowledged):
    page.goto(card.address)
    copied(page)
    other = context.new_page()
    other.goto(card.address)
    context.set_offline(True)
    page.get_by_label("Summary").fill("first tab")
    evidence(page, "Model building").fill("of the first")
    other.get_by_label("Summary").fill("second tab")
    evidence(other, "Data sense").fill("of the second")
    for each in (page, other):
        expect(state(each)).to_contain_text("No connection")
        each.close()
    again = context.new_page()
    again.goto(card.address)
    expect(evidence(again, "Model building")).to_have_value("of the first")
    expect(evidence(again, "Data sense")).to_have_value("of the second")
    shown = {
        again.get_by_label("Summary").input_value(),
        again.get_by_role("alert").locator("blockquote").inner_text(),
    }
    assert shown == {"first tab", "second tab"}
    context.set_offline(False)
    again.get_by_role("button", name="Keep both").click()
    expect(state(again)).to_contain_text("Saved ")
    held = dict(DraftField.objects.values_list("name", "value"))
    assert sorted(held["summary"].split("\n")) == ["first tab", "second tab"]
    assert {"of the first", "of the second"} <= set(held.values())
    assert acknowledged.are_kept()


def test_words_that_came_after_another_tab_submitted_stay_until_their_writer_says_so(
    page, card, context, expected_errors
):
    expected_errors.append("409")
    page.goto(card.address)
    other = context.new_page()
    other.goto(card.address)
    fill(page)
    submit(page)
    assert submitted_once(page)
    other.get_by_label("Summary").fill("Too late")
    expect(state(other)).to_contain_text("This scorecard is closed")
    other.reload()
    left = other.get_by_role("region", name="Typed on this device")
    expect(left).to_contain_text("Too late")
    left.get_by_role("button").click()
    expect(left).to_be_hidden()
    other.reload()
    expect(other.get_by_text("Thank you.")).to_be_visible()
    expect(left).to_be_hidden()
    assert Revision.objects.get().summary == ""
