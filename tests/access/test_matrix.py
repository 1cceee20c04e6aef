"""The permission matrix: every address, every kind of person, their own half of the world and the other one."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.matrix import ELSEWHERE, MAY_READ, OPEN, PERSONS, QUERIES, SHOWN_NOWHERE, TABLE
from tests.access.walk import Address, addresses, ask, means, signed_in
from tests.access.world import Half, build, reveal

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST")
ROWS = {
    (key, method): dict(zip(PERSONS, cells, strict=True))
    for key, method, *cells in (
        line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")
    )
}
ADDRESSES = addresses()


@pytest.fixture
def world(db):
    made = build()
    for half in made.values():
        reveal(half)
    return made


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
    here, there = world["here"], world["there"]
    client, who = client_of(here, person), "anon" if person == "gone" else person
    wrong = []
    caplog.set_level("DEBUG")
    for address in ADDRESSES:
        for method in METHODS:
            halves = [(here, who, address.path(here, person))]
            if address.parameters and not address.route.startswith(("admin/", "calendar/")):
                elsewhere = ELSEWHERE.get(who, who)
                halves.append((there, elsewhere, address.path(there, elsewhere)))
                halves += [(None, "", path) for half in (here, there) for path in also(address, half)]
            for half, counterpart, path in halves:
                answer = ask(client, method, path)
                wanted = expected(address, method, counterpart) if half else (answer.cell,)
                if answer.cell not in wanted:
                    wrong.append(f"{method} {path} ({address.key}): {answer.cell}, not {' or '.join(wanted)}")
                wrong += [
                    f"{method} {path} ({address.key}) shows {field} of {place}"
                    for field, place in sorted(answer.marks)
                    if not allowed((field, place), who)
                ]
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
    seen = set()
    for person in ("before", "after", "manager", "auditor", "rubric", "owes", "superowes"):
        client = client_of(world["here"], person)
        for address in ADDRESSES:
            if ROWS.get((address.key, "GET"), {}).get(person) == "200":
                for path in [address.path(world["here"], person), *also(address, world["here"])]:
                    found = ask(client, "GET", path).marks
                    seen |= {field for field, place in found if place == "HERE"}
    assert sorted(set(MAY_READ) - seen - SHOWN_NOWHERE) == []


# --- Hidden ratings ---------------------------------------------------------------------------------

BLIND = [person for person in PERSONS[1:] if person not in OPEN]
NOISE = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # keys
    r"|[A-Za-z0-9]{64}|(csrftoken|person)=[^;]+"  # tokens of forms
    r"|expires=[^;]+|\d\d:\d\d:\d\d"
)


@pytest.fixture
def undecided(db):
    """The world before the hidden cards are handed in."""
    return build()


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
