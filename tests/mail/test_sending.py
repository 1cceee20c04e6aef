"""One message becomes one mail: what is in it, when it goes, and what happens when it cannot."""

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox
from django.core.mail.backends import locmem
from django.db import connection, transaction
from icalendar import Calendar

from hiring import mail, notify
from hiring.actions import plan_loop
from hiring.actions.swap import swap
from hiring.config.outbox import EmailBackend
from hiring.models import Message
from tests.factories import NOW, make_interview, make_user, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(db):
    """jobs(): the messages that the queue was asked to mail in this test."""
    asked = "SELECT id, args->>'message' FROM procrastinate_jobs WHERE task_name = 'mail_message' ORDER BY id"

    def all_of_them():
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return cursor.fetchall()

    before = len(all_of_them())
    return lambda: [int(message) for _, message in all_of_them()[before:]]


def sent():
    mail.mail_waiting()
    return outbox.outbox


def read(message):
    """As a mail program reads it: the whole, and its leaves by content type."""
    parsed = message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=policy.default)
    return parsed, {part.get_content_type(): part for part in parsed.walk() if not part.is_multipart()}


def event_of(text):
    calendar = Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


# --- What is in a mail ------------------------------------------------------------------------------


def test_an_assignment_is_plain_text_html_and_a_calendar_entry_twice(interview):
    notify.assigned(interview)
    [message] = sent()
    parsed, leaves = read(message)
    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert leaves["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    # What the mail program reads by itself, and what a person opens, are the same entry.
    method, event = event_of(leaves["text/calendar"].get_content())
    attached = leaves["application/ics"]
    assert (attached.get_filename(), event_of(attached.get_content())) == ("invite.ics", (method, event))
    assert (method, event["SEQUENCE"]) == ("REQUEST", 0)
    assert event["UID"] == f"{interview.calendar_uid}@127.0.0.1"
    assert event.decoded("DTSTART") == interview.starts_at
    assert event["ATTENDEE"] == f"mailto:{interview.interviewer.email}"


def test_the_text_says_what_when_and_where_in_the_readers_time(interview, ann):
    interview.place = "Room 7 <West>"
    notify.assigned(interview)
    [message] = sent()
    _, leaves = read(message)
    assert message.to == [ann.email]
    assert message.subject == "You hold: Kit 1, Ada Candidate"
    assert leaves["text/plain"].get_content().splitlines()[:7] == [
        "You hold “Kit 1” with Ada Candidate for Vision scientist.",
        "",
        "When: Monday 2 March 2026, 11:00 (Europe/Berlin), 60 minutes",
        "Where: Room 7 <West>",
        "",
        "Open the interview kit:",
        f"http://127.0.0.1:8000/interviews/{interview.pk}/",
    ]
    html = leaves["text/html"].get_content()
    assert "Room 7 &lt;West&gt;" in html
    assert f'href="http://127.0.0.1:8000/interviews/{interview.pk}/"' in html


def test_html_asks_nobody_for_anything_and_knows_the_dark(interview):
    notify.assigned(interview)
    [message] = sent()
    html = read(message)[1]["text/html"].get_content()
    assert "<img" not in html
    assert "url(" not in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_an_answer_reaches_those_who_plan_and_no_machine_answers(interview, cora):
    notify.assigned(interview)
    [message] = sent()
    assert message.reply_to == [cora.email]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_move_updates_the_entry_and_a_cancellation_takes_it_out(interview, cora):
    later = NOW + timedelta(days=1)
    notify.assigned(interview)
    sent()
    plan_loop.schedule(interview=interview, starts_at=later, by=cora)
    sent()
    plan_loop.cancel(interview=interview, by=cora, reason="The role changed.")
    found = [event_of(read(each)[1]["text/calendar"].get_content()) for each in sent()]
    assert [(method, event["SEQUENCE"]) for method, event in found] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({event["UID"] for _, event in found}) == 1
    assert found[1][1].decoded("DTSTART") == later
    assert [each.subject.partition(":")[0] for each in outbox.outbox] == ["You hold", "New time", "Cancelled"]
    assert "The role changed." in outbox.outbox[-1].body


def test_a_swap_cancels_one_entry_and_makes_another(interview, cora, ann):
    bob = make_user("Bob")
    swap(interview=interview, interviewer=bob, by=cora)
    by_reader = {each.to[0]: event_of(read(each)[1]["text/calendar"].get_content()) for each in sent()}
    assert {to: method for to, (method, _) in by_reader.items()} == {
        ann.email: "CANCEL",
        bob.email: "REQUEST",
    }
    assert by_reader[ann.email][1]["UID"] != by_reader[bob.email][1]["UID"]


def test_a_time_taken_away_leaves_the_calendar_and_without_one_there_is_no_entry(application, ann, cora):
    row = make_interview(application=application, interviewer=ann, starts_at=None)
    notify.assigned(row)
    assert list(read(sent()[-1])[1]) == ["text/plain", "text/html"]
    plan_loop.schedule(interview=row, starts_at=NOW + timedelta(days=3), by=cora)
    assert sent()[-1].subject.startswith("Time set:")
    plan_loop.schedule(interview=row, by=cora)
    gone = sent()[-1]
    method, event = event_of(read(gone)[1]["text/calendar"].get_content())
    assert gone.subject.startswith("Time open again:")
    assert (method, event["SEQUENCE"]) == ("CANCEL", 2)
    assert event.decoded("DTSTART") == NOW + timedelta(days=3)


def test_a_take_home_is_due_on_a_day_of_the_readers_own(application, cora):
    tess = make_user("Tess", time_zone="Asia/Tokyo")
    due = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    row = make_interview(application=application, interviewer=tess, starts_at=None, due_at=due)
    notify.assigned(row)
    [message] = sent()
    _, event = event_of(read(message)[1]["text/calendar"].get_content())
    assert event.decoded("DTSTART") == datetime(2026, 3, 5).date()  # noqa: DTZ001 - a day
    assert "When: Due Thursday 5 March 2026, 05:00 (Asia/Tokyo)" in message.body


def test_no_mail_holds_anything_that_was_judged(application, cora, manu):
    card = make_interview(application=application, interviewer=make_user("Ann")).scorecard
    submit(card, 1, summary="Brilliant talker")
    row = make_interview(application=application, interviewer=make_user("Bea"))
    swap(interview=row, interviewer=make_user("Cid"), by=cora)
    notify.loop_complete(application, NOW)
    notify.debrief_opened(application, cora)
    whole = [message.message().as_string() for message in sent()]
    assert len(whole) == 5
    for words in ("Brilliant", "Said 1", "score:", "rating:", "recommend"):
        assert [words in each for each in whole] == [False] * 5


# --- When it goes -----------------------------------------------------------------------------------


def test_a_message_is_deferred_with_its_change_and_not_without_it(interview, jobs):
    with transaction.atomic():
        notify.assigned(interview)
        assert len(jobs()) == 1
        transaction.set_rollback(True)
    assert (Message.objects.count(), jobs()) == (0, [])
    notify.assigned(interview)
    assert jobs() == [Message.objects.get().pk]


def test_nothing_is_mailed_twice(interview):
    notify.assigned(interview)
    notify.assigned(interview)
    message = Message.objects.get()
    assert [mail.mail_message(message.pk), mail.mail_message(message.pk), mail.mail_waiting()] == [
        True,
        False,
        0,
    ]
    message.refresh_from_db()
    assert message.sent_at
    assert message.mail_at is None


def test_whoever_has_left_gets_nothing(interview, ann):
    notify.assigned(interview)
    ann.is_active = False
    ann.save()
    assert sent() == []
    notify.cancelled(interview)
    assert Message.objects.count() == 1


def test_what_a_newer_message_overtook_is_not_mailed_and_stays_on_the_page(interview, cora):
    notify.assigned(interview)
    plan_loop.cancel(interview=interview, by=cora)
    assert [each.subject for each in sent()] == ["Cancelled: Kit 1, Ada Candidate"]
    assert Message.objects.filter(mail_at=None).count() == 2


def test_a_reminder_that_comes_too_late_is_not_mailed(interview):
    notify.reminder(interview)  # it began in the past
    assert sent() == []


def test_a_late_card_that_came_in_is_not_asked_for(interview):
    notify.card_due(interview, NOW)
    submit(interview.scorecard)
    assert sent() == []


def test_a_message_that_was_erased_before_its_mail_went_is_not_mailed(interview, jobs):
    notify.assigned(interview)
    [pk] = jobs()
    Message.objects.all().delete()
    assert (mail.mail_message(pk), sent()) == (False, [])


# --- The mail of the day ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("Europe/Berlin", datetime(2026, 3, 2, 5, 0, tzinfo=UTC), datetime(2026, 3, 2, 6, 30, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 2, 6, 30, tzinfo=UTC), datetime(2026, 3, 3, 6, 30, tzinfo=UTC)),
        # Clocks go forward in the night to 29 March, and back in the night to 25 October.
        ("Europe/Berlin", datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 30, tzinfo=UTC)),
        (
            "Europe/Berlin",
            datetime(2026, 10, 24, 12, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 6, 30, tzinfo=UTC),
        ),
        (
            "Pacific/Auckland",
            datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
            datetime(2026, 3, 2, 18, 30, tzinfo=UTC),
        ),
        (
            "America/Los_Angeles",
            datetime(2026, 3, 3, 2, 0, tzinfo=UTC),
            datetime(2026, 3, 3, 15, 30, tzinfo=UTC),
        ),
    ],
)
def test_the_mail_of_the_day_comes_at_half_past_seven_on_the_readers_clock(zone, now, morning):
    assert notify.next_morning(make_user(time_zone=zone), now) == morning


