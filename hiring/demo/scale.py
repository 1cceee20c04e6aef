"""The demonstration many times over, for load: loops of made-up candidates, written by COPY.

Every trigger and constraint is at work, as for a person who types: cards are laid out, judged and then
submitted, decisions keep their snapshots. What it leaves out are the audit trail's entry for each step, and
messages. One opening is one transaction, so what was begun is there whole or not at all.
"""

import itertools
import json
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hiring.actions.decide import goes_against
from hiring.demo.factories import ROOMS, SOURCES, UserFactory, address
from hiring.demo.people import PANEL
from hiring.demo.rubrics import KitParts, Parts, versions
from hiring.demo.stories import STORIES
from hiring.demo.words import Voice
from hiring.models import Application, Opening, User
from hiring.snapshots import recommended, snapshot_from
from scorecards import audit, gathering, scoring
from scorecards.models import Rubric

PER_OPENING = 500
PER_INTERVIEWER = 60
# How many of a hundred stand how.
USUAL = {"decided": 62, "withdrawn": 10, "ready": 10, "running": 14, "new": 4}
RUNNING = {"ready": 45, "running": 45, "new": 10}
NAMES = [each.name.split() for each in STORIES] + [each.name.split() for each in PANEL]
FIRST, LAST = sorted({name[0] for name in NAMES}), sorted({name[-1] for name in NAMES})
HIRED, NOT_HIRED, IN_LOOP, WITHDRAWN = "hired", "not_hired", "in_loop", "withdrawn"

TABLES: Mapping[str, tuple[str, ...]] = {
    "hiring_candidate": ("id", "name", "email", "phone", "links", "source", "notes", "adjustments", "created_at"),
    "scorecards_assessment": ("id", "rubric_id", "created_at"),
    "hiring_application": (
        "id", "candidate_id", "opening_id", "assessment_id", "status", "created_at", "ended_at", "withdrawn_reason",
    ),
    "scorecards_scorecard": (
        "id", "assessment_id", "rubric_id", "kit_id", "author_id", "counts", "saw_others", "created_at", "cancelled_at",
    ),
    "hiring_interview": (
        "id", "application_id", "kit_id", "slot", "interviewer_id", "scorecard_id", "shadow", "starts_at", "due_at",
        "minutes", "place", "status", "reason", "calendar_uid", "calendar_sequence", "created_at",
    ),
    "scorecards_revision": (
        "id", "scorecard_id", "number", "kind", "independent", "reason", "verdict", "summary", "asked", "made_at",
    ),
    "scorecards_rating": ("id", "revision_id", "scorecard_id", "dimension_id", "number", "value", "evidence"),
    "scorecards_sighting": ("id", "revision_id", "scorecard_id", "signal_id", "number", "seen", "evidence"),
    "hiring_decision": (
        "id", "application_id", "outcome", "rationale", "recommended", "override", "override_reason", "decided_by_id",
        "decided_at", "rule_version", "snapshot",
    ),
}  # fmt: skip
SUBMIT = """
    UPDATE scorecards_scorecard s SET submitted_at = given.at
      FROM unnest(%s::bigint[], %s::timestamptz[]) given (id, at) WHERE s.id = given.id
"""


