"""The numbers of the summary and where they come from: drawn, added up, and moved about."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hiring import charts
from hiring.reads.matrix import behind
from scorecards import scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score


@dataclass(frozen=True)
class Line:
    """A sentence with links to what it is about, a label and an id on the page for each; `lead` is a link
    with which it begins."""

    text: str
    links: tuple[tuple[str, str], ...] = ()
    lead: tuple[str, str] | None = None


@dataclass(frozen=True)
class Addend:
    """A rated dimension's way into the score."""

    ident: str
    name: str
    share: str
    mean: str
    product: str
    against_bar: str


@dataclass(frozen=True)
class Sure:
    """How sure the score is, in numbers. `word` is empty where evidence is missing."""

    word: str
    low: str
    high: str
    error: str
    effective: str
    chance: str
    weights_low: str
    weights_high: str
    equal: str
    flip: str
    without: tuple[tuple[str, str, str, bool], ...]


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
    items = [
        # Rounded like the sentences beside it.
        charts.Contribution(names.dimension(key), Fraction(shown(result.against_bar[key])))
        for key in result.means
    ]
    title = "What each dimension adds or takes against the bar"
    return charts.contribution_bars("contributions", title, items) if items else ""


def addends(result: scoring.Result, names: sentences.Names) -> Iterator[Addend]:
    """How the score adds up, in the rubric's order."""
    for key, mean in result.means.items():
        share = result.shares[key]
        against = result.against_bar[key]
        yield Addend(
            ident=behind(key),
            name=names.dimension(key),
            share=shown_percent(share),
            mean=shown(mean),
            product=shown(share * mean, 4),
            against_bar=("+" if against > 0 else "") + shown(against).replace("-", "\N{MINUS SIGN}"),
        )


def sure(result: scoring.Result, names: sentences.Names) -> Sure | None:
    found, rubric = result.stability, result.rubric
    if found is None or result.score is None:
        return None
    low, high = found.range80
    fewest, most = found.weight_bounds
    flip = found.flip_share
    return Sure(
        word="" if result.outcome == scoring.NOT_ENOUGH_EVIDENCE else found.sureness,
        low=shown(max(Fraction(1), Fraction(low))),
        high=shown(min(Fraction(rubric.scale_max), Fraction(high))),
        error=shown(Fraction(found.standard_error)),
        effective=shown(Fraction(found.effective_interviewers), 1),
        chance=sentences.chance(found.probability_at_bar),
        weights_low=shown_score(rubric, fewest),
        weights_high=shown_score(rubric, most),
        equal=shown_score(rubric, found.equal_weights),
        flip="No weighting brings the score to the bar." if flip is None else shown_percent(flip),
        without=tuple(
            (
                names.person(who),
                shown_score(rubric, score),
                sentences.OUTCOMES[rubric.band_of(score)],
                rubric.band_of(score) is not result.band,
            )
            for who, score in result.leave_one_out.items()
        ),
    )


def pulls(result: scoring.Result, names: sentences.Names) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What lifts the score and what holds it down, each with the ratings behind it."""

    def line(key: str) -> Line:
        name = names.dimension(key)
        return Line(sentences.pull(key, result, names).removeprefix(name), lead=(name, behind(key)))

    up, down = sentences.pulls(result)
    return tuple(map(line, up)), tuple(map(line, down))


ABOUT_SIGNALS = {"veto", "red_flags", "red_flag_review"}
ABOUT_RATINGS = {"too_few_interviewers", "coverage_below_minimum"}


def reasons(result: scoring.Result, names: sentences.Names) -> tuple[Line, ...]:
    return tuple(
        Line(sentences.reason(code, result, names), links_of(code.name, code.about))
        for code in result.reasons
    )


def flags(result: scoring.Result, names: sentences.Names) -> tuple[Line, ...]:
    """What to talk about. Many disagreements are one sentence."""
    apart = [code.about for code in result.flags if code.name == "disagreement"]
    many = len(apart) > MANY
    found = [
        Line(sentences.flag(code, result, names), links_of(code.name, code.about))
        for code in result.flags
        if not (many and code.name == "disagreement")
    ]
    if many:
        tally, places = result.tally, result.rubric.places
        each = tuple(
            (
                f"{names.dimension(key)} ({tally.lows[places[key]]} to {tally.highs[places[key]]})",
                behind(key),
            )
            for key in apart
        )
        found.append(Line(f"Interviewers disagree on {len(apart)} dimensions:", each))
    return tuple(found)


MANY = 3


def links_of(name: str, about: str) -> tuple[tuple[str, str], ...]:
    if name in ABOUT_SIGNALS:
        return (("who saw it", "signals-red_flag"),)
    if name in ABOUT_RATINGS:
        return (("ratings", "ratings"),)
    if name == "fragile_to_one_interviewer":
        return (("whose", "without"),)
    return (("ratings", behind(about)),) if about else ()
