"""The second factor: setting it up, signing in with it, losing it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from scorecards.models import AuditEntry
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
APP = "/account/second-factor/app/"


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enter(client, user, password=PASSWORD):
    return client.post("/accounts/login/", {"login": user.email, "password": password}, follow=True)


@pytest.fixture
def ada():
    return make_user(email="ada@example.org")


class Clock:
    """The hands of time.time(): codes change when a test says so."""

    def __init__(self):
        self.now = time.time() // 30 * 30

    def __call__(self):
        return self.now

    def next_code(self):
        self.now += 30


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(time, "time", made)
    return made


def again(client, password=PASSWORD):
    """To the page that sets it up, which asks for the password once more."""
    page = client.get(APP, follow=True)
    return client.post(f"{page.request['PATH_INFO']}?next={APP}", {"password": password}, follow=True)


@pytest.fixture
def with_factor(ada, clock):
    """Set up through the pages, a while ago. Returns the secret and the recovery codes."""
    client = Client()
    enter(client, ada)
    secret = re.search(r"<code>([A-Z2-7]+)</code>", again(client).content.decode())[1]
    page = client.post(APP, {"code": code_of(secret)}, follow=True)
    codes = re.findall(r"\b\d{8}\b", page.content.decode())
    assert len(codes) == 10
    clock.next_code()
    return secret, codes


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_picture_to_scan_is_made_here(ada, client):
    enter(client, ada)
    page = again(client)
    assert b'src="data:image/svg+xml;base64,' in page.content


def test_the_password_alone_opens_nothing_any_more(ada, with_factor, client):
    response = enter(client, ada)
    assert response.request["PATH_INFO"] == "/accounts/second-factor/"
    assert client.get("/").status_code == 302


def test_password_and_code_sign_in(ada, with_factor, client):
    enter(client, ada)
    assert client.post("/accounts/second-factor/", {"code": code_of(with_factor[0])})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.latest("pk").details == {"methods": ["password", "totp"]}


def test_the_code_of_another_half_minute_does_not(ada, with_factor, client):
    enter(client, ada)
    for steps in (-1, 1):
        response = client.post("/accounts/second-factor/", {"code": code_of(with_factor[0], steps)})
        assert b"This code is not right" in response.content


def test_a_recovery_code_works_once(ada, with_factor, client):
    _, codes = with_factor
    enter(client, ada)
    assert client.post("/accounts/second-factor/", {"code": codes[0]})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.latest("pk").details["methods"][-1] == "recovery_codes"
    again = Client()
    enter(again, ada)
    assert b"This code is not right" in again.post("/accounts/second-factor/", {"code": codes[0]}).content


def test_a_code_cannot_be_used_a_second_time(ada, with_factor, client):
    code = code_of(with_factor[0])
    for wanted in (302, 200):
        other = Client()
        enter(other, ada)
        assert other.post("/accounts/second-factor/", {"code": code}).status_code == wanted


def test_codes_cannot_be_guessed_at_will(ada, with_factor, client):
    enter(client, ada)
    for _ in range(5):
        client.post("/accounts/second-factor/", {"code": "000000"})
    response = client.post("/accounts/second-factor/", {"code": with_factor[1][0]})
    assert response.status_code == 200
    assert client.get("/").status_code == 302
    assert actions().count("sign_in.wrong_code") == 5


def test_secrets_are_not_readable_in_the_database(with_factor):
    secret, codes = with_factor
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_with_another_secret_key_no_code_works_not_even_that_of_an_empty_secret(ada, with_factor, settings):
    settings.SECRET_KEY = "another " * 10
    auth = Authenticator.objects.get(type="totp").wrap()
    assert auth.validate_code(code_of(with_factor[0])) is False
    assert auth.validate_code(code_of("")) is False


def test_turning_it_off_asks_who_it_is_and_tells_by_mail(ada, with_factor, client):
    client.force_login(ada)
    page = client.get("/account/second-factor/app/remove/", follow=True)
    assert b"Is it you?" in page.content
    path = page.request["PATH_INFO"] + "?next=/account/second-factor/app/remove/"
    client.post(path, {"code": with_factor[1][0], "password": PASSWORD})
    client.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=ada).exists()
    assert mail.outbox[-1].subject == "Your second factor is off"


def test_who_lost_everything_is_helped_by_a_command(ada, with_factor, client):
    call_command("remove_second_factor", "ADA@example.org", verbosity=0)
    enter(client, ada)
    assert client.get("/").status_code == 200
    with pytest.raises(CommandError, match="no second factor"):
        call_command("remove_second_factor", ada.email)


def test_nobody_sees_anothers_codes(with_factor, client):
    client.force_login(make_user())
    assert client.get("/account/second-factor/codes/").status_code == 404
    assert client.get("/account/second-factor/codes/file/").status_code == 404
