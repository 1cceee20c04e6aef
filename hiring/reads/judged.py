"""One application's cards and what the rule makes of them, before anything is drawn or worded.

The independent set decides; what was changed in the debrief stands beside it. Fetch the application
from `access.summaries_for` or `access.debriefs_for` alone: nobody who owes a card gets here.
"""

from dataclasses import dataclass

from hiring.models import Application, User
from hiring.reads.cards import Card, cards_on
from scorecards import gathering, scoring
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

    @property
    def counting(self) -> list[Card]:
        """Whose ratings enter the score, in the order in which they were handed in."""
        return sorted((card for card in self.cards if card.counts), key=lambda card: card.submitted_at)


def judged(user: User, application: Application) -> Judged:
    """Four queries, and one more where cards were amended."""
    assessment = application.assessment
    sheet = whole_rubric(assessment.rubric)
    vetoes = [each.pk for each in sheet.signals if each.disqualifying]
    version = gathering.version_of(assessment.rubric, sheet.dimensions, vetoes)
    cards = cards_on(user, assessment.pk, sheet)
    independent = gathering.gather([assessment.pk]).get(assessment.pk, gathering.NOTHING)
    later = None
    if any(card.amendments for card in cards):
        gathered = gathering.gather([assessment.pk], after_debrief=True)
        later = gathering.assess(version, gathered.get(assessment.pk, gathering.NOTHING))
    return Judged(
        application=application,
        sheet=sheet,
        cards=cards,
        result=gathering.assess(version, independent),
        later=later,
        names=sentences.Names(
            {str(each.pk): each.name for each in sheet.dimensions},
            {str(each.pk): each.text for each in sheet.signals},
            {str(card.author_id): f"{card.author} ({card.kit})" for card in cards},
        ),
    )
