"""Telling people what happened. Each function is one occasion; actions call them, in their own transaction.

A message never holds a rating, a score or anything computed from one: its reader may still owe a card.
`once` names the occasion, so that the same message is never made twice.
"""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from hiring.models import Application, Interview, Message, Opening, User

# --- The interviewer ------------------------------------------------------------------------------


def assigned(interview: Interview) -> None:
    """Someone is to hold (or shadow) an interview."""
    what = "shadow" if interview.shadow else "hold"
    tell_interviewer(
        interview,
        "assigned",
        f"You {what} an interview: {naming(interview)}",
        f"You {what} {describe(interview)}",
    )


def moved(interview: Interview) -> None:
    """The time, length or place of an interview that someone holds has changed."""
    tell_interviewer(
        interview, "moved", f"New time: {naming(interview)}", f"Changed: you hold {describe(interview)}"
    )


def cancelled(interview: Interview) -> None:
    """An interview that someone was to hold will not take place, or the candidate did not come."""
    why = f"\n\n{interview.reason}" if interview.reason else ""
    tell_interviewer(
        interview,
        "cancelled",
        f"Cancelled: {naming(interview)}",
        f"You no longer hold {describe(interview)}{why}",
    )


def swapped(interview: Interview, replacement: Interview) -> None:
    """Another person takes the interview over: both learn of it."""
    cancelled(interview)
    assigned(replacement)


# --- The hiring team ------------------------------------------------------------------------------


def declined(interview: Interview) -> None:
    """An interviewer cannot hold an interview: the opening's coordinators find someone else."""
    application = interview.application
    tell_team(
        application,
        kind="declined",
        once=f"declined:{interview.pk}",
        subject=f"Declined: {naming(interview)}",
        text=f"{interview.interviewer} cannot hold {describe(interview)}\n\n{interview.reason}",
    )


def left(person: User, interviews: Iterable[Interview]) -> None:
    """A person has left; each of these interviews, now unfilled, goes back to its coordinators."""
    for interview in interviews:
        tell_team(
            interview.application,
            kind="left",
            once=f"left:{person.pk}:{interview.pk}",
            subject=f"Unfilled: {naming(interview)}",
            text=f"{person} no longer takes part. Somebody else is needed for {describe(interview)}",
        )


# --- People ---------------------------------------------------------------------------------------


def invited(person: User, by: User) -> None:
    """Welcome a new person. Holds no secret: a password is chosen by a mail to the same address."""
    tell(
        person,
        kind="invited",
        once=f"invited:{person.pk}:{person.joined_at:%Y%m%d%H%M%S}",
        subject="You are invited to take part in interviews",
        text=f"{by} has invited you. Choose a password with your address {person.email}, then sign in.",
        link=reverse("account_reset_password"),
    )


# --- Pieces ---------------------------------------------------------------------------------------


def naming(interview: Interview) -> str:
    return f"{interview.kit.name}, {interview.application.candidate.shown_name}"


def describe(interview: Interview) -> str:
    application = interview.application
    when = time_for(interview, interview.interviewer)
    place = f" Place: {interview.place}." if interview.place else ""
    who = f"{application.candidate.shown_name} for {application.opening.title}"
    return f"“{interview.kit.name}” with {who}. {when}{place}"


def time_for(interview: Interview, person: User | None) -> str:
    """The time in the words and the time zone of whoever reads it."""
    zone = zoneinfo.ZoneInfo(person.time_zone if person else "UTC")
    if interview.starts_at:
        return f"{words(interview.starts_at.astimezone(zone))}, {interview.minutes} minutes."
    if interview.due_at:
        return f"Due {words(interview.due_at.astimezone(zone))}."
    return "No time yet."


def words(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M} ({moment.tzinfo})"


def tell_interviewer(interview: Interview, kind: str, subject: str, text: str) -> None:
    if interview.interviewer is None or not interview.interviewer.is_active:
        return
    tell(
        interview.interviewer,
        kind=kind,
        once=f"{kind}:{interview.pk}:{interview.calendar_sequence}",
        subject=subject,
        text=text,
        # A cancelled interview's page says so too, and keeps its draft for its author.
        link=f"/interviews/{interview.pk}/",
        interview=interview,
    )


def tell_team(application: Application, *, kind: str, once: str, subject: str, text: str) -> None:
    """The opening's coordinators; its managers where there is no coordinator left."""
    for person in planners_of(application.opening):
        tell(
            person,
            kind=kind,
            once=f"{once}:{person.pk}",
            subject=subject,
            text=text,
            link=reverse("loop", args=[application.pk]),
            application=application,
        )


def planners_of(opening: Opening) -> list[User]:
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(Q(coordinated_openings=opening)).distinct()) or list(
        active.filter(managed_openings=opening).distinct()
    )


def tell(
    recipient: User,
    *,
    kind: str,
    once: str,
    subject: str,
    text: str,
    link: str = "",
    interview: Interview | None = None,
    application: Application | None = None,
) -> None:
    """The one place where a message is made."""
    Message.objects.get_or_create(
        once=once,
        defaults={
            "recipient": recipient,
            "kind": kind,
            "subject": subject[:200],
            "text": text,
            "link": link,
            "interview": interview,
            "application": application or (interview.application if interview else None),
        },
    )
