"""From ratings to one score: dimension means first, then their weighted mean.

Means first: pooling all ratings would let whoever happened to rate re-weight the rubric. A dimension
that nobody rated is left out and the others keep their proportions. Everything is whole numbers over
a common denominator, so it is exact and quick enough for lists.
"""

import functools
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.values import Rating, Rubric


@dataclass(frozen=True, slots=True)
class Tally:
    """Ratings counted up, by the dimension's place in the rubric; and who rated what."""

    sums: tuple[int, ...]
    counts: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    # interviewer -> (place, value) of each rating, interviewers in the order in which they first appear
    by_interviewer: Mapping[Hashable, Sequence[tuple[int, int]]]


def tally(rubric: Rubric, ratings: Iterable[Rating]) -> Tally:
    """Count ratings up. ValueError for an unknown dimension, a value off the scale, a second rating of
    one dimension by the same person."""
    by_interviewer: dict[str, dict[int, int]] = {}
    for rating in ratings:
        place = rubric.places.get(rating.dimension)
        if place is None:
            raise ValueError(f"the rubric has no dimension {rating.dimension!r}")
        if not 1 <= rating.value <= rubric.scale_max:
            raise ValueError(f"{rating.value} is not on the scale from 1 to {rubric.scale_max}")
        mine = by_interviewer.setdefault(rating.interviewer, {})
        if place in mine:
            raise ValueError(f"{rating.interviewer!r} rated {rating.dimension!r} twice")
        mine[place] = rating.value
    return tally_of(
        len(rubric.dimensions), {who: tuple(sorted(mine.items())) for who, mine in by_interviewer.items()}
    )


def tally_of(dimensions: int, by_interviewer: Mapping[Hashable, Sequence[tuple[int, int]]]) -> Tally:
    """The same from checked values; any key tells interviewers apart."""
    values: list[list[int]] = [[] for _ in range(dimensions)]
    for mine in by_interviewer.values():
        for place, value in mine:
            values[place].append(value)
    return Tally(
        tuple(map(sum, values)),
        tuple(map(len, values)),
        tuple(min(each, default=0) for each in values),
        tuple(max(each, default=0) for each in values),
        by_interviewer,
    )


@dataclass(frozen=True, slots=True)
class Composite:
    """The score as numerator / denominator (0 / 0 without ratings), and the weight that was rated."""

    numerator: int
    denominator: int
    rated_weight: int

    @property
    def score(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None


def composite(rubric: Rubric, counted: Tally) -> Composite:
    """The weighted mean of dimension means, and how much weight it covers."""
    common = math.lcm(*(count for count in counted.counts if count))
    numerator = rated_weight = 0
    for weight, total, count in zip(rubric.weights, counted.sums, counted.counts, strict=True):
        if count:
            numerator += weight * total * (common // count)
            rated_weight += weight
    return Composite(numerator, common * rated_weight, rated_weight)


def without_each(rubric: Rubric, counted: Tally) -> dict[Hashable, tuple[int, int]]:
    """The score without each interviewer in turn, as numerator and denominator.

    Empty when fewer than two people rated: then nothing is left to compare with.
    """
    if len(counted.by_interviewer) < 2:
        return {}
    weights, sums, counts = rubric.weights, counted.sums, counted.counts
    # A dimension's count is its number of raters, or one less without one of them.
    common = common_of(counts)
    parts = [
        weight * total * (common // count) if count else 0
        for weight, total, count in zip(weights, sums, counts, strict=True)
    ]
    whole = sum(parts)
    rated = sum(weight for weight, count in zip(weights, counts, strict=True) if count)
    found: dict[Hashable, tuple[int, int]] = {}
    for who, mine in counted.by_interviewer.items():
        numerator, weight_left = whole, rated
        for place, value in mine:
            numerator -= parts[place]
            others = counts[place] - 1
            if others:
                numerator += weights[place] * (sums[place] - value) * (common // others)
            else:
                weight_left -= weights[place]
        found[who] = (numerator, common * weight_left)
    return found


@functools.lru_cache(maxsize=4096)
def common_of(counts: tuple[int, ...]) -> int:
    """A number that every count of raters divides, and every count less one. Few patterns make up a list."""
    return math.lcm(*(n for count in counts if count for n in (count, max(count - 1, 1))))
