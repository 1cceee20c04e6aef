"""What lifts and what holds down, and how much of the rubric is covered."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.charts.scale import EDGE, WIDTH, Number, figure, hatching, num, short, write

_MINUS = "\N{MINUS SIGN}"
_NAMES, _FIGURES, _ROW = 128, 42, 24


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one dimension adds to the score against the bar, or takes from it."""

    name: str
    value: Number


@dataclass(frozen=True, slots=True)
class Part:
    """A dimension's share of the weight, from 0 to 1, and whether anyone rated it."""

    name: str
    share: Number
    rated: bool


def signed(value: Number) -> str:
    """Two decimals with a sign; what rounds to nothing has none."""
    amount = f"{abs(float(value)):.2f}"
    if amount == "0.00":
        return amount
    return ("+" if value > 0 else _MINUS) + amount


def contribution_bars(ident: str, title: str, items: Sequence[Contribution]) -> str:
    """A row for each dimension in the order given: full to the right lifts, hatched to the left holds down."""
    left, right = EDGE + _NAMES + 8, WIDTH - EDGE - _FIGURES
    middle = (left + right) / 2
    most = max((abs(float(item.value)) for item in items), default=0) or 1
    rows = []
    for number, item in enumerate(items):
        y = 4 + _ROW * number
        length = (right - middle) * abs(float(item.value)) / most
        rows.append(write(EDGE + _NAMES, y + 15, short(item.name, 20), "chart-text", "end"))
        if item.value > 0:
            rows.append(
                f'<rect class="chart-lift" x="{num(middle)}" y="{y + 4}" width="{num(length)}" height="14"/>'
            )
        elif item.value < 0:
            rows.append(
                f'<rect class="chart-hold" x="{num(middle - length)}" y="{y + 4}" width="{num(length)}" '
                f'height="14" fill="url(#{ident}-h)"/>'
            )
        rows.append(write(WIDTH - EDGE, y + 15, signed(item.value), "chart-figure", "end"))
    height = 8 + _ROW * len(items)
    axis = f'<path class="chart-axis" d="M{num(middle)} 2V{height - 2}"/>'
    said = " ".join(f"{item.name}: {signed(item.value)}." for item in items)
    return figure(
        ident, title, said, height, hatching(f"{ident}-h", "chart-hatch-bad") + "".join(rows) + axis
    )


def coverage_bar(ident: str, title: str, parts: Sequence[Part], minimum: Number) -> str:
    """The dimensions side by side, as wide as their weight: full when rated, hatched when not.

    `minimum` is the share that the rule asks for, drawn as a line. Rated parts come first, so that the line
    can be read against them; names are in the description.
    """
    x: float = EDGE
    width = WIDTH - 2 * EDGE
    drawn = []
    for part in sorted(parts, key=lambda part: not part.rated):
        wide = width * float(part.share)
        fill = "" if part.rated else f' fill="url(#{ident}-h)"'
        css = "chart-covered" if part.rated else "chart-missing"
        if wide > 2:
            drawn.append(
                f'<rect class="{css}" x="{num(x + 1)}" y="8" width="{num(wide - 2)}" height="14" rx="2"{fill}/>'
            )
        x += wide
    covered = sum(float(part.share) for part in parts if part.rated)
    at_least = EDGE + width * float(minimum)
    line = f'<path class="chart-bar" d="M{num(at_least)} 3V27" stroke-width="2"/>'
    # Whole percent downwards: 79.6% must not read as the 80% that was asked for.
    needed, have = f"{float(minimum):.0%}", f"{int(covered * 100 + 1e-9)}%"
    label = write(min(max(at_least, 40), WIDTH - 40), 40, f"{needed} needed", "chart-small")
    words = write(EDGE, 40, f"{have} covered", "chart-strong", "start")
    missing = ", ".join(part.name for part in parts if not part.rated) or "nothing"
    said = f"{have} of the weight is rated, {needed} is needed. Not rated: {missing}."
    body = hatching(f"{ident}-h", "chart-hatch") + "".join(drawn) + line + words + label
    return figure(ident, title, said, 46, body)
