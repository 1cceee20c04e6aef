"""Interviews -> iCalendar text (RFC 5545, RFC 5546) that Google, Outlook and Apple accept.

An entry is built from the few fields of `Entry` and has no free description, so that no score, rating
or word of a scorecard can reach a calendar that other people read.

- Starts are written in UTC. Every calendar shows them in its reader's zone, on both sides of a clock
  change; a TZID would need a VTIMEZONE that Outlook matches by its own list of names. Local time is
  only worth that for repeating events, and an interview does not repeat.
- A take-home is an all-day event on the day it is due that leaves the day free. Google ignores a VTODO
  in mail and in feeds, and Outlook files it out of sight.
- The same UID with a higher SEQUENCE moves or cancels the entry that people have.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

PRODUCT = "-//Scorecards//Interviews//EN"
REQUEST_TYPE = "text/calendar; method=REQUEST; charset=utf-8"
CANCEL_TYPE = "text/calendar; method=CANCEL; charset=utf-8"
FEED_TYPE = "text/calendar; charset=utf-8"

_ADDRESS = re.compile(r"[^\s@<>\"',;:\x00-\x1f\x7f]+@[^\s@<>\"',;:\x00-\x1f\x7f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview in a calendar: at `starts_at` for `minutes`, or, for a take-home, due on the day `due_on`.

    `due_on` is the day in the reader's own zone. Raise ValueError unless exactly one of the two is given,
    for a start without a time zone, and for less than a minute.
    """

    uid: str
    sequence: int
    candidate: str
    kit: str
    link: str
    starts_at: datetime | None = None
    minutes: int = 60
    due_on: date | None = None
    place: str = ""

    def __post_init__(self) -> None:
        if (self.starts_at is None) == (self.due_on is None):
            raise ValueError("An interview has a start; a take-home has a due date.")
        if self.starts_at is not None and self.starts_at.utcoffset() is None:
            raise ValueError("A start needs a time zone.")
        if self.minutes < 1:
            raise ValueError("An interview takes a minute or more.")

    @property
    def title(self) -> str:
        said = f"{self.kit}: {self.candidate}"
        return f"{said} (due)" if self.due_on else said


def request(
    entry: Entry, *, organizer: Attendee, attendees: Iterable[Attendee], at: datetime, remind: int | None = 15
) -> str:
    """An invitation, or with a higher sequence its update. `remind` is minutes before the start, None for none.

    Send it as REQUEST_TYPE. `at` is now. Raise ValueError for something that is no address.
    """
    calendar = _calendar("REQUEST")
    calendar.add_component(_invitation(entry, organizer, attendees, at, remind))
    return _text(calendar)


def cancel(entry: Entry, *, organizer: Attendee, attendees: Iterable[Attendee], at: datetime) -> str:
    """Takes the entry out of its attendees' calendars. Its sequence is higher than that of the invitation.

    Send it as CANCEL_TYPE, to the person who leaves when someone is swapped.
    """
    event = _invitation(entry, organizer, attendees, at, None)
    event["STATUS"] = vText("CANCELLED")
    calendar = _calendar("CANCEL")
    calendar.add_component(event)
    return _text(calendar)


def feed(
    entries: Iterable[Entry], *, name: str, at: datetime, refresh: timedelta = timedelta(hours=1)
) -> str:
    """A person's interviews to subscribe to, in the order given; one that has gone is simply not there.

    It has no organizer and no attendees: Outlook would ask its reader to accept each entry.
    """
    calendar = _calendar("PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, _line(name))
    # The standard's name for it, and the one that Outlook reads. Google chooses its own pace.
    calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vText(_duration(refresh)))
    for entry in entries:
        calendar.add_component(_event(entry, at))
    return _text(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("UID", _line(entry.uid))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", at.astimezone(UTC))
    if entry.starts_at is not None:
        start = entry.starts_at.astimezone(UTC)
        event.add("DTSTART", start)
        event.add("DTEND", start + timedelta(minutes=entry.minutes))
        event.add("TRANSP", "OPAQUE")
    elif entry.due_on is not None:
        event.add("DTSTART", entry.due_on)
        event.add("DTEND", entry.due_on + timedelta(days=1))  # the end of a day is the next day, exclusive
        event.add("TRANSP", "TRANSPARENT")
        event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    event.add("SUMMARY", _line(entry.title))
    event.add("STATUS", "CONFIRMED")
    if entry.place:
        event.add("LOCATION", _line(entry.place))
    # Google and phones show the description and not the URL.
    event.add("DESCRIPTION", f"Interview kit and scorecard: {_line(entry.link)}")
    event.add("URL", vUri(_line(entry.link)))
    return event


def _invitation(
    entry: Entry, organizer: Attendee, attendees: Iterable[Attendee], at: datetime, remind: int | None
) -> Event:
    event = _event(entry, at)
    event.add("ORGANIZER", _address(organizer))
    for attendee in attendees:
        address = _address(attendee)
        address.params.update(
            {
                "CUTYPE": "INDIVIDUAL",
                "ROLE": "REQ-PARTICIPANT",
                "PARTSTAT": "NEEDS-ACTION",
                "RSVP": "TRUE",
            }
        )
        event.add("ATTENDEE", address, encode=False)
    if remind is not None and entry.starts_at is not None:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", _line(entry.title))
        alarm.add("TRIGGER", timedelta(minutes=-remind))
        event.add_component(alarm)
    return event


def _address(person: Attendee) -> vCalAddress:
    if not _ADDRESS.fullmatch(person.email):
        raise ValueError(f"{person.email!r} is not an e-mail address.")
    address = vCalAddress(f"mailto:{person.email}")
    # A quoted parameter cannot hold a double quote, by the standard.
    address.params["CN"] = _line(person.name).replace('"', "'")
    return address


def _line(text: str) -> str:
    """One line without control characters: names come from imports and forms, and must not add properties."""
    return _CONTROL.sub(" ", text).strip()


def _duration(length: timedelta) -> str:
    return f"PT{int(length.total_seconds()) // 60}M"


def _text(calendar: Calendar) -> str:
    """Lines end in CRLF and are folded at 75 bytes, never inside a character."""
    return str(calendar.to_ical(), "utf-8")
