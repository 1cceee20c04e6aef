"""Recording what was decided. Only ever added; the latest decision stands."""

from django.db import transaction
from django.utils import timezone

from hiring import access, notify
from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.actions.reopen import refuse_erased
from hiring.models import Application, Decision, Interview, User
from hiring.snapshots import recommended, snapshot_of
from scorecards import scoring
from scorecards.models import Scorecard
from scorecards.scoring import sentences

FOR, AGAINST = {"yes", "strong_yes"}, {"no", "strong_no"}
CLOSED_BY_DECISION = "The candidate's application was decided."


class Withdrawn(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate has withdrawn. Reopen the application to decide on it.")


class OwesCard(Refusal):
    def __init__(self) -> None:
        super().__init__("You owe a scorecard here. Hand it in first.")


class ReasonNeeded(Refusal):
    def __init__(self, outcome: str) -> None:
        super().__init__(
            f"The rule says “{sentences.OUTCOMES[outcome]}”. Write why you decide otherwise; "
            "it stands on the record."
        )


class RatingsChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "The recommendation changed while you were writing. Read it again; your words are still here."
        )


class DecidedMeanwhile(Refusal):
    def __init__(self, made: Decision) -> None:
        super().__init__(
            f"{made.decided_by.name} decided “{made.get_outcome_display().lower()}” while you were writing. "
            "Read it, then record yours if it should replace that one; your words are still here."
        )
        self.made = made


class Running(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate is in the loop of this opening again: decide on that application.")


def goes_against(outcome: str, recommendation: str) -> bool:
    """Hiring without a yes, or turning down without a no. To ask for more evidence goes against nothing."""
    if outcome == Decision.Outcome.HIRE:
        return recommendation not in FOR
    if outcome == Decision.Outcome.NO_HIRE:
        return recommendation not in AGAINST
    return False


@transaction.atomic
def record_decision(
    *,
    application: Application,
    by: User,
    outcome: str,
    rationale: str,
    override_reason: str = "",
    seen: str = "",
    last: int | None = None,
) -> Decision:
    """Write the decision with its snapshot, and end or reopen the application, all or nothing.

    `seen` is the recommendation that the decider had before them and `last` the decision that stood (0 for
    none): where it is another one by now, they are asked again, also after a second click. Hire and no hire
    cancel the cards that are still open; more evidence leads back to the loop.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("assessment__rubric", "opening", "candidate")
        .get(pk=application.pk)
    )
    if application.status == Application.Status.WITHDRAWN:
        raise Withdrawn
    refuse_erased(application)
    if access.owes_card(by, application):
        raise OwesCard
    # Nobody hands in or amends a card until this is written: the snapshot is what stood at this moment.
    list(Scorecard.objects.select_for_update().filter(assessment_id=application.assessment_id).order_by("pk"))
    nobody_else_decided(application, last)
    now = timezone.now()
    snapshot = snapshot_of(application.assessment)
    recommendation = recommended(snapshot)
    if seen and seen != recommendation:
        raise RatingsChanged
    against = goes_against(outcome, recommendation)
    if against and not override_reason.strip():
        raise ReasonNeeded(recommendation)
    decision = Decision.objects.create(
        application=application, outcome=outcome, rationale=rationale.strip(), recommended=recommendation,
        override=against, override_reason=override_reason.strip() if against else "", decided_by=by,
        decided_at=now, rule_version=scoring.RULE_VERSION, snapshot=snapshot,
    )  # fmt: skip
    if outcome == Decision.Outcome.MORE_EVIDENCE:
        back_to_the_loop(application)
    else:
        finish(application, outcome)
    plan_loop.note(
        application,
        by,
        "application.decided",
        fields=["status", *(["override"] if against else [])],
        details={"outcome": str(outcome)},
    )
    notify.decided(decision)
    return decision


def nobody_else_decided(application: Application, last: int | None) -> None:
    standing = application.decisions.select_related("decided_by").first()
    if last is not None and standing is not None and standing.pk != last:
        raise DecidedMeanwhile(standing)


def finish(application: Application, outcome: str) -> None:
    """What was still to be held is cancelled; nobody owes a card on a decided application."""
    planned = application.interviews.filter(status=Interview.Status.PLANNED).exclude(
        scorecard__submitted_at__isnull=False
    )
    for interview in planned.select_related("kit", "interviewer", "scorecard"):
        interview.application = application
        plan_loop.end(interview, Interview.Status.CANCELLED, CLOSED_BY_DECISION)
        notify.cancelled(interview)
    hired = outcome == Decision.Outcome.HIRE
    application.status = Application.Status.HIRED if hired else Application.Status.NOT_HIRED
    application.ended_at = timezone.now()
    application.save(update_fields=["status", "ended_at"])


def back_to_the_loop(application: Application) -> None:
    if application.status == Application.Status.IN_LOOP:
        return
    others = Application.objects.filter(
        candidate_id=application.candidate_id,
        opening_id=application.opening_id,
        status=Application.Status.IN_LOOP,
    )
    if others.exists():
        raise Running
    application.status, application.ended_at = Application.Status.IN_LOOP, None
    application.save(update_fields=["status", "ended_at"])
