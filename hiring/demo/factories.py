# mypy: ignore-errors
"""Factories of the demonstration's rows. They build; `batch` writes many at once.

Not checked for types: the library declares half of its own.
"""

import unicodedata

import factory
from factory.django import DjangoModelFactory

from hiring.models import Application, Candidate, Interview, Opening, User
from scorecards.models import Assessment, Rating, Revision, Scorecard, Sighting

ROOMS = ("Room Ada", "Room Hopper", "Room Noether", "https://meet.example.org/room", "Room Turing")
SOURCES = ("Referral", "Job board", "Direct", "University", "Job board", "Agency")


def begin_again() -> None:
    """Counters at nought, so that loading gives the same rows each time."""
    for each in (CandidateFactory, InterviewFactory):
        each.reset_sequence(0)


def address(name: str) -> str:
    """A mail address's first half: plain letters, dots between the parts of the name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace("'", "").replace(" ", ".")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    name = ""
    email = factory.LazyAttribute(lambda each: f"{address(each.name)}@example.org")
    time_zone = "Europe/Berlin"
    working_hours = factory.LazyFunction(lambda: [[["09:00", "18:00"]]] * 5 + [[], []])


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = Opening


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    email = factory.LazyAttribute(lambda each: f"{address(each.name)}@example.com")
    phone = factory.Sequence(lambda number: f"+49 30 5550 {1000 + 137 * number % 9000}")
    links = factory.LazyAttribute(lambda each: f"https://example.com/people/{address(each.name)}")
    source = factory.Sequence(lambda number: SOURCES[number % len(SOURCES)])


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application

    assessment = factory.LazyAttribute(
        lambda each: AssessmentFactory.build(rubric=each.rubric, created_at=each.created_at)
    )

    class Params:
        rubric = None


class ScorecardFactory(DjangoModelFactory):
    class Meta:
        model = Scorecard


class InterviewFactory(DjangoModelFactory):
    class Meta:
        model = Interview

    minutes = factory.LazyAttribute(lambda each: each.kit.minutes)
    place = factory.Sequence(lambda number: ROOMS[number % len(ROOMS)])


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    number = 1
    kind = Revision.Kind.FIRST
    independent = factory.LazyAttribute(
        lambda each: each.kind in (Revision.Kind.FIRST, Revision.Kind.ENTERED_WRONGLY)
    )


class RatingFactory(DjangoModelFactory):
    class Meta:
        model = Rating

    number = factory.LazyAttribute(lambda each: each.revision.number)
    scorecard = factory.LazyAttribute(lambda each: each.revision.scorecard)


class SightingFactory(DjangoModelFactory):
    class Meta:
        model = Sighting

    number = factory.LazyAttribute(lambda each: each.revision.number)
    scorecard = factory.LazyAttribute(lambda each: each.revision.scorecard)
