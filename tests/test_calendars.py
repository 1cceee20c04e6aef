"""Calendar files, read back by a library as a calendar would read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hiring.calendars import Attendee, Entry, cancel, feed, request

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
ANA = Attendee("Ana Silva", "ana@example.com")
BO = Attendee("Bo Ek", "bo@example.com")


def entry(**changes):
    given = {
        "uid": "5f0c@scorecards",
        "sequence": 0,
        "candidate": "Kim Doe",
        "kit": "SQL and data",
        "link": "https://hire.example.com/interviews/7/",
        "starts_at": datetime(2026, 3, 4, 10, 0, tzinfo=BERLIN),
    }
    return Entry(**(given | changes))


def read(text):
    calendar = Calendar.from_ical(text)
    return calendar, calendar.walk("VEVENT")


def invite(value, **changes):
    return request(value, **({"organizer": ANA, "attendees": [BO], "at": NOW} | changes))


def test_an_invitation_carries_who_when_and_where():
    calendar, [event] = read(invite(entry(place="Room 4; floor 2, left")))
    assert calendar["METHOD"] == "REQUEST"
    assert event.decoded("DTSTAMP") == NOW
    assert event.decoded("DTSTART") == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    assert event["SUMMARY"] == "SQL and data: Kim Doe"
    assert event["LOCATION"] == "Room 4; floor 2, left"
    assert event["ORGANIZER"] == "mailto:ana@example.com"
    assert event["ATTENDEE"] == "mailto:bo@example.com"
    assert event["ATTENDEE"].params["CN"] == "Bo Ek"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_starts_are_written_in_utc_without_a_time_zone_table():
    text = invite(entry())
    assert "DTSTART:20260304T090000Z\r\n" in text
    assert "TZID" not in text
    assert "VTIMEZONE" not in text


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 3, 28, 10, tzinfo=BERLIN), datetime(2026, 3, 28, 9, tzinfo=UTC)),
        (datetime(2026, 3, 29, 10, tzinfo=BERLIN), datetime(2026, 3, 29, 8, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_clock_changes_move_the_utc_start_and_never_the_length(local, utc):
    _, [event] = read(invite(entry(starts_at=local, minutes=90)))
    assert event.decoded("DTSTART") == utc
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)


def test_a_cancellation_names_the_same_entry_with_a_higher_sequence():
    _, [sent] = read(invite(entry()))
    calendar, [gone] = read(cancel(entry(sequence=1), organizer=ANA, attendees=[BO], at=NOW))
    assert calendar["METHOD"] == "CANCEL"
    assert gone["UID"] == sent["UID"]
    assert gone["SEQUENCE"] == sent["SEQUENCE"] + 1
    assert gone["STATUS"] == "CANCELLED"
    assert gone.walk("VALARM") == []


def test_the_alarm_rings_before_the_start_and_can_be_left_out():
    _, [event] = read(invite(entry(), remind=10))
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-10)
    _, [silent] = read(invite(entry(), remind=None))
    assert silent.walk("VALARM") == []


def test_a_take_home_is_an_all_day_entry_that_leaves_the_day_free():
    _, [event] = read(invite(entry(starts_at=None, due_on=date(2026, 3, 29))))
    assert event.decoded("DTSTART") == date(2026, 3, 29)
    assert event.decoded("DTEND") == date(2026, 3, 30)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "SQL and data: Kim Doe (due)"
    assert event.walk("VALARM") == []


def test_a_feed_holds_every_entry_and_invites_nobody():
    text = feed(
        [entry(uid="a@x"), entry(uid="b@x", starts_at=None, due_on=date(2026, 3, 9))], name="Bo", at=NOW
    )
    calendar, events = read(text)
    assert calendar["METHOD"] == "PUBLISH"
    assert [event["UID"] for event in events] == ["a@x", "b@x"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT60M\r\n" in text
    assert "X-WR-CALNAME:Bo\r\n" in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_an_empty_feed_is_still_a_calendar():
    calendar, events = read(feed([], name="Bo", at=NOW))
    assert (calendar["METHOD"], events) == ("PUBLISH", [])


def test_the_same_values_give_the_same_bytes():
    assert invite(entry()) == invite(entry())


def test_an_entry_has_no_room_for_anything_but_the_plain_facts():
    assert set(Entry.__dataclass_fields__) == {
        *("uid", "sequence", "candidate", "kit", "link", "starts_at", "minutes", "due_on", "place")
    }
    _, [event] = read(invite(entry()))
    assert event["DESCRIPTION"] == "Interview kit and scorecard: https://hire.example.com/interviews/7/"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=200), st.text(max_size=60))
def test_no_text_can_add_a_line_break_a_fold_or_a_person(candidate, kit, place, name):
    text = invite(
        entry(candidate=candidate, kit=kit, place=place), attendees=[Attendee(name, "bo@example.com")]
    )
    lines = text.encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    _, [event] = read(text)
    assert event["ATTENDEE"] == "mailto:bo@example.com"
    assert event["UID"] == "5f0c@scorecards"
    assert len(event.walk()) == 2


def test_a_name_with_line_breaks_adds_no_property():
    _, [event] = read(invite(entry(candidate="Kim\r\nATTENDEE:mailto:eve@example.com")))
    assert event["SUMMARY"] == "SQL and data: Kim ATTENDEE:mailto:eve@example.com"
    assert event["ATTENDEE"] == "mailto:bo@example.com"


@pytest.mark.parametrize("address", ["", "bo", "bo@x\r\nX:1", "bo@x,eve@x", "<bo@x>"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        invite(entry(), attendees=[Attendee("Bo", address)])


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": None},
        {"due_on": date(2026, 3, 9)},
        {"starts_at": datetime(2026, 3, 4, 10)},  # noqa: DTZ001 - the point
        {"minutes": 0},
    ],
)
def test_an_entry_without_one_clear_time_is_refused(changes):
    with pytest.raises(ValueError, match=r"start|minute"):
        entry(**changes)
