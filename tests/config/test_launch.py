"""The whole product in one command, from a copy of the checkout: it starts, survives kill -9 of each of its
parts, keeps its data, and stops."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from hiring.config import processes
from tests.conftest import ROOT

COPIED = ("hiring", "scorecards", "templates", "static", "fixtures", "manage.py")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=40):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)  # between looks; what is awaited is the condition
    raise AssertionError(f"not in {seconds} s: {what}")


class Demo:
    """A demo of its own: a copy of the checkout whose path has spaces, an empty HOME, its own database."""

    def __init__(self, folder):
        self.root = folder / "a checkout with spaces"
        self.root.mkdir()
        for name in COPIED:
            source = ROOT / name
            target = self.root / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        self.port = free_port()
        self.home = folder / "home"
        self.home.mkdir()
        self.output = folder / "output"
        self.process = None

    @property
    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "PORT": str(self.port)}

    def start(self):
        with self.output.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hiring.config.launch", "demo"],
                cwd=self.root, env=self.environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        # What an earlier start left may still answer: only this one's web server counts.
        until(lambda: self.answers() or self.process.poll() is not None, "an answer", 120)
        assert self.page(), self.output.read_text()

    def answers(self):
        pids = self.pids()
        return "web" in pids and pids.get("launcher") == self.process.pid and self.page()

    def page(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.read() == b"ready"
        except OSError:
            return False

    def pids(self):
        return processes.remembered(self.root / "var" / "running.json")

    def python(self, program):
        return subprocess.run(
            [sys.executable, "-c", program], cwd=self.root, env=self.environment, capture_output=True, text=True,
            check=True,
        ).stdout.strip()  # fmt: skip

    def postmaster(self):
        path = self.python("from hiring.config import embedded; print(embedded.home())")
        try:
            return int(Path(path, "data", "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def people(self):
        return int(
            subprocess.run(
                [sys.executable, "manage.py", "shell", "-v", "0", "-c",
                 "from hiring.models import User; print(User.objects.count())"],
                cwd=self.root, env={**self.environment, "MODE": "demo"}, capture_output=True, text=True, check=True,
            ).stdout
        )  # fmt: skip

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        processes.end(self.pids(), patience=2)
        self.python("from hiring.config import embedded; embedded.remove()")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


def test_the_demo_starts_survives_kills_and_stops(demo):
    demo.start()
    assert "Look around as" in demo.page()
    assert all(
        f'value="{who}@example.org"' in demo.page()
        for who in ("interviewer", "manager", "coordinator", "rubrics", "auditor", "admin")
    )
    people = demo.people()
    assert people >= 6

    # The web server is killed: the launcher starts it again.
    before = demo.pids()["web"]
    os.kill(before, signal.SIGKILL)
    until(lambda: demo.pids().get("web", before) != before and demo.ready(), "a new web server")

    # The database is killed: it recovers, and pages are served again.
    before = demo.postmaster()
    os.kill(before, signal.SIGKILL)
    until(lambda: demo.postmaster() not in (before, None) and demo.ready(), "a recovered database")

    # The launcher is killed: the next start ends what is left and has all the data.
    os.kill(demo.process.pid, signal.SIGKILL)
    demo.process.wait(10)
    demo.start()
    assert demo.people() == people

    # A second start says that it runs already, and changes nothing.
    second = subprocess.run(
        [sys.executable, "-m", "hiring.config.launch", "demo"],
        cwd=demo.root, env=demo.environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert second.returncode == 1
    assert second.stderr.startswith("It is running already: http://127.0.0.1:")

    # Ctrl+C stops all of it.
    pids, postmaster = demo.pids(), demo.postmaster()
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(30) == 0
    assert [name for name, pid in pids.items() if processes.started(pid)] == []
    assert not processes.started(postmaster)
    assert demo.page() == ""


def test_a_busy_port_gives_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "hiring.config.launch", "demo"],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
            env={"PATH": os.environ["PATH"], "PORT": str(port), "VAR_DIR": str(tmp_path)},
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip() == (
        f"Port {port} is busy: something else uses it. Choose another, such as: PORT={port + 1} make demo"
    )


def test_a_process_that_only_shares_an_id_is_not_ours(tmp_path):
    path = tmp_path / "running.json"
    path.write_text(json.dumps({"web": [os.getpid(), "Thu Jan  1 00:00:00 1970"]}))
    assert processes.remembered(path) == {}
    processes.remember(path, {"web": os.getpid()})
    assert processes.remembered(path) == {"web": os.getpid()}


def test_ending_a_killed_process_ends_what_it_left_behind(tmp_path):
    """As of a killed web server: its workers live on and hold the port."""
    started = tmp_path / "child"
    child = f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    leader = subprocess.Popen([sys.executable, "-c", parent], start_new_session=True)
    until(lambda: started.exists() and started.read_text(), "the child")
    os.kill(leader.pid, signal.SIGKILL)
    assert processes.started(int(started.read_text()))
    processes.end({"web": leader.pid}, patience=5)
    until(lambda: not processes.started(int(started.read_text())), "the end of the child")


def test_the_embedded_database_takes_no_port_that_the_system_lends():
    """Linux lends 32768 and up, others 49152 and up: a lent port could be gone when the server restarts."""
    from hiring.config import embedded

    assert all(20_000 <= embedded.free_port() < 32_000 for _ in range(50))


def test_nothing_remembered_is_nothing_running(tmp_path):
    assert processes.remembered(tmp_path / "none.json") == {}


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert re.search(r"^make demo$", readme, re.MULTILINE)
    assert re.search(r"^make test$", readme, re.MULTILINE)
