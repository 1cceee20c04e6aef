"""Two candidates side by side, on the dimensions that both were rated on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.values import Rubric


@dataclass(frozen=True, slots=True)
class Comparison:
    """`lead` is the first candidate's score minus the second's on `common` dimensions; above 0 the first
    leads. `reversing_share` is the smallest share of weight that must move to bring both level; None
    says that no weighting reverses it (or that there is nothing to reverse)."""

    common: tuple[str, ...]
    lead: Fraction | None
    reversing_share: Fraction | None


def compare(rubric: Rubric, first: Mapping[str, Fraction], second: Mapping[str, Fraction]) -> Comparison:
    """Compare dimension means by key. Without a common dimension there is no lead to speak of."""
    places = [p for p, each in enumerate(rubric.dimensions) if each.key in first and each.key in second]
    common = tuple(rubric.dimensions[place].key for place in places)
    if not common:
        return Comparison((), None, None)
    gaps = [first[key] - second[key] for key in common]
    weights = [rubric.weights[place] for place in places]
    total = sum(weights)
    lead = sum((gap * weight for gap, weight in zip(gaps, weights, strict=True)), Fraction(0)) / total
    return Comparison(common, lead, reversing_share(gaps, weights, lead))


def reversing_share(gaps: Sequence[Fraction], weights: Sequence[int], lead: Fraction) -> Fraction | None:
    """Move weight to the dimension where the one behind does best, from where they do worst.

    The trailing candidate must be ahead somewhere: being level on a dimension can at most make both
    level when all weight goes there, which reverses nothing.
    """
    if not lead:
        return None
    sign = 1 if lead > 0 else -1
    mine = [gap * sign for gap in gaps]
    best = min(mine)
    if best >= 0:
        return None
    total, left, moved = sum(weights), abs(lead), Fraction(0)
    for gap, weight in sorted(zip(mine, weights, strict=True), reverse=True):
        taken = min(Fraction(weight, total), left / (gap - best)) if gap > best else Fraction(0)
        moved += taken
        left -= taken * (gap - best)
    return moved
