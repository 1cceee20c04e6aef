"""Amending a submitted scorecard: a further revision that holds only what it changes, and says why."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from scorecards import audit
from scorecards.models import Dimension, Rating, Revision, Scorecard, Sighting, Signal
from scorecards.sheets import NOT_ASSESSED, RubricSheet, Sheet


class NothingToAmend(Exception):
    """Nothing was changed. The message is shown as it is."""


AFTERWARDS = (Revision.Kind.ENTERED_WRONGLY, Revision.Kind.CHANGED_MIND)
KINDS = (*AFTERWARDS, Revision.Kind.DEBRIEF)


@transaction.atomic
def amend(
    card: Scorecard,
    sheet: Sheet | RubricSheet,
    *,
    kind: str,
    reason: str,
    fields: Mapping[str, str],
    scope: str = "",
) -> Revision:
    """`fields` are named as on a draft (rating-KEY, evidence-KEY, seen-KEY, sighting-KEY, verdict, summary);
    what is not named, or is as before, stays. A box that is not ticked is named with "".

    Which set the revision belongs to is the database's to say: before the debrief opened, "entered
    wrongly" corrects what was handed in; anything else counts after the debrief alone.
    """
    held = Scorecard.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=card.pk)
    refuse(held, kind, reason)
    ratings = list(changed_ratings(held, sheet.dimensions, fields))
    sightings = list(changed_sightings(held, sheet.signals, fields))
    verdict, summary = changed_words(held, fields)
    if not (ratings or sightings or verdict or summary):
        raise NothingToAmend("Nothing differs from what you submitted.")
    number = (held.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = Revision.objects.create(
        scorecard=held, number=number, kind=kind, independent=kind == Revision.Kind.ENTERED_WRONGLY,
        reason=reason.strip(), verdict=verdict, summary=summary,
    )  # fmt: skip
    written: list[Rating | Sighting] = [*ratings, *sightings]
    for each in written:
        each.revision, each.number = revision, number
    Rating.objects.bulk_create(ratings)
    Sighting.objects.bulk_create(sightings)
    revision.refresh_from_db(fields=["independent"])
    names = [f"rating-{rating.dimension.key}" for rating in ratings]
    names += [f"seen-{sighting.signal.key}" for sighting in sightings]
    names += ["verdict"] * bool(verdict) + ["summary"] * bool(summary)
    audit.record(
        actor=held.author, action="scorecard.amended", subject="scorecard", subject_id=held.pk, scope=scope,
        fields=names,
        details={"revision": number, "kind": str(kind), "independent": revision.independent},
    )  # fmt: skip
    return revision


def refuse(card: Scorecard, kind: str, reason: str) -> None:
    if card.submitted_at is None:
        raise NothingToAmend("This scorecard has not been submitted.")
    if kind not in KINDS or not reason.strip():
        raise NothingToAmend("Say what kind of change it is, and why.")
    if kind == Revision.Kind.DEBRIEF and card.assessment.debrief_opened_at is None:
        raise NothingToAmend("The debrief has not opened.")


def changed_ratings(
    card: Scorecard, dimensions: Iterable[Dimension], fields: Mapping[str, str]
) -> Iterable[Rating]:
    now = {each.dimension_id: each for each in card.ratings.order_by("number")}
    for dimension in dimensions:
        names = (f"rating-{dimension.key}", f"evidence-{dimension.key}")
        if not any(name in fields for name in names):
            continue
        before = now.get(dimension.pk)
        value, evidence = (before.value, before.evidence or "") if before else (None, "")
        rating = fields.get(names[0])
        if rating is not None:
            value = int(rating) if rating not in ("", NOT_ASSESSED) else None
        evidence = fields.get(names[1], evidence)
        if before is None and not rating and not evidence:
            continue
        if before is None or (before.value, before.evidence or "") != (value, evidence):
            yield Rating(scorecard=card, dimension=dimension, value=value, evidence=evidence)


def changed_sightings(
    card: Scorecard, signals: Iterable[Signal], fields: Mapping[str, str]
) -> Iterable[Sighting]:
    now = {each.signal_id: each for each in card.sightings.order_by("number")}
    for signal in signals:
        names = (f"seen-{signal.key}", f"sighting-{signal.key}")
        if not any(name in fields for name in names):
            continue
        before = now.get(signal.pk)
        seen, evidence = (before.seen, before.evidence or "") if before else (False, "")
        if names[0] in fields:
            seen = bool(fields[names[0]])
        evidence = fields.get(names[1], evidence)
        if before is None and not seen and not evidence:
            continue
        if seen and signal.kind == Signal.Kind.RED_FLAG and not evidence.strip():
            raise NothingToAmend(f"Say what you saw: the red flag “{signal.text}” needs a line of evidence.")
        if before is None or (before.seen, before.evidence or "") != (seen, evidence):
            yield Sighting(scorecard=card, signal=signal, seen=seen, evidence=evidence)


def changed_words(card: Scorecard, fields: Mapping[str, str]) -> tuple[int | None, str]:
    """A new verdict and a new summary, or None and "" where they stay."""
    revisions = list(card.revisions.order_by("number"))
    verdict = next(each.verdict for each in reversed(revisions) if each.verdict)
    summary = next((each.summary for each in reversed(revisions) if each.summary), "")
    given = int(fields.get("verdict") or verdict or 0)
    words = fields.get("summary", summary)
    if summary and not words.strip():
        raise NothingToAmend("A summary can be rewritten, but not taken away.")
    return (given if given != verdict else None), (words if words != summary else "")
