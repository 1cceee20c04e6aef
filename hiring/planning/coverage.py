"""Dimension x interviewers: is every dimension of a loop judged by enough people?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# The rule needs only 80% of the weight to be rated, and that is a floor for what went wrong on the day.
# A plan that leaves a dimension out on purpose asks for a rubric without it, so one rater is the least.
ORDINARY_RATERS = 1

CellState = Literal["rates", "open", "shadows", "none"]
HoleCode = Literal["unrated", "must_have_under_rated", "too_few_interviewers"]
Remedy = Literal["assign", "add"]


@dataclass(frozen=True, slots=True)
class Dimension:
    key: str
    name: str
    must_have: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The two numbers of a rubric's policy that a plan has to reach."""

    min_interviewers: int = 3
    must_have_raters: int = 2


@dataclass(frozen=True, slots=True)
class Booking:
    """One live row of a loop: a person, or nobody yet, in one interview. Declined and cancelled rows stay out."""

    id: int
    kit: str
    focus: tuple[str, ...]
    person: int | None = None
    person_name: str = ""
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A person of the loop, or one seat that nobody holds yet."""

    person: int | None
    label: str
    bookings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """What is missing, ready for a sentence.

    `remedy` is "assign" when filling the open seats listed would close the hole, and "add" when the
    loop needs a further seat for it even then.
    """

    code: HoleCode
    dimension: Dimension | None
    planned: int
    needed: int
    open_bookings: tuple[int, ...]
    kits: tuple[str, ...]
    remedy: Remedy

    @property
    def key(self) -> str:
        """The code as the scoring rule writes it: `must_have_under_rated:sql`, `too_few_interviewers`."""
        return f"{self.code}:{self.dimension.key}" if self.dimension else self.code

    @property
    def sentence(self) -> str:
        """Plain text: names are not escaped."""
        people = "interviewer" if self.needed == 1 else "interviewers"
        if self.dimension is None:
            said = f"The loop has {self.planned} of {self.needed} {people}."
        else:
            must = ", a must-have," if self.dimension.must_have else ""
            verb = "needs" if self.planned == 0 else f"has {self.planned} of"
            said = f"{self.dimension.name}{must} {verb} {self.needed} {people}."
        if self.remedy == "assign":
            enough = len(self.open_bookings) > self.needed - self.planned
            return f"{said} Assign {_someone(self.kits, 'or' if enough else 'and')}."
        if self.open_bookings:
            return f"{said} Assigning {_someone(self.kits, 'and')} is not enough: add another interview."
        return f"{said} Add an interview that covers it." if self.dimension else f"{said} Add an interview."


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension: a cell for each column, in the order of the columns."""

    dimension: Dimension
    cells: tuple[CellState, ...]
    raters: int
    needed: int
    hole: Hole | None


@dataclass(frozen=True, slots=True)
class Coverage:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    interviewers: int
    holes: tuple[Hole, ...]


def coverage(dimensions: Sequence[Dimension], bookings: Sequence[Booking], policy: Policy) -> Coverage:
    """The coverage table of a loop and its holes, dimensions first, in the order given.

    Raters of a dimension are different people: someone with two interviews counts once, a shadow never.
    A hole is an ordinary dimension without a rater, a must-have below `policy.must_have_raters`, or a
    loop below `policy.min_interviewers`. A focus key that is no dimension is ignored: an old kit may
    name one that its rubric has dropped.
    """
    columns = _columns(bookings)
    by_id = {booking.id: booking for booking in bookings}
    seats = [[by_id[number] for number in column.bookings] for column in columns]
    rows = tuple(_row(dimension, seats, bookings, policy) for dimension in dimensions)
    counting = [booking for booking in bookings if not booking.shadow]
    people = len({booking.person for booking in counting} - {None})
    holes = [row.hole for row in rows if row.hole]
    if people < policy.min_interviewers:
        empty = [booking for booking in counting if booking.person is None]
        holes.append(_hole("too_few_interviewers", None, people, policy.min_interviewers, empty))
    return Coverage(columns, rows, people, tuple(holes))


def _columns(bookings: Sequence[Booking]) -> tuple[Column, ...]:
    """A column for each person in order of appearance; every open seat is one of its own."""
    grouped: dict[tuple[str, int], list[Booking]] = {}
    for booking in bookings:
        if booking.person is None:
            grouped[("seat", booking.id)] = [booking]
        else:
            grouped.setdefault(("person", booking.person), []).append(booking)
    return tuple(
        Column(held[0].person, held[0].person_name or held[0].kit, tuple(booking.id for booking in held))
        for held in grouped.values()
    )


def _row(
    dimension: Dimension, seats: Sequence[Sequence[Booking]], bookings: Sequence[Booking], policy: Policy
) -> Row:
    touching = [booking for booking in bookings if dimension.key in booking.focus and not booking.shadow]
    raters = len({booking.person for booking in touching} - {None})
    # A policy may ask nothing special of must-haves; they never need less than any other dimension.
    needed = max(policy.must_have_raters, ORDINARY_RATERS) if dimension.must_have else ORDINARY_RATERS
    hole = None
    if raters < needed:
        code: HoleCode = "must_have_under_rated" if dimension.must_have else "unrated"
        empty = [booking for booking in touching if booking.person is None]
        hole = _hole(code, dimension, raters, needed, empty)
    return Row(dimension, tuple(_cell(dimension.key, held) for held in seats), raters, needed, hole)


def _cell(key: str, held: Sequence[Booking]) -> CellState:
    about = [booking for booking in held if key in booking.focus]
    if not about:
        return "none"
    if all(booking.shadow for booking in about):
        return "shadows"
    return "open" if about[0].person is None else "rates"


def _hole(
    code: HoleCode, dimension: Dimension | None, planned: int, needed: int, empty: Sequence[Booking]
) -> Hole:
    kits = tuple(dict.fromkeys(booking.kit for booking in empty))
    # Nobody sits in a loop twice, so each open seat brings one more person.
    remedy: Remedy = "assign" if planned + len(empty) >= needed else "add"
    return Hole(code, dimension, planned, needed, tuple(booking.id for booking in empty), kits, remedy)


def _someone(kits: Sequence[str], word: str) -> str:
    return f"someone to {f' {word} '.join(kits)}"
