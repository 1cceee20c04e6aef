"""An application that was over goes on."""

from django.db import transaction

from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.models import Application, Candidate, User


class Running(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate is in the loop of this opening already.")


class Erased(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate's data was erased, so nothing is added to it.")


def refuse_erased(application: Application) -> None:
    """Asked anew once the application is locked: an erasure may have been under way."""
    if Candidate.objects.filter(applications=application, erased_at__isnull=False).exists():
        raise Erased


@transaction.atomic
def reopen(*, application: Application, by: User) -> Application:
    """Back into the loop, with the rubric version it started with. Cancelled interviews stay cancelled,
    decisions stay on record."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=application.pk)
    )
    siblings = Application.objects.filter(
        candidate_id=application.candidate_id,
        opening_id=application.opening_id,
        status=Application.Status.IN_LOOP,
    )
    refuse_erased(application)
    if siblings.exists():
        raise Running
    application.status, application.ended_at, application.withdrawn_reason = "in_loop", None, ""
    application.save(update_fields=["status", "ended_at", "withdrawn_reason"])
    plan_loop.note(application, by, "application.reopened", fields=["status"])
    return application
