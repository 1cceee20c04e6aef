"""When a person can be asked: working hours in their own time zone, minus what is booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Pair = tuple[time, time]
Week = tuple[tuple[Pair, ...], ...]

_OFFICE_DAY: tuple[Pair, ...] = ((time(9), time(17)),)
# For someone who never told: better a suggestion they can decline than a person nobody can be offered.
OFFICE_WEEK: Week = (_OFFICE_DAY,) * 5 + ((), ())


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, aware, kept in UTC so that its length is real time."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("A span needs a time zone.")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end < self.start:
            raise ValueError("A span ends after it starts.")

    @classmethod
    def of(cls, start: datetime, minutes: int) -> "Span":
        """Elapsed minutes, not minutes on the wall: an hour across a clock change is an hour."""
        begin = start.astimezone(UTC)
        return cls(begin, begin + timedelta(minutes=minutes))

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60

    def overlaps(self, other: "Span") -> bool:
        """Back to back is no overlap."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """One person's week and bookings."""

    zone: str = "UTC"
    week: Week = OFFICE_WEEK
    busy: tuple[Span, ...] = ()


def week_from(stored: Sequence[Sequence[Sequence[str]]]) -> Week:
    """The week kept as seven lists, Monday first, of pairs such as ["09:00", "17:00"]; [] stands for office hours.

    "24:00" is accepted as an end. Raise ValueError for anything else.
    """
    if not stored:
        return OFFICE_WEEK
    if len(stored) != 7:
        raise ValueError(f"Working hours have seven days, not {len(stored)}.")
    return tuple(tuple(_pair(tuple(pair)) for pair in day) for day in stored)


@lru_cache(maxsize=1000)
def _pair(pair: tuple[str, ...]) -> Pair:
    if len(pair) != 2:
        raise ValueError(f"{list(pair)!r} is not a start and an end.")
    start, end = time.fromisoformat(pair[0]), time.fromisoformat("00:00" if pair[1] == "24:00" else pair[1])
    if start == end:
        raise ValueError(f"{list(pair)!r} is an empty stretch.")
    return start, end


def working(calendar: Calendar, within: Span) -> tuple[Span, ...]:
    """Working time inside `within`, sorted and merged.

    Hours are times on the wall, so a day with a clock change is an hour shorter or longer where the
    change falls inside them. A pair that ends before it starts runs past midnight. A time that the clock
    skips is read with the offset before the change; one that it repeats, as its first occurrence.
    """
    return _working(calendar.zone, calendar.week, within)


@lru_cache(maxsize=1000)
def _working(zone_name: str, week: Week, within: Span) -> tuple[Span, ...]:
    """Most people of a house have the same few weeks."""
    zone = ZoneInfo(zone_name)
    # The day before may run past midnight into the stretch asked for.
    day = within.start.astimezone(zone).date() - timedelta(days=1)
    last = within.end.astimezone(zone).date()
    found: list[Span] = []
    while day <= last:
        for start, end in week[day.weekday()]:
            closes = day if end > start else day + timedelta(days=1)
            begin, finish = _instant(day, start, zone), _instant(closes, end, zone)
            begin, finish = max(begin, within.start), min(finish, within.end)
            if begin < finish:
                found.append(Span(begin, finish))
        day += timedelta(days=1)
    return merged(found)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def free(calendar: Calendar, within: Span) -> tuple[Span, ...]:
    """Working time inside `within` that nothing is booked in, sorted."""
    return without(working(calendar, within), calendar.busy)


def works_at(calendar: Calendar, span: Span) -> bool:
    """Does the whole of `span` lie in working hours?"""
    return _works_at(calendar.zone, calendar.week, span)


# Planning a week asks this of hundreds of people with a handful of zones and weeks between them.
@lru_cache(maxsize=8192)
def _works_at(zone: str, week: Week, span: Span) -> bool:
    return working(Calendar(zone, week), span) == (span,)


def is_free(calendar: Calendar, span: Span) -> bool:
    """Is the whole of `span` working time with nothing booked?"""
    return not any(span.overlaps(taken) for taken in calendar.busy) and works_at(calendar, span)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time as sorted spans that neither overlap nor touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` with every stretch of `taken` cut out."""
    cuts = merged(taken)
    left: list[Span] = []
    for span in spans:
        start = span.start
        for cut in cuts:
            if cut.end <= start or cut.start >= span.end:
                continue
            if cut.start > start:
                left.append(Span(start, cut.start))
            start = cut.end
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)
