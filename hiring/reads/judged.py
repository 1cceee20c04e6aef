"""One application's cards and what the rule makes of them, before anything is drawn or worded.

The independent set decides; what was changed in the debrief stands beside it. Fetch the application
from `access.summaries_for` or `access.debriefs_for` alone: nobody who owes a card gets here.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from hiring.models import Application, User
from hiring.reads.cards import Card, cards_behind
from scorecards import gathering, scoring
from scorecards.models import Signal
from scorecards.scoring import sentences
from scorecards.sheets import RubricSheet, whole_rubric

TONES = {"strong_no": "bad", "no": "bad", "yes": "good", "strong_yes": "good", "not_enough_evidence": "warn"}
MARKS = {"strong_no": "✕✕", "no": "✕", "yes": "✓", "strong_yes": "✓✓", "not_enough_evidence": "?"}


@dataclass(frozen=True)
class Judged:
    """`later` is the after-debrief set's result, None where no card was amended."""

    application: Application
    sheet: RubricSheet
    cards: tuple[Card, ...]
    result: scoring.Result
    later: scoring.Result | None
    names: sentences.Names

    @functools.cached_property
    def counting(self) -> tuple[Card, ...]:
        """Whose ratings enter the score, in the order in which they were handed in."""
        return tuple(sorted((card for card in self.cards if card.counts), key=lambda card: card.submitted_at))


def judged(user: User, application: Application) -> Judged:
    """One query, and two where the rubric version was not read before."""
    assessment = application.assessment
    sheet = whole_rubric(assessment.rubric)
    version = gathering.version_on(assessment.rubric, sheet.dimensions, sheet.signals)
    cards = cards_behind(user, assessment.pk, sheet)
    amended = any(card.amendments for card in cards)
    return Judged(
        application=application,
        sheet=sheet,
        cards=cards,
        result=gathering.assess(version, counted(cards)),
        later=gathering.assess(version, counted(cards, after_debrief=True)) if amended else None,
        names=sentences.Names(
            {str(each.pk): each.name for each in sheet.dimensions},
            {str(each.pk): each.text for each in sheet.signals},
            {str(card.author_id): f"{card.author} ({card.kit})" for card in cards},
        ),
    )


def counted(cards: Iterable[Card], *, after_debrief: bool = False) -> gathering.Gathered:
    """What enters the score of the cards on show, as `gathering.gather` finds it by itself."""
    ratings: dict[int, dict[int, int]] = {}
    red_flags: dict[int, tuple[int, ...]] = {}
    for card in cards:
        if not card.counts:
            continue
        values = (
            (each.dimension.pk, each.value if after_debrief else each.independent) for each in card.ratings
        )
        if mine := {dimension: value for dimension, value in values if value is not None}:
            ratings[card.author_id] = mine
        seen = (each for each in card.signals if (each.seen if after_debrief else each.independent))
        if flags := tuple(each.signal.pk for each in seen if each.signal.kind == Signal.Kind.RED_FLAG):
            red_flags[card.author_id] = flags
    return gathering.Gathered(ratings, red_flags)
