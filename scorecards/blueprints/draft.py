"""What reading a page gives: frozen values, each with where it was found."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from scorecards.blueprints.blocks import Page
from scorecards.blueprints.weights import Weight

Sure = Literal["sure", "likely", "check"]


@dataclass(frozen=True)
class Signal:
    """`kind` is "strong", "weak" or "red"; `dimension` the one it stands beside or under."""

    kind: str
    text: str
    place: int
    dimension: str = ""


@dataclass(frozen=True)
class Assess:
    """What to assess, and how to ask for it: one line for each question."""

    name: str | None
    lines: tuple[str, ...]
    place: int
    dimension: str = ""


@dataclass(frozen=True)
class Task:
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    title: str
    kind: str
    place: int
    minutes: tuple[int, int] | None = None
    setup: tuple[str, ...] = ()
    prompt: str | None = None
    tasks: tuple[Task, ...] = ()
    look_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dimension:
    """`levels` are texts with their labels from the lowest up; `group` is the heading it stood under."""

    name: str
    place: int
    meets_bar: str | None = None
    weight: Weight | None = None
    percent: Fraction | None = None
    levels: tuple[tuple[str, str], ...] = ()
    must_have: bool = False
    group: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Found:
    """`what` in words, the heading it stood under, the number of its block, and how sure."""

    what: str
    heading: str
    place: int
    sure: Sure
    why: str = ""


@dataclass(frozen=True)
class LeftOut:
    what: str
    heading: str
    place: int
    why: str


@dataclass(frozen=True)
class Scorecard:
    heading: str
    level: str
    place: int
    dimensions: tuple[Dimension, ...]
    total: Fraction | None = None
    notes: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    assess: tuple[Assess, ...] = ()
    sure: Sure = "sure"
    why: str = ""

    @property
    def weighted(self) -> bool:
        return any(each.weight is not None for each in self.dimensions)


@dataclass(frozen=True)
class Proposal:
    """Competencies of a page without a scorecard, with the points under each."""

    heading: str
    place: int
    dimensions: tuple[tuple[str, tuple[str, ...], int], ...]


@dataclass(frozen=True)
class Links:
    """By place in the list: the dimension's name or None. Exercises may have several."""

    assess: tuple[str | None, ...] = ()
    exercises: tuple[tuple[str, ...], ...] = ()
    signals: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Draft:
    """One rubric to check: a scorecard, or none, with the parts that go with it."""

    title: str | None
    level: str
    scorecard: Scorecard | None
    assess: tuple[Assess, ...]
    exercises: tuple[Exercise, ...]
    signals: tuple[Signal, ...]
    links: Links = field(default_factory=Links)
    proposed: bool = False


@dataclass(frozen=True)
class Reading:
    page: Page
    drafts: tuple[Draft, ...]
    proposal: Proposal | None
    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
