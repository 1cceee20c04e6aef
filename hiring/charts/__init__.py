"""Values -> SVG, rendered on the server. Pure: no Django, no clock, and no state.

Everything here returns a plain `str` of markup that is complete and safe: each text that comes in is escaped,
each number is formatted, and an id is refused unless it is one. A template may mark it safe as it is.

One visual language, in `static/css/charts.css`:
- position says how much, always on the scale from 1 to its end, with the bar as an upright line;
- shape or pattern repeats whatever colour says: a full diamond is a score, a hollow one provisional, hatching
  is what holds down or is missing, the number stands in every cell;
- no style attribute anywhere, so a strict content security policy holds; colours come from classes;
- every picture is an image with a name. Large ones take an id and have a title and a description.
"""

from hiring.charts.bars import Contribution, Part, contribution_bars, coverage_bar
from hiring.charts.cells import rating_cell
from hiring.charts.dots import MOST, Dot, dots, symbol
from hiring.charts.scale import Scale
from hiring.charts.score import Reading, mini_bars, score_bar

__all__ = [
    "MOST",
    "Contribution",
    "Dot",
    "Part",
    "Reading",
    "Scale",
    "contribution_bars",
    "coverage_bar",
    "dots",
    "mini_bars",
    "rating_cell",
    "score_bar",
    "symbol",
]
