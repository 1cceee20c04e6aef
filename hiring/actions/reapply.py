"""A candidate applies: for the first time, again, or for another opening."""

from django.db import transaction

from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.actions.reopen import Erased, Running
from hiring.models import Application, Candidate, Opening, User
from scorecards.models import Assessment, Rubric


class OpeningClosed(Refusal):
    def __init__(self) -> None:
        super().__init__("This opening is closed. Open it again to add candidates.")


class NoRubric(Refusal):
    def __init__(self) -> None:
        super().__init__("This opening's role has no published rubric yet.")


@transaction.atomic
def reapply(*, candidate: Candidate, opening: Opening, by: User) -> Application:
    """A new application with the rubric version that is published now; earlier ones stay on record."""
    # The candidate's row is the lock: two people who add the same application at once take turns.
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if candidate.erased_at:
        raise Erased
    if opening.status != Opening.Status.OPEN:
        raise OpeningClosed
    rubric = Rubric.objects.filter(role_id=opening.role_id, status=Rubric.Status.PUBLISHED).first()
    if rubric is None:
        raise NoRubric
    if Application.objects.filter(
        candidate=candidate, opening=opening, status=Application.Status.IN_LOOP
    ).exists():
        raise Running
    application = Application.objects.create(
        candidate=candidate, opening=opening, assessment=Assessment.objects.create(rubric=rubric)
    )
    plan_loop.note(application, by, "application.added", fields=["candidate", "opening"])
    return application
