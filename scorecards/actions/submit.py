"""Handing a scorecard in: the draft becomes the first revision, once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from scorecards import audit
from scorecards.models import Rating, Revision, Scorecard, Sighting
from scorecards.sheets import NOT_ASSESSED, Sheet, missing


class Cancelled(Exception):
    """The interview was cancelled or given to someone else; its card cannot be handed in."""


class Incomplete(Exception):
    """Something is missing; `missing` lists the field and a sentence for each."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(sentence for _, sentence in missing))
        self.missing = missing


@transaction.atomic
def submit_scorecard(*, scorecard: Scorecard, sheet: Sheet, by: Any, at: datetime, scope: str = "") -> bool:
    """Lock the card and write its first revision, all or nothing.

    True when this call handed it in; False when it was in already, so that a second click, a retry or
    another tab find it done. Evidence of dimensions that were not assessed is kept too.
    """
    card = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if card.submitted_at:
        return False
    if card.cancelled_at:
        raise Cancelled(card)
    draft = dict(card.draft.values_list("name", "value"))
    gaps = missing(sheet, draft)
    if gaps:
        raise Incomplete(gaps)
    revision = Revision.objects.create(
        scorecard=card,
        number=1,
        kind=Revision.Kind.FIRST,
        independent=True,
        verdict=int(draft["verdict"]),
        summary=draft.get("summary", ""),
        asked=[question.pk for question in sheet.questions if draft.get(f"asked-{question.key}")],
        made_at=at,
    )
    Rating.objects.bulk_create(
        Rating(
            revision=revision,
            scorecard=card,
            dimension=dimension,
            value=None if rating in ("", NOT_ASSESSED) else int(rating),
            evidence=evidence,
        )
        for dimension in sheet.dimensions
        for rating, evidence in [
            (draft.get(f"rating-{dimension.key}", ""), draft.get(f"evidence-{dimension.key}", ""))
        ]
        if rating or evidence.strip()
    )
    Sighting.objects.bulk_create(
        Sighting(
            revision=revision,
            scorecard=card,
            signal=signal,
            seen=bool(draft.get(f"seen-{signal.key}")),
            evidence=text,
        )
        for signal in sheet.signals
        for text in [draft.get(f"sighting-{signal.key}", "")]
        # A line that was typed without a tick is kept as not seen, so that no word is lost.
        if draft.get(f"seen-{signal.key}") or text.strip()
    )
    card.submitted_at = at
    card.save(update_fields=["submitted_at"])
    card.draft.all().delete()
    audit.record(actor=by, action="scorecard.submitted", subject="scorecard", subject_id=card.pk, scope=scope)
    return True
