"""Single sign-on against a real provider: whom its word lets in, as whom, with which duties."""

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from hiring.config import single_sign_on
from hiring.config.env import BadEnvironment, Env
from hiring.models import User
from scorecards.models import AuditEntry
from tests.factories import make_user
from tests.sign_in import provider as providers

pytestmark = pytest.mark.django_db
DOOR = "/accounts/single-sign-on/"


@pytest.fixture(scope="module")
def running():
    with providers.running() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    providers.point_to(settings, running.address)
    return running


def come(number, client=None, after="/"):
    """Through the provider as the person with that number there. Returns where it ends, and the browser."""
    client = client or Client()
    there = client.get(DOOR, {"next": after})["Location"]
    back = requests.post(there, data={"sub": number}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}"), client


def who(client):
    return (
        client.get("/account/").context["request"].user
        if client.get("/account/").status_code == 200
        else None
    )


def last():
    entry = AuditEntry.objects.latest("pk")
    return entry.action, entry.details


def test_a_known_person_comes_in_by_their_verified_address(provider):
    ada = make_user(email="ada@example.org")
    provider.say("1", email="Ada@example.org", email_verified=True)
    response, client = come("1", after="/rubrics/")
    assert response["Location"] == "/rubrics/"
    assert who(client) == ada
    assert last() == ("person.signed_in", {"methods": ["socialaccount"]})


def test_nothing_that_the_provider_said_is_kept_and_no_token(provider):
    make_user(email="ada@example.org")
    provider.say(
        "2", email="ada@example.org", email_verified=True, name="Ada", picture="https://example.org/a"
    )
    come("2")
    come("2")
    assert list(SocialAccount.objects.values_list("uid", "extra_data")) == [("2", {})]
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "no"])
def test_an_address_that_is_not_verified_opens_nothing(provider, verified):
    make_user(email="ada@example.org")
    provider.say("3", email="ada@example.org", email_verified=verified)
    response, client = come("3")
    assert response.status_code == 403
    assert b"did not say that your e-mail address is verified" in response.content
    assert who(client) is None
    assert last() == ("sign_in.refused", {"by": "single sign-on", "why": "unverified"})


def test_an_unknown_person_is_refused_with_a_sentence(provider):
    provider.say("4", email="new@example.org", email_verified=True)
    response, _ = come("4")
    assert response.status_code == 403
    assert b"Nobody here has the address new@example.org" in response.content
    assert not User.objects.exists()


def test_an_unknown_person_comes_in_where_that_is_allowed_without_any_duty(provider, settings):
    providers.point_to(settings, provider.address, OIDC_CREATE_PEOPLE="1")
    provider.say("5", email="new@example.org", email_verified=True, name="New Person")
    _, client = come("5")
    made = who(client)
    assert (made.email, made.name, made.has_usable_password()) == ("new@example.org", "New Person", False)
    duties = ("is_coordinator", "is_rubric_admin", "is_auditor", "is_staff", "is_superuser")
    assert [getattr(made, duty) for duty in duties] == [False] * 5


def test_groups_give_duties_and_take_them_away_and_leave_the_others_alone(provider):
    ada = make_user(email="ada@example.org", is_rubric_admin=True)
    provider.say("6", email="ada@example.org", email_verified=True, groups=["auditors", "admins"])
    come("6")
    ada.refresh_from_db()
    assert (ada.is_auditor, ada.is_coordinator, ada.is_rubric_admin, ada.is_superuser) == (
        True,
        False,
        True,
        False,
    )
    provider.say("6", email="ada@example.org", email_verified=True, groups=["people team"])
    come("6")
    ada.refresh_from_db()
    assert (ada.is_auditor, ada.is_coordinator, ada.is_rubric_admin, ada.is_superuser) == (
        False,
        True,
        True,
        False,
    )
    changes = AuditEntry.objects.filter(action="person.duties_by_group").order_by("pk")
    assert [each.fields for each in changes] == [["is_auditor"], ["is_auditor", "is_coordinator"]]


def test_a_provider_that_names_no_groups_gives_no_duty(provider):
    ada = make_user(email="ada@example.org", is_auditor=True)
    provider.say("7", email="ada@example.org", email_verified=True)
    come("7")
    ada.refresh_from_db()
    assert ada.is_auditor is False


def test_a_superuser_is_made_by_a_group_only_where_that_is_written(provider, settings):
    providers.point_to(settings, provider.address, OIDC_GROUPS="admins=is_superuser")
    ada = make_user(email="ada@example.org")
    provider.say("8", email="ada@example.org", email_verified=True, groups="admins")
    come("8")
    ada.refresh_from_db()
    assert ada.is_superuser is True


def test_an_address_that_was_given_to_somebody_else_opens_nobodys_account(provider):
    make_user(email="ada@example.org")
    provider.say("9", email="ada@example.org", email_verified=True)
    come("9")
    provider.say("10", email="ada@example.org", email_verified=True)
    response, client = come("10")
    assert response.status_code == 403
    assert b"does not fit the account" in response.content
    assert who(client) is None


def test_a_known_number_with_the_address_of_another_person_is_refused(provider):
    make_user(email="ada@example.org")
    make_user(email="bob@example.org")
    provider.say("11", email="ada@example.org", email_verified=True)
    come("11")
    for email in ("bob@example.org", "nobody@example.org"):
        provider.say("11", email=email, email_verified=True)
        response, client = come("11")
        assert response.status_code == 403
        assert who(client) is None


def test_who_left_is_refused(provider):
    make_user(email="gone@example.org", is_active=False)
    provider.say("12", email="gone@example.org", email_verified=True)
    response, client = come("12")
    assert response.status_code == 403
    assert b"Your access has ended" in response.content
    assert who(client) is None


def test_a_provider_that_is_down_is_said_in_a_sentence(client, settings):
    providers.point_to(settings, "http://localhost:1")
    response = client.get(DOOR)
    assert response.status_code == 503
    assert b"Example Login does not answer" in response.content


def test_a_forged_way_back_signs_nobody_in(provider, client):
    make_user(email="ada@example.org")
    for query in ({}, {"code": "1", "state": "2"}, {"error": "access_denied", "state": "2"}, {"state": "\0"}):
        response = client.get(f"{DOOR}back/", query)
        assert response.status_code in (302, 401)
        assert client.get("/account/").status_code == 302


def test_it_leads_to_no_other_host(provider):
    make_user(email="ada@example.org")
    provider.say("13", email="ada@example.org", email_verified=True)
    response, _ = come("13", after="https://evil.example.org/")
    assert response["Location"] == "/"


def test_without_a_provider_there_is_no_such_door(client):
    assert client.get(DOOR).status_code == 404
    assert client.get(f"{DOOR}back/?code=1&state=2").status_code == 404
    assert b"Example Login" not in client.get("/accounts/login/").content


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"OIDC_ISSUER": "http://login.example.org"}, "OIDC_ISSUER is"),
        ({"OIDC_ISSUER": "https://login.example.org"}, "OIDC_CLIENT_ID is not set"),
        (
            {
                "OIDC_ISSUER": "https://a",
                "OIDC_CLIENT_ID": "b",
                "OIDC_CLIENT_SECRET": "c",
                "OIDC_GROUPS": "x=boss",
            },
            "OIDC_GROUPS holds 'x=boss'",
        ),
    ],
)
def test_a_wrong_setting_is_named(values, words):
    with pytest.raises(BadEnvironment, match=words):
        single_sign_on.settings(Env(values), production=True)
