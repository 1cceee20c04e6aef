"""Working hours, on days when the clock changes too."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from hiring.planning.hours import (
    OFFICE_WEEK,
    Calendar,
    Span,
    free,
    is_free,
    merged,
    week_from,
    without,
    working,
)

BERLIN = ZoneInfo("Europe/Berlin")
EVERY_DAY = (((time(0), time(0)),),) * 7
NIGHTS = (((time(22), time(6)),),) * 7


def at(day, hour=0, minute=0, month=3):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def spans(*pairs):
    return tuple(Span(at(*start), at(*end)) for start, end in pairs)


def test_office_hours_follow_the_wall_clock_across_a_clock_change():
    # Berlin goes to summer time on Sunday 29 March 2026.
    friday_to_monday = Span(at(27), at(31))
    assert working(Calendar("Europe/Berlin"), friday_to_monday) == spans(
        ((27, 8), (27, 16)), ((30, 7), (30, 15))
    )


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25), (10, 24, 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(month, day, hours):
    whole = Span(datetime(2026, month, day, tzinfo=BERLIN), datetime(2026, month, day + 1, tzinfo=BERLIN))
    found = working(Calendar("Europe/Berlin", EVERY_DAY), whole)
    assert found == (whole,)
    assert whole.minutes == hours * 60


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 28, 7), (10, 24, 9), (10, 20, 8)])
def test_a_night_shift_runs_into_the_next_day(month, day, hours):
    window = Span(
        datetime(2026, month, day, 12, tzinfo=BERLIN), datetime(2026, month, day + 1, 12, tzinfo=BERLIN)
    )
    [night] = working(Calendar("Europe/Berlin", NIGHTS), window)
    assert night.minutes == hours * 60


def test_the_tail_of_last_nights_shift_counts_this_morning():
    morning = Span(at(3, 1), at(3, 8))
    assert working(Calendar("UTC", NIGHTS), morning) == spans(((3, 1), (3, 6)))


def test_an_hour_across_a_clock_change_is_an_hour():
    assert Span.of(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), 60).end == at(25, 1, 30, month=10)


def test_bookings_are_cut_out_of_working_time():
    calendar = Calendar("UTC", busy=spans(((2, 8), (2, 10)), ((2, 12), (2, 13)), ((2, 12, 30), (2, 13, 30))))
    assert free(calendar, Span(at(2), at(3))) == spans(((2, 10), (2, 12)), ((2, 13, 30), (2, 17)))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ((2, 9), True),
        ((2, 16), True),
        ((2, 16, 1), False),
        ((2, 11), True),
        ((2, 11, 30), False),
        ((7, 10), False),
    ],
)
def test_free_means_at_work_with_nothing_booked_and_back_to_back_is_free(start, expected):
    calendar = Calendar("UTC", busy=spans(((2, 12), (2, 13))))
    assert is_free(calendar, Span.of(at(*start), 60)) is expected


def test_cutting_everything_leaves_nothing():
    assert without(spans(((2, 9), (2, 10))), spans(((2, 8), (2, 11)))) == ()


def test_touching_spans_become_one():
    assert merged(spans(((2, 10), (2, 11)), ((2, 9), (2, 10)), ((2, 12), (2, 13)))) == spans(
        ((2, 9), (2, 11)), ((2, 12), (2, 13))
    )


def test_a_stored_week_is_read_and_nothing_told_means_office_hours():
    stored = [[["09:00", "12:00"], ["13:00", "24:00"]], [], [], [], [], [], []]
    assert week_from(stored)[0] == ((time(9), time(12)), (time(13), time(0)))
    assert week_from([]) == OFFICE_WEEK


@pytest.mark.parametrize("stored", [[[]], [[["09:00"]]] * 7, [[["9", "x"]]] * 7, [[["09:00", "09:00"]]] * 7])
def test_a_week_that_makes_no_sense_is_refused(stored):
    with pytest.raises(ValueError, match=r"."):
        week_from(stored)


def test_a_span_without_a_zone_or_backwards_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Span(datetime(2026, 3, 2), at(3))  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="after it starts"):
        Span(at(3), at(2))
