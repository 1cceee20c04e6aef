"""An interviewer did not, or cannot, hold an interview."""

from django.db import transaction

from hiring import notify
from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.models import Interview, User


class ReasonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__("Say in a few words why you did not hold this interview.")


@transaction.atomic
def decline(*, interview: Interview, by: User, reason: str) -> Interview:
    """Close the open card, which ends what its author owes, and tell the coordinators."""
    if not reason.strip():
        raise ReasonNeeded
    application = plan_loop.locked(interview.application)
    row = plan_loop.fresh(interview, application)
    plan_loop.end(row, Interview.Status.DECLINED, reason.strip())
    plan_loop.note(application, by, "interview.declined", row)
    notify.declined(row)
    return row
