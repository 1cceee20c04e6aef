"""The candidate summary: what the panel found, and why the rule says what it says.

The independent set decides; what was changed in the debrief stands beside it. Fetch the application
from `access.summaries_for` alone: nobody who owes a card gets here.
"""

from dataclasses import dataclass
from fractions import Fraction

from hiring import charts
from hiring.models import Application, User
from hiring.reads.cards import Card, cards_on
from scorecards import gathering, scoring
from scorecards.models import Assessment, Rating, Scorecard
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score
from scorecards.sheets import whole_rubric

TONES = {"strong_no": "bad", "no": "bad", "yes": "good", "strong_yes": "good", "not_enough_evidence": "warn"}
MARKS = {"strong_no": "✕✕", "no": "✕", "yes": "✓", "strong_yes": "✓✓", "not_enough_evidence": "?"}


@dataclass(frozen=True)
class Row:
    """A dimension of the matrix: its cells by interviewer, its mean, and whether people disagree."""

    name: str
    percent: str
    must_have: bool
    cells: tuple[str, ...]
    mean: str
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
    people: tuple[str, ...]
    rows: tuple[Row, ...]
    cards: tuple[Card, ...]
    signals: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]
    after_debrief: str


def summary(user: User, application: Application) -> Summary:
    """Everything on the page. Twelve queries, however many interviewers and dimensions."""
    assessment = application.assessment
    version = gathering.versions([assessment.rubric_id])[assessment.rubric_id]
    independent = gathering.gather([assessment.pk]).get(assessment.pk, gathering.NOTHING)
    result = gathering.assess(version, independent)
    sheet = whole_rubric(assessment.rubric)
    cards = cards_on(user, assessment.pk, sheet)
    authors = people_of(assessment)
    names = sentences.Names(
        {str(each.pk): each.name for each in sheet.dimensions},
        {str(each.pk): each.text for each in sheet.signals},
        {str(pk): name for pk, name in authors.items()},
    )
    lifts, holds = sentences.lifts_and_holds(result, names)
    return Summary(
        application=application,
        result=result,
        outcome=sentences.OUTCOMES[result.outcome],
        tone=TONES[result.outcome],
        mark=MARKS[result.outcome],
        headline=sentences.headline(result),
        sureness=sentences.sureness(result),
        score="" if result.score is None else shown_score(result.rubric, result.score),
        bar=shown(result.rubric.bar),
        coverage=shown_percent(result.coverage),
        picture=picture(result),
        contributions=contributions(result, names),
        reasons=tuple(sentences.reason(code, result, names) for code in result.reasons),
        flags=tuple(sentences.flag(code, result, names) for code in result.flags),
        lifts=tuple(lifts),
        holds=tuple(holds),
        changes=tuple(sentences.would_it_change(result, names)),
        people=tuple(authors.values()),
        rows=matrix(result, independent, authors, names),
        cards=cards,
        signals=signals(cards),
        after_debrief=after_debrief(version, assessment, result),
    )


def people_of(assessment: Assessment) -> dict[int, str]:
    """Whose cards count, in the order in which they were handed in."""
    rows = Scorecard.objects.filter(assessment=assessment, submitted_at__isnull=False, counts=True)
    return dict(rows.order_by("submitted_at", "pk").values_list("author_id", "author__name"))


def picture(result: scoring.Result) -> str:
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
    return charts.score_bar("score", scale, reading)


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


def matrix(
    result: scoring.Result, gathered: gathering.Gathered, authors: dict[int, str], names: sentences.Names
) -> tuple[Row, ...]:
    levels = result.rubric.scale_max
    apart = {code.about for code in result.flags if code.name == "disagreement"}
    rows = []
    for dimension, weight in zip(result.rubric.dimensions, result.rubric.weights, strict=True):
        name = names.dimension(dimension.key)
        values = [gathered.ratings.get(author, {}).get(int(dimension.key)) for author in authors]
        cells = tuple(
            charts.rating_cell(value, levels, f"{author}, {name}: {value or 'not assessed'}")
            for value, author in zip(values, authors.values(), strict=True)
        )
        mean = result.means.get(dimension.key)
        share = shown_percent(Fraction(weight, result.rubric.total_weight))
        rows.append(
            Row(
                name,
                share,
                dimension.must_have,
                cells,
                "" if mean is None else shown(mean),
                dimension.key in apart,
            )
        )
    return tuple(rows)


def signals(cards: tuple[Card, ...]) -> tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]:
    """Signals seen, by kind, with who saw them; red flags first and never averaged away."""
    found = []
    for kind, title in (("red_flag", "Red flags"), ("strong", "Strong signals"), ("weak", "Weak signals")):
        rows = tuple(
            (text, card.author, evidence) for card in cards for k, text, evidence in card.signals if k == kind
        )
        if rows:
            found.append((kind, title, rows))
    return tuple(found)


def after_debrief(version: gathering.Version, assessment: Assessment, independent: scoring.Result) -> str:
    """The other set in a sentence, where amendments made it differ."""
    if not Rating.objects.filter(scorecard__assessment=assessment, number__gt=1).exists():
        return ""
    gathered = gathering.gather([assessment.pk], after_debrief=True).get(assessment.pk, gathering.NOTHING)
    later = gathering.assess(version, gathered)
    if later.score is None or later.score == independent.score:
        return "Ratings were amended after submission; the score is the same with them."
    return (
        f"With the ratings as amended in or after the debrief the score is {shown_score(later.rubric, later.score)}, "
        f"{sentences.OUTCOMES[later.outcome]}. The recommendation uses the independent ratings."
    )
