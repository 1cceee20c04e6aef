"""What every page shares: signing in, errors, headers, health."""

import logging
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/account/", "/accounts/password/change/"])
def test_a_page_asks_for_a_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/set/"])
def test_doors_that_we_do_not_use_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_nobody_signs_up(client):
    client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not type(make_user()).objects.filter(email="new@example.org").exists()


def test_demo_buttons_sign_in_with_one_click_in_demo_mode_alone(client, settings):
    make_user(email="manager@example.org").set_password("demo")
    user = type(make_user()).objects.get(email="manager@example.org")
    user.set_password("demo")
    user.save()
    assert client.post("/accounts/demo/", {"email": "manager@example.org"}).status_code == 404
    assert b"Look around" not in client.get("/accounts/login/").content
    settings.MODE = "demo"
    assert b"Look around" in client.get("/accounts/login/").content
    assert client.post("/accounts/demo/", {"email": "someone@example.org"}).status_code == 404
    response = client.post("/accounts/demo/", {"email": "manager@example.org"})
    assert response["Location"] == "/"
    assert client.get("/").context["request"].user == user


def test_someone_who_left_cannot_sign_in(client):
    make_user(email="gone@example.org", is_active=False)
    client.post("/accounts/login/", {"login": "gone@example.org", "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_a_new_password_comes_by_mail(client):
    make_user(email="ada@example.org")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    (message,) = mail.outbox
    assert message.subject == "Set a new password"
    link = next(line for line in message.body.splitlines() if "/accounts/password/reset/key/" in line)
    path = "/" + link.split("/", 3)[3]
    page = client.get(path, follow=True)
    new = "a quite different horse"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert Client().login(email="ada@example.org", password=new)


def test_an_unknown_address_is_not_told_from_a_known_one(client):
    make_user(email="ada@example.org")
    known = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_headers_are_strict(client):
    response = client.get("/accounts/login/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_page_is_ours_and_tells_its_number(client):
    client.force_login(make_user())
    response = client.get("/nowhere/", headers={"X-Request-ID": "abcdefgh1234"})
    assert response.status_code == 404
    assert b"There is nothing here" in response.content
    assert b"abcdefgh1234" in response.content
    assert response["X-Request-ID"] == "abcdefgh1234"


def test_a_forged_request_id_is_not_taken_over(client):
    response = client.get("/healthz", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert "script" not in response["X-Request-ID"]


def test_a_form_without_its_token_keeps_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    response = client.post("/account/", {"name": "Long <b>careful</b> words", "password": "secret"})
    assert response.status_code == 403
    assert b"The form was too old" in response.content
    assert b"Long &lt;b&gt;careful&lt;/b&gt; words" in response.content
    assert b"secret" not in response.content


def test_what_was_typed_is_called_in_words_and_nothing_else_of_the_form_is_shown():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    form = {"outcome": "hire", "override_reason": "Because.", "seen": "no", "last": "0", "save": "Record"}
    page = client.post("/applications/1/decision/", form).content.decode()
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["Why against the recommendation"]


def test_an_error_of_ours_keeps_what_was_typed_and_needs_no_database(settings, rf):
    from hiring.views.errors import server_error

    with connection.execute_wrapper(lambda *args: pytest.fail("asked the database")):
        response = server_error(rf.post("/account/", {"name": "Typed words"}))
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content
    assert b"Typed words" in response.content


def test_settings_are_saved_and_the_time_zone_is_used(client):
    user = make_user()
    client.force_login(user)
    response = client.post(
        "/account/", {"name": "Ada", "time_zone": "Asia/Tokyo", "digest": "daily"}, follow=True
    )
    assert b"Saved." in response.content
    user.refresh_from_db()
    assert (user.name, user.time_zone, user.digest) == ("Ada", "Asia/Tokyo", "daily")


def test_a_time_zone_that_does_not_exist_is_refused(client):
    client.force_login(make_user())
    response = client.post("/account/", {"name": "Ada", "time_zone": "Mars/North", "digest": "daily"})
    assert response.status_code == 200
    assert b"Mars/North" in response.content


def test_health_pages_need_no_sign_in(client):
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ready"


def test_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'hiring' AND name ="
            " (SELECT max(name) FROM django_migrations WHERE app = 'hiring')"
        )
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations are waiting")


def test_one_line_for_each_request(client, caplog):
    with caplog.at_level(logging.INFO, logger="requests"):
        client.get("/accounts/login/?next=/secret/")
    (record,) = [each for each in caplog.records if each.name == "requests"]
    assert (record.method, record.path, record.status) == ("GET", "/accounts/login/", 200)
    assert "secret" not in record.getMessage()


def test_the_navigation_shows_what_a_duty_needs(client):
    client.force_login(make_user())
    assert {entry.label for entry in client.get("/").context["navigation"]} <= {"Home", "Rubrics"}
    client.force_login(make_user(is_staff=True))
    assert "Admin" in [entry.label for entry in client.get("/").context["navigation"]]
