"""Interviews as entries of their interviewer's calendar: in the mails about them, and in the personal feed."""

from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from hiring import calendars
from hiring.models import Interview, User


def entry_of(interview: Interview, person: User) -> calendars.Entry | None:
    """As the person reads it; None while the interview has no time."""
    if not (interview.starts_at or interview.due_at):
        return None
    zone = ZoneInfo(person.time_zone)
    return calendars.Entry(
        uid=f"{interview.calendar_uid}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=interview.calendar_sequence,
        candidate=interview.application.candidate.shown_name,
        kit=interview.kit.name + (" (shadowing)" if interview.shadow else ""),
        link=f"{settings.SITE_URL}/interviews/{interview.pk}/",
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        due_on=interview.due_at.astimezone(zone).date() if interview.due_at else None,
        place=interview.place,
    )


def invitation(interview: Interview, person: User) -> tuple[str, str]:
    """The calendar text and its method: a new entry, or with a higher sequence its update. Empty without a time."""
    entry = entry_of(interview, person)
    if entry is None:
        return "", ""
    text = calendars.request(entry, organizer=organizer(), attendees=[attendee(person)], at=timezone.now())
    return text, "REQUEST"


def withdrawal(interview: Interview, person: User) -> tuple[str, str]:
    """Takes the entry out of the person's calendar again."""
    entry = entry_of(interview, person)
    if entry is None:
        return "", ""
    text = calendars.cancel(entry, organizer=organizer(), attendees=[attendee(person)], at=timezone.now())
    return text, "CANCEL"


def organizer() -> calendars.Attendee:
    """The sender of the mails. A coordinator's own address would make calendars refuse the entry where the
    coordinator is the interviewer too, and mail programs suspect a forged sender everywhere else."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return calendars.Attendee(name or "Scorecards", address)


def attendee(person: User) -> calendars.Attendee:
    return calendars.Attendee(person.name, person.email)
