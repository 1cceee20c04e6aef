"""The permission matrix: every address, every kind of person, their own half of the world and the other one."""

from copy import copy
from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from hiring import notify
from hiring.models import Application, Decision, Interview, Message
from tests.access.matrix import ELSEWHERE, MAY_READ, PERSONS, ROWS, SHOWN_NOWHERE
from tests.access.walk import (
    ADDRESSES,
    METHODS,
    Address,
    also,
    ask,
    client_of,
    expected,
    halves,
    means,
    newest,
    readable,
    signed_in,
    walked_by,
)
from tests.access.world import MARK, Half, overheard

pytestmark = pytest.mark.django_db


def measured(address: Address, world: dict[str, Half]) -> str:
    """The lines as the product answers today, to check cell by cell and to put into the table."""
    lines = []
    for method in METHODS:
        cells = [
            ask(client_of(world["here"], person), method, address.path(world["here"], person)).cell
            for person in PERSONS
        ]
        if cells[1:] != ["405"] * (len(PERSONS) - 1):
            lines.append(f"{address.key:<54} {method:<4} " + "".join(f"{cell:<4}" for cell in cells).rstrip())
    return "\n".join(lines)


def allowed(mark: tuple[str, str], person: str) -> bool:
    """May the person, one of those of HERE, read the mark?"""
    field, place = mark
    return (person if place == "HERE" else ELSEWHERE.get(person, person)) in MAY_READ[field]


def test_every_address_has_a_row(world):
    known = {key for key, _ in ROWS}
    missing = [address for address in ADDRESSES if address.key not in known]
    lines = "\n".join(measured(address, world) for address in missing)
    assert not missing, (
        "These addresses have no line in TABLE of tests/access/matrix.py. As the product answers today the "
        f"lines would be as below: check every cell against the policy, then add them.\n{lines}"
    )


def test_every_row_has_an_address():
    assert {key for key, _ in ROWS} - {address.key for address in ADDRESSES} == set()


@pytest.mark.parametrize("person", [*PERSONS, "gone"])
def test_everyone_gets_what_the_table_says_and_reads_nothing_that_is_not_theirs(world, person, caplog):
    client, who = client_of(world["here"], person), "anon" if person == "gone" else person
    wrong = []
    caplog.set_level("DEBUG")
    for address in walked_by(who):
        for method in METHODS:
            for counterpart, path in halves(address, method, person, world):
                answer = ask(client, method, path)
                wanted = expected(address, method, counterpart) if counterpart else (answer.cell,)
                if answer.cell not in wanted:
                    wrong.append(f"{method} {path} ({address.key}): {answer.cell}, not {' or '.join(wanted)}")
                wrong += [
                    f"{method} {path} ({address.key}) shows {field} of {place}"
                    for field, place in sorted(answer.marks)
                    if not allowed((field, place), who)
                ]
                wrong += [f"{method} {path}: {told}" for told in overheard(world, answer.messages)]
                if "MARK" in answer.trail:
                    wrong.append(f"{method} {path} writes a candidate's text to the audit trail")
    assert not wrong, f"To {person}:\n" + "\n".join(wrong)
    assert "MARK" not in caplog.text, "a candidate's text is in the log"


# Meant, but refused by what the world holds: the wrong password, a loop that has begun, a table that is
# shown before it is taken, a search.
WRITES_NOTHING = {
    "account_change_password", "account_reset_password", "admin/logout/", "admin:hiring_opening_changelist",
    "admin:hiring_qualification_add", "admin:hiring_qualification_changelist", "admin:hiring_user_changelist",
    "admin:scorecards_role_changelist", "admin:scorecards_rubric_add", "admin:scorecards_rubric_changelist",
    "admin:scorecards_rubric_import", "amend_card", "assign", "close_opening", "import_candidates", "import_people",
    "new_opening", "replace", "swap",
}  # fmt: skip
REFUSED = {"-", "403", "in", "401"}
# Sent by scripts, so by no form of a page.
SCRIPTS = {
    "save_draft": b'{"changes": [{"name": "verdict", "value": "3", "version": 0}]}',
    "debrief_notes": {"notes": "Filled in", "version": "0"},
    "debrief_change": {"rating": "2", "evidence": "Filled in", "reason": "Filled in"},
}


@pytest.fixture
def bodies(pages):
    """For every address that takes a form: the fullest one of those whom it is meant for, filled in."""
    fullest = {}
    for person in ("coord", "manager", "rubric", "super", "before", "after"):
        for form in [form for page in pages(person) for form in page.forms]:
            key = key_of(form.path)
            if key not in fullest or len(form.filled()) > len(fullest[key].filled()):
                fullest[key] = form
    # Whoever signs out is sent to the sign-in: that is no refusal.
    del fullest["account_logout"]
    return {key: form.filled for key, form in fullest.items()} | {
        key: lambda body=body: body for key, body in SCRIPTS.items()
    }


