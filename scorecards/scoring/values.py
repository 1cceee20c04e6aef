"""What goes into the rule. Immutable; a value that breaks a law raises ValueError when it is made."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

LEAST_SCALE, MOST_SCALE = 2, 7
MOST_WEIGHT = 10_000


class Band(StrEnum):
    """Where a score lies, lowest first."""

    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"


BANDS = tuple(Band)
NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


@dataclass(frozen=True)
class Policy:
    """The numbers of the rule. Shares are of the scale's range, or of the weight, from 0 to 1."""

    cuts: tuple[Fraction, Fraction, Fraction] = (Fraction(3, 10), Fraction(3, 5), Fraction(4, 5))
    min_coverage: Fraction = Fraction(4, 5)
    min_interviewers: int = 3
    must_have_raters: int = 2
    floor: Fraction = Fraction(3, 10)
    red_flag_interviewers: int = 2
    disagreement: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        low, bar, high = self.cuts
        if not 0 < low < bar < high <= 1:
            raise ValueError("the cuts must rise, above 0 and up to 1")
        if not (0 <= self.min_coverage <= 1 and 0 <= self.floor <= 1 and 0 < self.disagreement <= 1):
            raise ValueError("min_coverage, floor and disagreement are shares from 0 to 1")
        if min(self.min_interviewers, self.must_have_raters, self.red_flag_interviewers) < 1:
            raise ValueError("numbers of people start at 1")


@dataclass(frozen=True)
class Variances:
    """How ratings vary, on the 1..4 scale: by interviewer, by what is left over, by candidate and dimension.

    The figure for candidates is kept for calibration and enters no formula here.
    """

    interviewer: Fraction = Fraction(15, 100)
    residual: Fraction = Fraction(20, 100)
    dimension: Fraction = Fraction(8, 100)
    candidate: Fraction = Fraction(14, 100)


@dataclass(frozen=True)
class Dimension:
    key: str
    weight: Fraction
    must_have: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.weight <= MOST_WEIGHT:
            raise ValueError(f"the weight of {self.key} is not above 0 and up to {MOST_WEIGHT}")


@dataclass(frozen=True)
class Rubric:
    """A rubric version as the rule sees it. Dimensions are in the rubric's order."""

    dimensions: tuple[Dimension, ...]
    scale_max: int = 4
    vetoes: frozenset[str] = frozenset()
    policy: Policy = field(default_factory=Policy)
    variances: Variances = field(default_factory=Variances)

    def __post_init__(self) -> None:
        if not self.dimensions:
            raise ValueError("a rubric needs a dimension")
        if not LEAST_SCALE <= self.scale_max <= MOST_SCALE:
            raise ValueError(f"a scale has {LEAST_SCALE} to {MOST_SCALE} levels")
        if len(self.places) != len(self.dimensions):
            raise ValueError("two dimensions share a key")

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {each.key: place for place, each in enumerate(self.dimensions)}

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """Whole numbers in the same ratios: only ratios matter."""
        common = math.lcm(*(each.weight.denominator for each in self.dimensions))
        return tuple(int(each.weight * common) for each in self.dimensions)

    @cached_property
    def total_weight(self) -> int:
        return sum(self.weights)

    @cached_property
    def bar(self) -> Fraction:
        """The score from which the band is "yes"."""
        return 1 + self.policy.cuts[1] * (self.scale_max - 1)

    def band_of(self, score: Fraction) -> Band:
        return self.band_of_ratio(score.numerator, score.denominator)

    def band_of_ratio(self, numerator: int, denominator: int) -> Band:
        """The band of numerator/denominator, in whole numbers throughout; lower bounds are inclusive."""
        above = numerator - denominator
        for below, width, band in self.cut_numbers:
            if above * below < width * denominator:
                return band
        return Band.STRONG_YES

    @cached_property
    def cut_numbers(self) -> tuple[tuple[int, int, Band], ...]:
        """Each cut p/q as q and p times the scale's width, with the band below it: lists ask this often."""
        width = self.scale_max - 1
        return tuple(
            (cut.denominator, cut.numerator * width, band)
            for cut, band in zip(self.policy.cuts, BANDS, strict=False)
        )


@dataclass(frozen=True)
class Rating:
    interviewer: str
    dimension: str
    value: int


@dataclass(frozen=True)
class RedFlag:
    interviewer: str
    signal: str


@dataclass(frozen=True, order=True)
class Code:
    """A reason or a flag as data: what it is, and what it is about."""

    name: str
    about: str = ""

    def __str__(self) -> str:
        if self.name == "red_flags":
            return f"red_flags_from_{self.about}_interviewers"
        return f"{self.name}:{self.about}" if self.about else self.name
