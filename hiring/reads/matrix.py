"""Ratings of an application: interviewers across, dimensions down, and behind every number what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from hiring import charts
from hiring.reads.cards import NOT_ASSESSED, Card, Rated
from hiring.reads.judged import Judged
from scorecards.models import Dimension
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent


@dataclass(frozen=True)
class Change:
    """An amendment that touched a rating."""

    at: datetime
    kind: str
    reason: str
    independent: bool


@dataclass(frozen=True)
class Voice:
    """What one person says about a dimension: the independent rating with its evidence. `now` and
    `now_evidence` are empty where nothing was changed afterwards."""

    ident: str
    card: Card
    cell: str
    value: int | None
    label: str
    evidence: str
    now: str
    now_evidence: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Cell:
    """One rating of the matrix; `link` leads to the evidence, empty where there is none."""

    svg: str
    link: str


@dataclass(frozen=True)
class Row:
    """A dimension: its cells by interviewer, its mean, whether people disagree, and what is behind it."""

    ident: str
    name: str
    percent: str
    must_have: bool
    meets_bar: str
    cells: tuple[Cell, ...]
    mean: str
    spread: str
    disagreement: bool
    voices: tuple[Voice, ...]
    adds_up: str


def matrix(found: Judged) -> tuple[Row, ...]:
    """Only cards that count stand in it."""
    result, rubric = found.result, found.result.rubric
    apart = {code.about for code in result.flags if code.name == "disagreement"}
    rows = []
    for place, dimension in enumerate(found.sheet.dimensions):
        key = str(dimension.pk)
        mean = result.means.get(key)
        low, high = result.tally.lows[place], result.tally.highs[place]
        rows.append(
            Row(
                ident=behind(key),
                name=dimension.name,
                percent=shown_percent(Fraction(rubric.weights[place], rubric.total_weight)),
                must_have=dimension.must_have,
                meets_bar=dimension.meets_bar,
                cells=tuple(cell(found, card, dimension) for card in found.counting),
                mean="" if mean is None else shown(mean),
                spread="" if mean is None or low == high else f"{low} to {high}",
                disagreement=key in apart,
                voices=tuple(voices(found, dimension)),
                adds_up=adds_up(found, key),
            )
        )
    return tuple(rows)


def behind(key: str) -> str:
    """The id of what is behind a dimension's numbers."""
    return f"behind-{key}"


def adds_up(found: Judged, key: str) -> str:
    """From the ratings of a dimension to its part of the score, in a sentence or two."""
    result = found.result
    mean = result.means.get(key)
    if mean is None:
        return "Nobody rated it, so it is not part of the score."
    rated = [card.by_dimension.get(int(key)) for card in found.counting]
    values = [str(each.independent) for each in rated if each is not None and each.independent is not None]
    share = result.shares[key]
    against = result.against_bar[key]
    given = f"The mean of {sentences.listed(values)} is {shown(mean)}" if len(values) > 1 else shown(mean)
    verb = "adds" if against >= 0 else "takes"
    return (
        f"{given}. With {shown_percent(share)} of the rated weight that is {shown(share * mean)} of the score; "
        f"against the bar of {shown(result.rubric.bar)} it {verb} {shown(abs(against))}."
    )


def cell(found: Judged, card: Card, dimension: Dimension) -> Cell:
    """The independent rating; a ring says that it was amended."""
    rated = card.by_dimension.get(dimension.pk)
    value = rated.independent if rated else None
    red_flag = dimension.pk in flagged(card)
    amended = bool(rated and rated.amended)
    label = f"{card.author}, {dimension.name}: {value or 'not assessed'}"
    label += ", red flag" * red_flag + ", amended" * amended
    svg = charts.rating_cell(value, found.result.rubric.scale_max, label, red_flag=red_flag, changed=amended)
    return Cell(svg, said(card, dimension) if rated else "")


def said(card: Card, dimension: Dimension) -> str:
    return f"said-{card.pk}-{dimension.pk}"


def flagged(card: Card) -> set[int | None]:
    """Dimensions to which a red flag on the card belongs."""
    return {each.signal.dimension_id for each in card.seen if each.signal.kind == "red_flag"}


def voices(found: Judged, dimension: Dimension) -> Iterator[Voice]:
    """Whoever rated it or wrote about it, in the order in which the cards came in."""
    for card in found.counting:
        rated = card.by_dimension.get(dimension.pk)
        if rated is not None:
            yield voice(found, card, rated)


def voice(found: Judged, card: Card, rated: Rated) -> Voice:
    value = rated.independent
    changed = rated.value != value
    text = f"{card.author}: {value or 'not assessed'}"
    return Voice(
        ident=said(card, rated.dimension),
        card=card,
        cell=charts.rating_cell(value, found.result.rubric.scale_max, text, changed=changed),
        value=value,
        label=found.sheet.labels.get(value or 0, NOT_ASSESSED),
        evidence=rated.independent_evidence,
        now=(f"{rated.value} {rated.label}" if rated.value else rated.label) if changed else "",
        now_evidence=rated.evidence if rated.evidence != rated.independent_evidence else "",
        changes=tuple(changes(card, rated)),
    )


def changes(card: Card, rated: Rated) -> Iterator[Change]:
    for each in card.amendments:
        made = getattr(each, "ratings_made", [])
        if any(one["about"] == rated.dimension.pk for one in made):
            reason = "(erased)" if each.reason is None else each.reason
            yield Change(each.made_at, each.get_kind_display(), reason, each.independent)
