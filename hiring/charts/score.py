"""A score on its scale: large with bands and range, and tiny for the rows of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from hiring.charts.scale import BAND_WORDS, BANDS, EDGE, WIDTH, Number, Scale, at, figure, num, write

_TOP, _BOTTOM = 26, 44
_MIDDLE = (_TOP + _BOTTOM) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A score to show: `shown` is its text; `low` and `high` the 80% range, or None for none.

    `outcome` is the recommendation in words, which may differ from the zone the score lies in: a cap, or
    too little evidence. `provisional` draws the score hollow.
    """

    score: Number
    shown: str
    outcome: str
    low: Number | None = None
    high: Number | None = None
    provisional: bool = False


def score_bar(ident: str, scale: Scale, reading: Reading) -> str:
    """Band zones, the bar, the 80% range and the score. The range is clipped to the scale."""
    body = [_zones(scale, reading), _bar_line(scale), _range(scale, reading), _score(scale, reading)]
    return figure(
        ident,
        f"Score {reading.shown} of {scale.levels}: {reading.outcome}",
        _said(scale, reading),
        78,
        "".join(body),
    )


def _said(scale: Scale, reading: Reading) -> str:
    parts = [f"The bar is {scale.bar} on a scale from 1 to {scale.levels}."]
    parts.append(f"The score lies in the zone “{BAND_WORDS[scale.band(reading.score)].lower()}”.")
    if reading.low is not None and reading.high is not None:
        low, high = max(1.0, float(reading.low)), min(float(scale.levels), float(reading.high))
        parts.append(f"80% range {low:.2f} to {high:.2f}.")
    if reading.provisional:
        parts.append("Provisional: there is not enough evidence.")
    return " ".join(parts)


def _zones(scale: Scale, reading: Reading) -> str:
    edges = [EDGE, *(at(scale, cut) for cut in scale.cuts), WIDTH - EDGE]
    mine = scale.band(reading.score)
    drawn = []
    for band, left, right in zip(BANDS, edges, edges[1:], strict=False):
        width = right - left - 2
        if width <= 0:
            continue
        here = " chart-here" if band == mine else ""
        drawn.append(
            f'<rect class="chart-zone chart-{band}{here}" x="{num(left + 1)}" y="{_TOP}" '
            f'width="{num(width)}" height="{_BOTTOM - _TOP}" rx="2"/>'
        )
        words = BAND_WORDS[band]
        # About 6 units for a letter of this size; a zone too narrow for its name goes without.
        if len(words) * 6 <= width or band == mine:
            where = min(max((left + right) / 2, len(words) * 3.2), WIDTH - len(words) * 3.2)
            drawn.append(write(where, 58, words, "chart-strong" if here else "chart-small"))
    return "".join(drawn)


def _bar_line(scale: Scale) -> str:
    x = at(scale, scale.cuts[1])
    ends = "".join(
        write(end, 74, str(level), "chart-small", anchor)
        for end, level, anchor in ((EDGE, 1, "start"), (WIDTH - EDGE, scale.levels, "end"))
        if abs(end - x) > 50
    )
    label = min(max(x, 36), WIDTH - 36)
    line = f'<path class="chart-bar" d="M{num(x)} {_TOP - 5}V{_BOTTOM + 5}" stroke-width="2"/>'
    return line + ends + write(label, 74, f"Bar {scale.bar}", "chart-small")


def _range(scale: Scale, reading: Reading) -> str:
    if reading.low is None or reading.high is None:
        return ""
    low, high = num(at(scale, reading.low)), num(at(scale, reading.high))
    path = f"M{low} {_MIDDLE - 5:g}v10M{low} {_MIDDLE:g}H{high}M{high} {_MIDDLE - 5:g}v10"
    return (
        f'<path class="chart-halo" d="{path}" stroke-width="6" fill="none"/>'
        f'<path class="chart-range" d="{path}" stroke-width="2.5" fill="none"/>'
    )


def _score(scale: Scale, reading: Reading) -> str:
    x = at(scale, reading.score)
    css = "chart-hollow" if reading.provisional else "chart-mark"
    diamond = f'<path class="{css}" d="M{num(x)} {_MIDDLE - 8:g}l8 8-8 8-8-8z" stroke-width="2"/>'
    label = min(max(x, 16), WIDTH - 16)
    return diamond + write(label, 16, reading.shown, "chart-value")


def mini_bars(scale: Scale) -> Callable[[Number, str, str, bool], str]:
    """A function that draws a score bar for a list row: score, shown, outcome, provisional -> markup.

    It is made once for a page and called a thousand times, so it does one formatting and no escaping:
    `shown` and `outcome` must be the product's own words for a score and a band, never what someone typed.
    """
    bar = num(92 * scale.share(scale.cuts[1]) + 4)
    per_level, levels = 92 / (scale.levels - 1), scale.levels

    def mini_bar(score: Number, shown: str, outcome: str, provisional: bool = False) -> str:
        x = 4 + per_level * (float(score) - 1)
        return (
            f'<svg class="chart-mini" viewBox="0 0 100 14" width="100" height="14" role="img" '
            f'aria-label="{shown} of {levels}: {outcome}"><path d="M4 7h92"/><path class="f" d="M4 7H{x:.0f}"/>'
            f'<path class="b" d="M{bar} 1v12"/>'
            f'<path class="{"h" if provisional else "m"}" d="M{x:.0f} 2l5 5-5 5-5-5z"/></svg>'
        )

    return mini_bar
