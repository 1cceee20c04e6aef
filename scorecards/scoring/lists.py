"""The rule for lists: the same verdict as `recommend`, on every case, in a fraction of the time.

A rating comes as one whole number, its code: the dimension's id, the rater's place among the people of the
application, the value. All codes of an application add up to a single packed number with three bits for each
person and dimension. What the bits of a dimension come to (its part of the score, whether people disagree, what is
left of it without each person in turn) is worked out once and looked up from then on, because few patterns make
up a list. With S the sum and n the number of a dimension's ratings and w its weight, its part is
w * S * (27720 / n), whole for up to 12 raters. A larger panel goes through `recommend`.

The parts are lanes of one long number: the whole, then the whole without the first person, without the second,
… Each lane holds a numerator and the weight that is rated. Adding the lanes of all dimensions gives the score
and every score with one person left out at once.
"""

import functools
from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Sequence
from fractions import Fraction
from math import ceil

from scorecards.scoring.composite import Composite, tally_of
from scorecards.scoring.recommendation import Recommendation, recommend
from scorecards.scoring.values import BANDS, NOT_ENOUGH_EVIDENCE, Band, Code, RedFlag, Rubric

COMMON = 27720  # the least common multiple of 1..12
MOST_RATERS = 12
# A code is (dimension's id << DIMENSION) + (place << PLACE) + value: a scale has up to 7 levels.
PLACE, DIMENSION = 3, 20
VALUES, PLACES = (1 << PLACE) - 1, (1 << DIMENSION - PLACE) - 1
FIELD = PLACE * MOST_RATERS  # the bits of a dimension in the packed number
FIELD_MASK = (1 << FIELD) - 1
# Everything remembered can be worked out again: this bounds the memory of a process, not what is right.
MOST_FIELDS, MOST_RULES, MOST_KNOWN = 8192, 8, 5000  # 600 bytes for each known: 24 MB at the very most


class Pattern:
    """What the ratings of one dimension come to, whoever gave which."""

    __slots__ = ("apart", "change", "floor", "lanes", "noted", "under")

    def __init__(self, rule: "ListRule", place: int, values: Sequence[int]) -> None:
        rubric, dimension = rule.rubric, rule.rubric.dimensions[place]
        weight, policy, width = rubric.weights[place], rubric.policy, rubric.scale_max - 1
        total, count = sum(values), len(values)
        whole = rule.packed(weight, total, count)
        self.lanes = whole * rule.in_every_lane
        self.change = {
            str(value): rule.packed(weight, total - value, count - 1) - whole for value in values
        } | {"0": 0}
        under = dimension.must_have and count < policy.must_have_raters
        low = dimension.must_have and count and Fraction(total - count, count) < policy.floor * width
        apart = count and max(values) - min(values) >= policy.disagreement * width
        self.under = Code("must_have_under_rated", dimension.key) if under else None
        self.floor = Code("floor", dimension.key) if low else None
        self.apart = Code("disagreement", dimension.key) if apart else None
        self.noted = bool(under or low or apart)


