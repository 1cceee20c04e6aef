"""What holds for every page: headers, nothing inline, no POST without its token, no field that is not the
form's, no way to another host."""

import re
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from hiring.models import Application, Candidate, Decision, Message, Opening, User
from scorecards.models import Rubric, Scorecard
from tests.access.matrix import PERSONS
from tests.access.walk import ADDRESSES, client_of, signed_in, walked_by
from tests.access.world import overheard

pytestmark = pytest.mark.django_db
EVIL = "https://evil.example.org/"


@pytest.fixture
def here(world):
    return world["here"]


@pytest.mark.parametrize("person", ["anon", "after", "manager", "coord", "rubric", "super"])
def test_every_page_has_strict_headers_and_nothing_inline(pages, person):
    for address, path, response in pages(person):
        parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
        policy = {name: sources for name, _, sources in parts}
        assert "unsafe" not in str(policy), path
        assert policy["default-src"] in ("'self'", "'none'"), path
        assert {
            name: response.get(name)
            for name in (
                "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
                "Cross-Origin-Resource-Policy",
            )
        } == {
            "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        }, path  # fmt: skip
        assert "camera=()" in response["Permissions-Policy"], path
        if person != "anon":
            assert "private" in response["Cache-Control"], path
        if "html" in response["Content-Type"]:
            assert inline(response.content.decode()) == [], f"{path} ({address.key})"


def inline(markup: str) -> list[str]:
    """What the content policy would refuse, and what would need another host."""
    page = LexborHTMLParser(markup)
    found = [each.html for each in page.css("style")]
    found += [
        each.html
        for each in page.css("script")
        if not each.attributes.get("src") and "json" not in (each.attributes.get("type") or "")
    ]
    for each in page.css("*"):
        for name, value in each.attributes.items():
            value = (value or "").strip()
            outside = name in ("src", "href", "action") and value.startswith(
                ("//", "http:", "https:", "javascript:")
            )
            rendered = each.tag in ("script", "link", "img", "iframe", "form", "object")
            if (
                name == "style"
                or name.startswith("on")
                or value.lower().startswith("javascript:")
                or (outside and rendered)
            ):
                found.append(each.html[:200])
    return found


def test_https_is_insisted_on_in_production_settings():
    """`manage.py check --deploy` in make lint holds the rest."""
    import os
    import subprocess
    import sys

    code = (
        "from hiring.config import settings as s; print(s.SECURE_HSTS_SECONDS >= 31536000,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    values = os.environ | {
        "MODE": "production", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "example.org",
        "MAIL_URL": "smtp://localhost", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], env=values, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "True", "True", "False"]


@pytest.mark.parametrize("person", ["anon", "manager", "super"])
def test_no_post_is_taken_without_its_token(here, person):
    client = Client(enforce_csrf_checks=True)
    if person != "anon":
        client.force_login(here.people[person])
    for address in ADDRESSES:
        with transaction.atomic():
            response = client.post(address.path(here, person), {"csrfmiddlewaretoken": "forged"})
            transaction.set_rollback(True)
        assert response.status_code == 403, address.key


# --- Fields that are not the form's -----------------------------------------------------------------

EXTRA = {
    "is_superuser": "on", "is_staff": "on", "is_auditor": "on", "is_rubric_admin": "on", "is_active": "",
    "password": "x", "user_permissions": "1", "groups": "1", "pk": "1", "id": "1", "status": "hired",
    "counts": "", "saw_others": "on", "author": "1", "interviewer_id": "1", "submitted_at": "2020-01-01",
    "erased_at": "2020-01-01", "merged_into": "1", "decided_by": "1", "candidate": "1", "assessment": "1",
    "calendar_token": "x", "recommended": "yes", "snapshot": "{}", "version": "99", "published_at": "2020-01-01",
}  # fmt: skip
DUTIES = (
    "pk",
    "is_superuser",
    "is_staff",
    "is_auditor",
    "is_rubric_admin",
    "is_active",
    "password",
    "calendar_token",
)


def state(*but):
    """What no form of these people may change; `but` are duties left out."""
    duties = [name for name in DUTIES if name not in but]
    return {
        "people": list(User.objects.order_by("pk").values_list(*duties)),
        "cards": list(
            Scorecard.objects.order_by("pk").values_list("pk", "author", "counts", "saw_others", "assessment")
        ),
        "candidates": list(Candidate.objects.order_by("pk").values_list("pk", "erased_at", "merged_into")),
        "applications": list(
            Application.objects.order_by("pk").values_list("pk", "candidate", "opening", "assessment")
        ),
        "openings": list(Opening.objects.order_by("pk").values_list("pk", "role")),
        "rubrics": list(Rubric.objects.order_by("pk").values_list("pk", "version", "published_at")),
    }


@pytest.mark.parametrize("person", ["before", "after", "manager", "coord"])
def test_fields_that_a_form_does_not_have_change_nothing(world, pages, person):
    """Every form of every page, sent as it is with extra fields: rights, owners and states stay. What is written
    to people on the way holds nothing that they may not know."""
    client = client_of(world["here"], person)
    before, but_calendars, told, sent = state(), state("calendar_token"), Counter(), 0
    for page in pages(person):
        for form in page.forms:
            # Sending these is meant to change what is watched here.
            if any(word in form.path for word in ("logout", "merge", "leave")):
                continue
            extra = {name: value for name, value in EXTRA.items() if name not in form.fields}
            with transaction.atomic():
                client.post(form.path, form.fields | extra)
                # A new calendar address is what that form is for: one that nobody chose.
                renews = form.path == reverse("renew_calendar")
                now, was = (state("calendar_token"), but_calendars) if renews else (state(), before)
                assert {key: rows[: len(was[key])] for key, rows in now.items()} == was, form.path
                assert not User.objects.filter(calendar_token="x").exists()
                messages = Message.objects.filter(pk__gt=client.message)
                assert overheard(world, messages) == [], form.path
                told.update(messages.values_list("kind", flat=True))
                assert (
                    not User.objects.filter(pk__gt=before["people"][-1][0])
                    .exclude(is_superuser=False)
                    .exists()
                )
                assert set(
                    Decision.objects.filter(outcome="hire").values_list("decided_by__name", flat=True)
                ) == {"Mara"}
                transaction.set_rollback(True)
            sent += 1
    assert sent > 1
    # There was something to check: whoever plans a loop writes to its people.
    assert set(told) >= ({"cancelled", "moved"} if person in ("manager", "coord") else set())


