"""Two rows of one person become one."""

from django.db import transaction
from django.utils import timezone

from hiring.actions.candidates import openings_of, record
from hiring.actions.refusal import Refusal
from hiring.models import Application, Candidate, User

LABELS = {"email": "e-mail"}


class SamePerson(Refusal):
    def __init__(self) -> None:
        super().__init__("Choose two different candidates.")


class BothRunning(Refusal):
    def __init__(self) -> None:
        super().__init__("Both are in the loop of the same opening. Withdraw one of the two first.")


class Gone(Refusal):
    def __init__(self) -> None:
        super().__init__("One of the two was merged or erased before.")


@transaction.atomic
def merge(*, kept: Candidate, duplicate: Candidate, by: User) -> Candidate:
    """Everything of the duplicate moves to the one that is kept; what differs is added to its notes.

    The duplicate's row stays, empty, and points at the kept one: old links and audit entries lead on.
    """
    if kept.pk == duplicate.pk:
        raise SamePerson
    # In the order of their ids, so that two merges of the same pair cannot wait for each other.
    rows = {
        row.pk: row
        for row in Candidate.objects.select_for_update()
        .filter(pk__in=[kept.pk, duplicate.pk], merged_into=None, erased_at=None)
        .order_by("pk")
    }
    if len(rows) < 2:
        raise Gone
    kept, duplicate = rows[kept.pk], rows[duplicate.pk]
    running = Application.objects.filter(status=Application.Status.IN_LOOP)
    if running.filter(
        candidate=kept, opening__in=running.filter(candidate=duplicate).values("opening")
    ).exists():
        raise BothRunning
    take_over(kept, duplicate)
    duplicate.applications.update(candidate=kept)
    duplicate.resumes.update(candidate=kept)
    Candidate.objects.filter(merged_into=duplicate).update(merged_into=kept)
    record(kept, by, "candidate.merged", openings_of(kept), ["merged"], {"merged": duplicate.pk})
    return kept


def take_over(kept: Candidate, duplicate: Candidate) -> None:
    """Empty fields are filled, differing ones are kept as a line of the notes."""
    differing = []
    for field in ("name", "email", "phone", "links", "source", "adjustments"):
        mine, other = getattr(kept, field), getattr(duplicate, field)
        if not mine:
            setattr(kept, field, other)
        elif other and other != mine:
            if field in {"links", "adjustments"}:
                setattr(kept, field, f"{mine}\n{other}")
            else:
                differing.append(f"Also known with {LABELS.get(field, field)}: {other}")
    if duplicate.held_at:
        # A hold on either is a hold on both.
        kept.held_at = min(duplicate.held_at, kept.held_at or duplicate.held_at)
        kept.held_reason = "\n".join(part for part in (kept.held_reason, duplicate.held_reason) if part)
    kept.notes = "\n".join(part for part in (kept.notes, duplicate.notes, *differing) if part)
    kept.save()
    for field in ("name", "email", "phone", "links", "source", "notes", "adjustments"):
        setattr(duplicate, field, "")
    duplicate.held_at, duplicate.held_reason = None, ""
    duplicate.merged_into, duplicate.erased_at = kept, timezone.now()
    duplicate.save()
