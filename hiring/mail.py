"""Messages -> mails. The rows of Message are the outbox, and PostgreSQL's row locks decide who mails which.

A row is claimed (SELECT … FOR UPDATE SKIP LOCKED), mailed, and marked in one transaction. A worker that is
killed loses its connection, its transaction is rolled back, and the row is free for another at once: no mail
is lost. Between the mail server's yes and our commit lie a few milliseconds in which a killed worker's mail
goes out again, under the same Message-ID, by which mail servers and programs know it for the same one
(docs/decisions/0007-mail.md).
"""

import contextlib
import hashlib
import logging
import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Least, Power
from django.template.loader import render_to_string
from django.utils import timezone

from hiring import invites
from hiring.models import Application, Interview, Message, User
from hiring.notify import planners_of

log = logging.getLogger("mail")
Kind = Message.Kind
GIVE_UP_AFTER = timedelta(days=3)
MOST_DOUBLINGS = 6  # of the minute between two tries
# Each says how things stand with an interview: a newer one makes an older one that was not mailed yet needless.
OF_ITS_STATE = (Kind.ASSIGNED, Kind.MOVED, Kind.CANCELLED)
OF_ITS_CARD = (Kind.CARD_DUE, Kind.CARD_OVERDUE)


class ServerAway(Exception):
    """The mail server does not answer or does not let us in: nothing can be mailed now."""


def mail_waiting() -> int:
    """Mail everything that is due, each in a transaction of its own. Return how many mails went out.

    Where the server is away this stops at once; what waits is tried again later.
    """
    seen: set[int] = set()
    mailed = 0
    while True:
        due = list(waiting(timezone.now()).exclude(pk__in=seen).values_list("pk", flat=True)[:200])
        if not due:
            return mailed
        seen.update(due)
        try:
            mailed += sum(mail_message(pk) for pk in due)
        except ServerAway:
            return mailed


