"""What is told by the clock: interviews that begin soon, scorecards that are due or late, loops that are complete.

Asked every minute by the worker. Nothing is told twice, whoever asks and how often (`once`); where nobody asked
for hours, each person is told how things stand now, and not everything that was missed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hiring import notify
from hiring.models import Application, Interview, Message

Kind = Message.Kind
BEFORE_INTERVIEW = timedelta(hours=3)
BEFORE_DUE_DATE = timedelta(hours=24)
DUE_AFTER = timedelta(hours=1)
OVERDUE_AFTER = timedelta(hours=24)
MOST_OVERDUE = 3
# What happened longer ago is history: a product that was off, or filled from elsewhere, does not stir it up.
LOOK_BACK = timedelta(days=14)


def remind(*, at: datetime) -> int:
    """Tell whatever is to be told at this moment. Return how many messages were made."""
    return sum((*reminders(at), *cards(at), *complete_loops(at)))


def reminders(at: datetime) -> Iterator[int]:
    """Once before it begins. Whoever heard of it within that time already needs no reminder."""
    for within, begins in ((BEFORE_INTERVIEW, "starts_at"), (BEFORE_DUE_DATE, "due_at")):
        told = Message.objects.filter(
            interview=OuterRef("pk"),
            kind__in=[Kind.ASSIGNED, Kind.MOVED, Kind.REMINDER],
            created_at__gte=OuterRef(begins) - within,
        )
        soon = Q((f"{begins}__gt", at), (f"{begins}__lte", at + within))
        for interview in owed().filter(~Exists(told), soon):
            yield notify.reminder(interview)


def cards(at: datetime) -> Iterator[int]:
    """An hour after the end, then once a day from the day after, three times at most. One at a time: a worker
    that was away does not catch up with a heap of them."""
    since = {"created_at__gte": Coalesce(OuterRef("starts_at"), OuterRef("due_at"))}
    told = Message.objects.filter(interview=OuterRef("pk"), **since).order_by()
    late_ones = told.filter(kind=Kind.CARD_OVERDUE).values("interview")
    over = (at - LOOK_BACK, at)
    rows = owed().filter(Q(starts_at__range=over) | Q(due_at__range=over))
    for interview in rows.annotate(
        asked=Exists(told.filter(kind=Kind.CARD_DUE)),
        chased=Coalesce(
            Subquery(late_ones.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()
        ),
        last_chased=Subquery(late_ones.annotate(last=Max("created_at")).values("last")),
    ):
        ended = end_of(interview)
        late = at - ended
        if DUE_AFTER <= late < OVERDUE_AFTER and not interview.asked:
            yield notify.card_due(interview, ended)
        elif (
            late >= OVERDUE_AFTER
            and interview.chased < MOST_OVERDUE
            and (interview.last_chased is None or at - interview.last_chased >= timedelta(days=1))
        ):
            yield notify.card_overdue(interview, ended, late, interview.chased + 1, MOST_OVERDUE)


def complete_loops(at: datetime) -> Iterator[int]:
    """Every place filled and every card in, shadows aside. Each manager once, until another card comes in;
    a manager who owes one, as a shadow, is told after handing it in."""
    rows = Interview.objects.filter(application=OuterRef("pk"), status__in=Interview.LIVE, shadow=False)
    last = rows.order_by(F("scorecard__submitted_at").desc(nulls_last=True)).values(
        "scorecard__submitted_at"
    )[:1]
    told = Message.objects.filter(
        application=OuterRef("pk"), kind=Kind.COMPLETE, created_at__gte=OuterRef("last")
    )
    managers = Application.objects.filter(pk=OuterRef("pk"), opening__managers__is_active=True).values("pk")
    complete = (
        running()
        .filter(
            Exists(rows.filter(scorecard__submitted_at__gte=at - LOOK_BACK)),
            ~Exists(rows.filter(scorecard__submitted_at__isnull=True)),
        )
        .annotate(
            last=Subquery(last),
            told=Coalesce(
                Subquery(told.order_by().values("application").annotate(n=Count("pk")).values("n")), 0
            ),
            managers=Coalesce(
                Subquery(managers.order_by().annotate(n=Count("opening__managers")).values("n")), 0
            ),
        )
        .filter(told__lt=F("managers"))
        .select_related("candidate", "opening")
    )
    for application in complete:
        yield notify.loop_complete(application, application.last)


# --- Pieces ---------------------------------------------------------------------------------------


def running() -> QuerySet[Application]:
    return Application.objects.filter(status=Application.Status.IN_LOOP, candidate__erased_at=None)


def owed() -> QuerySet[Interview]:
    """Planned interviews whose interviewer takes part and owes a card."""
    return Interview.objects.filter(
        status=Interview.Status.PLANNED,
        interviewer__is_active=True,
        scorecard__submitted_at=None,
        application__in=running(),
    ).select_related("interviewer", "kit", "scorecard", "application__candidate", "application__opening")


def end_of(interview: Interview) -> datetime:
    """Of an interview with a time: its end; of a take-home the moment it is due."""
    if interview.starts_at:
        return interview.starts_at + timedelta(minutes=interview.minutes)
    assert interview.due_at is not None  # noqa: S101 - the query asks for one of the two
    return interview.due_at
