"""Numbers as people read them. Rounding is for display alone and half-up; nothing is decided on it."""

from fractions import Fraction

from scorecards.scoring.values import Rubric

MOST_PLACES = 6


def shown(value: Fraction, places: int = 2) -> str:
    """Half-up (away from zero), with exactly that many decimals: 14/5 -> "2.80"."""
    scale = 10**places
    above, below = 2 * abs(value.numerator) * scale, value.denominator
    whole = (above + below) // (2 * below)
    sign = "-" if value < 0 and whole else ""
    digits = f"{whole:0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def shown_score(rubric: Rubric, score: Fraction) -> str:
    """Two decimals, or as many as it takes for the rounded score to lie in the band of the exact one.

    2.7958 is a "no" under a cut of 2.80, so it is shown as 2.796 and not as 2.80.
    """
    band = rubric.band_of(score)
    for places in range(2, MOST_PLACES):
        text = shown(score, places)
        if rubric.band_of(Fraction(text)) is band:
            return text
    return shown(score, MOST_PLACES)


def shown_percent(share: Fraction) -> str:
    """A share as a percentage, with a decimal only where it needs one: "20%", "33.3%"."""
    text = shown(share * 100, 1)
    return f"{text.removesuffix('.0')}%"
