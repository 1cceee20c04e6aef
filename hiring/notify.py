"""Telling people what happened. Each function is one occasion; actions call them, in their own transaction.

A message never holds a rating, a score or anything computed from one: its reader may still owe a card.
`once` names the occasion, so that the same message is never made twice. Whoever has left gets nothing.
The mail is deferred in the same transaction: a change that is rolled back mails nothing (hiring/mail.py).
"""

import zoneinfo
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from hiring import access, invites
from hiring.models import Application, Decision, Interview, Message, Opening, User

Kind = Message.Kind
DIGEST_AT = time(7, 30)  # in the reader's own time zone
# What begins within this time after the next mail of the day is not left to it.
TOO_LATE_FOR_DIGEST = timedelta(hours=3)
AT_ONCE = {Kind.REMINDER, Kind.INVITED}

# --- The interviewer ------------------------------------------------------------------------------


def assigned(interview: Interview) -> None:
    """Someone is to hold (or shadow) an interview."""
    tell_interviewer(
        interview,
        Kind.ASSIGNED,
        f"You {doing(interview)}: {naming(interview)}",
        f"You {doing(interview)} “{interview.kit.name}” with {for_whom(interview)}.",
        calendar=True,
    )


def moved(interview: Interview, was: Interview) -> None:
    """The time, length or place of an interview that someone holds has changed; `was` is how it stood before."""
    fixed = bool(interview.starts_at or interview.due_at)
    had = bool(was.starts_at or was.due_at)
    same = (was.starts_at, was.due_at, was.minutes) == (
        interview.starts_at, interview.due_at, interview.minutes,
    )  # fmt: skip
    what = "Changed" if same else ("New time" if had else "Time set") if fixed else "Time open again"
    tell_interviewer(
        interview,
        Kind.MOVED,
        f"{what}: {naming(interview)}",
        f"{what}: you {doing(interview)} “{interview.kit.name}” with {for_whom(interview)}.",
        calendar=True,
        was=was,
    )


def cancelled(interview: Interview) -> None:
    """An interview that someone was to hold will not take place, or the candidate did not come."""
    why = f"\n\n{interview.reason}" if interview.reason else ""
    tell_interviewer(
        interview,
        Kind.CANCELLED,
        f"Cancelled: {naming(interview)}",
        f"You no longer {doing(interview)} “{interview.kit.name}” with {for_whom(interview)}. "
        f"You owe no scorecard for it.{why}",
        calendar=True,
        was=interview,
    )


def swapped(interview: Interview, replacement: Interview) -> None:
    """Another person takes the interview over: both learn of it."""
    cancelled(interview)
    assigned(replacement)


def reminder(interview: Interview) -> bool:
    """Soon before it begins. Moved to another time, it is reminded of again."""
    begins = interview.starts_at or interview.due_at
    if begins is None or interview.interviewer is None:
        return False
    clock = begins.astimezone(zoneinfo.ZoneInfo(interview.interviewer.time_zone))
    when = f"At {clock:%H:%M}" if interview.starts_at else f"Due {clock:%A}"
    return tell_interviewer(
        interview,
        Kind.REMINDER,
        f"{when}: {naming(interview)}",
        f"You {doing(interview)} “{interview.kit.name}” with {for_whom(interview)}.\n\n"
        "Questions, exercise and scorecard are on one page. What you type there is saved as you type.",
        once=f"{begins:%Y%m%d%H%M}",
    )


def card_due(interview: Interview, ended: datetime) -> bool:
    """The interview is over and its card not handed in."""
    return tell_interviewer(
        interview,
        Kind.CARD_DUE,
        f"Your scorecard: {naming(interview)}",
        f"How was “{interview.kit.name}” with {for_whom(interview)}? A scorecard written now takes minutes and "
        f"remembers more than one written tomorrow.\n\n{DID_NOT}",
        once=f"{ended:%Y%m%d%H%M}",
    )


def card_overdue(interview: Interview, ended: datetime, late: timedelta, number: int, most: int) -> bool:
    """The card is a day late or more. `number` counts these messages, of `most` there will ever be."""
    days = max(late.days, 1)
    last = "\n\nThis is the last reminder of it." if number == most else ""
    return tell_interviewer(
        interview,
        Kind.CARD_OVERDUE,
        f"Scorecard {days} day{'s' if days > 1 else ''} late: {naming(interview)}",
        f"Your scorecard for “{interview.kit.name}” with {for_whom(interview)} is not in yet. "
        f"The others wait for it, and you see none of theirs before yours is in.\n\n{DID_NOT}{last}",
        once=f"{ended:%Y%m%d%H%M}:{number}",
    )


