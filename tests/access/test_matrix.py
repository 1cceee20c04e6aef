"""The permission matrix: every address, every kind of person, their own half of the world and the other one."""

import re
from copy import copy
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hiring import notify
from hiring.models import Application, Decision, Interview, Message
from tests.access.matrix import ELSEWHERE, IN_A_FILE, MAY_READ, OPEN, PERSONS, QUERIES, SHOWN_NOWHERE, TABLE
from tests.access.walk import Address, addresses, ask, means, newest, signed_in
from tests.access.world import Half, overheard, reveal

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST")
ROWS = {
    (key, method): dict(zip(PERSONS, cells, strict=True))
    for key, method, *cells in (
        line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")
    )
}
ADDRESSES = addresses()


def expected(address: Address, method: str, person: str) -> tuple[str, ...]:
    """What the table says; where it has no line for the method, the method is refused."""
    row = ROWS.get((address.key, method))
    if row:
        return (row[person],)
    return ("in", "405") if person == "anon" else ("405",)


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


def also(address: Address, half: Half) -> list[str]:
    """The same page of an application that is decided, and of one that withdrew."""
    if not address.route.startswith("applications/<int:pk>/"):
        return []
    return [
        address.path(half, pk=half.subjects[name])
        for name in ("decided_application", "withdrawn_application")
    ]


def queries(address: Address, half: Half) -> list[str]:
    numbers = {name: getattr(subject, "pk", subject) for name, subject in half.subjects.items()}
    return ["?" + query.format(**numbers) for query in QUERIES.get(address.key, ())]


def client_of(half: Half, person: str):
    return signed_in(half.people.get(person))


def kind(address: Address) -> str:
    """The admin pages of all models are made alike, and let in by one check."""
    return re.sub(r"(hiring|scorecards)[_/][a-z]+", "", address.key)


ONE_OF_EACH_KIND = {kind(address): address for address in reversed(ADDRESSES)}.values()


def walked_by(person: str) -> list[Address]:
    """Every address; of the admin pages one of each kind for those whom they all send away."""
    if ROWS["admin:index", "GET"][person] != "in":
        return ADDRESSES
    left_out = [address for address in ADDRESSES if address not in ONE_OF_EACH_KIND]
    assert {expected(address, method, person) for address in left_out for method in METHODS} == {("in",)}
    return [address for address in ADDRESSES if address in ONE_OF_EACH_KIND]


def halves(address: Address, method: str, person: str, world: dict[str, Half]):
    """Where one's own objects are and where foreign ones are, with who one is to them; then applications that
    are over, wherever they are. A method that is refused is refused before any object is looked for."""
    here, there = world["here"], world["there"]
    who = "anon" if person == "gone" else person
    yield who, address.path(here, person)
    if (address.key, method) not in ROWS or not address.parameters:
        return
    if not address.route.startswith(("admin/", "calendar/")):
        elsewhere = ELSEWHERE.get(who, who)
        yield elsewhere, address.path(there, elsewhere)
        for half in (here, there):
            for path in also(address, half):
                yield "", path


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
                    if not allowed((field, place), who) and (address.key, field) not in IN_A_FILE
                ]
                wrong += [f"{method} {path}: {told}" for told in overheard(world, answer.messages)]
                if "MARK" in answer.trail:
                    wrong.append(f"{method} {path} writes a candidate's text to the audit trail")
    assert not wrong, f"To {person}:\n" + "\n".join(wrong)
    assert "MARK" not in caplog.text, "a candidate's text is in the log"


@pytest.mark.parametrize("person", ["manager", "super"])
def test_no_other_method_does_anything(world, person):
    """Of what is written to the database only sessions may differ, and nothing is shown that GET would not."""
    client = client_of(world["here"], person)
    for address in ADDRESSES:
        path = address.path(world["here"], person)
        for method in ("PUT", "DELETE", "OPTIONS"):
            with CaptureQueriesContext(connection) as asked:
                answer = ask(client, method, path)
            assert answer.status < 500, f"{method} {path}"
            wrote = [
                each["sql"]
                for each in asked.captured_queries
                if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
                and not any(table in each["sql"] for table in ("django_session", "hiring_throttle"))
            ]
            assert wrote == [], f"{method} {path} ({address.key})"
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


def test_an_interview_is_its_interviewers_alone(world):
    """Every interview by its number, asked for by everyone."""
    rows = [row for half in world.values() for row in half.interviews.values()]
    for person, user in world["here"].people.items():
        if not user.is_active:
            continue
        client = signed_in(user)
        for row in rows:
            for name, method in (("interview", "GET"), ("submit_card", "POST"), ("decline", "POST")):
                cell = ask(client, method, reverse(name, args=[row.pk])).cell
                assert (cell != "-") == (row.interviewer_id == user.pk), f"{person}: {method} {name} {row.pk}"


def test_every_mark_is_shown_to_somebody(world):
    """The world is alive: a mark that no page shows to those who may read it would prove nothing."""
    unseen = set(MAY_READ) - SHOWN_NOWHERE
    for person in ("manager", "before", "after", "rubric", "owes", "superowes"):
        client = client_of(world["here"], person)
        for address in walked_by(person):
            if ROWS.get((address.key, "GET"), {}).get(person) == "200":
                for path in [address.path(world["here"], person), *also(address, world["here"])]:
                    if any(person in MAY_READ[field] for field in unseen):
                        found = ask(client, "GET", path).marks
                        unseen -= {field for field, place in found if place == "HERE"}
    assert sorted(unseen) == []


# --- Hidden ratings ---------------------------------------------------------------------------------

BLIND = [person for person in PERSONS[1:] if person not in OPEN]
NOISE = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # keys
    r"|[A-Za-z0-9]{64}|(csrftoken|person)=[^;]+"  # tokens of forms
    r"|X-Copy-Until: \d+"
    r"|DTSTAMP:\d{8}T\d{6}Z"  # when a calendar was written
    r"|expires=[^;]+|\d\d:\d\d:\d\d"
)


@pytest.mark.parametrize("person", BLIND)
def test_answers_are_the_same_whatever_the_hidden_cards_say(undecided, person):
    """Every page and every way to sort, filter, search and count, with low ratings and with high ones."""
    here = undecided["here"]
    client = client_of(here, person)
    paths = [
        address.path(here, person) + query
        for address in ADDRESSES
        if ROWS.get((address.key, "GET"), {}).get(person) not in ("in", "405", "403", None)
        for query in ("", *queries(address, here))
    ]
    low = answers(client, here, paths, 1, verdict=1, recommended="strong_no", override=True)
    high = answers(client, here, paths, 4, verdict=4, recommended="strong_yes", override=False)
    for path in paths:
        assert low[path] == high[path], path


def answers(client, half, paths, ratings, **hidden):
    with transaction.atomic():
        reveal(half, ratings, **hidden)
        found = {path: NOISE.sub("", ask(client, "GET", path).text) for path in paths}
        transaction.set_rollback(True)
    return found


def test_who_may_see_cards_does_see_the_difference(undecided):
    """So that the test above can fail."""
    here = undecided["here"]
    for person, name in (("after", "summary"), ("manager", "pipeline"), ("auditor", "candidates_csv")):
        client, (address,) = client_of(here, person), [each for each in ADDRESSES if each.key == name]
        path = address.path(here, person)
        low = answers(client, here, [path], 1, verdict=1, recommended="strong_no")
        high = answers(client, here, [path], 4, verdict=4, recommended="strong_yes")
        assert low != high, path
