"""Two to six candidates of one opening side by side: dimensions down, candidates across, one scale.

All of them are shown by the rubric version that most of them started with; whoever was judged by another
version is left out and named, because their scores answer other questions.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models.functions import Lower

from hiring import access, charts
from hiring.models import Application, Opening, User
from hiring.reads.matrix import behind
from hiring.reads.pipeline import TONES
from scorecards import gathering, scoring
from scorecards.models import Dimension
from scorecards.scoring import sentences
from scorecards.scoring.composite import tally_of
from scorecards.scoring.rounding import shown, shown_percent, shown_score

LEAST, MOST = 2, charts.MOST
PICKED_FROM = 300
FINE = 20
LETTERS = "ABCDEF"


@dataclass(frozen=True)
class Column:
    """One candidate: `letter` and `symbol` stand for them in every picture of the page."""

    pk: int
    name: str
    letter: str
    symbol: str
    score: str
    outcome: str
    tone: str
    low: str
    high: str
    coverage: str
    interviewers: int
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A dimension; `means` has for each column the application, the letter and a text, "" where nobody rated.
    `ident` is where the ratings behind a mean stand on the candidate's summary."""

    key: str
    name: str
    weight: int
    percent: str
    must_have: bool
    dots: str
    ident: str
    means: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Compared:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    overall: str
    leads: tuple[str, ...]
    left_out: tuple[str, ...]
    data: dict[str, Any]
    most_weight: int
    bar: str


@dataclass(frozen=True)
class Entry:
    """Someone to compare: who it is, what was gathered, and what the rule makes of it."""

    application: Application
    gathered: gathering.Gathered
    result: scoring.Result


def choices(opening: Opening, user: User) -> list[Application]:
    """Whom one could compare: the opening's candidates whose scores the reader may see. One query."""
    rows = access.summaries_for(user).filter(opening=opening, status=Application.Status.IN_LOOP)
    return list(rows.select_related("candidate").order_by(Lower("candidate__name"), "pk")[:PICKED_FROM])


def compared(opening: Opening, user: User, wanted: Sequence[int]) -> Compared | None:
    """None where fewer than two can be compared. Five queries."""
    known = list(
        access.applications_for(user)
        .filter(opening=opening, pk__in=wanted)
        .select_related("candidate", "assessment__rubric")
        .annotate(blinded=access.owing(user))
        .order_by(Lower("candidate__name"), "pk")
    )
    left_out = [f"You owe a scorecard on {row.candidate.shown_name}." for row in known if row.blinded]
    seen = [row for row in known if not row.blinded]
    gathered = gathering.gather([row.assessment_id for row in seen])
    rated = [row for row in seen if gathered.get(row.assessment_id, gathering.NOTHING).ratings]
    left_out += [f"Nobody has rated {row.candidate.shown_name} yet." for row in seen if row not in rated]
    if not rated:
        return None
    rubric_id, _ = Counter(row.assessment.rubric_id for row in rated).most_common(1)[0]
    left_out += [
        f"{row.candidate.shown_name} was judged by another version of the rubric "
        f"(version {row.assessment.rubric.version}): the scores answer other questions."
        for row in rated
        if row.assessment.rubric_id != rubric_id
    ]
    chosen = [row for row in rated if row.assessment.rubric_id == rubric_id]
    left_out += [f"{row.candidate.shown_name} is one too many: {MOST} fit." for row in chosen[MOST:]]
    if len(chosen) < LEAST:
        return None
    version = gathering.versions([rubric_id])[rubric_id]
    people = [
        Entry(row, gathered[row.assessment_id], gathering.assess(version, gathered[row.assessment_id]))
        for row in chosen[:MOST]
    ]
    dimensions = list(Dimension.objects.filter(rubric=rubric_id).order_by("position", "pk"))
    return side_by_side(version.rubric, people, dimensions, left_out)


