"""A candidate withdraws."""

from django.db import transaction
from django.utils import timezone

from hiring import notify
from hiring.actions import plan_loop
from hiring.models import Application, Interview, User


@transaction.atomic
def withdraw(*, application: Application, by: User, reason: str = "") -> Application:
    """End the application and cancel what is still planned. Handed-in cards stay as they are."""
    application = plan_loop.locked(application)
    planned = application.interviews.filter(status=Interview.Status.PLANNED).exclude(
        scorecard__submitted_at__isnull=False
    )
    for interview in planned.select_related("kit", "interviewer", "scorecard"):
        interview.application = application
        plan_loop.end(interview, Interview.Status.CANCELLED, "The candidate has withdrawn.")
        notify.cancelled(interview)
    application.status = Application.Status.WITHDRAWN
    application.ended_at, application.withdrawn_reason = timezone.now(), reason
    application.save(update_fields=["status", "ended_at", "withdrawn_reason"])
    plan_loop.note(application, by, "application.withdrawn", fields=["status", "withdrawn_reason"])
    return application
