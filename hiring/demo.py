"""The demonstration's data: people to sign in as, published rubrics, openings, candidates in all states.

Deterministic from a seed, dated around the day it is loaded. Loading again changes nothing that is there.
"""

import random
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from hiring.config.demo_people import DEMO_PASSWORD
from hiring.models import Application, Candidate, Interview, Opening, Qualification, User
from scorecards import audit
from scorecards.actions.publish import publish
from scorecards.models import (
    Assessment,
    Dimension,
    DraftField,
    Kit,
    Rating,
    Revision,
    Role,
    Rubric,
    Scorecard,
    Sighting,
    Signal,
)

PEOPLE: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("interviewer@example.org", "Ines Viewer", {}),
    ("manager@example.org", "Mara Jager", {}),
    ("coordinator@example.org", "Cory Nator", {"is_coordinator": True}),
    ("rubrics@example.org", "Ruby Rikker", {"is_rubric_admin": True, "is_staff": True}),
    ("auditor@example.org", "Audra Torr", {"is_auditor": True}),
    ("admin@example.org", "Adam Inman", {"is_staff": True, "is_superuser": True, "is_coordinator": True}),
)
INTERVIEWERS = (
    "Amara Okafor", "Ben Lindqvist", "Chiara Russo", "Daniel Weiss", "Elif Demir", "Farid Haddad", "Grace Mbeki",
    "Hugo Marchand", "Isla Fraser", "Jonas Keller", "Keiko Tanaka", "Liam Byrne", "Mei Chen", "Noor Rahman",
    "Oskar Nowak", "Priya Nair", "Quentin Dubois", "Rosa Jimenez",
)  # fmt: skip
CANDIDATES = (
    "Aaron Petrov", "Bianca Moretti", "Caleb Osei", "Dana Novak", "Emre Yilmaz", "Fiona Walsh", "Gabriel Santos",
    "Hana Kobayashi", "Ivan Horvat", "Julia Steiner", "Kofi Mensah", "Lena Bergström", "Marco Silva", "Nadia Farouk",
    "Owen Hughes", "Paula Vega", "Rafael Costa", "Sofia Lindholm", "Tomas Dvorak", "Uma Krishnan", "Viktor Holm",
    "Wanda Kowalska", "Yusuf Ali", "Zoe Laurent",
)  # fmt: skip
FIXTURES = ("lead-computer-vision-scientist", "associate-computer-vision-scientist", "performance-specialist")
PUBLISHED = ("Lead Computer Vision Scientist", "Associate Computer Vision Scientist")
WORKING_HOURS = [[["09:00", "17:00"]]] * 5 + [[], []]
EVIDENCE = {
    1: "Could not give an example of their own, also when asked again.",
    2: "One example, carried by others; unsure about the reasons for what was done.",
    3: "A concrete project of their own, with reasons, figures and what they would do differently.",
    4: "Two projects in depth; showed how the way of working was taken over by the whole team.",
}
SUMMARIES = {
    1: "Far from what the role needs today.",
    2: "Some strengths, but too much would be missing at the start.",
    3: "Solid and concrete; would manage the role.",
    4: "Convinced me on every point that I asked about.",
}


@transaction.atomic
def load(now: datetime | None = None) -> None:
    """People always; the rest once."""
    people = {email: person(email, name, **duties) for email, name, duties in PEOPLE}
    if Opening.objects.exists():
        return
    now = now or timezone.now()
    load_rubrics(people["rubrics@example.org"], now)
    made = [person(f"{name.split()[0].lower()}@example.org", name) for name in INTERVIEWERS]
    panel = [people["interviewer@example.org"], *made]
    qualify(panel)
    Loader(people, panel, now).run()


def person(email: str, name: str, **duties: bool) -> User:
    defaults = {
        "name": name,
        "password": make_password(DEMO_PASSWORD),
        "working_hours": WORKING_HOURS,
        **duties,
    }
    return User.objects.get_or_create(email=email, defaults=defaults)[0]


def load_rubrics(admin: User, now: datetime) -> None:
    """The fixtures as drafts; the two with a scorecard are published."""
    if not Role.objects.filter(name__in=PUBLISHED).exists():
        call_command("loaddata", *FIXTURES, verbosity=0)
    for rubric in Rubric.objects.filter(role__name__in=PUBLISHED, status=Rubric.Status.DRAFT):
        publish(rubric=rubric, by=admin, at=now - timedelta(days=360))


def qualify(panel: list[User]) -> None:
    """Everyone holds most kits; a few are still in training."""
    rng = random.Random(7)  # noqa: S311 - made-up data
    keys = Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).values_list("key", flat=True)
    Qualification.objects.bulk_create(
        Qualification(
            person=each,
            kit_key=key,
            level=Qualification.Level.IN_TRAINING if rng.random() < 0.15 else Qualification.Level.TRAINED,
        )
        for each in panel
        for key in keys
        if rng.random() < 0.7
    )