DID_NOT = "If you did not hold the interview, say so on the same page; then you owe nothing."

# --- The hiring team ------------------------------------------------------------------------------


def declined(interview: Interview) -> None:
    """An interviewer cannot hold an interview: the opening's coordinators find someone else."""
    tell_planners(
        interview,
        kind=Kind.DECLINED,
        once=f"declined:{interview.pk}",
        subject=f"Declined: {naming(interview)}",
        text=f"{interview.interviewer} cannot hold “{interview.kit.name}” with {for_whom(interview)}.\n\n"
        f"{interview.reason}",
    )


def left(person: User, interviews: Iterable[Interview]) -> None:
    """A person has left; each of these interviews, now unfilled, goes back to its coordinators."""
    for interview in interviews:
        tell_planners(
            interview,
            kind=Kind.LEFT,
            once=f"left:{person.pk}:{interview.pk}",
            subject=f"Unfilled: {naming(interview)}",
            text=f"{person} no longer takes part. Somebody else is needed for “{interview.kit.name}” with "
            f"{for_whom(interview)}.",
        )


def loop_complete(application: Application, since: datetime) -> int:
    """Every scorecard is in, the last one at `since`: to the managers who owe none themselves. It says that
    they are in, not what they say."""
    who, opening = application.candidate.shown_name, application.opening.title
    return sum(
        tell_of(
            application,
            person,
            Kind.COMPLETE,
            f"{since:%Y%m%d%H%M%S%f}",
            f"All scorecards are in: {who}",
            f"Everyone who interviewed {who} for {opening} has handed in a scorecard. "
            "You can read them, open the debrief and decide.",
            reverse("summary", args=[application.pk]),
        )
        for person in access.deciders_of(application)
    )


def debrief_opened(application: Application, by: User) -> None:
    """To everyone who may be there, except whoever opened it."""
    for person in access.readers_of(application).exclude(pk=by.pk):
        tell_of(
            application,
            person,
            Kind.DEBRIEF,
            "opened",
            f"Debrief: {application.candidate.shown_name}",
            f"{by} has opened the debrief on {application.candidate.shown_name} for {application.opening.title}. "
            "From now on a changed rating stands beside the independent one.",
            reverse("debrief", args=[application.pk]),
        )


def decided(decision: Decision) -> None:
    """A decision is on record. Which one is read in the product, by whoever may read it then."""
    application, by = decision.application, decision.decided_by
    for person in access.readers_of(application).exclude(pk=by.pk):
        tell_of(
            application,
            person,
            Kind.DECIDED,
            str(decision.pk),
            f"Decision recorded: {application.candidate.shown_name}",
            f"{by} has recorded a decision on {application.candidate.shown_name} for {application.opening.title}.",
            reverse("summary", args=[application.pk]),
        )


# --- People ---------------------------------------------------------------------------------------


def invited(person: User, by: User) -> None:
    """Welcome a new person. Holds no secret: a password is chosen by a mail to the same address."""
    tell(
        person,
        kind=Kind.INVITED,
        once=f"invited:{person.pk}:{person.joined_at:%Y%m%d%H%M%S}",
        subject="You are invited to take part in interviews",
        text=f"{by} has invited you. Choose a password with your address {person.email}, then sign in.",
        link=reverse("account_reset_password"),
    )


# --- Pieces ---------------------------------------------------------------------------------------


def doing(interview: Interview) -> str:
    if interview.shadow:
        return "shadow"
    return "rate" if interview.kit.take_home else "hold"


def naming(interview: Interview) -> str:
    return f"{interview.kit.name}, {interview.application.candidate.shown_name}"


def for_whom(interview: Interview) -> str:
    application = interview.application
    return f"{application.candidate.shown_name} for {application.opening.title}"


def facts(interview: Interview, person: User) -> list[tuple[str, str]]:
    """What the sentences leave out, in the words and the time zone of whoever reads it."""
    found = [("When", time_for(interview, person))]
    return [*found, ("Where", interview.place)] if interview.place else found


