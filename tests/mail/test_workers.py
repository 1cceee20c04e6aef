"""Real workers in processes of their own, killed in the middle: no mail is lost, and none is there twice."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from email import message_from_bytes
from functools import partial
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from hiring import mail, notify
from hiring.actions.read_messages import read_messages
from hiring.models import Message
from tests.conftest import ROOT
from tests.factories import make_user
from tests.mail.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue():
    """The queue's tables are not Django's, so nobody empties them between tests."""
    tables = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")


@pytest.fixture
def worker(tmp_path):
    """worker(): another one, on this test's database; each is ended with the test."""
    started = []
    known = connection.settings_dict
    user, password, name = (quote(known[each], safe="") for each in ("USER", "PASSWORD", "NAME"))

    def start(**environment):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "procrastinate", "worker"],
            cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={
                "PATH": os.environ["PATH"], "MODE": "test", "VAR_DIR": str(tmp_path),
                "DATABASE_URL": f"postgresql://{user}:{password}@{known['HOST']}:{known['PORT']}/{name}",
                **environment,
            },
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition, what, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)  # between looks; what is awaited is the condition
    raise AssertionError(f"not in {seconds} s: {what}")


def make_messages(number):
    person = make_user()
    with transaction.atomic():
        for each in range(number):
            notify.tell(person, kind="invited", once=f"test:{each}", subject=f"Number {each}", text="Hello.")
    return person


def the_minute_is_over():
    """What the workers do by themselves every minute."""
    with contextlib.suppress(AlreadyEnqueued):
        jobs.configure_task("mail_waiting").defer(timestamp=0)


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def unsent():
    return Message.objects.filter(sent_at=None).count()


def test_two_workers_share_500_mails_and_one_is_killed_in_the_middle(worker, tmp_path):
    make_messages(500)
    outbox = tmp_path / "mail"
    first, second = worker(), worker()
    until(lambda: outbox.is_dir() and len(list(outbox.glob("*.eml"))) >= 150, "150 mails")
    kill(first)
    assert unsent() > 0
    the_minute_is_over()
    until(lambda: unsent() == 0, "every mail sent")
    assert second.poll() is None
    subjects = [message_from_bytes(file.read_bytes())["Subject"] for file in outbox.glob("*.eml")]
    assert sorted(subjects) == sorted(f"Number {each}" for each in range(500))


def test_two_workers_bring_a_mail_server_each_mail_once(worker):
    sink = Sink()
    make_messages(60)
    worker(MAIL_URL=sink.url), worker(MAIL_URL=sink.url)
    until(lambda: unsent() == 0, "every mail sent")
    assert sorted(mail["Subject"] for mail in sink.mails) == sorted(f"Number {each}" for each in range(60))
    sink.shutdown()


@pytest.mark.parametrize(("killed_at", "times"), [("data", 1), ("accepted", 2)])
def test_a_mail_whose_worker_is_killed_at_the_worst_moment_goes_again_as_the_same_mail(
    worker, killed_at, times
):
    """Killed before the server had all of it: it has it once. Killed between the server's taking it and our
    writing that down: it has it twice, under one Message-ID."""
    there, go_on = threading.Event(), threading.Event()

    def before(step):
        if step == killed_at and not there.is_set():
            there.set()
            go_on.wait(60)

    sink = Sink(before)
    make_messages(1)
    first = worker(MAIL_URL=sink.url)
    assert there.wait(60)
    kill(first)
    go_on.set()
    worker(MAIL_URL=sink.url)
    the_minute_is_over()
    until(lambda: unsent() == 0, "the mail sent")
    assert len(sink.mails) == times
    assert len(set(sink.identities)) == 1
    sink.shutdown()


@pytest.fixture
def held(settings):
    """A message that is just being mailed from another thread, and the function that lets it end."""
    there, go_on = threading.Event(), threading.Event()

    def before(step):
        if step == "accepted" and not there.is_set():
            there.set()
            go_on.wait(60)

    sink = serve(settings, before)
    make_messages(1)
    message = Message.objects.get()
    sender = threading.Thread(target=in_a_thread(lambda: mail.mail_message(message.pk)))
    sender.start()
    assert there.wait(60)

    def end():
        go_on.set()
        sender.join(60)
        return sink.mails

    yield message, end
    end()
    sink.shutdown()


def serve(settings, before=lambda step: None):
    sink = Sink(before)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
    return sink


def in_a_thread(step):
    def run():
        step()
        connection.close()

    return run


def test_a_mail_that_another_worker_is_at_is_left_to_it(held):
    message, end = held
    assert (mail.mail_message(message.pk), mail.mail_waiting()) == (False, 0)
    assert len(end()) == 1
    assert mail.mail_waiting() == 0


def test_nobody_who_reads_a_message_waits_for_the_mail_server(held):
    """It stays new until the next visit."""
    message, end = held
    mine = {"user": message.recipient, "pks": [message.pk], "at": timezone.now()}
    assert read_messages(**mine) == 0
    end()
    assert read_messages(**mine) == 1


def test_two_at_once_make_one_mail_of_the_day(settings):
    sink = serve(settings)
    make_messages(3)
    Message.objects.update(in_digest=True)
    pks = list(Message.objects.values_list("pk", flat=True))
    line = threading.Barrier(2)
    found = []

    def send(pk):
        line.wait(60)
        found.append(mail.mail_message(pk))

    threads = [threading.Thread(target=in_a_thread(partial(send, pk))) for pk in (pks[0], pks[-1])]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(found) == [False, True]
    assert [each["Subject"] for each in sink.mails] == ["Your interviews: 3 messages"]
    sink.shutdown()
