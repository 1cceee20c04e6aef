"""One message becomes one mail: what is in it, and when it goes."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox
from django.db import connection, transaction
from icalendar import Calendar

from hiring import mail, notify
from hiring.actions import plan_loop
from hiring.actions.swap import swap
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
