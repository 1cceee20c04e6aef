"""Planning a loop: its interviews, who holds them, and when.

Every action locks the application first, so that two coordinators who plan at once take turns.
"""

import copy
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hiring import access, notify
from hiring.actions.refusal import Refusal
from hiring.models import Application, Interview, User
from hiring.planning.standard_loop import seats
from scorecards import audit
from scorecards.models import Kit, Scorecard


class LoopOver(Refusal):
    def __init__(self) -> None:
        super().__init__("This application is over. Reopen it to plan interviews.")


class AlreadyInLoop(Refusal):
    def __init__(self, person: User) -> None:
        super().__init__(f"{person} has an interview or a scorecard in this loop already.")


class NotAvailable(Refusal):
    def __init__(self, person: User) -> None:
        super().__init__(f"{person} no longer takes part.")


class Taken(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody was assigned here in the meantime. Nothing was changed.")


class InterviewOver(Refusal):
    def __init__(self) -> None:
        super().__init__("This interview is over or was cancelled. It stays as it is.")


class ForeignKit(Refusal):
    def __init__(self) -> None:
        super().__init__("This kit belongs to another version of the rubric.")


class StartOrDue(Refusal):
    def __init__(self) -> None:
        super().__init__("A take-home has a due date, any other interview a start.")


# --- Actions --------------------------------------------------------------------------------------


@transaction.atomic
def apply_standard_loop(*, application: Application, by: User) -> list[Interview]:
    """An unfilled place for each kit that has no live interview, with a second place where a must-have
    or the minimum number of people needs one. Asked twice, the second time adds nothing."""
    application = locked(application)
    rubric = application.assessment.rubric
    kits = list(rubric.kits.prefetch_related("focus"))
    live = application.interviews.filter(status__in=Interview.LIVE)
    present = set(live.values_list("kit_id", flat=True))
    wanted = seats(
        {kit.pk: [each.pk for each in kit.focus.all()] for kit in kits},
        must_have={each.pk for each in rubric.dimensions.all() if each.must_have},
        must_have_raters=rubric.must_have_raters,
        least_people=rubric.min_interviewers,
    )
    made = []
    for kit in kits:
        if kit.pk not in present:
            slot = uuid.uuid4()
            made += [
                Interview.objects.create(application=application, kit=kit, minutes=kit.minutes, slot=slot)
                for _ in range(wanted[kit.pk])
            ]
    note(application, by, "loop.applied", fields=["interviews"])
    return made


@transaction.atomic
def add_interview(
    *, application: Application, kit: Kit, by: User, beside: Interview | None = None, shadow: bool = False
) -> Interview:
    """One more unfilled place: a new interview, or a panel member or shadow beside another row."""
    application = locked(application)
    if kit.rubric_id != application.assessment.rubric_id:
        raise ForeignKit
    shared = {}
    if beside is not None:
        kit = beside.kit
        shared = {name: getattr(beside, name) for name in ("slot", "starts_at", "due_at", "minutes", "place")}
    interview = Interview.objects.create(
        **({"minutes": kit.minutes} | shared), application=application, kit=kit, shadow=shadow
    )
    note(application, by, "interview.added", interview)
    return interview


@transaction.atomic
def assign(*, interview: Interview, interviewer: User, by: User) -> Interview:
    """Somebody holds an unfilled place: their blank card is laid out and they are told."""
    application = locked(interview.application)
    interview = fresh(interview, application)
    if interview.interviewer_id is not None:
        raise Taken
    seat(interview, interviewer)
    note(application, by, "interview.assigned", interview, fields=["interviewer"])
    notify.assigned(interview)
    return interview


@transaction.atomic
def fill(*, application: Application, people: Mapping[int, User], by: User) -> list[Interview]:
    """Assign many places at once, by interview id: all of them, or none where one is refused."""
    return [
        assign(interview=application.interviews.get(pk=pk), interviewer=person, by=by)
        for pk, person in people.items()
    ]


@transaction.atomic
def schedule(
    *,
    interview: Interview,
    by: User,
    starts_at: datetime | None = None,
    due_at: datetime | None = None,
    minutes: int | None = None,
    place: str = "",
) -> list[Interview]:
    """Set or move the time of a slot: everyone in it moves along and is told. The same time again tells nobody."""
    application = locked(interview.application)
    interview = fresh(interview, application)
    if (starts_at and due_at) or (starts_at and interview.kit.take_home):
        raise StartOrDue
    if due_at and not interview.kit.take_home:
        raise StartOrDue
    wanted = {
        "starts_at": starts_at,
        "due_at": due_at,
        "minutes": minutes or interview.minutes,
        "place": place,
    }
    changed = []
    for row in rows_of_slot(interview):
        fields = [name for name, value in wanted.items() if getattr(row, name) != value]
        if not fields:
            continue
        was = copy.copy(row)
        for name in fields:
            setattr(row, name, wanted[name])
        row.calendar_sequence += 1
        row.save(update_fields=[*fields, "calendar_sequence"])
        note(application, by, "interview.moved", row, fields=fields)
        notify.moved(row, was)
        changed.append(row)
    return changed


@transaction.atomic
def schedule_in_a_row(
    *, application: Application, by: User, starts_at: datetime, pause: int = 0
) -> list[Interview]:
    """Give every interview that has no time yet one after another, in the order of the kits, with a pause
    of so many minutes between. Take-homes have a due date instead and are passed over."""
    application = locked(application)
    waiting = application.interviews.filter(
        status=Interview.Status.PLANNED, starts_at=None, due_at=None, kit__take_home=False
    ).select_related("kit", "application")
    first_of_slot: dict[uuid.UUID, Interview] = {}
    for row in waiting.order_by("kit__position", "pk"):
        first_of_slot.setdefault(row.slot, row)
    changed = []
    for row in first_of_slot.values():
        changed += schedule(interview=row, by=by, starts_at=starts_at, minutes=row.minutes, place=row.place)
        starts_at += timedelta(minutes=row.minutes + pause)
    return changed


@transaction.atomic
def cancel(*, interview: Interview, by: User, reason: str = "") -> Interview:
    """The row stays, with its card; a submitted card stays readable."""
    application = locked(interview.application)
    interview = fresh(interview, application)
    end(interview, Interview.Status.CANCELLED, reason)
    note(application, by, "interview.cancelled", interview, fields=["status"])
    notify.cancelled(interview)
    return interview


@transaction.atomic
def no_show(*, interview: Interview, by: User) -> list[Interview]:
    """The candidate did not come: nobody in the slot owes a card for it."""
    application = locked(interview.application)
    fresh(interview, application)
    ended = []
    for row in rows_of_slot(interview):
        if row.interviewer_id is not None:
            end(row, Interview.Status.NO_SHOW, "The candidate did not come.")
            note(application, by, "interview.no_show", row, fields=["status"])
            notify.cancelled(row)
            ended.append(row)
    return ended


@transaction.atomic
def replace(*, interview: Interview, by: User) -> Interview:
    """A new, unfilled place for a row that was declined, cancelled or missed. Its time is open again
    where it has passed or the candidate did not come."""
    application = locked(interview.application)
    interview = Interview.objects.select_related("kit").get(pk=interview.pk)
    if interview.status in Interview.LIVE:
        raise Taken
    kept = interview.status != Interview.Status.NO_SHOW
    made = copy_of(interview, keep_time=kept, keep_slot=kept)
    note(application, by, "interview.added", made)
    return made


# --- Pieces that swapping, withdrawing and leaving share -------------------------------------------


def locked(application: Application) -> Application:
    """The application, ours until the end of the transaction, and still running."""
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("assessment__rubric", "opening", "candidate")
        .get(pk=application.pk)
    )
    if row.status != Application.Status.IN_LOOP:
        raise LoopOver
    return row