@pytest.mark.parametrize("person", [*PERSONS, "gone"])
def test_who_may_not_send_a_form_changes_nothing_with_a_filled_one(world, bodies, person):
    """The answer is the one that an empty form gets, for one's own half and for the other."""
    client, who = client_of(world["here"], person), "anon" if person == "gone" else person
    wrong = []
    for address in walked_by(who):
        for counterpart, path in halves(address, "POST", person, world):
            wanted = expected(address, "POST", counterpart) if counterpart else ()
            if address.key in bodies and set(wanted) & REFUSED:
                answer = ask(client, "POST", path, bodies[address.key]())
                if answer.cell not in wanted or answer.wrote:
                    wrong.append(f"POST {path} ({address.key}): {answer.cell}, wrote {answer.wrote}")
    assert not wrong, f"By {person}:\n" + "\n".join(wrong)


def test_filled_forms_do_what_they_are_for(world, bodies):
    """So that the test above can fail: sent by those whom they are for, these change something."""
    wrote = set()
    for person in ("coord", "manager", "rubric", "super", "before", "after"):
        client = client_of(world["here"], person)
        for address in ADDRESSES:
            cell = ROWS.get((address.key, "POST"), {}).get(person, "405")
            if address.key in set(bodies) - wrote and cell not in REFUSED | {"405"}:
                answer = ask(client, "POST", address.path(world["here"], person), bodies[address.key]())
                wrote |= {address.key} if answer.wrote else set()

    assert set(bodies) - wrote == WRITES_NOTHING


def key_of(path):
    """As the matrix calls an address."""
    found = resolve(path.partition("?")[0])
    return found.view_name if found.url_name else found.route


@pytest.mark.parametrize("person", ["manager", "super"])
def test_no_other_method_does_anything(world, person):
    """Of what is written to the database only sessions may differ, and nothing is shown that GET would not."""
    client = client_of(world["here"], person)
    for address in ADDRESSES:
        path = address.path(world["here"], person)
        for method in ("PUT", "DELETE", "OPTIONS"):
            answer = ask(client, method, path)
            assert answer.status < 500, f"{method} {path}"
            assert answer.wrote == [], f"{method} {path} ({address.key})"
            assert all(allowed(mark, person) for mark in answer.marks), (
                f"{method} {path} shows {answer.marks}"
            )


def test_no_occasion_tells_anyone_what_they_may_not_know(world):
    """Every message that the product writes, on every interview and every application of both openings."""
    written = Message.objects.filter(pk__gt=newest(Message))
    for row in Interview.objects.filter(interviewer__isnull=False):
        before, ended = copy(row), row.starts_at + timedelta(hours=1)
        notify.declined(row)
        notify.left(row.interviewer, [row])
        if not row.is_live:
            continue
        notify.assigned(row)
        notify.moved(row, before)
        notify.cancelled(row)
        notify.reminder(row)
        notify.card_due(row, ended)
        notify.card_overdue(row, ended, timedelta(days=2), 1, 3)
    for application in Application.objects.all():
        notify.loop_complete(application, timezone.now())
        notify.debrief_opened(application, application.opening.coordinators.get())
    for decision in Decision.objects.all():
        notify.decided(decision)
    assert overheard(world, written) == []
    assert {row.kind for row in written} == set(Message.Kind.values) - {Message.Kind.INVITED}


def test_the_parts_of_an_address_belong_together(world):
    """An interview of another loop under one's own application, another's candidate to merge: not there."""
    here, there = world["here"], world["there"]
    for person in ("manager", "coord"):
        client = client_of(here, person)
        for address in ADDRESSES:
            if len(address.parameters) < 2 or address.route.startswith(("admin/", "accounts/")):
                continue
            for parameter in address.parameters:
                if parameter == "key":
                    continue
                foreign = means(address, parameter, there, person)
                path = address.path(here, person, **{parameter: foreign})
                for method in METHODS:
                    assert ask(client, method, path).cell in ("-", "405"), f"{method} {path} ({address.key})"


FORMS = ("submit_card", "decline", "save_draft")


def test_an_interview_is_its_interviewers_alone(world):
    """Every interview by its number, asked for by everyone."""
    rows = [row for half in world.values() for row in half.interviews.values()]
    for person, user in world["here"].people.items():
        if not user.is_active:
            continue
        client = signed_in(user)
        for row in rows:
            # By its page, and by one of its forms in turn.
            for name, method in (("interview", "GET"), (FORMS[row.pk % len(FORMS)], "POST")):
                cell = ask(client, method, reverse(name, args=[row.pk])).cell
                assert (cell != "-") == (row.interviewer_id == user.pk), f"{person}: {method} {name} {row.pk}"


def test_every_mark_is_shown_to_somebody(world, pages):
    """The world is alive: a mark that no page shows to those who may read it would prove nothing."""
    unseen = set(MAY_READ) - SHOWN_NOWHERE
    for person in ("manager", "before", "after", "rubric", "owes", "superowes"):
        if not any(person in MAY_READ[field] for field in unseen):
            continue
        found = " ".join(readable(page.response) for page in pages(person))
        client = client_of(world["here"], person)
        for page in pages(person):
            found += " ".join(ask(client, "GET", path).text for path in also(page.address, world["here"]))
        unseen -= {field for field, place in MARK.findall(found) if place == "HERE"}
    assert sorted(unseen) == []
