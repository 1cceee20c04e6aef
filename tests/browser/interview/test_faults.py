"""The server is killed (kill -9), or its answer gets lost, while a card is written: real gunicorn, real Chromium."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import override_settings
from playwright.sync_api import expect

from scorecards.models import AuditEntry, DraftField, Revision, Scorecard
from tests.conftest import ROOT

from .conftest import copied, fill, state, submit, submitted_once, without_interviews

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """The product's own web server on the test database, that can be killed and started again."""

    def __init__(self, output):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = output
        self.process = None
        # What pytest-django switches on and off around each test for its own server.
        self._live_server_modified_settings = override_settings()

    def start(self):
        held = connection.settings_dict
        environment = {
            "PATH": os.environ["PATH"],
            "MODE": "development",
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": f"postgresql://{held['USER']}:{quote(held['PASSWORD'])}@{held['HOST']}:{held['PORT']}/{held['NAME']}",
        }
        with self.output.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "hiring/config/gunicorn.py", "hiring.config.wsgi"],
                cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 40
        while not self.answers():
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.1)  # between looks; what is awaited is the answer

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - ours
                return answer.status == 200
        except OSError:
            return False

    def kill(self):
        """All of it at once, workers too, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def stopped(self):
        """It takes connections and never answers."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def live_server(django_db_setup, tmp_path_factory):
    """In the place of the test server: the browser's fixtures work with it unchanged."""
    server = Server(tmp_path_factory.mktemp("server") / "output")
    server.start()
    yield server
    server.kill()


@pytest.fixture(autouse=True)
def broken_connections_are_expected(expected_errors):
    expected_errors += [
        "ERR_CONNECTION_REFUSED",
        "ERR_EMPTY_RESPONSE",
        "ERR_CONNECTION_RESET",
        "ERR_FAILED",
        "Failed to fetch",
    ]


def test_a_server_killed_while_typing_loses_no_word(page, card, live_server, acknowledged):
    page.goto(card.address)
    summary = page.get_by_label("Summary")
    summary.press_sequentially("Typed before, ")
    expect(state(page)).to_contain_text("Saved ")
    summary.press_sequentially("on its way, ")
    live_server.kill()
    summary.press_sequentially("and while it was gone.")
    expect(state(page)).to_contain_text("No connection")
    expect(summary).to_have_value("Typed before, on its way, and while it was gone.")
    live_server.start()
    expect(state(page)).to_contain_text("Saved ", timeout=40_000)
    assert DraftField.objects.get(name="summary").value == "Typed before, on its way, and while it was gone."
    assert acknowledged.come_to(page, 2)
    assert acknowledged.are_kept()


def test_a_page_opened_while_the_server_is_gone_has_every_word(
    page, card, context, live_server, acknowledged
):
    page.goto(card.address)
    copied(page)
    page.get_by_label("Summary").fill("Saved.")
    expect(state(page)).to_contain_text("Saved ")
    live_server.kill()
    page.get_by_label("Summary").fill("Saved. Not saved.")
    expect(state(page)).to_contain_text("No connection")
    page.close()
    again = context.new_page()
    again.goto(card.address)
    expect(again.get_by_label("Summary")).to_have_value("Saved. Not saved.")
    live_server.start()
    expect(state(again)).to_contain_text("Saved ", timeout=40_000)
    assert DraftField.objects.get(name="summary").value == "Saved. Not saved."
    assert acknowledged.are_kept()


@pytest.mark.parametrize("fault", ["fails", "hangs"])
def test_the_copy_opens_when_the_server_has_no_page_to_give(page, card, live_server, expected_errors, fault):
    expected_errors.append("500")
    page.goto(card.address)
    copied(page)
    page.get_by_label("Summary").fill("Every word")
    expect(state(page)).to_contain_text("Saved ")
    with without_interviews() if fault == "fails" else live_server.stopped():
        page.goto(card.address)
        expect(state(page)).to_contain_text("opened from the copy", timeout=20_000)
        expect(page.get_by_label("Summary")).to_have_value("Every word")
    expect(state(page)).to_contain_text("Saved", timeout=40_000)


def test_a_server_killed_while_submitting_submits_nothing_and_then_once(
    page, card, live_server, acknowledged
):
    page.goto(card.address)
    fill(page)
    page.get_by_label("Summary").fill("Solid.")
    expect(state(page)).to_contain_text("Saved ")
    locked, release = threading.Event(), threading.Event()

    def hold_the_card():
        try:
            with transaction.atomic():
                Scorecard.objects.select_for_update().get(pk=card.scorecard_id)
                locked.set()
                assert release.wait(60)
        finally:
            connection.close()

    holder = threading.Thread(target=hold_the_card)
    holder.start()
    assert locked.wait(10)
    submit(page)
    until_somebody_waits_for_the_card()
    live_server.kill()
    release.set()
    holder.join()
    expect(state(page)).to_contain_text("submit again when the network is back")
    assert not Revision.objects.exists()
    expect(page.get_by_label("Summary")).to_have_value("Solid.")
    assert acknowledged.are_kept()

    live_server.start()
    submit(page)
    assert submitted_once(page)
    assert Revision.objects.get().summary == "Solid."


def until_somebody_waits_for_the_card():
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)  # between looks; what is awaited is the lock
    raise AssertionError("nobody waits for the card")


@pytest.mark.parametrize("killed", [False, True])
def test_a_submission_whose_answer_was_lost_is_submitted_once(page, card, live_server, killed):
    """The server has committed; its answer never arrives, by the network's fault or by the server's death."""
    page.goto(card.address)
    fill(page)
    lost = []

    def lose(route):
        if not lost:
            route.fetch()
            lost.append(route)
            if killed:
                live_server.kill()
            route.abort()
        else:
            route.continue_()

    page.route("**/submit/", lose)
    submit(page)
    expect(state(page)).to_contain_text("submit again when the network is back")
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1
    if killed:
        live_server.start()
    submit(page)
    assert submitted_once(page)


def test_a_save_whose_answer_was_lost_asks_nothing(page, card, acknowledged):
    page.goto(card.address)
    lost = []

    def lose(route):
        if not lost:
            route.fetch()
            lost.append(route)
            route.abort()
        else:
            route.continue_()

    page.route("**/save/", lose)
    page.get_by_label("Summary").fill("Sent, and its answer lost")
    expect(state(page)).to_contain_text("No connection")
    assert DraftField.objects.get(name="summary").value == "Sent, and its answer lost"
    page.get_by_label("Summary").fill("Typed on in between")
    expect(state(page)).to_contain_text("Saved ")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert DraftField.objects.get(name="summary").value == "Typed on in between"
    assert acknowledged.are_kept()
