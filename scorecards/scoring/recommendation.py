"""The rule: from counted ratings and red flags to a recommendation, with every reason for it.

- Below the policy's coverage, number of interviewers or raters of a must-have there is not enough
  evidence; the band after caps is then shown as provisional. Without any rating `no_ratings` is the
  only such reason and there is no band.
- Caps never change the score. They hold the band at "no" (a strong no stays one) and are listed even
  where the band is no higher anyway.
- Flags change nothing.

An interviewer counts once they rated something; red flags count whoever saw them. A must-have that
nobody rated is under-rated and has no floor to fall below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.composite import Composite, Tally, composite, without_each
from scorecards.scoring.values import NOT_ENOUGH_EVIDENCE, Band, Code, RedFlag, Rubric


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The verdict with its reasons. `outcome` is a band or "not_enough_evidence"."""

    composite: Composite
    interviewers: int
    band: Band | None
    outcome: str
    provisional: Band | None
    reasons: tuple[Code, ...]
    flags: tuple[Code, ...]

    @property
    def score(self) -> Fraction | None:
        return self.composite.score


def recommend(rubric: Rubric, counted: Tally, red_flags: Iterable[RedFlag] = ()) -> Recommendation:
    """Apply the rule. Red flags are given once for each interviewer and signal; repeats change nothing."""
    seen = set(red_flags)
    total = composite(rubric, counted)
    band = rubric.band_of_ratio(total.numerator, total.denominator) if total.denominator else None
    missing = missing_evidence(rubric, counted, total)
    caps = caps_on(rubric, counted, seen)
    capped = Band.NO if caps and band not in (None, Band.STRONG_NO) else band
    return Recommendation(
        composite=total,
        interviewers=len(counted.by_interviewer),
        band=band,
        outcome=NOT_ENOUGH_EVIDENCE if missing or capped is None else str(capped),
        provisional=capped if missing else None,
        reasons=tuple(missing + caps),
        flags=tuple(flags_of(rubric, counted, seen, band)),
    )


def missing_evidence(rubric: Rubric, counted: Tally, total: Composite) -> list[Code]:
    policy = rubric.policy
    if not total.denominator:
        return [Code("no_ratings")]
    found = []
    if len(counted.by_interviewer) < policy.min_interviewers:
        found.append(Code("too_few_interviewers"))
    least = policy.min_coverage
    if total.rated_weight * least.denominator < least.numerator * rubric.total_weight:
        found.append(Code("coverage_below_minimum"))
    found += [
        Code("must_have_under_rated", dimension.key)
        for dimension, count in zip(rubric.dimensions, counted.counts, strict=True)
        if dimension.must_have and count < policy.must_have_raters
    ]
    return found


def caps_on(rubric: Rubric, counted: Tally, red_flags: set[RedFlag]) -> list[Code]:
    floor = rubric.policy.floor
    found = []
    for place, dimension in enumerate(rubric.dimensions):
        count = counted.counts[place]
        above = (counted.sums[place] - count) * floor.denominator
        if dimension.must_have and count and above < floor.numerator * (rubric.scale_max - 1) * count:
            found.append(Code("floor", dimension.key))
    if not red_flags:
        return found
    vetoes = sorted({flag.signal for flag in red_flags} & rubric.vetoes)
    if vetoes:
        found.append(Code("veto", ",".join(vetoes)))
    people = len({flag.interviewer for flag in red_flags})
    if people >= rubric.policy.red_flag_interviewers:
        found.append(Code("red_flags", str(people)))
    return found


def flags_of(rubric: Rubric, counted: Tally, red_flags: set[RedFlag], band: Band | None) -> list[Code]:
    found = []
    if red_flags and len({flag.interviewer for flag in red_flags}) == 1:
        found.append(Code("red_flag_review"))
    apart = rubric.policy.disagreement
    least = apart.numerator * (rubric.scale_max - 1)
    found += [
        Code("disagreement", dimension.key)
        for dimension, low, high in zip(rubric.dimensions, counted.lows, counted.highs, strict=True)
        if (high - low) * apart.denominator >= least
    ]
    if any(
        denominator and rubric.band_of_ratio(numerator, denominator) is not band
        for numerator, denominator in without_each(rubric, counted).values()
    ):
        found.append(Code("fragile_to_one_interviewer"))
    return found
