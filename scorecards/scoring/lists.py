"""The rule for lists: the same verdict as `recommend`, on every case, in a third of the time.

A rating comes as one whole number, dimension's id times 8 plus value. All ratings of one application add up
to a single packed number with a small counter for each value of each dimension, so that counting is one sum;
what a dimension's counters mean (its part of the score, whether people disagree, what is left without one
rater) is worked out once and looked up from then on, because few patterns make up a list. With S the sum
and n the number of a dimension's ratings and w its weight, its part is w * S * (27720 / n), whole for up to
12 raters. A larger panel goes through `recommend`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from scorecards.scoring.composite import Composite, tally_of
from scorecards.scoring.recommendation import Recommendation, recommend
from scorecards.scoring.values import NOT_ENOUGH_EVIDENCE, Band, Code, RedFlag, Rubric

COMMON = 27720  # the least common multiple of 1..12
MOST_RATERS = 12
COUNTER = 4  # bits: up to 15 of a value, more than a panel of 12 can give
CODE = 8  # a code is id * CODE + value: a scale has up to 7 levels
# A change without a rater is packed as (numerator << LOST) + weight that is lost.
LOST = 40
LOST_MASK = (1 << LOST) - 1


class Pattern:
    """What the ratings of one dimension come to."""

    __slots__ = ("apart", "count", "floor", "part", "without")

    def __init__(self, rubric: Rubric, place: int, key: int, counts: Sequence[int]) -> None:
        weight, policy, width = rubric.weights[place], rubric.policy, rubric.scale_max - 1
        values = [value for value, count in enumerate(counts, start=1) if count]
        total = sum(value * count for value, count in enumerate(counts, start=1))
        self.count = sum(counts)
        self.part = weight * total * (COMMON // self.count)
        self.apart = Fraction(values[-1] - values[0]) >= policy.disagreement * width
        self.floor = (
            rubric.dimensions[place].must_have
            and Fraction(total - self.count, self.count) < policy.floor * width
        )
        others = self.count - 1
        self.without = {
            key * CODE + value: (
                (weight * (total - value) * (COMMON // others) - self.part << LOST)
                if others
                else (-self.part << LOST) + weight
            )
            for value in values
        }


class ListRule:
    """The rule of one rubric version. `ids` are the ids of its dimensions, in the rubric's order."""

    def __init__(self, rubric: Rubric, ids: Sequence[int]) -> None:
        self.rubric, self.ids = rubric, tuple(ids)
        self.size = COUNTER * rubric.scale_max
        self.mask = (1 << self.size) - 1
        self.units = {
            key * CODE + value: 1 << (place * self.size + COUNTER * (value - 1))
            for place, key in enumerate(ids)
            for value in range(1, rubric.scale_max + 1)
        }
        self.patterns: list[dict[int, Pattern]] = [{} for _ in ids]
        self.under = [Code("must_have_under_rated", each.key) for each in rubric.dimensions]
        self.floors = [Code("floor", each.key) for each in rubric.dimensions]
        self.apart = [Code("disagreement", each.key) for each in rubric.dimensions]
        self.must = [each.must_have for each in rubric.dimensions]

    def recommend(
        self, cards: Collection[Sequence[int]], red_flags: Mapping[int, Iterable[int]] | None = None
    ) -> Recommendation:
        """From the codes of each person who rated something, and red flags by author's and signal's id."""
        if len(cards) > MOST_RATERS:
            return self.by_the_core(cards, red_flags or {})
        rubric, policy = self.rubric, self.rubric.policy
        unit, packed = self.units.__getitem__, 0
        for codes in cards:
            packed += sum(map(unit, codes))
        numerator = rated = 0
        under, floors, apart, without = [], [], [], dict[int, int]()
        for place, weight in enumerate(rubric.weights):
            field = packed & self.mask
            packed >>= self.size
            count = 0
            if field:
                found = self.patterns[place].get(field) or self.pattern(place, field)
                numerator += found.part
                rated += weight
                without.update(found.without)
                count = found.count
                if found.apart:
                    apart.append(self.apart[place])
                if found.floor:
                    floors.append(self.floors[place])
            if count < policy.must_have_raters and self.must[place]:
                under.append(self.under[place])
        band = rubric.band_of_ratio(numerator, COMMON * rated) if rated else None
        missing = self.missing(rated, len(cards), under)
        people = 0
        if red_flags:
            people = self.red_caps(red_flags, floors)
        capped = Band.NO if floors and band not in (None, Band.STRONG_NO) else band
        flags = [RED_FLAG_REVIEW, *apart] if people == 1 else apart
        if band is not None and self.fragile(cards, without, numerator, rated, band):
            flags.append(FRAGILE)
        return Recommendation(
            composite=Composite(numerator, COMMON * rated, rated),
            interviewers=len(cards),
            band=band,
            outcome=NOT_ENOUGH_EVIDENCE if missing or capped is None else str(capped),
            provisional=capped if missing else None,
            reasons=(*missing, *floors),
            flags=tuple(flags),
        )

    def pattern(self, place: int, field: int) -> Pattern:
        counts = [field >> (COUNTER * level) & 15 for level in range(self.rubric.scale_max)]
        found = self.patterns[place][field] = Pattern(self.rubric, place, self.ids[place], counts)
        return found

    def missing(self, rated: int, people: int, under: list[Code]) -> list[Code]:
        if not rated:
            return [NO_RATINGS]
        found, policy = [], self.rubric.policy
        if people < policy.min_interviewers:
            found.append(TOO_FEW)
        least = policy.min_coverage
        if rated * least.denominator < least.numerator * self.rubric.total_weight:
            found.append(COVERAGE)
        return found + under

    def red_caps(self, red_flags: Mapping[int, Iterable[int]], caps: list[Code]) -> int:
        """Adds to the caps; how many people saw a red flag."""
        people = {author: {str(each) for each in signals} for author, signals in red_flags.items()}
        people = {author: signals for author, signals in people.items() if signals}
        vetoes = sorted(set().union(*people.values()) & self.rubric.vetoes)
        if vetoes:
            caps.append(Code("veto", ",".join(vetoes)))
        if len(people) >= self.rubric.policy.red_flag_interviewers:
            caps.append(Code("red_flags", str(len(people))))
        return len(people)

    def fragile(
        self,
        cards: Collection[Sequence[int]],
        without: Mapping[int, int],
        numerator: int,
        rated: int,
        band: Band,
    ) -> bool:
        """Does leaving out any one person change the band? Asked of two people or more."""
        if len(cards) < 2:
            return False
        change, band_of = without.__getitem__, self.rubric.band_of_ratio
        for codes in cards:
            total = sum(map(change, codes))
            left = rated - (total & LOST_MASK)
            if left and band_of(numerator + (total >> LOST), COMMON * left) is not band:
                return True
        return False

    def by_the_core(
        self, cards: Collection[Sequence[int]], red_flags: Mapping[int, Iterable[int]]
    ) -> Recommendation:
        places = {key: place for place, key in enumerate(self.ids)}
        counted = tally_of(
            len(places),
            {who: [(places[code // CODE], code % CODE) for code in codes] for who, codes in enumerate(cards)},
        )
        seen = [RedFlag(str(who), str(each)) for who, signals in red_flags.items() for each in signals]
        return recommend(self.rubric, counted, seen)


NO_RATINGS, TOO_FEW, COVERAGE = (
    Code("no_ratings"),
    Code("too_few_interviewers"),
    Code("coverage_below_minimum"),
)
RED_FLAG_REVIEW, FRAGILE = Code("red_flag_review"), Code("fragile_to_one_interviewer")
