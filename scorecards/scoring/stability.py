"""How sure the score is, in closed form: no sampling, no seed.

The standard error and the probability are floats: they are words on a page and decide nothing. The
bounds under moved weights, the smallest flip and equal weights are exact.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.composite import Tally
from scorecards.scoring.values import Rubric

# The standard normal's 90th percentile: the design prints it as 1.2816.
EIGHTY_PERCENT = 1.2815515655446004
WEIGHT_MOVE = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Stability:
    """`probability_at_bar` is that another panel of this kind would score at or above the bar."""

    standard_error: float
    effective_interviewers: float
    range80: tuple[float, float]
    probability_at_bar: float
    sureness: str
    weight_bounds: tuple[Fraction, Fraction]
    equal_weights: Fraction
    flip_share: Fraction | None


def stability(rubric: Rubric, counted: Tally, score: Fraction) -> Stability:
    """How the score would move with other interviewers and other weights. Needs at least one rating."""
    rated = [place for place, count in enumerate(counted.counts) if count]
    means = [Fraction(counted.sums[place], counted.counts[place]) for place in rated]
    weights = [rubric.weights[place] for place in rated]
    error, effective = standard_error(rubric, counted)
    probability = at_or_above(rubric.bar, score, error)
    return Stability(
        standard_error=error,
        effective_interviewers=effective,
        range80=(float(score) - EIGHTY_PERCENT * error, float(score) + EIGHTY_PERCENT * error),
        probability_at_bar=probability,
        sureness=sureness(probability),
        weight_bounds=weight_bounds(means, weights, WEIGHT_MOVE),
        equal_weights=sum(means, Fraction(0)) / len(means),
        flip_share=flip_share(means, weights, rubric.bar),
    )


def standard_error(rubric: Rubric, counted: Tally) -> tuple[float, float]:
    """SE of the score, and the number of interviewers with equal say that would carry the same weight."""
    total, weights, counts = rubric.total_weight, rubric.weights, counted.counts
    rated = sum(weight for weight, count in zip(weights, counts, strict=True) if count)
    shares = [Fraction(weight, rated) for weight in weights]
    say = [
        sum((shares[place] / counts[place] for place, _ in mine), Fraction(0))
        for mine in counted.by_interviewer.values()
    ]
    by_people = sum((each * each for each in say), Fraction(0))
    left_over = drift = Fraction(0)
    for weight, share, count in zip(weights, shares, counts, strict=True):
        planned = Fraction(weight, total)
        if count:
            left_over += share * share / count
            drift += (share - planned) ** 2
        else:
            drift += planned * planned
    sigma = rubric.variances
    variance = sigma.interviewer * by_people + sigma.residual * left_over + sigma.dimension * drift
    return math.sqrt(variance * Fraction(rubric.scale_max - 1, 3) ** 2), float(1 / by_people)


def at_or_above(bar: Fraction, score: Fraction, error: float) -> float:
    """1 - Phi((bar - score) / error). With no error at all the score itself decides."""
    if not error:
        return 1.0 if score >= bar else 0.0
    return 0.5 * math.erfc(float(bar - score) / error / math.sqrt(2))


def sureness(probability: float) -> str:
    if probability >= 0.9 or probability <= 0.1:
        return "clear"
    if probability >= 0.7 or probability <= 0.3:
        return "leaning"
    return "too close to call"


def weight_bounds(
    means: Sequence[Fraction], weights: Sequence[int], move: Fraction
) -> tuple[Fraction, Fraction]:
    """The lowest and highest score when each rated weight may move by the share `move`, their total kept.

    A fractional knapsack: start from the lowest weights allowed and give what is left over to the
    lowest means first, or to the highest.
    """
    # In whole numbers: means as so many `parts`, weights as so many `whole`ths of themselves.
    parts = math.lcm(*(mean.denominator for mean in means))
    values = [mean.numerator * (parts // mean.denominator) for mean in means]
    share, whole, total = move.numerator, move.denominator, sum(weights)
    lowest = sum(value * weight * (whole - share) for value, weight in zip(values, weights, strict=True))

    def filled(order: list[int]) -> Fraction:
        left, score = share * total, lowest
        for i in order:
            given = min(left, 2 * share * weights[i])
            score += values[i] * given
            left -= given
        return Fraction(score, whole * parts * total)

    rising = sorted(range(len(values)), key=lambda i: values[i])
    return filled(rising), filled(rising[::-1])


def flip_share(means: Sequence[Fraction], weights: Sequence[int], bar: Fraction) -> Fraction | None:
    """The smallest share of weight that must move for the score to reach the bar from its present side.

    Weight moves to the one dimension that helps most, from those that it helps most to leave. None
    where no weighting gets there. 0 where the score is on the bar already.
    """
    total = sum(weights)
    score = sum((mean * weight for mean, weight in zip(means, weights, strict=True)), Fraction(0)) / total
    gap = abs(score - bar)
    target = min(means) if score >= bar else max(means)
    moved = Fraction(0)
    gains = [
        (abs(mean - target), Fraction(weight, total))
        for mean, weight in zip(means, weights, strict=True)
        if mean != target
    ]
    for gain, share in sorted(gains, reverse=True):
        taken = min(share, gap / gain)
        moved += taken
        gap -= taken * gain
    return None if gap else moved
