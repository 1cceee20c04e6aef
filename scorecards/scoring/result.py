"""Everything that the rule says about one application, in one value."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.composite import Tally, tally, without_each
from scorecards.scoring.recommendation import Recommendation, recommend
from scorecards.scoring.stability import Stability, stability
from scorecards.scoring.values import Band, Code, Rating, RedFlag, Rubric


@dataclass(frozen=True)
class Result:
    """Made by `assess`. Scores are exact; `stability` is None without ratings."""

    rubric: Rubric
    tally: Tally
    recommendation: Recommendation
    leave_one_out: dict[str, Fraction]
    stability: Stability | None

    @property
    def score(self) -> Fraction | None:
        return self.recommendation.score

    @property
    def normalised(self) -> Fraction | None:
        return None if self.score is None else (self.score - 1) / (self.rubric.scale_max - 1)

    @property
    def coverage(self) -> Fraction:
        return Fraction(self.recommendation.composite.rated_weight, self.rubric.total_weight)

    @property
    def interviewers(self) -> int:
        return self.recommendation.interviewers

    @property
    def band(self) -> Band | None:
        """Before caps."""
        return self.recommendation.band

    @property
    def outcome(self) -> str:
        return self.recommendation.outcome

    @property
    def provisional(self) -> Band | None:
        return self.recommendation.provisional

    @property
    def reasons(self) -> tuple[Code, ...]:
        return self.recommendation.reasons

    @property
    def flags(self) -> tuple[Code, ...]:
        return self.recommendation.flags

    @functools.cached_property
    def means(self) -> dict[str, Fraction]:
        """Of the rated dimensions, in the rubric's order."""
        counted = zip(self.rubric.dimensions, self.tally.sums, self.tally.counts, strict=True)
        return {each.key: Fraction(total, count) for each, total, count in counted if count}

    @functools.cached_property
    def shares(self) -> dict[str, Fraction]:
        """Each rated dimension's share of the weight that is rated."""
        rubric, rated = self.rubric, self.recommendation.composite.rated_weight
        return {key: Fraction(rubric.weights[rubric.places[key]], rated) for key in self.means}

    @functools.cached_property
    def against_bar(self) -> dict[str, Fraction]:
        """What each rated dimension adds to the score against meeting the bar, or takes from it."""
        return {key: (mean - self.rubric.bar) * self.shares[key] for key, mean in self.means.items()}

    @property
    def spread(self) -> dict[str, int]:
        """Highest minus lowest rating of each rated dimension."""
        counted = zip(self.rubric.dimensions, self.tally.lows, self.tally.highs, strict=True)
        return {each.key: high - low for each, low, high in counted if high}

    @property
    def missing(self) -> tuple[str, ...]:
        counted = zip(self.rubric.dimensions, self.tally.counts, strict=True)
        return tuple(each.key for each, count in counted if not count)


def assess(rubric: Rubric, ratings: Iterable[Rating], red_flags: Iterable[RedFlag] = ()) -> Result:
    """Apply the rule and say how sure it is. ValueError for ratings that the rubric cannot hold."""
    counted = tally(rubric, ratings)
    found = recommend(rubric, counted, red_flags)
    without = {
        str(who): Fraction(numerator, denominator)
        for who, (numerator, denominator) in without_each(rubric, counted).items()
        if denominator
    }
    sure = None if found.score is None else stability(rubric, counted, found.score)
    return Result(rubric, counted, found, without, sure)
