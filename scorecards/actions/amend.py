"""Amending a submitted scorecard: a further revision that holds only what it changes, and says why."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from scorecards import audit
from scorecards.models import Dimension, Rating, Revision, Scorecard
from scorecards.sheets import NOT_ASSESSED


class NothingToAmend(Exception):
    """Nothing was changed. The message is shown as it is."""


KINDS = (Revision.Kind.ENTERED_WRONGLY, Revision.Kind.CHANGED_MIND)


@transaction.atomic
def amend(
    card: Scorecard, *, kind: str, reason: str, changes: Mapping[Dimension, tuple[str, str]], scope: str = ""
) -> Revision:
    """`changes` gives dimensions their rating ("1".., "na") and evidence; those as before are left out.

    Which set the revision belongs to is the database's to say: before the debrief opened, "entered
    wrongly" corrects the independent rating; anything else counts after the debrief alone.
    """
    held = Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if held.submitted_at is None:
        raise NothingToAmend("This scorecard has not been submitted.")
    if kind not in KINDS or not reason.strip():
        raise NothingToAmend("Say what kind of change it is, and why.")
    now = {each.dimension_id: each for each in held.ratings.order_by("number")}
    fresh = []
    for dimension, (rating, evidence) in changes.items():
        value = int(rating) if rating not in ("", NOT_ASSESSED) else None
        before = now.get(dimension.pk)
        if before is None and not rating and not evidence:
            continue
        if before is None or before.value != value or before.evidence != evidence:
            fresh.append(Rating(scorecard=held, dimension=dimension, value=value, evidence=evidence))
    if not fresh:
        raise NothingToAmend("Nothing differs from what you submitted.")
    number = (held.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = Revision.objects.create(
        scorecard=held, number=number, kind=kind, independent=kind == KINDS[0], reason=reason.strip()
    )
    for rating_row in fresh:
        rating_row.revision, rating_row.number = revision, number
    Rating.objects.bulk_create(fresh)
    revision.refresh_from_db(fields=["independent"])
    audit.record(
        actor=held.author, action="scorecard.amended", subject="scorecard", subject_id=held.pk, scope=scope,
        fields=[f"rating-{each.dimension.key}" for each in fresh],
        details={"revision": number, "kind": str(kind), "independent": revision.independent},
    )  # fmt: skip
    return revision
