"""When a set of people could meet."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hiring.planning.hours import Calendar, Span, free


def common_free(calendars: Sequence[Calendar], within: Span) -> tuple[Span, ...]:
    """Time inside `within` when everyone works and is free. Nobody asked: all of it."""
    common: tuple[Span, ...] = (within,)
    for calendar in calendars:
        theirs = free(calendar, within)
        common = tuple(
            Span(max(one.start, other.start), min(one.end, other.end))
            for one in common
            for other in theirs
            if one.overlaps(other)
        )
    return common


def starts(spans: Iterable[Span], minutes: int, *, zone: str, step: int = 30) -> tuple[datetime, ...]:
    """Every start, on the clock's `step` in `zone`, that leaves room for `minutes`. `step` divides 60."""
    found: list[datetime] = []
    needed = timedelta(minutes=minutes)
    for span in spans:
        local = span.start.astimezone(ZoneInfo(zone))
        past = timedelta(minutes=local.minute % step, seconds=local.second, microseconds=local.microsecond)
        start = span.start if not past else span.start + timedelta(minutes=step) - past
        while start + needed <= span.end:
            found.append(start)
            start += timedelta(minutes=step)
    return tuple(found)


def back_to_back(
    order: Sequence[tuple[Calendar, int]], within: Span, *, zone: str, step: int = 30, limit: int = 5
) -> tuple[tuple[datetime, ...], ...]:
    """The first `limit` ways to hold the interviews one straight after the other, in the order given.

    `order` has the person's calendar and the minutes of each interview; the result, its starts.
    """
    total = sum(minutes for _, minutes in order)
    ways: list[tuple[datetime, ...]] = []
    spans = [free(calendar, within) for calendar, _ in order]
    for first in starts((within,), total, zone=zone, step=step):
        at, plan = first, list[datetime]()
        for theirs, (_, minutes) in zip(spans, order, strict=True):
            wanted = Span.of(at, minutes)
            if not any(span.start <= wanted.start and wanted.end <= span.end for span in theirs):
                break
            plan.append(at)
            at = wanted.end
        else:
            ways.append(tuple(plan))
            if len(ways) == limit:
                break
    return tuple(ways)
