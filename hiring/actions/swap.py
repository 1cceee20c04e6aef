"""Another person takes an interview over."""

from django.db import transaction

from hiring import notify
from hiring.actions import plan_loop
from hiring.models import Interview, User


@transaction.atomic
def swap(*, interview: Interview, interviewer: User, by: User, reason: str = "") -> Interview:
    """Cancel the row, which keeps its card, and add another at the same time. Both people are told."""
    application = plan_loop.locked(interview.application)
    old = plan_loop.fresh(interview, application)
    if old.interviewer_id == interviewer.pk:
        raise plan_loop.AlreadyInLoop(interviewer)
    plan_loop.end(old, Interview.Status.CANCELLED, reason or f"{interviewer} takes it over.")
    new = plan_loop.copy_of(old)
    plan_loop.seat(new, interviewer)
    plan_loop.note(application, by, "interview.swapped", new, fields=["interviewer"])
    notify.swapped(old, new)
    return new
