"""One rating in the matrix: shade, number and pips say the same thing three times."""

from hiring.charts.scale import num, text

_STEPS = 7


def step(level: int, levels: int) -> int:
    """The shade of a level, 1 to 7, spread over the whole ramp whatever the length of the scale."""
    return 1 + (2 * (level - 1) * (_STEPS - 1) + levels - 1) // (2 * (levels - 1))


def rating_cell(
    level: int | None, levels: int, label: str, *, red_flag: bool = False, changed: bool = False
) -> str:
    """A cell for the rating `level` of 1 to `levels`, or None for "not assessed". `label` says all of it.

    A red flag is a small flag at the top right, a changed rating a ring at the top left. Raise ValueError
    for a rating off the scale.
    """
    if level is not None and not 1 <= level <= levels:
        raise ValueError(f"{level} is not on the scale of 1 to {levels}")
    if level is None:
        css, shown, pips = "chart-none", "\u2013", ""
        dash = ' stroke-dasharray="3 2"'
    else:
        css, shown, pips = f"chart-s{step(level, levels)}", str(level), _pips(level, levels)
        dash = ""
    flag = '<path class="chart-flag" d="M37 14V4l8 3-8 3" stroke-width="1.5"/>' if red_flag else ""
    ring = '<circle class="chart-ring" cx="8.5" cy="8.5" r="3.5" stroke-width="1.5"/>' if changed else ""
    return (
        f'<svg class="chart-cell {css}" viewBox="0 0 52 36" width="52" height="36" role="img" '
        f'aria-label="{text(label)}"><rect x="1" y="1" width="50" height="34" rx="5"{dash}/>'
        f'<text x="26" y="21" text-anchor="middle">{shown}</text>{pips}{flag}{ring}</svg>'
    )


def _pips(level: int, levels: int) -> str:
    """As many dashes as levels, the first `level` of them thick: readable without shade and from afar."""
    wide = min(7.0, 40 / levels - 2)
    left = 26 - ((wide + 2) * levels - 2) / 2
    dashes = [f"M{num(left + (wide + 2) * number)} 28.5h{num(wide)}" for number in range(levels)]
    thin = f'<path class="p" d="{"".join(dashes[level:])}"/>' if level < levels else ""
    return f'<path class="p t" d="{"".join(dashes[:level])}"/>{thin}'