def time_for(interview: Interview, person: User) -> str:
    zone = zoneinfo.ZoneInfo(person.time_zone)
    if interview.starts_at:
        return f"{words(interview.starts_at.astimezone(zone))}, {interview.minutes} minutes"
    if interview.due_at:
        return f"Due {words(interview.due_at.astimezone(zone))}"
    return "No time yet"


def words(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M} ({moment.tzinfo})"


def planners_of(opening: Opening) -> list[User]:
    """The opening's coordinators; its managers where there is no coordinator left."""
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(Q(coordinated_openings=opening)).distinct()) or list(
        active.filter(managed_openings=opening).distinct()
    )


def tell_interviewer(
    interview: Interview,
    kind: str,
    subject: str,
    text: str,
    *,
    once: str = "",
    calendar: bool = False,
    was: Interview | None = None,
) -> bool:
    """`was`: where the interview has no time any more, or is over, this is what leaves the calendar."""
    person = interview.interviewer
    if person is None:
        return False
    entry = ("", "")
    if calendar:
        live = interview.is_live and (interview.starts_at or interview.due_at)
        if live:
            entry = invites.invitation(interview, person)
        elif was is not None:
            was.calendar_sequence = interview.calendar_sequence
            entry = invites.withdrawal(was, person)
    return tell(
        person,
        kind=kind,
        once=f"{kind}:{interview.pk}:{once or interview.calendar_sequence}",
        subject=subject,
        text=text,
        facts=facts(interview, person),
        # A cancelled interview's page says so too, and keeps its draft for its author.
        link=reverse("interview", args=[interview.pk]),
        interview=interview,
        calendar=entry,
    )


def tell_planners(interview: Interview, *, kind: str, once: str, subject: str, text: str) -> None:
    application = interview.application
    for person in planners_of(application.opening):
        tell(
            person,
            kind=kind,
            once=f"{once}:{person.pk}",
            subject=subject,
            text=text,
            facts=facts(interview, person),
            link=reverse("loop", args=[application.pk]),
            application=application,
        )


def tell_of(
    application: Application, person: User, kind: str, once: str, subject: str, text: str, link: str
) -> bool:
    return tell(
        person,
        kind=kind,
        once=f"{kind}:{application.pk}:{once}:{person.pk}",
        subject=subject,
        text=text,
        link=link,
        application=application,
    )


def tell(
    recipient: User,
    *,
    kind: str,
    once: str,
    subject: str,
    text: str,
    facts: Sequence[tuple[str, str]] = (),
    link: str = "",
    interview: Interview | None = None,
    application: Application | None = None,
    calendar: tuple[str, str] = ("", ""),
) -> bool:
    """The one place where a message is made, and its mail is deferred. False where it was made before."""
    if not recipient.is_active:
        return False
    now = timezone.now()
    mail_at = mailed_at(recipient, kind, interview, now)
    message, made = Message.objects.get_or_create(
        once=once,
        defaults={
            "recipient": recipient,
            "kind": kind,
            "subject": subject[:200],
            "text": text,
            "facts": facts,
            "link": link,
            "interview": interview,
            "application": application or (interview.application if interview else None),
            "calendar": calendar[0],
            "calendar_method": calendar[1],
            "created_at": now,
            "mail_at": mail_at,
            "in_digest": mail_at > now,
        },
    )
    if made and not message.in_digest:
        jobs.configure_task("mail_message").defer(message=message.pk)
    return made


def mailed_at(recipient: User, kind: str, interview: Interview | None, now: datetime) -> datetime:
    """Now, or the next mail of the day for whoever likes that better and can wait for it."""
    if recipient.digest != User.Digest.DAILY or kind in AT_ONCE:
        return now
    morning = next_morning(recipient, now)
    if interview and interview.starts_at and interview.starts_at < morning + TOO_LATE_FOR_DIGEST:
        return now
    return morning


def next_morning(person: User, now: datetime) -> datetime:
    """The next half past seven on the person's own clock, whatever that clock did in the night."""
    zone = zoneinfo.ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    morning = datetime.combine(today, DIGEST_AT, zone)
    return morning if morning > now else datetime.combine(today + timedelta(days=1), DIGEST_AT, zone)
