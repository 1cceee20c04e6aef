"""An interviewer did not hold, or cannot hold, an interview."""

from datetime import datetime

from django.db import transaction

from hiring import notify
from hiring.models import Interview, User
from scorecards import audit
from scorecards.models import Scorecard


class AlreadyHandedIn(Exception):
    """The scorecard is submitted: the interview took place."""


@transaction.atomic
def decline_interview(*, interview: Interview, by: User, reason: str, at: datetime) -> None:
    """Close the open card, which frees the person from the blind rule, and tell the coordinators.

    The draft stays its author's. Declining twice changes nothing.
    """
    row = Interview.objects.select_for_update().get(pk=interview.pk)
    if row.status != Interview.Status.PLANNED:
        if row.status == Interview.Status.DONE:
            raise AlreadyHandedIn(row)
        return
    if row.scorecard_id is not None:
        card = Scorecard.objects.select_for_update().get(pk=row.scorecard_id)
        if card.submitted_at:
            raise AlreadyHandedIn(row)
        if card.cancelled_at is None:
            card.cancelled_at = at
            card.save(update_fields=["cancelled_at"])
    row.status, row.reason = Interview.Status.DECLINED, reason
    row.calendar_sequence += 1
    row.save(update_fields=["status", "reason", "calendar_sequence"])
    audit.record(
        actor=by,
        action="interview.declined",
        subject="interview",
        subject_id=row.pk,
        scope=f"opening:{row.application.opening_id}",
        fields=["status", "reason"],
    )
    notify.declined(row)
