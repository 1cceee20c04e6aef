"""Handing a scorecard in: the draft becomes revision 1, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from scorecards import audit
from scorecards.models import DraftField, Rating, Revision, Scorecard, Sighting
from scorecards.sheets import NOT_ASSESSED, Sheet, missing


class CardClosed(Exception):
    """The card was cancelled: it can no longer be handed in."""

    def __init__(self) -> None:
        super().__init__("This scorecard is closed. What you wrote stays readable here, for you alone.")


@dataclass(frozen=True)
class Submission:
    """`fresh` is false when the card was in already: the same answer, and nothing written twice."""

    missing: list[tuple[str, str]] = field(default_factory=list)
    fresh: bool = False


@transaction.atomic(savepoint=False)
def submit(card: Scorecard, sheet: Sheet, *, scope: str = "") -> Submission:
    """Submit what the draft holds, or say what it lacks and change nothing."""
    held = Scorecard.objects.select_for_update().get(pk=card.pk)
    if held.submitted_at:
        return Submission()
    if held.cancelled_at:
        raise CardClosed
    draft = dict(DraftField.objects.filter(scorecard=held).values_list("name", "value"))
    if lacking := missing(sheet, draft):
        return Submission(missing=lacking)
    write(held, sheet, draft)
    held.submitted_at = timezone.now()
    held.save(update_fields=["submitted_at"])
    audit.record(
        actor=card.author, action="scorecard.submitted", subject="scorecard", subject_id=held.pk, scope=scope
    )
    return Submission(fresh=True)


def write(card: Scorecard, sheet: Sheet, draft: Mapping[str, str]) -> None:
    """Revision 1. Evidence is kept of what was not assessed too: nothing typed is lost."""
    revision = Revision.objects.create(
        scorecard=card,
        number=1,
        kind=Revision.Kind.FIRST,
        independent=True,
        verdict=int(draft["verdict"]),
        summary=draft.get("summary", ""),
        asked=[each.pk for each in sheet.questions if draft.get(f"asked-{each.key}")],
    )
    ratings = []
    for dimension in sheet.dimensions:
        rating, evidence = (draft.get(f"{part}-{dimension.key}", "") for part in ("rating", "evidence"))
        if rating or evidence:
            value = int(rating) if rating not in ("", NOT_ASSESSED) else None
            ratings.append(
                Rating(revision=revision, scorecard=card, dimension=dimension, value=value, evidence=evidence)
            )
    Rating.objects.bulk_create(ratings)
    sightings = []
    for signal in sheet.signals:
        seen, evidence = bool(draft.get(f"seen-{signal.key}")), draft.get(f"sighting-{signal.key}", "")
        if seen or evidence:
            sightings.append(
                Sighting(revision=revision, scorecard=card, signal=signal, seen=seen, evidence=evidence)
            )
    Sighting.objects.bulk_create(sightings)
