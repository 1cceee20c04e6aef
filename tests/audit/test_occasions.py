"""Every occasion of the policy leaves its entry: who, what, when, from where, which fields."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

from hiring.actions.openings import edit_opening
from hiring.actions.people import edit_person
from hiring.reads.trail import WORDS
from scorecards.models import AuditEntry, Role
from tests.factories import (
    PASSWORD,
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def entries(*actions):
    rows = AuditEntry.objects.filter(action__in=actions).order_by("pk")
    return [(row.action, row.actor_id, row.subject, row.subject_id) for row in rows]


# --- Signing in and out -----------------------------------------------------------------------------


def test_signing_in_and_out_by_the_form(client):
    person = make_user()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")
    client.post("/accounts/logout/")
    assert entries("person.signed_in", "person.signed_out") == [
        ("person.signed_in", person.pk, "user", str(person.pk)),
        ("person.signed_out", person.pk, "user", str(person.pk)),
    ]
    first = AuditEntry.objects.get(action="person.signed_in")
    assert first.address == "192.0.2.9"
    assert len(first.request_id) == 16


def test_a_wrong_password_says_whose_and_an_unknown_address_nothing(client):
    person = make_user()
    for address in (person.email.upper(), "nobody@example.org"):
        client.post("/accounts/login/", {"login": address, "password": "wrong wrong wrong"})
    assert entries("sign_in.failed") == [
        ("sign_in.failed", None, "user", str(person.pk)),
        ("sign_in.failed", None, "user", ""),
    ]


def test_a_changed_password(client):
    person = make_user()
    client.force_login(person)
    new = "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert entries("password.changed") == [("password.changed", person.pk, "user", str(person.pk))]


# --- Views ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "name", "action"),
    [
        ("manager", "summary", "summary.viewed"),
        ("manager", "debrief", "debrief.viewed"),
        ("manager", "loop", "loop.viewed"),
        ("manager", "record", "record.exported"),
        ("manager", "pipeline", "pipeline.viewed"),
        ("manager", "candidates", "candidates.searched"),
        ("manager", "decisions", "decisions.listed"),
        ("manager", "candidates_csv", "candidates.exported"),
        ("manager", "candidate", "candidate.viewed"),
        ("coordinator", "privacy", "privacy.viewed"),
        ("coordinator", "people_csv", "people.exported"),
        ("author", "interview", "scorecards.read"),
        ("waiting", "interview", "scorecard.opened"),
        ("manager", "audit", "audit.viewed"),
    ],
)
def test_a_view_of_candidate_data_is_an_entry(client, who, name, action):
    people = {each: make_user(each) for each in ("manager", "author", "waiting")}
    people["coordinator"] = make_user(is_coordinator=True)
    opening = make_opening(
        rubric=make_rubric(kits=2), managers=[people["manager"]], coordinators=[people["coordinator"]]
    )
    application = make_application(opening=opening)
    make_card(application=application, author=people["author"])
    make_interview(application=application, interviewer=people["waiting"])
    numbers = {
        "pipeline": opening.pk, "candidates_csv": opening.pk, "candidate": application.candidate_id,
        "privacy": application.candidate_id,
    }  # fmt: skip
    if name == "interview":
        numbers[name] = people[who].interviews.get().pk
    arguments = (
        []
        if name in {"candidates", "decisions", "audit", "people_csv"}
        else [numbers.get(name, application.pk)]
    )
    client.force_login(people[who])
    assert client.get(reverse(name, args=arguments)).status_code == 200
    assert [each[:2] for each in entries(action)] == [(action, people[who].pk)]


# --- Changes ----------------------------------------------------------------------------------------


def test_who_joins_and_leaves_a_team_is_said_by_number():
    first, second, by = make_user(), make_user(), make_user(is_coordinator=True)
    opening = make_opening(managers=[first], coordinators=[by])
    edit_opening(opening=opening, by=by, managers=[second], coordinators=[by])
    entry = AuditEntry.objects.get(action="opening.edited")
    assert (entry.fields, entry.details) == (
        ["managers"], {"managers_added": [second.pk], "managers_removed": [first.pk]},
    )  # fmt: skip


def test_a_duty_given_or_taken_is_said():
    person, by = make_user(is_auditor=True), make_user(is_superuser=True)
    edit_person(person=person, by=by, is_auditor=False, is_rubric_admin=True, name="Nora")
    entry = AuditEntry.objects.get(action="person.edited")
    assert (entry.fields, entry.details) == (
        ["is_auditor", "is_rubric_admin", "name"], {"is_auditor": False, "is_rubric_admin": True},
    )  # fmt: skip


def test_changes_in_the_admin_pages(client):
    admin = make_user(is_superuser=True, is_staff=True)
    rubrics = make_user(is_rubric_admin=True, is_staff=True)
    client.force_login(rubrics)
    client.post(reverse("admin:scorecards_role_add"), {"name": "Analyst", "level": ""})
    role = Role.objects.get(name="Analyst")
    client.post(
        reverse("admin:scorecards_role_change", args=[role.pk]), {"name": "Senior analyst", "level": ""}
    )
    client.post(reverse("admin:scorecards_role_delete", args=[role.pk]), {"post": "yes"})
    draft = make_rubric(publish=False)
    client.post(reverse("admin:scorecards_rubric_delete", args=[draft.pk]), {"post": "yes"})
    client.force_login(admin)
    opening = make_opening()
    client.post(
        reverse("admin:hiring_opening_change", args=[opening.pk]),
        {"retention_days": "400", "legal_hold": "on"},
    )
    assert entries("role.added", "role.edited", "role.deleted", "rubric.deleted", "opening.edited") == [
        *((f"role.{verb}", rubrics.pk, "role", str(role.pk)) for verb in ("added", "edited", "deleted")),
        ("rubric.deleted", rubrics.pk, "rubric", str(draft.pk)),
        ("opening.edited", admin.pk, "opening", str(opening.pk)),
    ]  # fmt: skip


def test_ones_own_settings(client):
    person = make_user()
    client.force_login(person)
    client.post(reverse("account"), {"name": "New name", "time_zone": "Europe/Berlin", "digest": "single"})
    assert [each[:2] for each in entries("account.edited")] == [("account.edited", person.pk)]


# --- All of them ------------------------------------------------------------------------------------


WRITERS = {"record", "note", "event", "Event", "set_status"}


def recorded(path):
    """Dotted words among what is given to whatever writes entries."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in WRITERS:
            for each in ast.walk(call):
                if isinstance(each, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(each.value)):
                    yield each.value


def test_every_action_that_the_code_records_has_words_of_its_own():
    """Read from the source: a new occasion without words fails here."""
    found = {
        action
        for app in ("hiring", "scorecards")
        for path in ROOT.glob(f"{app}/**/*.py")
        for action in recorded(path)
    }
    assert sorted(found - set(WORDS)) == []
    assert len(found) > 50
