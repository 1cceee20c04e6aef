"""What a person has to do, today and next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from hiring import access
from hiring.models import Application, Interview, Opening, User
from hiring.reads.openings import ready
from scorecards.models import DraftField, Rubric
from scorecards.statements import built_once

COMING_DAYS = 14
MOST = 50


@dataclass(frozen=True)
class InterviewRow:
    pk: int
    candidate: str
    opening: str
    kit: str
    starts_at: datetime | None
    due_at: datetime | None
    place: str
    begun: bool
    late: timedelta | None = None


@dataclass(frozen=True)
class ApplicationRow:
    pk: int
    candidate: str
    opening: str
    unfilled: int = 0


@dataclass(frozen=True)
class RubricRow:
    pk: int
    role: str
    version: int


@dataclass(frozen=True)
class OpeningRow:
    pk: int
    title: str
    running: int


@dataclass(frozen=True)
class Home:
    owed: tuple[InterviewRow, ...]
    coming: tuple[InterviewRow, ...]
    ready: tuple[ApplicationRow, ...]
    holes: tuple[ApplicationRow, ...]
    drafts: tuple[RubricRow, ...]
    to_check: tuple[OpeningRow, ...]
    newcomers: tuple[User, ...]

    @property
    def nothing(self) -> bool:
        return not (self.owed or self.ready or self.holes or self.drafts or self.to_check or self.newcomers)


def home(user: User, *, at: datetime) -> Home:
    """Everything on the first page. One query for each thing that the person's duties bring, however many rows."""
    owed, coming = interviews(user, at)
    on_team = access.reads_openings(user)
    return Home(
        owed=owed,
        coming=coming,
        ready=ready_to_decide(user) if on_team else (),
        holes=loops_with_holes(user) if on_team else (),
        drafts=drafts(user) if access.edits_rubrics(user) else (),
        to_check=to_check(user) if user.is_auditor else (),
        newcomers=newcomers(user) if access.grants_duties(user) else (),
    )


def interviews(user: User, at: datetime) -> tuple[tuple[InterviewRow, ...], tuple[InterviewRow, ...]]:
    """Scorecards owed (the interview is over), oldest first; and what is coming, soonest first."""
    owed, coming = [], []
    for interview in owed_rows(user):
        end = end_of(interview)
        row = InterviewRow(
            pk=interview.pk,
            candidate=interview.application.candidate.shown_name,
            opening=interview.application.opening.title,
            kit=interview.kit.name,
            starts_at=interview.starts_at,
            due_at=interview.due_at,
            place=interview.place,
            begun=interview.begun,
            late=at - end if end and end <= at else None,
        )
        if row.late is not None:
            owed.append(row)
        elif end is None or end <= at + timedelta(days=COMING_DAYS):
            coming.append(row)
    return tuple(sorted(owed, key=lambda row: -row.late)), tuple(coming)  # type: ignore[operator]


@built_once
def owed_rows(user: User) -> QuerySet[Any]:
    return (
        access.owed_interviews(user)
        .select_related("application__candidate", "application__opening", "kit")
        .annotate(begun=Exists(DraftField.objects.filter(scorecard=OuterRef("scorecard")).exclude(value="")))
        .order_by(F("starts_at").asc(nulls_last=True), "due_at", "pk")
    )


def end_of(interview: Interview) -> datetime | None:
    if interview.starts_at:
        return interview.starts_at + timedelta(minutes=interview.minutes)
    return interview.due_at


def ready_to_decide(user: User) -> tuple[ApplicationRow, ...]:
    """Every live interview has its card, and the person owes none. Only managers decide."""
    return tuple(
        ApplicationRow(row.pk, row.candidate.shown_name, row.opening.title) for row in ready_rows(user)
    )


@built_once
def ready_rows(user: User) -> QuerySet[Application]:
    rows = ready(access.decidable_by(user)).select_related("candidate", "opening")
    return rows.order_by("created_at", "pk")[:MOST]


def loops_with_holes(user: User) -> tuple[ApplicationRow, ...]:
    """Loops in which an interview has nobody to hold it."""
    return tuple(
        ApplicationRow(row.pk, row.candidate.shown_name, row.opening.title, unfilled=row.unfilled)
        for row in rows_with_holes(user)
    )


@built_once
def rows_with_holes(user: User) -> QuerySet[Any]:
    unfilled = Interview.objects.filter(
        application=OuterRef("pk"), status=Interview.Status.PLANNED, interviewer=None
    )
    number = unfilled.order_by().values("application").annotate(number=Count("pk")).values("number")
    return (
        access.applications_planned_by(user)
        .filter(Exists(unfilled), status=Application.Status.IN_LOOP)
        .annotate(unfilled=Subquery(number))
        .select_related("candidate", "opening")
        .order_by("created_at", "pk")[:MOST]
    )


def to_check(user: User) -> tuple[OpeningRow, ...]:
    """For an auditor: the open openings, with how many candidates are in their loops."""
    running = Count("applications", filter=Q(applications__status=Application.Status.IN_LOOP))
    rows = (
        access.openings_for(user)
        .filter(status=Opening.Status.OPEN)
        .annotate(running=running)
        .order_by("title")
    )
    return tuple(OpeningRow(row.pk, row.title, row.running) for row in rows[:MOST])


def newcomers(user: User) -> tuple[User, ...]:
    """For whoever looks after people: those who were invited and have never signed in."""
    return tuple(
        access.people_for(user).filter(is_active=True, last_login=None).order_by("-joined_at", "name")[:8]
    )


def drafts(user: User) -> tuple[RubricRow, ...]:
    rows = (
        access.rubrics_for(user)
        .filter(status=Rubric.Status.DRAFT)
        .select_related("role")
        .order_by("role__name")
    )
    return tuple(RubricRow(row.pk, row.role.name, row.version) for row in rows)
