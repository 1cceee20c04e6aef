"""Guessing passwords is slow, wherever the guesses arrive, and leaves traces."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client

from scorecards.models import AuditEntry
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def enter(client, email, password, address="192.0.2.1"):
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_after_five_wrong_passwords_the_right_one_waits_too_and_the_page_says_what_to_do():
    ada = make_user(email="ada@example.org")
    for number in range(5):
        # From another network each time: it is the account that is guessed at.
        response = enter(Client(), ada.email, "wrong", f"192.0.2.{number}")
        assert b"do not belong together" in response.content
    response = enter(Client(), ada.email, PASSWORD, "198.51.100.1")
    assert b"Wait five minutes" in response.content
    assert trail() == ["sign_in.failed"] * 5 + ["sign_in.throttled"]
    assert set(AuditEntry.objects.values_list("subject_id", flat=True)) == {str(ada.pk)}


def test_another_account_is_not_held_up():
    ada, bob = make_user(email="ada@example.org"), make_user()
    for _ in range(6):
        enter(Client(), ada.email, "wrong")
    assert enter(Client(), bob.email, PASSWORD)["Location"] == "/"


def test_one_network_cannot_try_many_accounts():
    for number in range(20):
        enter(Client(), f"person{number}@example.net", "wrong")
    assert b"Wait five minutes" in enter(Client(), make_user().email, PASSWORD).content
    assert enter(Client(), make_user().email, PASSWORD, "198.51.100.7")["Location"] == "/"


def test_right_passwords_use_nothing_up():
    ada = make_user(email="ada@example.org")
    for _ in range(8):
        assert enter(Client(), ada.email, PASSWORD)["Location"] == "/"


def test_a_new_password_by_mail_lets_in_at_once(client):
    ada = make_user(email="ada@example.org")
    for _ in range(6):
        enter(client, ada.email, "wrong")
    client.post("/accounts/password/reset/", {"email": ada.email})
    path = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    page = client.get(path, follow=True)
    new = "a quite different horse"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert enter(Client(), ada.email, new)["Location"] == "/"


def test_the_counts_are_rows_that_every_web_server_sees():
    enter(Client(), "ada@example.org", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hiring_throttle WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 2


def test_a_forged_proxy_header_is_no_new_network(settings):
    settings.BEHIND_PROXY = False
    for number in range(20):
        Client().post(
            "/accounts/login/",
            {"login": f"person{number}@example.net", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    response = enter(Client(), make_user().email, PASSWORD, "127.0.0.1")
    assert b"Wait five minutes" in response.content


def test_signing_in_and_out_is_on_the_trail(client):
    ada = make_user(email="ada@example.org")
    enter(client, ada.email, PASSWORD)
    client.post("/accounts/logout/")
    entries = AuditEntry.objects.order_by("pk").values_list("action", "actor", "details", "address")
    assert [tuple(each) for each in entries] == [
        ("person.signed_in", ada.pk, {"methods": ["password"]}, "192.0.2.1"),
        ("person.signed_out", ada.pk, {}, "127.0.0.1"),
    ]


def test_a_changed_password_is_on_the_trail_and_told_by_mail(client):
    ada = make_user(email="ada@example.org")
    client.force_login(ada)
    new = "a quite different horse"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert trail() == ["password.changed"]
    assert [each.subject for each in mail.outbox] == ["Your password was changed"]


@pytest.mark.parametrize("password", ["short", "password1234", "ada@example.org"])
def test_a_password_that_is_easy_to_guess_is_refused(client, password):
    client.force_login(make_user(email="ada@example.org"))
    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert response.status_code == 200
    assert trail() == []


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000"', "a" * 5000, "'; %s %% --------", '"Zoë Zoë Zoë"', ""])
def test_an_odd_session_key_is_nobodys(client, key):
    assert client.get("/account/", headers={"cookie": f"sessionid={key}"}).status_code == 302


def test_signing_out_leaves_nothing_of_the_session(client):
    client.force_login(make_user())
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
    assert client.get("/account/").status_code == 302
