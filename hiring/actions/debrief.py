"""The debrief: opening it, what is written down in it, and ratings that change there."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hiring import notify
from hiring.actions.plan_loop import LoopOver, locked, note
from hiring.actions.refusal import Refusal
from hiring.actions.reopen import refuse_erased
from hiring.models import Application, Debrief, Interview, User
from scorecards.actions.amend import NothingToAmend, amend
from scorecards.models import Assessment, Revision, Scorecard
from scorecards.sheets import whole_rubric


class CardsOwed(Refusal):
    def __init__(self, count: int) -> None:
        cards = "One scorecard is" if count == 1 else f"{count} scorecards are"
        super().__init__(
            f"{cards} still to come. A hiring manager can open the debrief early, with a reason."
        )


class NothingToDiscuss(Refusal):
    def __init__(self) -> None:
        super().__init__("Nobody has handed a scorecard in yet: there is nothing to talk about.")


class NotesChanged(Refusal):
    """Somebody else wrote in the meantime; `current` is what stands."""

    def __init__(self, current: Debrief) -> None:
        super().__init__("Somebody else changed the notes in the meantime. Both texts are below.")
        self.current = current


class Closed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "This application is over, so the debrief is closed. A decision for more evidence opens it again."
        )


class NoCard(Refusal):
    def __init__(self) -> None:
        super().__init__("You have no scorecard here that could be changed.")


def owed_on(application: Application) -> int:
    """Cards that the debrief waits for: shadows delay nothing, and a place without a person owes nothing."""
    return application.interviews.filter(
        status__in=Interview.LIVE,
        shadow=False,
        scorecard__submitted_at__isnull=True,
        interviewer__isnull=False,
    ).count()


@transaction.atomic
def open_debrief(
    *, application: Application, by: User, early_reason: str = "", manages: bool = False
) -> Debrief:
    """Once. From now on a changed rating stands beside the independent one instead of correcting it."""
    application = locked(application)
    existing = Debrief.objects.filter(application=application).first()
    if existing:
        return existing
    cards = Scorecard.objects.filter(assessment_id=application.assessment_id, submitted_at__isnull=False)
    if not cards.exists():
        raise NothingToDiscuss
    owed = owed_on(application)
    if owed and not (manages and early_reason.strip()):
        raise CardsOwed(owed)
    now = timezone.now()
    Assessment.objects.filter(pk=application.assessment_id).update(debrief_opened_at=now)
    debrief = Debrief.objects.create(
        application=application,
        opened_at=now,
        opened_by=by,
        early_reason=early_reason.strip() if owed else "",
    )
    note(application, by, "debrief.opened", fields=["early"] if owed else [])
    notify.debrief_opened(application, by)
    return debrief


@transaction.atomic
def write_notes(*, debrief: Debrief, by: User, notes: str, version: int) -> Debrief:
    """Replace the notes that the writer had seen; where they had changed, nobody's words are overwritten."""
    refuse_erased(debrief.application)
    still_running(debrief.application)
    held = Debrief.objects.select_for_update(of=("self",)).select_related("application").get(pk=debrief.pk)
    if (held.notes or "") == notes:
        return held
    if held.notes_version != version:
        raise NotesChanged(held)
    held.notes, held.notes_version = notes, held.notes_version + 1
    held.save(update_fields=["notes", "notes_version"])
    note(held.application, by, "debrief.noted", fields=["notes"])
    return held


def still_running(application: Application) -> Application:
    """Nothing is said in a debrief after the decision that it led to."""
    try:
        return locked(application)
    except LoopOver:
        raise Closed from None


@transaction.atomic
def change_rating(*, application: Application, by: User, fields: Mapping[str, str], reason: str) -> Revision:
    """The author's own rating, changed in the meeting: a rating of its own with a reason. What was handed
    in stays on show and keeps deciding."""
    application = still_running(application)
    card = (
        Scorecard.objects.filter(
            assessment_id=application.assessment_id, author=by, submitted_at__isnull=False
        )
        .select_related("rubric")
        .first()
    )
    if card is None:
        raise NoCard
    refuse_erased(application)
    try:
        return amend(
            card,
            whole_rubric(card.rubric),
            kind=Revision.Kind.DEBRIEF,
            reason=reason,
            fields=fields,
            scope=f"opening:{application.opening_id}",
        )
    except NothingToAmend as refusal:
        raise Refusal(str(refusal)) from None
