"""An application that was over goes on."""

from django.db import transaction

from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from hiring.models import Application, User


class Running(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate is in the loop of this opening already.")


class Erased(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate's data was erased. Add the person again for a new application.")


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
    if application.candidate.erased_at:
        raise Erased
    if siblings.exists():
        raise Running
    application.status, application.ended_at, application.withdrawn_reason = "in_loop", None, ""
    application.save(update_fields=["status", "ended_at", "withdrawn_reason"])
    plan_loop.note(application, by, "application.reopened", fields=["status"])
    return application