def side_by_side(
    rubric: scoring.Rubric, people: list[Entry], dimensions: list[Dimension], left_out: list[str]
) -> Compared:
    width = rubric.scale_max - 1
    low, bar, high = (1 + cut * width for cut in rubric.policy.cuts)
    scale = charts.Scale(rubric.scale_max, (low, bar, high), shown(bar))
    names = [each.application.candidate.shown_name for each in people]

    def dots(ident: str, title: str, values: Sequence[Fraction | None], texts: Sequence[str]) -> str:
        marks = [charts.Dot(*each) for each in zip(names, values, texts, strict=True)]
        return charts.dots(ident, title, scale, marks)

    # Equal weights are 1 each: sliders need finer steps. Only ratios matter.
    finer = max(1, -(-FINE // max(rubric.weights)))
    lines = []
    for dimension, weight in zip(dimensions, rubric.weights, strict=True):
        means = [each.result.means.get(str(dimension.pk)) for each in people]
        texts = ["" if mean is None else shown(mean) for mean in means]
        lines.append(
            Line(
                key=dimension.key,
                name=dimension.name,
                weight=weight * finer,
                percent=shown_percent(Fraction(weight, rubric.total_weight)),
                must_have=dimension.must_have,
                dots=dots(f"d-{dimension.pk}", dimension.name, means, texts),
                ident=behind(str(dimension.pk)),
                means=tuple(
                    (each.application.pk, letter, text)
                    for each, letter, text in zip(people, LETTERS, texts, strict=False)
                ),
            )
        )
    scores = [each.result.score for each in people]
    texts = ["" if score is None else shown_score(rubric, score) for score in scores]
    return Compared(
        columns=tuple(column(number, each, rubric) for number, each in enumerate(people)),
        lines=tuple(lines),
        overall=dots("overall", "Score", scores, texts),
        leads=tuple(leads(rubric, people)),
        left_out=tuple(left_out),
        data=data(rubric, people, finer),
        most_weight=3 * finer * max(rubric.weights),
        bar=shown(bar),
    )


def column(number: int, each: Entry, rubric: scoring.Rubric) -> Column:
    result = each.result
    low, high = result.stability.range80 if result.stability else (1.0, float(rubric.scale_max))
    return Column(
        pk=each.application.pk,
        name=each.application.candidate.shown_name,
        letter=LETTERS[number],
        symbol=charts.symbol(number),
        score="" if result.score is None else shown_score(rubric, result.score),
        outcome=sentences.OUTCOMES[result.outcome],
        tone=TONES[result.outcome],
        low=shown(max(Fraction(1), Fraction(low))),
        high=shown(min(Fraction(rubric.scale_max), Fraction(high))),
        coverage=shown_percent(result.coverage),
        interviewers=result.interviewers,
        flags=tuple(sentences.short_flags(result.recommendation)),
    )


def leads(rubric: scoring.Rubric, people: list[Entry]) -> list[str]:
    """Each against the next in the order of scores: by how much, and what weighting would level them."""
    order = sorted(people, key=lambda each: each.result.score or Fraction(0), reverse=True)
    said = []
    for first, second in itertools.pairwise(order):
        found = scoring.compare(rubric, first.result.means, second.result.means)
        a, b = (each.application.candidate.shown_name for each in (first, second))
        if found.lead is None:
            said.append(f"{a} and {b} were not rated on any dimension in common.")
            continue
        on = f"on the {len(found.common)} dimensions" if len(found.common) > 1 else "on the one dimension"
        if not found.lead:
            said.append(f"{a} and {b} are level {on} that both were rated on.")
            continue
        if found.lead < 0:
            a, b = b, a
        text = f"{a} is ahead of {b} by {shown(abs(found.lead))} {on} that both were rated on"
        if found.reversing_share is None:
            said.append(f"{text}; no weighting turns that around.")
        else:
            said.append(
                f"{text}; {shown_percent(found.reversing_share)} of the weight would have to move to level them."
            )
    return said


def data(rubric: scoring.Rubric, people: list[Entry], finer: int = 1) -> dict[str, Any]:
    """What static/js/compare needs to apply the same rule to other weights. Exact: shares are pairs."""
    policy = rubric.policy

    def pair(share: Fraction) -> list[int]:
        return [share.numerator, share.denominator]

    return {
        "rubric": {
            "scale": rubric.scale_max,
            "weights": [weight * finer for weight in rubric.weights],
            "must": [each.must_have for each in rubric.dimensions],
            "cuts": [pair(cut) for cut in policy.cuts],
            "minCoverage": pair(policy.min_coverage),
            "minInterviewers": policy.min_interviewers,
            "mustHaveRaters": policy.must_have_raters,
            "floor": pair(policy.floor),
            "redFlagInterviewers": policy.red_flag_interviewers,
        },
        "people": [person(rubric, each.application.candidate.shown_name, each.gathered) for each in people],
    }


def person(rubric: scoring.Rubric, name: str, gathered: gathering.Gathered) -> dict[str, Any]:
    counted = tally_of(
        len(rubric.dimensions),
        {
            author: [(rubric.places[str(key)], value) for key, value in mine.items()]
            for author, mine in gathered.ratings.items()
        },
    )
    flags = {str(signal) for mine in gathered.red_flags.values() for signal in mine}
    return {
        "name": name,
        "sums": list(counted.sums),
        "counts": list(counted.counts),
        "interviewers": len(counted.by_interviewer),
        "redFlagPeople": len(gathered.red_flags),
        "veto": bool(flags & rubric.vetoes),
    }