class Units(dict[int, int]):
    """What each code adds to the packed number."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__()
        self.places = {key: place for place, key in enumerate(ids)}

    def __missing__(self, code: int) -> int:
        place, who = self.places[code >> DIMENSION], code >> PLACE & PLACES
        if who >= MOST_RATERS:
            return 1 << FIELD * len(self.places)  # above every field: too many people
        found = self[code] = (code & VALUES) << FIELD * place + PLACE * who
        return found


class Cuts(dict[int, tuple[int, ...]]):
    """For each weight that may be rated, the least numerators of the bands above the lowest."""

    def __init__(self, rubric: Rubric) -> None:
        super().__init__()
        self.shares = [1 + cut * (rubric.scale_max - 1) for cut in rubric.policy.cuts]

    def __missing__(self, rated: int) -> tuple[int, ...]:
        found = self[rated] = tuple(ceil(share * COMMON * rated) for share in self.shares)
        return found


class ListRule:
    """The rule of one rubric version. `ids` are the ids of its dimensions, in the rubric's order."""

    def __init__(self, rubric: Rubric, ids: Sequence[int]) -> None:
        self.rubric = rubric
        self.weight_bits = rubric.total_weight.bit_length()
        self.weight_mask = (1 << self.weight_bits) - 1
        self.lane = self.weight_bits + (COMMON * rubric.scale_max * rubric.total_weight).bit_length()
        self.lane_mask = (1 << self.lane) - 1
        self.in_every_lane = sum(1 << self.lane * number for number in range(MOST_RATERS + 1))
        self.units, self.cuts = Units(ids), Cuts(rubric)
        self.patterns: list[dict[str, Pattern]] = [{} for _ in ids]
        # By the bits of a dimension: its lanes, and its pattern where a reason or a flag is in it.
        self.fields: list[dict[int, tuple[int, Pattern | None]]] = [{} for _ in ids]
        self.remembered = 0
        self.width = FIELD * len(self.fields)
        self.known: dict[int, Recommendation] = {}
        self.least_rated = ceil(rubric.policy.min_coverage * rubric.total_weight)

    def packed(self, weight: int, total: int, count: int) -> int:
        """A dimension's share of a lane: nothing, where nobody rated it."""
        return (weight * total * (COMMON // count) << self.weight_bits) + weight if count else 0

    def recommend(
        self, codes: Collection[int], red_flags: Collection[tuple[int, int]] = ()
    ) -> Recommendation:
        """From the codes of all ratings, and red flags as pairs of author's and signal's id. Without red flags the
        same ratings are the same number, and a list that is looked at again is looked up."""
        bits = sum(map(self.units.__getitem__, codes))
        if red_flags or bits >> self.width:
            return self.work_out(bits, codes, red_flags)
        found = self.known.get(bits)
        if found is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            found = self.known[bits] = self.work_out(bits, codes, ())
        return found

    def work_out(
        self, bits: int, codes: Collection[int], red_flags: Collection[tuple[int, int]]
    ) -> Recommendation:
        lanes = people = 0
        under, caps, flags = [], [], []
        for place, fields in enumerate(self.fields):
            field = bits & FIELD_MASK
            bits >>= FIELD
            its_lanes, noted = fields.get(field) or self.field(place, field)
            lanes += its_lanes
            people |= field
            if noted:
                if noted.apart:
                    flags.append(noted.apart)
                if noted.floor:
                    caps.append(noted.floor)
                if noted.under:
                    under.append(noted.under)
        if bits:
            return self.by_the_core(codes, red_flags)
        whole = lanes & self.lane_mask
        numerator, rated = whole >> self.weight_bits, whole & self.weight_mask
        digits = oct(people)
        interviewers = len(digits) - digits.count("0") - 1
        missing = self.missing(rated, interviewers, under)
        if red_flags:
            self.red(red_flags, caps, flags)
        band = None
        if rated:
            place = bisect_right(self.cuts[rated], numerator)
            band = BANDS[place]
            if self.fragile(lanes, len(digits) - 2, place):
                flags.append(FRAGILE)
        capped = Band.NO if caps and band not in (None, Band.STRONG_NO) else band
        return Recommendation(
            composite=Composite(numerator, COMMON * rated, rated),
            interviewers=interviewers,
            band=band,
            outcome=NOT_ENOUGH_EVIDENCE if missing or capped is None else capped.value,
            provisional=capped if missing else None,
            reasons=(*missing, *caps),
            flags=tuple(flags),
        )

    def field(self, place: int, field: int) -> tuple[int, Pattern | None]:
        """What a dimension's bits come to, remembered. Three bits for a person are an octal digit for each."""
        if self.remembered >= MOST_FIELDS:
            self.remembered = 0
            for fields in self.fields:
                fields.clear()
        digits = oct(field)[2:]
        given = "".join(sorted(digits)).lstrip("0")
        pattern = self.patterns[place].get(given)
        if pattern is None:
            pattern = self.patterns[place][given] = Pattern(self, place, [int(digit) for digit in given])
        lanes, shift, change = pattern.lanes, 0, pattern.change
        for digit in reversed(digits):
            shift += self.lane
            lanes += change[digit] << shift
        self.remembered += 1
        found = self.fields[place][field] = (lanes, pattern if pattern.noted else None)
        return found

    def missing(self, rated: int, people: int, under: list[Code]) -> list[Code]:
        if not rated:
            return [NO_RATINGS]
        found = []
        if people < self.rubric.policy.min_interviewers:
            found.append(TOO_FEW)
        if rated < self.least_rated:
            found.append(COVERAGE)
        return found + under

    def red(self, red_flags: Iterable[tuple[int, int]], caps: list[Code], flags: list[Code]) -> None:
        """Adds to the caps, and to the flags before all others."""
        people = len({author for author, _ in red_flags})
        vetoes = sorted({str(signal) for _, signal in red_flags} & self.rubric.vetoes)
        if vetoes:
            caps.append(Code("veto", ",".join(vetoes)))
        if people >= self.rubric.policy.red_flag_interviewers:
            caps.append(Code("red_flags", str(people)))
        if people == 1:
            flags.insert(0, RED_FLAG_REVIEW)

    def fragile(self, lanes: int, people: int, band: int) -> bool:
        """Does leaving out any one person change the band? Where nothing is left without them, it does not."""
        width, mask, cuts = self.lane, self.lane_mask, self.cuts
        bits, weight_mask = self.weight_bits, self.weight_mask
        for _ in range(people):
            lanes >>= width
            left = lanes & mask
            rated = left & weight_mask
            if rated and bisect_right(cuts[rated], left >> bits) != band:
                return True
        return False

    def by_the_core(self, codes: Iterable[int], red_flags: Iterable[tuple[int, int]]) -> Recommendation:
        places = self.units.places
        people: dict[Hashable, list[tuple[int, int]]] = {}
        for code in codes:
            mine = people.setdefault(code >> PLACE & PLACES, [])
            mine.append((places[code >> DIMENSION], code & VALUES))
        seen = [RedFlag(str(author), str(signal)) for author, signal in red_flags]
        return recommend(self.rubric, tally_of(len(places), people), seen)


@functools.lru_cache(maxsize=MOST_RULES)
def rule_of(rubric: Rubric, ids: tuple[int, ...]) -> ListRule:
    """The rule of a version, with the patterns that earlier lists of this process met."""
    return ListRule(rubric, ids)


NO_RATINGS, TOO_FEW, COVERAGE = (
    Code("no_ratings"),
    Code("too_few_interviewers"),
    Code("coverage_below_minimum"),
)
RED_FLAG_REVIEW, FRAGILE = Code("red_flag_review"), Code("fragile_to_one_interviewer")
