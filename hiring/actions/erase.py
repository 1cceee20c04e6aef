"""Personal data of one candidate: erasing it, and the legal hold that keeps it from being erased.

What goes and what stays is one database function's to say (migration `one_door_for_erasing`): the web role
could not take a word from what was judged.
"""

from django.db import connection, transaction
from django.utils import timezone

from hiring import access
from hiring.actions.candidates import openings_of, record
from hiring.actions.refusal import Refusal
from hiring.models import Application, Candidate, User

# Why somebody's data is erased. Words for the page; the key goes on the trail.
BECAUSE = {
    "asked": "The candidate asked for it",
    "not_needed": "It is not needed any more",
    "mistake": "It should not have been stored",
}
RETENTION = "retention"


class StillRunning(Refusal):
    def __init__(self) -> None:
        super().__init__("This candidate is still in a loop. Decide or withdraw first.")


class Held(Refusal):
    def __init__(self) -> None:
        super().__init__("A legal hold keeps this candidate's data. It has to be lifted first.")


class NotYours(Refusal):
    def __init__(self) -> None:
        super().__init__("You coordinate not all of this candidate's openings, or owe a scorecard on one.")


class ReasonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__("Say why nothing may be erased.")


@transaction.atomic
def erase(*, candidate: Candidate, by: User | None, because: str) -> bool:
    """Empty what names the candidate and what anybody wrote about them; merged duplicates too.

    True if there was anything to erase: asked again, nothing happens and nothing is written. `by` is None
    for the nightly retention. Numbers, times and who took part stay.
    """
    # Applications first, as whoever decides locks them; then nobody writes or reopens one in the meantime.
    loops = Application.objects.filter(candidate=candidate.pk).select_related("opening").order_by("pk")
    list(loops.select_for_update(of=("self",)))
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk, merged_into=None)
    if candidate.erased_at:
        return False
    if by is not None and not access.candidates_erasable_by(by).filter(pk=candidate.pk).exists():
        raise NotYours
    applications = list(loops)
    if any(row.status == Application.Status.IN_LOOP for row in applications):
        raise StillRunning
    if candidate.held_at or any(row.opening.legal_hold for row in applications):
        raise Held
    record(candidate, by, "candidate.erased", openings_of(candidate), [], {"because": because})
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_erase_candidate(%s)", [candidate.pk])
    return True


@transaction.atomic
def hold(*, candidate: Candidate, by: User, reason: str) -> None:
    """Nothing of this candidate is erased until the hold is lifted, by hand or by retention."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk, merged_into=None)
    if candidate.erased_at or candidate.held_at:
        return
    if not reason.strip():
        raise ReasonNeeded
    candidate.held_at, candidate.held_reason = timezone.now(), reason.strip()
    candidate.save(update_fields=["held_at", "held_reason"])
    record(candidate, by, "candidate.held", openings_of(candidate), ["held_at", "held_reason"])


@transaction.atomic
def lift_hold(*, candidate: Candidate, by: User) -> None:
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk, merged_into=None)
    if candidate.held_at is None:
        return
    candidate.held_at, candidate.held_reason = None, ""
    candidate.save(update_fields=["held_at", "held_reason"])
    record(candidate, by, "candidate.hold_lifted", openings_of(candidate), ["held_at", "held_reason"])
