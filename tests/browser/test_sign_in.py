"""Signing in as people do it: over another service, and with a second factor, in a real browser."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from playwright.sync_api import expect

from hiring.models import User
from scorecards.models import AuditEntry
from tests.factories import PASSWORD, make_user
from tests.sign_in import provider as providers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visitor(browser):
    """A browser that may visit the provider; the provider's own style sheet is elsewhere and left out."""
    made = browser.new_context()
    made.route(re.compile("cdn\\."), lambda route: route.abort())
    made.set_default_timeout(15_000)
    page = made.new_page()
    yield page
    made.close()


def test_people_come_over_the_provider_with_their_duties(visitor, live_server, settings):
    with providers.running() as provider:
        providers.point_to(settings, provider.address)
        make_user("Ada", email="ada@example.org")
        provider.say("ada", email="ada@example.org", email_verified=True, groups=["auditors"])
        visitor.goto(f"{live_server.url}/openings/")
        visitor.get_by_role("link", name="Sign in with Example Login").click()
        visitor.get_by_placeholder("sub").fill("ada")
        visitor.get_by_role("button", name="Authorize").click()
        visitor.wait_for_url(f"{live_server.url}/openings/")
        expect(visitor.get_by_role("heading", level=1)).to_be_visible()
        assert User.objects.get(email="ada@example.org").is_auditor
        # Taken out of the group, the page is not there any more.
        provider.say("ada", email="ada@example.org", email_verified=True, groups=[])
        visitor.context.clear_cookies()
        visitor.goto(f"{live_server.url}/accounts/login/")
        visitor.get_by_role("link", name="Sign in with Example Login").click()
        visitor.get_by_placeholder("sub").fill("ada")
        visitor.get_by_role("button", name="Authorize").click()
        visitor.wait_for_url(f"{live_server.url}/")
        assert visitor.goto(f"{live_server.url}/openings/").status == 404


def test_who_breaks_off_at_the_provider_is_told(visitor, live_server, settings):
    with providers.running() as provider:
        providers.point_to(settings, provider.address)
        visitor.goto(f"{live_server.url}/accounts/single-sign-on/")
        visitor.get_by_role("button", name="Deny").click()
        visitor.wait_for_url(re.compile(re.escape(live_server.url)))
        expect(visitor.get_by_role("heading", name="You are not signed in")).to_be_visible()


def code_of(secret, steps):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_a_second_factor_is_set_up_and_asked_for(page, live_server, axe):
    make_user("Ada", email="ada@example.org")
    sign_in_with_password(page, live_server)
    page.goto(f"{live_server.url}/account/second-factor/")
    axe(page)
    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("img", name="Code to scan")).to_be_visible()
    assert page.evaluate("document.querySelector('.totp-code').naturalWidth") > 0
    axe(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code that the app shows now").fill(code_of(secret, 0))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)
    codes = page.locator("pre.recovery-codes").inner_text().split()
    assert mail.outbox[-1].subject == "Your second factor is on"
    assert AuditEntry.objects.filter(action="second_factor.added").count() == 1
    page.context.clear_cookies()
    sign_in_with_password(page, live_server)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    axe(page)
    page.get_by_label("Code of the app, or a recovery code").fill("12")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    page.get_by_label("Code of the app, or a recovery code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


def sign_in_with_password(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