def grow(times: int, *, now: datetime, tell: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Openings with candidates until there are `times` as many applications as the demonstration has.

    How many were added: none where there are as many already. `tell` hears how far it is.
    """
    there = Application.objects.count()
    wanted = max(0, times * len(STORIES) - there)
    if not wanted:
        return 0
    rng = random.Random(f"{there} {times}")  # noqa: S311 - made-up data
    current = [each for each in versions() if each.rubric.status == Rubric.Status.PUBLISHED]
    people = crowd(-(-wanted // PER_INTERVIEWER))
    manager, coordinator = (
        User.objects.get(email=f"{who}@example.org") for who in ("manager", "coordinator")
    )
    for number, done in enumerate(range(0, wanted, PER_OPENING), start=Opening.objects.count()):
        tell(done, wanted)
        parts = current[number % len(current)]
        with transaction.atomic():
            opening = Opening.objects.create(
                role=parts.rubric.role, title=f"{parts.rubric.role.level or 'Vision'} scientist, team {number}",
                place="Remote", created_at=now - timedelta(days=370),
            )  # fmt: skip
            opening.managers.add(manager)
            opening.coordinators.add(coordinator)
            few = people if len(people) < 40 else rng.sample(people, 40)
            Crowd(opening, parts, few, manager, now, rng).fill(min(PER_OPENING, wanted - done))
    audit.record(actor=None, action="demo.scaled", subject="demo", details={"applications": wanted})
    tell(wanted, wanted)
    return wanted


def crowd(count: int) -> list[User]:
    """That many interviewers, those of the panel first; more are made where they are too few."""
    people = list(User.objects.filter(is_active=True, qualifications__isnull=False).distinct().order_by("pk"))
    password = people[0].password if people else "!"
    made = [
        UserFactory.build(
            name=f"{first} {last}", email=f"{address(f'{first} {last}')}.{len(people) + number}@example.org",
            password=password, working_hours=[],
        )
        for number, (first, last) in zip(
            range(max(0, count - len(people))), itertools.cycle(itertools.product(FIRST, LAST)), strict=False
        )
    ]  # fmt: skip
    known = set(User.objects.values_list("email", flat=True))
    return people + User.objects.bulk_create([each for each in made if each.email not in known])


@dataclass
class Crowd:
    """One opening's candidates."""

    opening: Opening
    parts: Parts
    people: Sequence[User]
    manager: User
    now: datetime
    rng: random.Random
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    submitted: list[tuple[int, datetime]] = field(default_factory=list)
    ids: dict[str, Iterator[int]] = field(default_factory=dict)

    def fill(self, count: int, mix: Mapping[str, int] = USUAL) -> None:
        """In the caller's transaction."""
        self.reserve(count)
        states = self.rng.choices(list(mix), list(mix.values()), k=count)
        leans = {each.pk: self.rng.gauss(0, 0.25) for each in self.people}
        for state in states:
            Applicant(self, state, leans).tell()
        self.write()

    def reserve(self, count: int) -> None:
        """Ids for every row that there can be, taken from the tables' own counters."""
        kits, ratings = len(self.parts.kits), sum(len(each.focus) for each in self.parts.kits)
        most = {
            "scorecards_scorecard": kits, "hiring_interview": kits, "scorecards_revision": kits + 1,
            "scorecards_rating": ratings + 1, "scorecards_sighting": 3 * kits,
        }  # fmt: skip
        with connection.cursor() as cursor:
            for table in TABLES:
                size = count * most.get(table, 1)
                cursor.execute(
                    "SELECT setval(s, nextval(s) + %s - 1) FROM pg_get_serial_sequence(%s, 'id') s",
                    [size, table],
                )
                last = int(cursor.fetchone()[0])
                self.ids[table] = iter(range(last - size + 1, last + 1))

    def add(self, table: str, *values: Any) -> int:
        number: int = next(self.ids[table])
        self.rows[table].append((number, *values))
        return number

    def write(self) -> None:
        """Amendments and what belongs to them come after the cards are submitted."""
        revisions, ratings = self.rows["scorecards_revision"], self.rows["scorecards_rating"]
        later = {row[0] for row in revisions if row[2] > 1}
        with connection.cursor() as cursor:
            for table in (
                "hiring_candidate",
                "scorecards_assessment",
                "hiring_application",
                "scorecards_scorecard",
            ):
                copy(cursor, table, self.rows[table])
            copy(cursor, "hiring_interview", self.rows["hiring_interview"])
            copy(cursor, "scorecards_revision", (row for row in revisions if row[0] not in later))
            copy(cursor, "scorecards_rating", (row for row in ratings if row[1] not in later))
            copy(cursor, "scorecards_sighting", self.rows["scorecards_sighting"])
            cursor.execute(SUBMIT, [[card for card, _ in self.submitted], [at for _, at in self.submitted]])
            copy(cursor, "scorecards_revision", (row for row in revisions if row[0] in later))
            copy(cursor, "scorecards_rating", (row for row in ratings if row[1] in later))
            copy(cursor, "hiring_decision", self.rows["hiring_decision"])


def copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(TABLES[table])}) FROM STDIN") as stream:  # our own names
        for row in rows:
            stream.write_row(row)