class Loader:
    """Openings with candidates: some decided, some waiting for a decision, some in the middle, some new."""

    def __init__(self, people: dict[str, User], panel: list[User], now: datetime) -> None:
        self.people, self.panel, self.now = people, panel, now
        self.rng = random.Random(2026)  # noqa: S311 - made-up data
        # How strict each interviewer is, in levels.
        self.strictness = {each.pk: self.rng.choice([-0.5, 0, 0, 0, 0.4]) for each in panel}

    def run(self) -> None:
        openings = [
            self.opening("Lead vision scientist, document understanding", PUBLISHED[0], "Berlin"),
            self.opening("Lead vision scientist, inspection", PUBLISHED[0], "Remote"),
            self.opening("Associate vision scientist", PUBLISHED[1], "Lisbon"),
            self.opening("Performance specialist", "Performance Specialist", "Berlin"),
        ]
        states = ("ready", "running", "holes", "new", "withdrawn", "running", "ready", "overdue")
        for place, name in enumerate(CANDIDATES):
            self.application(openings[place % 3], name, states[(place // 3) % len(states)], place)
        audit.record(actor=None, action="demo.loaded", subject="demo")

    def opening(self, title: str, role: str, place: str) -> Opening:
        opening = Opening.objects.create(role=Role.objects.get(name=role), title=title, place=place)
        opening.managers.add(self.people["manager@example.org"])
        opening.coordinators.add(self.people["coordinator@example.org"])
        return opening

    def application(self, opening: Opening, name: str, state: str, place: int) -> None:
        rubric = Rubric.objects.get(role=opening.role_id, status=Rubric.Status.PUBLISHED)
        first = name.split()[0].lower()
        candidate = Candidate.objects.create(
            name=name,
            email=f"{first}.{place}@example.com",
            source=self.rng.choice(["Referral", "Job board", "Direct"]),
        )
        application = Application.objects.create(
            candidate=candidate,
            opening=opening,
            assessment=Assessment.objects.create(rubric=rubric),
            created_at=self.now - timedelta(days=self.rng.randint(10, 40)),
        )
        if state == "withdrawn":
            application.status, application.ended_at = (
                Application.Status.WITHDRAWN,
                self.now - timedelta(days=3),
            )
            application.withdrawn_reason = "Took another offer."
            application.save()
            return
        if state != "new":
            self.loop(application, state, place)

    def loop(self, application: Application, state: str, place: int) -> None:
        """The role's standard loop. Ines interviews where something is to be done."""
        kits = list(application.assessment.rubric.kits.order_by("position"))
        ines = self.people["interviewer@example.org"]
        panel = self.rng.sample(self.panel[1:], len(kits))
        if state in ("running", "overdue"):
            panel[-1] = ines
        level = self.rng.choice([2.2, 2.8, 3.0, 3.2, 3.5])
        for number, (kit, interviewer) in enumerate(zip(kits, panel, strict=True)):
            day = self.now + self.offset(state, number, len(kits))
            day = day.replace(hour=9 + 3 * number // 2, minute=30 * (number % 2), second=0, microsecond=0)
            empty = state == "holes" and number >= len(kits) - 2
            interview = self.interview(application, kit, None if empty else interviewer, day)
            past = day + timedelta(minutes=kit.minutes) < self.now
            owes = number == len(kits) - 1 and state in ("running", "overdue")
            if interview.scorecard and past and not owes:
                self.card(interview, level, day + timedelta(hours=2))
            elif interview.scorecard and owes and state == "overdue":
                DraftField.objects.create(
                    scorecard=interview.scorecard, name="summary", value="Strong on data; ask about rollout."
                )

    def offset(self, state: str, number: int, count: int) -> timedelta:
        last = number == count - 1
        if state == "running" and last:
            return timedelta(days=1 + self.rng.randint(0, 5), hours=1)
        if state == "holes" and number >= count - 2:
            return timedelta(days=2 + number, hours=2)
        if state == "overdue" and last:
            return timedelta(days=-2)
        return timedelta(days=-3 - self.rng.randint(0, 6), hours=number)

    def interview(
        self, application: Application, kit: Kit, interviewer: User | None, day: datetime
    ) -> Interview:
        card = None
        if interviewer is not None:
            card = Scorecard.objects.create(
                assessment=application.assessment,
                rubric=kit.rubric,
                kit=kit,
                author=interviewer,
                created_at=day,
            )
        return Interview.objects.create(
            application=application, kit=kit, interviewer=interviewer, scorecard=card, starts_at=day,
            minutes=kit.minutes, place="https://meet.example.org/room",
        )  # fmt: skip

    def card(self, interview: Interview, level: float, at: datetime) -> None:
        """A submitted card around the candidate's level, shifted by how strict its author is."""
        card = interview.scorecard
        if card is None:
            return
        lean = level + self.strictness.get(card.author_id, 0)
        values = {
            dimension: min(4, max(1, round(self.rng.gauss(lean, 0.6))))
            for dimension in interview.kit.focus.all()
        }
        verdict = min(4, max(1, round(lean)))
        revision = Revision.objects.create(
            scorecard=card, number=1, kind=Revision.Kind.FIRST, independent=True, verdict=verdict,
            summary=SUMMARIES[verdict], made_at=at,
        )  # fmt: skip
        self.rate(card, revision, values)
        self.sight(card, revision, lean)
        card.submitted_at = at
        card.save(update_fields=["submitted_at"])
        Interview.objects.filter(pk=interview.pk).update(status=Interview.Status.DONE)

    def rate(self, card: Scorecard, revision: Revision, values: dict[Dimension, int]) -> None:
        Rating.objects.bulk_create(
            Rating(
                revision=revision, scorecard=card, dimension=dimension, value=value, evidence=EVIDENCE[value]
            )
            for dimension, value in values.items()
        )

    def sight(self, card: Scorecard, revision: Revision, lean: float) -> None:
        kind = Signal.Kind.STRONG if lean > 2.9 else Signal.Kind.WEAK
        seen = self.rng.sample(list(card.rubric.signals.filter(kind=kind)), 1)
        if self.rng.random() < 0.06:
            seen += self.rng.sample(
                list(card.rubric.signals.filter(kind=Signal.Kind.RED_FLAG, disqualifying=False)), 1
            )
        Sighting.objects.bulk_create(
            Sighting(
                revision=revision, scorecard=card, signal=signal, evidence="Came up in the second example."
            )
            for signal in seen
        )
