"""The candidate summary: what the panel found, and why the rule says what it says.

The independent set decides; what was changed in the debrief stands beside it. Fetch the application
from `access.summaries_for` alone: nobody who owes a card gets here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from hiring import access, charts
from hiring.models import Application, Decision, User
from hiring.reads.cards import Card, Rated, Seen, cards_on
from hiring.reads.timeline import Moment, timeline
from scorecards import gathering, scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score
from scorecards.sheets import RubricSheet, whole_rubric

TONES = {"strong_no": "bad", "no": "bad", "yes": "good", "strong_yes": "good", "not_enough_evidence": "warn"}
MARKS = {"strong_no": "✕✕", "no": "✕", "yes": "✓", "strong_yes": "✓✓", "not_enough_evidence": "?"}


def for_page(user: User) -> QuerySet[Any]:
    rows = access.with_duties(access.summaries_for(user), user)
    return rows.select_related("candidate", "opening", "assessment__rubric__role", "debrief")


@dataclass(frozen=True)
class Judged:
    """One application's cards and what the rule makes of them, before anything is drawn or worded."""

    application: Application
    sheet: RubricSheet
    cards: tuple[Card, ...]
    independent: gathering.Gathered
    result: scoring.Result
    later: scoring.Result | None
    names: sentences.Names

    @property
    def counting(self) -> list[Card]:
        """Whose ratings enter the score, in the order in which they were handed in."""
        return sorted((card for card in self.cards if card.counts), key=lambda card: card.submitted_at)


def judged(user: User, application: Application) -> Judged:
    """Four queries, and one more where cards were amended. `later` is None where they were not."""
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
        independent=independent,
        result=gathering.assess(version, independent),
        later=later,
        names=sentences.Names(
            {str(each.pk): each.name for each in sheet.dimensions},
            {str(each.pk): each.text for each in sheet.signals},
            {str(card.author_id): card.author for card in cards},
        ),
    )


@dataclass(frozen=True)
class Cell:
    """One rating of the matrix; `link` leads to the evidence."""

    svg: str
    link: str


@dataclass(frozen=True)
class Row:
    """A dimension of the matrix: its cells by interviewer, its mean, and whether people disagree."""

    name: str
    percent: str
    must_have: bool
    cells: tuple[Cell, ...]
    mean: str
    spread: str
    disagreement: bool


@dataclass(frozen=True)
class Summary:
    application: Application
    result: scoring.Result
    outcome: str
    tone: str
    mark: str
    headline: str
    sureness: str
    score: str
    bar: str
    coverage: str
    picture: str
    contributions: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    lifts: tuple[str, ...]
    holds: tuple[str, ...]
    changes: tuple[str, ...]
    people: tuple[Card, ...]
    rows: tuple[Row, ...]
    sums: tuple[tuple[str, str, str, str], ...]
    cards: tuple[Card, ...]
    signals: tuple[tuple[str, str, tuple[tuple[Card, Seen], ...]], ...]
    after_debrief: str
    decisions: tuple[Decision, ...]
    timeline: tuple[Moment, ...]
    unfinished: int


def summary(user: User, application: Application) -> Summary:
    """Everything on the page. Six queries, one more where cards were amended, however many there are."""
    found = judged(user, application)
    result, names = found.result, found.names
    decisions = tuple(application.decisions.select_related("decided_by"))
    interviews = list(application.interviews.select_related("interviewer", "kit", "scorecard"))
    lifts, holds = sentences.lifts_and_holds(result, names)
    return Summary(
        application=application,
        result=result,
        outcome=sentences.OUTCOMES[result.outcome],
        tone=TONES[result.outcome],
        mark=MARKS[result.outcome],
        headline=sentences.headline(result),
        sureness=sentences.sureness(result),
        score=score_text(result),
        bar=shown(result.rubric.bar),
        coverage=shown_percent(result.coverage),
        picture=picture(result),
        contributions=contributions(result, names),
        reasons=tuple(sentences.reason(code, result, names) for code in result.reasons),
        flags=tuple(sentences.flag(code, result, names) for code in result.flags),
        lifts=tuple(lifts),
        holds=tuple(holds),
        changes=tuple(sentences.would_it_change(result, names)),
        people=tuple(found.counting),
        rows=matrix(found),
        sums=tuple(sums(result, names)),
        cards=found.cards,
        signals=signals(found.cards),
        after_debrief=after_debrief(found),
        decisions=decisions,
        timeline=timeline(application, interviews, found.cards, decisions),
        unfinished=sum(
            not each.shadow
            and each.is_live
            and (each.scorecard is None or each.scorecard.submitted_at is None)
            for each in interviews
        ),
    )