class Applicant:
    """One candidate's rows."""

    def __init__(self, crowd: Crowd, state: str, leans: Mapping[int, float]) -> None:
        self.crowd, self.state, self.leans, self.rng = crowd, state, leans, crowd.rng
        self.name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
        self.voice = Voice(self.name, self.rng)
        days = {
            "decided": (40, 360),
            "withdrawn": (30, 360),
            "ready": (20, 35),
            "running": (8, 20),
            "new": (0, 5),
        }
        self.applied = crowd.now - timedelta(days=self.rng.uniform(*days[state]))
        self.level = self.rng.gauss(2.85, 0.45)
        self.independent: dict[int, dict[int, int]] = {}
        self.later: dict[int, dict[int, int]] = {}
        self.red_flags: dict[int, tuple[int, ...]] = {}

    def tell(self) -> None:
        crowd, rubric = self.crowd, self.crowd.parts.rubric
        address_of = f"{address(self.name)}.{self.rng.getrandbits(32):x}@example.com"
        candidate = crowd.add(
            "hiring_candidate", self.name, address_of, "", "", self.rng.choice(SOURCES), "", "", self.applied
        )
        assessment = crowd.add("scorecards_assessment", rubric.pk, self.applied)
        at = len(crowd.rows["hiring_application"])
        application = crowd.add("hiring_application")  # the rest is known at the end
        kits = crowd.parts.kits if self.state != "new" else ()
        authors = self.rng.sample(range(len(crowd.people)), len(kits))
        stop = self.rng.randint(1, len(kits) - 1) if self.state in ("running", "withdrawn") else len(kits)
        for place, kit in enumerate(kits):
            self.interview(
                place, kit, application, assessment, crowd.people[authors[place]].pk, held=place < stop
            )
        status, ended, reason = self.end(application)
        crowd.rows["hiring_application"][at] = (
            application, candidate, crowd.opening.pk, assessment, status, self.applied, ended, reason,
        )  # fmt: skip

    def interview(
        self, place: int, kit: KitParts, application: int, assessment: int, author: int, *, held: bool
    ) -> None:
        crowd, pk = self.crowd, kit.kit.pk
        start = self.applied + timedelta(days=5 + 2 * place)
        if not held and self.state == "running":
            start = crowd.now + timedelta(days=1 + 2 * place, hours=place)
        cancelled = not held and self.state == "withdrawn"
        status = "done" if held else "cancelled" if cancelled else "planned"
        laid_out = self.applied + timedelta(days=1)
        card = crowd.add(
            "scorecards_scorecard", assessment, crowd.parts.rubric.pk, pk, author, True, False, laid_out,
            laid_out if cancelled else None,
        )  # fmt: skip
        times = (None, start) if kit.kit.take_home else (start, None)
        crowd.add(
            "hiring_interview", application, pk, self.uuid(), author, card, False, *times, kit.kit.minutes,
            self.rng.choice(ROOMS), status, "The candidate has withdrawn." if cancelled else "", self.uuid(), 0,
            laid_out,
        )  # fmt: skip
        if held:
            self.card(kit, card, author, min(start + timedelta(hours=5), crowd.now - timedelta(minutes=5)))

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def card(self, kit: KitParts, card: int, author: int, at: datetime) -> None:
        crowd, rng, voice = self.crowd, self.rng, self.voice
        lean = self.level + self.leans[author]
        verdict = min(4, max(1, round(lean)))
        revision = crowd.add(
            "scorecards_revision", card, 1, "first", True, "", verdict,
            voice.say(f"summary {verdict}", kit=f"“{kit.kit.name}”"), list(kit.questions), at,
        )  # fmt: skip
        mine: dict[int, int] = {}
        for dimension in kit.focus:
            value = None if rng.random() < 0.02 else min(4, max(1, round(lean + rng.gauss(0, 0.5))))
            evidence = voice.say(f"{dimension.key} {value}") if value else ""
            crowd.add("scorecards_rating", revision, card, dimension.pk, 1, value, evidence)
            if value:
                mine[dimension.pk] = value
        self.independent[author], self.later[author] = mine, dict(mine)
        self.signals(revision, card, author, lean)
        crowd.submitted.append((card, at))
        if mine and rng.random() < 0.01:
            self.amend(card, author, at + timedelta(minutes=10))

    def signals(self, revision: int, card: int, author: int, lean: float) -> None:
        crowd, rng = self.crowd, self.rng
        kinds = ["strong" if lean > 2.8 else "weak", *["red_flag"] * (rng.random() < 0.02)]
        chosen = [rng.choice(crowd.parts.signals[kind]) for kind in kinds]
        for signal in chosen:
            said = self.voice.say(f"{crowd.parts.family} {signal.key}")
            crowd.add("scorecards_sighting", revision, card, signal.pk, 1, True, said)
        red = tuple(each.pk for each in chosen if each.kind == "red_flag")
        if red:
            self.red_flags[author] = red

    def amend(self, card: int, author: int, at: datetime) -> None:
        """A slip of the hand, put right before anybody met: it counts in both sets."""
        dimension, value = next(iter(self.independent[author].items()))
        value = value - 1 if value > 1 else 2
        revision = self.crowd.add(
            "scorecards_revision",
            card,
            2,
            "entered_wrongly",
            True,
            self.voice.say("wrongly"),
            None,
            "",
            [],
            at,
        )
        self.crowd.add("scorecards_rating", revision, card, dimension, 2, value, "As before.")
        self.independent[author][dimension] = self.later[author][dimension] = value

    def end(self, application: int) -> tuple[str, datetime | None, str]:
        """Status, when it ended, and why it was withdrawn."""
        at = self.applied + timedelta(days=20)
        if self.state == "withdrawn":
            return WITHDRAWN, at, self.voice.say("withdrawn")
        if self.state != "decided":
            return IN_LOOP, None, ""
        parts, rng = self.crowd.parts, self.rng
        gathered = gathering.Gathered(self.independent, self.red_flags)
        snapshot = snapshot_from(
            parts.rubric, parts.version, {"independent": gathered, "after_debrief": gathered}
        )
        rule = recommended(snapshot)
        hire = rule in ("yes", "strong_yes") and rng.random() < 0.7
        outcome = "hire" if hire else "no_hire"
        against = goes_against(outcome, rule)
        names = {"best": "evaluation", "worst": "communication"}
        self.crowd.add(
            "hiring_decision", application, outcome, self.voice.say(outcome, **names), rule, against,
            self.voice.say("override_no_reason", **names) if against else "", self.crowd.manager.pk, at,
            scoring.RULE_VERSION, json.dumps(snapshot),
        )  # fmt: skip
        return (HIRED if hire else NOT_HIRED), at, ""
