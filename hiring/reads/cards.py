"""Submitted cards as they stand, for pages about all of them together."""

from dataclasses import dataclass
from datetime import datetime

from hiring import access
from hiring.models import User
from scorecards.models import Rating, Revision, Scorecard, Sighting
from scorecards.sheets import RubricSheet


@dataclass(frozen=True)
class RatedRow:
    name: str
    value: int | None
    label: str
    evidence: str


@dataclass(frozen=True)
class Card:
    """A submitted card as it stands with all its amendments; `revisions` tell what changed when."""

    author: str
    mine: bool
    counts: bool
    saw_others: bool
    kit: str
    submitted_at: datetime
    verdict: str
    summary: str
    ratings: tuple[RatedRow, ...]
    signals: tuple[tuple[str, str, str], ...]
    amendments: tuple[Revision, ...]


def cards_on(user: User, assessment: int, sheet: RubricSheet) -> tuple[Card, ...]:
    """The submitted cards of an assessment that the person may read, their own first. Four queries."""
    cards = list(
        access.scorecards_for(user)
        .filter(assessment=assessment)
        .select_related("author", "kit")
        .order_by("submitted_at")
    )
    cards.sort(key=lambda card: card.author_id != user.pk)
    revisions: dict[int, list[Revision]] = {}
    for revision in Revision.objects.filter(scorecard__in=cards).order_by("number"):
        revisions.setdefault(revision.scorecard_id, []).append(revision)
    ratings: dict[int, dict[int, Rating]] = {}
    for rating in Rating.objects.filter(scorecard__in=cards).order_by("number"):
        ratings.setdefault(rating.scorecard_id, {})[rating.dimension_id] = rating
    sightings: dict[int, dict[int, Sighting]] = {}
    for sighting in Sighting.objects.filter(scorecard__in=cards).order_by("number"):
        sightings.setdefault(sighting.scorecard_id, {})[sighting.signal_id] = sighting
    return tuple(
        card_of(card, user, sheet, revisions[card.pk], ratings.get(card.pk, {}), sightings.get(card.pk, {}))
        for card in cards
    )


def card_of(
    card: Scorecard,
    user: User,
    sheet: RubricSheet,
    revisions: list[Revision],
    ratings: dict[int, Rating],
    sightings: dict[int, Sighting],
) -> Card:
    labels = {value: label for value, label, _ in sheet.levels}
    first = revisions[0]
    verdicts = [each for each in revisions if each.verdict]
    return Card(
        author=card.author.name,
        mine=card.author_id == user.pk,
        counts=card.counts,
        saw_others=card.saw_others,
        kit=card.kit.name,
        submitted_at=card.submitted_at or first.made_at,
        verdict=verdicts[-1].get_verdict_display(),
        summary=first.summary or "",
        ratings=tuple(
            RatedRow(
                dimension.name,
                ratings[dimension.pk].value,
                labels.get(ratings[dimension.pk].value or 0, "Not assessed"),
                ratings[dimension.pk].evidence or "",
            )
            for dimension in sheet.dimensions
            if dimension.pk in ratings
        ),
        signals=tuple(
            (signal.kind, signal.text, sightings[signal.pk].evidence or "")
            for signal in sheet.signals
            if signal.pk in sightings and sightings[signal.pk].seen
        ),
        amendments=tuple(revisions[1:]),
    )