def score_text(result: scoring.Result) -> str:
    return "" if result.score is None else shown_score(result.rubric, result.score)


def picture(result: scoring.Result, ident: str = "score") -> str:
    if result.score is None or result.stability is None:
        return ""
    width = result.rubric.scale_max - 1
    low, bar, high = (1 + cut * width for cut in result.rubric.policy.cuts)
    scale = charts.Scale(result.rubric.scale_max, (low, bar, high), shown(bar))
    reading = charts.Reading(
        result.score,
        shown_score(result.rubric, result.score),
        sentences.OUTCOMES[result.outcome],
        *result.stability.range80,
        provisional=result.outcome == scoring.NOT_ENOUGH_EVIDENCE,
    )
    return charts.score_bar(ident, scale, reading)


def contributions(result: scoring.Result, names: sentences.Names) -> str:
    rated = result.recommendation.composite.rated_weight
    if not rated:
        return ""
    weights = dict(zip(result.rubric.places, result.rubric.weights, strict=True))
    items = [
        # Rounded like the sentences beside it.
        charts.Contribution(
            names.dimension(key), Fraction(shown((mean - result.rubric.bar) * Fraction(weights[key], rated)))
        )
        for key, mean in result.means.items()
    ]
    return charts.contribution_bars(
        "contributions", "What each dimension adds or takes against the bar", items
    )


def matrix(found: Judged) -> tuple[Row, ...]:
    result, rubric = found.result, found.result.rubric
    apart = {code.about for code in result.flags if code.name == "disagreement"}
    people = [(card, card.by_dimension, flagged(card)) for card in found.counting]
    rows = []
    for place, dimension in enumerate(found.sheet.dimensions):
        key = str(dimension.pk)
        cells = tuple(
            cell(card, rated.get(dimension.pk), dimension.name, rubric.scale_max, dimension.pk in red)
            for card, rated, red in people
        )
        mean = result.means.get(key)
        low, high = result.tally.lows[place], result.tally.highs[place]
        rows.append(
            Row(
                name=dimension.name,
                percent=shown_percent(Fraction(rubric.weights[place], rubric.total_weight)),
                must_have=dimension.must_have,
                cells=cells,
                mean="" if mean is None else shown(mean),
                spread="" if mean is None or low == high else f"{low} to {high}",
                disagreement=key in apart,
            )
        )
    return tuple(rows)


def sums(result: scoring.Result, names: sentences.Names) -> Iterator[tuple[str, str, str, str]]:
    """How the score adds up: each rated dimension's share of the rated weight, its mean, and their product."""
    weights = dict(zip(result.rubric.places, result.rubric.weights, strict=True))
    rated = result.recommendation.composite.rated_weight
    for key, mean in result.means.items():
        share = Fraction(weights[key], rated)
        yield names.dimension(key), shown_percent(share), shown(mean), shown(share * mean, 4)


def flagged(card: Card) -> set[int | None]:
    """Dimensions to which a red flag on the card belongs."""
    return {each.signal.dimension_id for each in card.seen if each.signal.kind == "red_flag"}


def cell(card: Card, rated: Rated | None, name: str, levels: int, red_flag: bool) -> Cell:
    """The independent rating; a ring says that it was amended."""
    value = rated.independent if rated else None
    label = f"{card.author}, {name}: {value or 'not assessed'}"
    if red_flag:
        label += ", red flag"
    amended = bool(rated and rated.amended)
    if amended:
        label += ", amended"
    svg = charts.rating_cell(value, levels, label, red_flag=red_flag, changed=amended)
    return Cell(svg, f"card-{card.pk}-{rated.dimension.pk}" if rated else "")


def signals(cards: tuple[Card, ...]) -> tuple[tuple[str, str, tuple[tuple[Card, Seen], ...]], ...]:
    """Signals seen, by kind, with who saw them; red flags first and never averaged away."""
    found = []
    for kind, title in (("red_flag", "Red flags"), ("strong", "Strong signals"), ("weak", "Weak signals")):
        rows = tuple((card, seen) for card in cards for seen in card.seen if seen.signal.kind == kind)
        if rows:
            found.append((kind, title, rows))
    return tuple(found)


def after_debrief(found: Judged) -> str:
    """The other set in a sentence, where amendments made it differ."""
    later = found.later
    if later is None:
        return ""
    if later.score is None or later.score == found.result.score:
        return "Cards were amended after they were handed in; the score is the same with what was changed."
    return (
        f"With everything that was changed afterwards the score is {score_text(later)}, "
        f"{sentences.OUTCOMES[later.outcome]}. The recommendation uses the independent ratings."
    )