def daily(person):
    person.digest = "daily"
    person.save()
    return person


def test_a_day_is_one_mail_with_every_message_and_entry(application, ann, jobs):
    daily(ann)
    far = datetime.now(UTC) + timedelta(days=30)
    notify.assigned(make_interview(application=application, interviewer=ann, starts_at=far))
    other = make_interview(application=application, starts_at=far, interviewer=make_user("Eve"))
    other.interviewer = ann
    notify.assigned(other)
    assert (sent(), jobs()) == ([], [])
    Message.objects.update(mail_at=datetime.now(UTC))
    [message] = sent()
    parsed, _ = read(message)
    assert message.subject == "Your interviews: 2 messages"
    assert [part.get_content_type() for part in parsed.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("application/ics", "application/ics"),
    ]
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["invite.ics", "invite-2.ics"]
    assert not Message.objects.exclude(mail_at=None).exists()


def test_what_cannot_wait_for_the_mail_of_the_day_comes_at_once(interview, ann):
    daily(ann)
    soon = datetime.now(UTC) + timedelta(hours=2)
    interview.starts_at = soon
    interview.save()
    notify.assigned(interview)
    notify.reminder(interview)
    assert [(message.kind, message.in_digest) for message in Message.objects.order_by("pk")] == [
        ("assigned", False),
        ("reminder", False),
    ]


