"""Rows for tests: each function makes one thing with what it needs, and says so by its arguments."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hiring.models import Application, Candidate, Interview, Opening, User
from scorecards.models import (
    Assessment,
    Dimension,
    Kit,
    KitDimension,
    KitQuestion,
    Question,
    Rating,
    Revision,
    Role,
    Rubric,
    Scorecard,
    Sighting,
    Signal,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
PASSWORD = "correct horse battery"
HASHED = make_password(PASSWORD, hasher="md5")
numbers = itertools.count(1)


def make_user(name: str = "", **fields: Any) -> User:
    number = next(numbers)
    name = name or f"Person {number}"
    fields.setdefault("email", f"person{number}@example.org")
    return User.objects.create(name=name, password=HASHED, **fields)


def make_rubric(
    *,
    dimensions: int | Sequence[Mapping[str, Any]] = 3,
    kits: int = 1,
    signals: int = 1,
    questions: int = 1,
    role: Role | None = None,
    publish: bool = True,
    **fields: Any,
) -> Rubric:
    """A rubric whose every kit focuses on all dimensions. `signals` and `questions` are of each kind
    and for each dimension; dimensions may be given as field mappings."""
    role = role or Role.objects.create(name=f"Role {next(numbers)}")
    fields.setdefault("version", role.rubrics.count() + 1)
    rubric = Rubric.objects.create(role=role, **fields)
    given = [{}] * dimensions if isinstance(dimensions, int) else dimensions
    made = Dimension.objects.bulk_create(
        Dimension(
            rubric=rubric,
            position=position,
            **{"name": f"Dimension {position}", "meets_bar": f"Does what {position} needs.", **each},
        )
        for position, each in enumerate(given, start=1)
    )
    Signal.objects.bulk_create(
        Signal(rubric=rubric, kind=kind, text=f"{label} {position}", position=position)
        for kind, label in Signal.Kind.choices
        for position in range(1, signals + 1)
    )
    asked = Question.objects.bulk_create(
        Question(
            rubric=rubric,
            dimension=dimension,
            text=f"Question {position} on {dimension.name}?",
            position=position,
        )
        for dimension in made
        for position in range(1, questions + 1)
    )
    for position in range(1, kits + 1):
        kit = Kit.objects.create(rubric=rubric, name=f"Kit {position}", position=position)
        KitDimension.objects.bulk_create(
            KitDimension(kit=kit, dimension=each, position=place) for place, each in enumerate(made, start=1)
        )
        KitQuestion.objects.bulk_create(
            KitQuestion(kit=kit, question=each, position=place) for place, each in enumerate(asked, start=1)
        )
    if publish:
        publish_rubric(rubric)
    return rubric


def publish_rubric(rubric: Rubric, at: datetime = NOW) -> None:
    rubric.status, rubric.published_at = Rubric.Status.PUBLISHED, at
    rubric.save(update_fields=["status", "published_at"])


def make_opening(*, rubric: Rubric | None = None, **fields: Any) -> Opening:
    managers, coordinators = fields.pop("managers", ()), fields.pop("coordinators", ())
    rubric = rubric or make_rubric()
    fields.setdefault("title", f"Opening {next(numbers)}")
    opening = Opening.objects.create(role=rubric.role, **fields)
    opening.managers.set(managers)
    opening.coordinators.set(coordinators)
    return opening


def make_application(
    *, opening: Opening | None = None, rubric: Rubric | None = None, **fields: Any
) -> Application:
    """In the loop, with the opening's published rubric unless another version is given."""
    opening = opening or make_opening(rubric=rubric)
    rubric = rubric or opening.role.rubrics.get(status=Rubric.Status.PUBLISHED)
    name = fields.pop("name", f"Candidate {next(numbers)}")
    candidate = fields.pop("candidate", None) or Candidate.objects.create(name=name)
    assessment = Assessment.objects.create(rubric=rubric)
    return Application.objects.create(candidate=candidate, opening=opening, assessment=assessment, **fields)


def make_interview(
    *, application: Application, interviewer: User | None = None, kit: Kit | None = None, **fields: Any
) -> Interview:
    """Planned for an hour after NOW, with its blank card when it has an interviewer."""
    kit = kit or application.assessment.rubric.kits.order_by("position")[0]
    fields.setdefault("starts_at", NOW + timedelta(hours=1))
    shadow = fields.get("shadow", False)
    card = interviewer and Scorecard.objects.create(
        assessment=application.assessment,
        rubric=application.assessment.rubric,
        kit=kit,
        author=interviewer,
        counts=not shadow,
    )
    return Interview.objects.create(
        application=application, interviewer=interviewer, kit=kit, scorecard=card, **fields
    )


@transaction.atomic
def submit(
    card: Scorecard,
    ratings: Mapping[str, int | None] | int = 3,
    *,
    signals: Sequence[Signal] = (),
    verdict: int = 3,
    at: datetime = NOW + timedelta(hours=2),
    summary: str = "",
    evidence: str = "",
    sighting: str = "Seen in the talk.",
) -> Scorecard:
    """Hand in a card. `ratings` by dimension name, or one value for all; None is "not assessed"."""
    revision = Revision.objects.create(
        scorecard=card, number=1, kind="first", independent=True, verdict=verdict, summary=summary, made_at=at
    )
    dimensions = {each.name: each for each in card.rubric.dimensions.all()}
    if isinstance(ratings, int):
        ratings = dict.fromkeys(dimensions, ratings)
    Rating.objects.bulk_create(
        Rating(
            revision=revision,
            scorecard=card,
            dimension=dimensions[name],
            value=value,
            evidence=evidence or f"Said {value}.",
        )
        for name, value in ratings.items()
    )
    Sighting.objects.bulk_create(
        Sighting(revision=revision, scorecard=card, signal=signal, evidence=sighting) for signal in signals
    )
    card.submitted_at = at
    card.save(update_fields=["submitted_at"])
    Interview.objects.filter(scorecard=card).update(status=Interview.Status.DONE)
    return card


def make_card(
    *,
    application: Application,
    ratings: Mapping[str, int | None] | int = 3,
    author: User | None = None,
    **fields: Any,
) -> Scorecard:
    """A submitted card of a new interview."""
    interview = make_interview(application=application, interviewer=author or make_user())
    return submit(interview.scorecard, ratings, **fields)