# --- Other hosts -------------------------------------------------------------------------------------

LEADING = (
    "next", "redirect", "redirect_to", "redirect_uri", "return", "return_to", "url", "to", "continue", "process",
    "callbackurl", "back", "goto",
)  # fmt: skip
BAD = [
    way.replace("EVIL", "evil.example.org")
    for way in (
        "https://EVIL/", "HTTPS://EVIL", "//EVIL/", "///EVIL", "////EVIL", "/\\EVIL", "\\\\EVIL", "\\/EVIL",
        "https:EVIL", "https:/EVIL", "https:///EVIL", "https:\\\\EVIL", "//EVIL%2f..", "/%2fEVIL", "%2f%2fEVIL",
        "//127.0.0.1@EVIL/", "https://testserver@EVIL/", "https://testserver.EVIL/", "//evil%2eexample.org",
        "/\t/EVIL", "\t//EVIL", " //EVIL", "\x00//EVIL", "\x08//EVIL", "/\n/EVIL", "h\nttps://EVIL",
        "/\r\nLocation: https://EVIL/", "/\u2028/EVIL", "//evil\u3002example.org/", "//[EVIL", "http://[::1",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,EVIL",
    )
]  # fmt: skip


def leads_out(response):
    """Where the answer leads to another host, or runs a script: by its redirection, or by a link or a form."""
    found = [response["Location"]] if re.match(OUT, as_read(response.get("Location", ""))) else []
    if not response.streaming and "html" in response.get("Content-Type", ""):
        page = LexborHTMLParser(response.content.decode())
        found += [
            value
            for each in page.css("[href], [action], [formaction]")
            for value in each.attributes.values()
            if re.match(rf"(?=.*evil){OUT}|javascript:", as_read(value or ""))
        ]
    return found


OUT = r"(?://|[a-z][a-z0-9+.-]*:)"


def as_read(address):
    """By a browser: tabs and line ends are dropped, the start is trimmed, a backslash is a slash."""
    seen = re.sub(r"[\t\r\n]", "", address).lstrip("".join(map(chr, range(33))))
    return seen.replace("\\", "/").lower()


def asked(client, path, given):
    """The answers to GET and POST, undone."""
    with transaction.atomic():
        found = [client.get(path, given)]
        transaction.set_rollback(True)
    with transaction.atomic():
        found.append(client.post(path, given))
        transaction.set_rollback(True)
    return found


def taken(client, path):
    """The parameters by which the address lets itself be told where to go on to."""
    everything = dict.fromkeys(LEADING, "/account/?mark")
    if "/account/?mark" not in {response.get("Location") for response in asked(client, path, everything)}:
        return []
    return [
        name
        for name in LEADING
        if "/account/?mark"
        in {response.get("Location") for response in asked(client, path, {name: "/account/?mark"})}
    ]


@pytest.mark.parametrize("person", ["anon", "manager", "rubric"])
def test_no_address_leads_to_another_host(here, person):
    """Every address with every such parameter; where a good one leads on, with every way to write a bad one."""
    client, led = client_of(here, person), {}
    for address in walked_by(person):
        path = address.path(here, person)
        answers = asked(client, path, dict.fromkeys(LEADING, EVIL))
        assert [leads_out(response) for response in answers] == [[], []], path
        # Signing out ends the session that the others need.
        if "logout" in path:
            client = client_of(here, person)
        elif any("Location" in response for response in answers) and (led_by := taken(client, path)):
            led[address.key] = led_by
            for name in led_by:
                for target in BAD:
                    for response in asked(client, path, {name: target}):
                        assert leads_out(response) == [], (path, name, target)
    # There was something to check.
    signed = {} if person == "anon" else {"account_login": ["next"], "mfa_authenticate": ["next"]}
    assert led == signed


@pytest.mark.parametrize("door", ["login", "reauthenticate", "logout"])
def test_no_door_leads_to_another_host(here, door):
    """With the right password, which the walk above does not bring."""
    from tests.factories import PASSWORD

    person, path = here.people["manager"], f"/accounts/{door}/"
    given = {"password": PASSWORD} | ({"login": person.email} if door == "login" else {})

    def answer(target):
        client = Client()
        if door != "login":
            client.force_login(person)
        with transaction.atomic():
            response = client.post(path, given | {"next": target}, QUERY_STRING=urlencode({"next": target}))
            transaction.set_rollback(True)
        return response

    assert answer("/account/?mark")["Location"] == "/account/?mark"
    for target in BAD:
        response = answer(target)
        assert (response.status_code, leads_out(response)) == (302, []), target


def test_everybody_is_in_the_walks():
    assert set(PERSONS) >= {"anon", "manager", "coord", "after", "super", "rubric"}
    assert signed_in(None).get("/accounts/login/").status_code == 200