# --- When the mail server will not ------------------------------------------------------------------


class Away(locmem.EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody listens")


class Refusing(locmem.EmailBackend):
    """Takes everybody's mail but Ann's."""

    def send_messages(self, messages):
        if any("ann@" in to for message in messages for to in message.to):
            raise smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"no such box")})
        return super().send_messages(messages)


class RudeAtTheEnd(locmem.EmailBackend):
    def close(self):
        raise smtplib.SMTPServerDisconnected("gone")


def pauses():
    """Minutes until the next try of each waiting message."""
    now = datetime.now(UTC)
    rows = Message.objects.exclude(mail_at=None).order_by("pk").values_list("mail_at", flat=True)
    return [round((row - now).total_seconds() / 60) for row in rows]


def again():
    Message.objects.exclude(mail_at=None).update(mail_at=datetime.now(UTC))


def test_while_the_server_is_away_everything_waits_longer_each_time_and_then_goes(settings, interview):
    mails = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    notify.assigned(interview)
    other = make_interview(application=interview.application, interviewer=make_user("Bob"))
    notify.assigned(other)
    found = []
    for _ in range(8):
        assert mail.mail_waiting() == 0
        found.append(pauses())
        again()
    assert found == [[minutes] * 2 for minutes in (1, 2, 4, 8, 16, 32, 64, 64)]
    assert {message.problem for message in Message.objects.all()} == {
        "ConnectionRefusedError: nobody listens"
    }
    settings.EMAIL_BACKEND = mails
    assert mail.mail_waiting() == 2
    assert {message.problem for message in Message.objects.all()} == {""}


def test_a_refused_mail_holds_up_no_other(settings, interview, ann):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    ann.email = "ann@example.org"
    ann.save()
    notify.assigned(interview)
    notify.assigned(make_interview(application=interview.application, interviewer=make_user("Bob")))
    assert mail.mail_waiting() == 1
    assert pauses() == [1]


def test_after_three_days_it_gives_up_and_says_so_in_the_log(settings, interview, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    notify.assigned(interview)
    Message.objects.update(created_at=datetime.now(UTC) - timedelta(days=3, minutes=1))
    mail.mail_waiting()
    message = Message.objects.get()
    assert (message.mail_at, message.sent_at, message.problem) == (
        None,
        None,
        "ConnectionRefusedError: nobody listens",
    )
    assert f"Message {message.pk} could not be mailed in three days" in caplog.text


def test_a_server_that_hangs_up_after_its_yes_has_the_mail(settings, interview):
    settings.EMAIL_BACKEND = f"{__name__}.RudeAtTheEnd"
    notify.assigned(interview)
    assert mail.mail_waiting() == 1
    assert mail.mail_waiting() == 0


def test_the_user_whose_change_it_was_sees_no_error(settings, client, application, cora):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    row = make_interview(application=application)
    client.force_login(cora)
    answer = client.post(
        f"/applications/{application.pk}/loop/{row.pk}/assign/",
        {"interviewer": make_user("Bob").pk},
        follow=True,
    )
    mail.mail_waiting()
    assert answer.status_code == 200
    assert Message.objects.get().problem


def test_a_try_again_is_the_same_mail_to_whoever_sees_both(settings, tmp_path, interview):
    settings.EMAIL_FILE_PATH = tmp_path
    notify.assigned(interview)
    one, other = (mail.compose(list(Message.objects.select_related("recipient"))) for _ in range(2))
    assert one.extra_headers["Message-ID"] == other.extra_headers["Message-ID"]
    EmailBackend().send_messages([one, other])
    [file] = tmp_path.iterdir()
    assert message_from_bytes(file.read_bytes())["Message-ID"] == one.extra_headers["Message-ID"]
    assert file.name.startswith("You-hold-Kit-1-Ada-Candidate--person")
