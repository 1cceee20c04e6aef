"""Candidates on one scale, each with a shape and a letter of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.charts.scale import EDGE, WIDTH, Number, Scale, at, figure, num, text, write

# Drawn around 0,0; told apart by outline alone, also at 12 pixels and in grey.
_SHAPES = (
    ("circle", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z"),
    ("square", "M-5.5-5.5h11v11h-11z"),
    ("diamond", "M0-7.5l7.5 7.5-7.5 7.5-7.5-7.5z"),
    ("triangle", "M0-7l7 12.5h-14z"),
    ("cross", "M-2.2-6.5h4.4v4.3h4.3v4.4h-4.3v4.3h-4.4v-4.3h-4.3v-4.4h4.3z"),
    ("triangle pointing down", "M0 7l7-12.5h-14z"),
)
_LETTERS = "ABCDEF"
MOST = len(_SHAPES)


@dataclass(frozen=True, slots=True)
class Dot:
    """`score` None: nobody rated it, and no dot is drawn. `shown` is the score's text."""

    name: str
    score: Number | None
    shown: str


def dots(ident: str, title: str, scale: Scale, marks: Sequence[Dot]) -> str:
    """Up to six candidates on the scale; those too close to stand side by side are stacked, A on top.

    The n-th dot has the n-th shape and letter in every chart of a page. Raise ValueError for more than six.
    """
    if len(marks) > MOST:
        raise ValueError(f"{len(marks)} candidates: {MOST} is the most that can be told apart")
    places = _stacked(scale, marks)
    axis = 14.0 + 18 * max((lane for _, _, lane in places), default=0) + 14
    ticks = "".join(f"M{num(at(scale, level))} {num(axis)}v4" for level in range(1, scale.levels + 1))
    numbers = "".join(
        write(at(scale, level), axis + 15, str(level), "chart-small") for level in range(1, scale.levels + 1)
    )
    bar = num(at(scale, scale.cuts[1]))
    drawn = "".join(_mark(number, x, 14 + 18 * lane) for number, x, lane in places)
    body = (
        f'<path class="chart-axis" d="M{EDGE} {num(axis)}H{WIDTH - EDGE}{ticks}"/>'
        f'<path class="chart-bar" d="M{bar} 2V{num(axis)}" stroke-width="2"/>{numbers}{drawn}'
    )
    return figure(ident, title, _said(scale, marks), axis + 20, body)


def _said(scale: Scale, marks: Sequence[Dot]) -> str:
    each = [
        f"{letter}, {mark.name}: {mark.shown if mark.score is not None else 'not rated'}."
        for letter, mark in zip(_LETTERS, marks, strict=False)
    ]
    return " ".join([*each, f"Bar {scale.bar}, scale 1 to {scale.levels}."])


def _stacked(scale: Scale, marks: Sequence[Dot]) -> list[tuple[int, float, int]]:
    """Number, x and lane of each dot: the highest lane where it and its letter touch no other."""
    placed: list[tuple[int, float, int]] = []
    for number, mark in enumerate(marks):
        if mark.score is None:
            continue
        x, lane = at(scale, mark.score), 0
        while any(other == lane and abs(x - there) < 30 for _, there, other in placed):
            lane += 1
        placed.append((number, x, lane))
    return placed


def _mark(number: int, x: float, y: float) -> str:
    # At the right end the letter moves to the left of its shape.
    side, anchor = (-10.0, "end") if x > WIDTH - 24 else (10.0, "start")
    shape = f'<path class="chart-dot" d="{_SHAPES[number][1]}" transform="translate({num(x)} {num(y)})"/>'
    return shape + write(x + side, y + 4, _LETTERS[number], "chart-letter", anchor)


def symbol(number: int) -> str:
    """The shape and letter of the n-th candidate, from 0, to stand beside the name in a legend or heading."""
    name, path = _SHAPES[number]
    return (
        f'<svg class="chart-symbol" viewBox="0 0 30 18" width="30" height="18" role="img" '
        f'aria-label="{text(f"{_LETTERS[number]}, {name}")}">'
        f'<path class="chart-dot" d="{path}" transform="translate(9 9)"/>'
        f"{write(19, 13, _LETTERS[number], 'chart-letter', 'start')}</svg>"
    )
