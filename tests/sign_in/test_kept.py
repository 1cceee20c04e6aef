"""A form that is sent after the sign-in has ended: its words are there again after signing in."""

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hiring.models import Decision
from tests.access.forms import forms_of
from tests.factories import PASSWORD, make_application, make_card, make_opening, make_user

pytestmark = pytest.mark.django_db
WORDS = "Long and careful words about the reasons, <b>with</b> markup."


@pytest.fixture
def manager():
    return make_user(email="mara@example.org")


@pytest.fixture
def application(manager):
    made = make_application(opening=make_opening(managers=[manager]))
    make_card(application=made)
    return made


def expire(client):
    """As when the session's time is up: the cookie names nothing any more."""
    client.session.flush()


def sign_in_again(client, user):
    page = client.get("/accounts/login/?next=/account/kept/")
    data = {"login": user.email, "password": PASSWORD, "next": "/account/kept/"}
    assert page.status_code == 200
    return client.post("/accounts/login/", data, follow=True)


def send_expired(client, user, path, data):
    client.force_login(user)
    client.get("/account/")
    expire(client)
    return client.post(path, data)


def test_words_come_back_after_signing_in_and_can_be_sent(client, manager, application):
    path = reverse("decision", args=[application.pk])
    data = {
        "outcome": "more_evidence",
        "rationale": WORDS,
        "override_reason": "",
        "seen": "not_enough_evidence",
    }
    response = send_expired(client, manager, path, data)
    assert response["Location"] == "/accounts/login/?next=%2Faccount%2Fkept%2F"
    page = sign_in_again(client, manager)
    assert b"Nothing is lost" in page.content
    assert b"&lt;b&gt;with&lt;/b&gt;" in page.content
    (form,) = [each for each in forms_of(page.content.decode(), "") if each.path == path]
    client.post(form.path, form.fields)
    assert Decision.objects.get().rationale == WORDS
    # Once it is sent it waits no more.
    assert client.get("/account/kept/")["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "field"), [("debrief_notes", "notes"), ("withdraw", "reason"), ("open_debrief", "early_reason")]
)
def test_no_form_of_an_application_loses_words(client, manager, application, name, field):
    send_expired(client, manager, reverse(name, args=[application.pk]), {field: WORDS})
    assert b"Long and careful words" in sign_in_again(client, manager).content


def test_another_person_on_the_same_browser_does_not_see_them(client, manager, application):
    send_expired(client, manager, reverse("decision", args=[application.pk]), {"rationale": WORDS})
    other = make_user()
    page = sign_in_again(client, other)
    assert b"Long and careful words" not in page.content
    assert "kept" not in client.session


def test_passwords_do_not_wait(client, manager):
    send_expired(
        client, manager, "/account/", {"name": WORDS, "password": "secret words", "oldpassword": "x"}
    )
    assert [name for name, _ in client.session["kept"]["typed"]] == ["name"]


def test_a_stranger_leaves_nothing_in_the_database():
    client = Client()
    response = client.post("/account/", {"name": WORDS})
    assert response["Location"] == "/accounts/login/?next=/account/"
    assert not Session.objects.exists()


def test_a_forged_cookie_is_nobodys(manager):
    client = Client()
    client.cookies["person"] = f"{manager.pk}:forged"
    client.post("/account/", {"name": WORDS})
    assert not Session.objects.exists()


def test_a_file_cannot_wait_and_the_page_says_so(client, manager, application):
    path = reverse("edit_candidate", args=[application.candidate_id])
    send_expired(client, manager, path, {"notes": WORDS, "resume": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    page = sign_in_again(client, manager).content
    assert b"choose it again" in page
    assert b">Send it now<" not in page


def test_signing_out_takes_the_mark_and_what_the_browser_remembers_away(client, manager):
    client.force_login(manager)
    client.get("/account/")
    assert client.cookies["person"].value
    response = client.post("/accounts/logout/")
    assert client.cookies["person"].value == ""
    assert response["Clear-Site-Data"] == '"cache"'


def test_a_part_of_a_page_asks_for_the_sign_in_as_a_whole(client, manager, application):
    client.force_login(manager)
    client.get("/account/")
    expire(client)
    response = client.post(reverse("standard_loop", args=[application.pk]), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Faccount%2Fkept%2F"
