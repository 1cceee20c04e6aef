"""What all charts share: the scale, numbers and text in markup, and the frame of a picture."""

import re
from dataclasses import dataclass
from fractions import Fraction
from html import escape

Number = int | float | Fraction

# Drawn for a phone's width; wider pages show it larger, up to the limit in the style sheet.
WIDTH = 360
EDGE = 12

BAND_WORDS = {"strong_no": "Strong no", "no": "No", "yes": "Yes", "strong_yes": "Strong yes"}
BANDS = tuple(BAND_WORDS)

_IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Scale:
    """Ratings from 1 to `levels`; `cuts` are the scores at which no, yes and strong yes begin.

    `bar` is the text of the yes cut as the page shows it elsewhere.
    """

    levels: int
    cuts: tuple[Number, Number, Number]
    bar: str

    def __post_init__(self) -> None:
        low, middle, high = self.cuts
        if self.levels < 2 or not 1 <= low <= middle <= high <= self.levels:
            raise ValueError("the cuts rise and lie on the scale, which has two levels or more")

    def share(self, score: Number) -> float:
        """Where a score lies from 0 to 1; what is off the scale is at its end."""
        return min(1.0, max(0.0, float(score - 1) / (self.levels - 1)))

    def band(self, score: Number) -> str:
        return BANDS[sum(score >= cut for cut in self.cuts)]


def at(scale: Scale, score: Number, left: float = EDGE, right: float = WIDTH - EDGE) -> float:
    """The x of a score between two edges."""
    return left + (right - left) * scale.share(score)


def num(value: float) -> str:
    """A coordinate in as few characters as it needs, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def text(value: str) -> str:
    return escape(value, quote=True)


def short(value: str, most: int) -> str:
    """Cut to `most` characters. What is cut is still in the picture's description."""
    return value if len(value) <= most else value[: most - 1].rstrip() + "…"


def figure(ident: str, name: str, said: str, height: float, body: str) -> str:
    """The frame of a large picture. `ident` is unique on the page; `name` and `said` are escaped here.

    Raise ValueError for an ident that is no plain HTML id.
    """
    if not _IDENT.fullmatch(ident):
        raise ValueError(f"{ident!r} is no id: letters, digits, - and _, starting with a letter")
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {num(height)}" width="{WIDTH}" height="{num(height)}" '
        f'role="img" aria-labelledby="{ident}-t" aria-describedby="{ident}-d">'
        f'<title id="{ident}-t">{text(name)}</title><desc id="{ident}-d">{text(said)}</desc>{body}</svg>'
    )


def hatching(ident: str, css: str) -> str:
    """A pattern to fill with: `fill="url(#ident)"`. Says "missing" or "down" without colour."""
    return (
        f'<defs><pattern id="{ident}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="{css}" d="M1 0v5" stroke-width="2"/></pattern></defs>'
    )


def write(x: float, y: float, words: str, css: str = "chart-text", anchor: str = "middle") -> str:
    return f'<text class="{css}" x="{num(x)}" y="{num(y)}" text-anchor="{anchor}">{text(words)}</text>'