def fresh(interview: Interview, application: Application) -> Interview:
    """The row as it is now, if it is still planned and its card not handed in."""
    row = Interview.objects.select_related("kit", "interviewer", "scorecard").get(
        pk=interview.pk, application=application
    )
    if row.status != Interview.Status.PLANNED or (row.scorecard and row.scorecard.submitted_at):
        raise InterviewOver
    row.application = application
    return row


def rows_of_slot(interview: Interview) -> list[Interview]:
    """Everyone still planned in the slot. Handed-in cards are not touched by moving or missing it."""
    return list(
        Interview.objects.filter(
            application_id=interview.application_id, slot=interview.slot, status=Interview.Status.PLANNED
        )
        .exclude(scorecard__submitted_at__isnull=False)
        .select_related("kit", "interviewer", "scorecard", "application__candidate", "application__opening")
    )


def seat(interview: Interview, person: User) -> None:
    """Give the place to the person and lay out the blank card."""
    application = interview.application
    if not person.is_active:
        raise NotAvailable(person)
    holds = application.interviews.filter(interviewer=person, status__in=Interview.LIVE).exists()
    wrote = Scorecard.objects.filter(
        assessment_id=application.assessment_id, author=person, cancelled_at=None
    ).exists()
    if holds or wrote:
        raise AlreadyInLoop(person)
    interview.scorecard = Scorecard.objects.create(
        assessment_id=application.assessment_id,
        rubric_id=application.assessment.rubric_id,
        kit=interview.kit,
        author=person,
        counts=not interview.shadow,
        saw_others=access.saw_others(person, application),
    )
    interview.interviewer = person
    interview.save(update_fields=["interviewer", "scorecard"])


def end(interview: Interview, status: str, reason: str) -> None:
    """End a planned row; its card is closed unless it was handed in."""
    card = interview.scorecard
    if card is not None and card.is_open:
        card.cancelled_at = timezone.now()
        card.save(update_fields=["cancelled_at"])
    interview.status, interview.reason = status, reason
    interview.calendar_sequence += 1
    interview.save(update_fields=["status", "reason", "calendar_sequence"])


def copy_of(interview: Interview, *, keep_time: bool = True, keep_slot: bool = True) -> Interview:
    """An unfilled row like this one."""
    times = {"starts_at": interview.starts_at, "due_at": interview.due_at} if keep_time else {}
    slot = {"slot": interview.slot} if keep_slot else {}
    return Interview.objects.create(
        application=interview.application,
        kit=interview.kit,
        shadow=interview.shadow,
        minutes=interview.minutes,
        place=interview.place,
        **times,
        **slot,
    )


def note(
    application: Application,
    by: User,
    action: str,
    interview: Interview | None = None,
    fields: list[str] | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        actor=by,
        action=action,
        subject="interview" if interview else "application",
        subject_id=interview.pk if interview else application.pk,
        scope=f"opening:{application.opening_id}",
        fields=fields or [],
        details=details,
    )