def mail_message(pk: int) -> bool:
    """Mail this message, or the mail of the day that it belongs to, if it is due and nobody else is at it.

    True if a mail went out. Raise ServerAway, with everything that waits put off, where the server is away.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = claim(pk, now)
        wanted = [row for row in rows if is_wanted(row, now)]
        Message.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in wanted}).update(
            mail_at=None
        )
        if not wanted:
            return False
        try:
            post(compose(wanted))
        except ServerAway as away:
            problem, away_too = str(away), True
        except (smtplib.SMTPException, OSError, ValueError) as refused:
            problem, away_too = described(refused), False
        else:
            Message.objects.filter(pk__in=[row.pk for row in wanted]).update(
                sent_at=timezone.now(), mail_at=None, problem=""
            )
            return True
        put_off([row.pk for row in wanted], now, problem)
    if away_too:
        # Nobody else needs to run into the same wall: all that waits has its pause.
        with transaction.atomic():
            rest = waiting(now).select_for_update(skip_locked=True)
            put_off(list(rest.values_list("pk", flat=True)), now, problem)
        raise ServerAway(problem)
    return False


# --- Which rows -----------------------------------------------------------------------------------


def waiting(now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(mail_at__lte=now).order_by("mail_at", "pk")


def claim(pk: int, now: datetime) -> list[Message]:
    """The due rows that go out as one mail, locked; none where another worker has them or had them."""
    rows = (
        Message.objects.filter(mail_at__lte=now)
        .annotate(superseded=Exists(newer()))
        .select_related("recipient", "interview__scorecard", "interview__application", "application__opening")
        .order_by("pk")
    )
    peeked = Message.objects.filter(pk=pk).values_list("recipient_id", "in_digest").first()
    if peeked is None:
        return []
    recipient, in_digest = peeked
    if not in_digest:
        return list(rows.filter(pk=pk).select_for_update(of=("self",), skip_locked=True))
    # Waits for another worker that is at the same mail, and then finds nothing due: skipping what is locked
    # would split the mail in two.
    return list(rows.filter(recipient=recipient, in_digest=True).select_for_update(of=("self",)))


def newer() -> QuerySet[Message]:
    return Message.objects.filter(
        interview=OuterRef("interview"),
        recipient=OuterRef("recipient"),
        kind__in=OF_ITS_STATE,
        pk__gt=OuterRef("pk"),
    )


def is_wanted(row: Message, now: datetime) -> bool:
    """Does the message still help its reader? It stays in the product in any case."""
    if not row.recipient.is_active:
        return False
    interview = row.interview
    if interview is None:
        return True
    if row.kind in OF_ITS_STATE:
        return not getattr(row, "superseded", False)
    running = interview.is_live and interview.application.status == Application.Status.IN_LOOP
    if row.kind == Kind.REMINDER:
        begins = interview.starts_at or interview.due_at
        return running and begins is not None and begins > now
    if row.kind in OF_ITS_CARD:
        return running and owes(interview)
    return True


def owes(interview: Interview) -> bool:
    return interview.scorecard is not None and interview.scorecard.is_open


def put_off(rows: Sequence[int], now: datetime, problem: str) -> None:
    """Try again after 1, 2, 4 … up to 64 minutes; after three days no more."""
    log.warning("%s mails put off: %s", len(rows), problem)
    old = Message.objects.filter(pk__in=rows, created_at__lte=now - GIVE_UP_AFTER)
    for pk in old.values_list("pk", flat=True):
        log.error("Message %s could not be mailed in three days: %s", pk, problem)
    old.update(mail_at=None)
    minutes = Power(2.0, Least(F("tries") - 1, MOST_DOUBLINGS))
    pause = ExpressionWrapper(Value(timedelta(minutes=1)) * minutes, output_field=DurationField())
    Message.objects.filter(pk__in=rows).update(tries=F("tries") + 1, problem=problem[:300])
    Message.objects.filter(pk__in=rows, mail_at__isnull=False).update(
        mail_at=ExpressionWrapper(Value(now) + pause, output_field=DateTimeField())
    )


# --- The mail -------------------------------------------------------------------------------------


def compose(rows: Sequence[Message]) -> EmailMultiAlternatives:
    """One message as a mail of its own, with its calendar entry; several as the mail of the day."""
    reader, first = rows[0].recipient, rows[0]
    sender, alone = invites.organizer(), not first.in_digest
    count = f"{len(rows)} message{'s' if len(rows) > 1 else ''}"
    context = {"rows": rows, "reader": reader, "site": settings.SITE_URL, "alone": alone, "count": count}
    mail = EmailMultiAlternatives(
        subject=first.subject if alone else f"Your interviews: {count}",
        body=render_to_string("mail/message.txt", context),
        from_email=formataddr((sender.name, sender.email)),
        to=[reader.email],
        reply_to=[person.email for person in who_answers(first)] if alone else None,
        headers={
            "Message-ID": identity(rows),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(render_to_string("mail/message.html", context), "text/html")
    for number, row in enumerate((row for row in rows if row.calendar), start=1):
        if alone:
            # Read by the mail program itself, which then offers to accept.
            mail.attach_alternative(row.calendar, f"text/calendar; method={row.calendar_method}")
        mail.attach(
            f"invite-{number}.ics" if number > 1 else "invite.ics", row.calendar.encode(), "application/ics"
        )
    return mail


def who_answers(row: Message) -> list[User]:
    """An answer to a mail about an interview reaches the people who plan it."""
    if row.application is None:
        return []
    return [person for person in planners_of(row.application.opening) if person.pk != row.recipient_id]


def identity(rows: Sequence[Message]) -> str:
    """The same for every try, and for no other mail, not even after a database was restored."""
    named = "\n".join(f"{row.once} {row.created_at.isoformat()}" for row in rows)
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:32]}@{urlsplit(settings.SITE_URL).hostname}>"


def post(mail: EmailMultiAlternatives) -> None:
    """Hand the mail to the server. Raise ServerAway, or what the server says against this mail."""
    connection = get_connection()
    around(connection.open)
    try:
        around(lambda: connection.send_messages([mail]))
    finally:
        # The mail is accepted or not by now; a server that is rude at the end changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def around(step: Callable[[], object]) -> None:
    """Tell a server that is away from one that refuses this one mail."""
    try:
        step()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(described(error)) from error


def described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
