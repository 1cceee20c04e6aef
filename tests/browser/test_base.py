"""Signing in and what every page shares, in real Chromium."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_signing_in_and_out_by_the_form(page, live_server):
    make_user(name="Ada Lovelace", email="ada@example.org")
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill("Ada@Example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Good to see you, Ada")).to_be_visible()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_wrong_password_says_so_and_keeps_the_address(page, live_server):
    make_user(email="ada@example.org")
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This e-mail address and password do not belong together.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.org")


def test_the_theme_is_as_the_device_says_until_chosen_and_then_stays(page, live_server, sign_in):
    sign_in(make_user())
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url)
    theme = page.locator("html")
    expect(theme).to_have_attribute("data-bs-theme", "dark")
    page.locator("details.menu summary").click()
    page.get_by_label("Light").check()
    expect(theme).to_have_attribute("data-bs-theme", "light")
    page.reload()
    expect(theme).to_have_attribute("data-bs-theme", "light")


def test_paper_is_white_where_the_screen_is_dark(page, live_server, sign_in):
    sign_in(make_user())
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url)
    ink = "getComputedStyle(document.querySelector('.card-box h2')).color"
    on_screen = page.evaluate(ink)
    page.emulate_media(media="print")
    assert (on_screen, page.evaluate(ink)) == ("rgb(232, 236, 233)", "rgb(29, 37, 34)")


def test_the_keyboard_reaches_the_content_first(page, live_server, sign_in):
    sign_in(make_user())
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_nothing_is_wider_than_a_phone(page, live_server, sign_in):
    sign_in(make_user(is_auditor=True, is_rubric_admin=True, is_coordinator=True, is_staff=True))
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", "/account/", "/accounts/password/change/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.parametrize("path", ["/", "/account/", "/accounts/password/change/"])
def test_pages_of_a_signed_in_person_have_no_accessibility_finding(page, live_server, sign_in, axe, path):
    sign_in(make_user())
    page.goto(live_server.url + path)
    axe(page)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/"])
def test_pages_before_signing_in_have_no_accessibility_finding(page, live_server, axe, path, settings):
    settings.MODE = "demo"
    page.goto(live_server.url + path)
    axe(page)


def test_a_page_that_does_not_exist_is_ours(page, live_server, sign_in, axe, expected_errors):
    expected_errors.append("404")
    sign_in(make_user())
    page.goto(live_server.url + "/nowhere/")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    axe(page)
