"""What becomes of mails that the server does not take."""

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from django.core.mail.backends import locmem

from hiring import mail, notify
from hiring.config.outbox import EmailBackend
from hiring.models import Message
from tests.factories import make_interview, make_user

pytestmark = pytest.mark.django_db


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
