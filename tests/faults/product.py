"""A whole product of its own, run as in production: launcher, web server, worker, PostgreSQL, in a copy of the
checkout with its own folder, ports and database, so that its parts can be killed without disturbing anyone."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from hiring.config import processes
from tests.conftest import ROOT

COPIED = ("hiring", "scorecards", "templates", "static", "fixtures", "manage.py")
DISK = "256m"
METRICS_TOKEN = "a word for the machine that watches"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=40.0):
    """Wait for a condition; how long it took."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if condition():
            return time.monotonic() - started
        time.sleep(0.05)  # between looks; what is awaited is the condition
    raise AssertionError(f"not in {seconds} s: {what}")


def copy_checkout(target):
    target.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


class Product:
    def __init__(self, folder, mail_port):
        self.folder = folder
        self.root = copy_checkout(folder / "old code")
        self.port = free_port()
        self.mail_port = mail_port
        self.output = folder / "output"
        self.launcher = None
        self.others = []
        self.home = Path(self.python("from hiring.config import embedded; print(embedded.home())"))
        self.why_no_disk = self.mount()

    def environment(self, **more):
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "VAR_DIR": str(self.folder / "var"),
            "MODE": "production",
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "0",
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "METRICS_TOKEN": METRICS_TOKEN,
            "PORT": str(self.port),
            "LOG_LEVEL": "ERROR",
        } | more

    def python(self, program, **more):
        return subprocess.run(
            [sys.executable, "-c", program], cwd=self.root, env=self.environment(**more),
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    # --- Its life ---------------------------------------------------------------------------------

    def start(self):
        with self.output.open("a") as output:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "hiring.config.launch", "run"],
                cwd=self.root, env=self.environment(), stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        until(lambda: self.is_ready() or self.launcher.poll() is not None, "a product that is ready", 90)
        assert self.is_ready(), self.output.read_text()

    def serve(self, root, port):
        """One more web server on the same database, with the code in `root`."""
        with self.output.open("a") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "hiring/config/gunicorn.py", "hiring.config.wsgi"],
                cwd=root, env=self.environment(PORT=str(port), DATABASE_URL=self.url()), stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip
        self.others.append(server)
        return server

    def stop(self):
        for server in self.others:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait(10)
        if self.launcher and self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGTERM)
            self.launcher.wait(40)
        processes.end(self.pids(), patience=2)
        self.python("from hiring.config import embedded; embedded.stop()")
        if not self.why_no_disk:
            until(
                lambda: subprocess.run(["umount", self.home], check=False).returncode == 0,
                "an unmounted disk",
            )
        shutil.rmtree(self.home, ignore_errors=True)

    # --- Its parts --------------------------------------------------------------------------------

    def pids(self):
        return processes.remembered(self.folder / "var" / "running.json")

    def web_workers(self):
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout.split()
        parents = dict(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
        return [pid for pid, parent in parents.items() if parent == self.pids().get("web")]

    def postmaster(self):
        return int((self.home / "data" / "postmaster.pid").read_text().split("\n", 1)[0])

    def words(self):
        return json.loads((self.home / "server.json").read_text())

    def url(self, role="scorecards_web"):
        words = self.words()
        return f"postgresql://{role}:{words[role]}@127.0.0.1:{words['port']}/scorecards"

    def ask(self, statement, *values):
        """As the administrator of the database."""
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
            return connection.execute(statement, values).fetchall()

    # --- How it is --------------------------------------------------------------------------------

    def get(self, path, port=None, body=None, **headers):
        """Status and text; a body is posted. No answer at all is a 0."""
        address = f"http://127.0.0.1:{port or self.port}{path}"
        asked = urllib.request.Request(address, body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError as nothing:
            return 0, str(nothing)

    def is_ready(self, port=None):
        return self.get("/readyz", port) == (200, "ready")

    # --- Its disk ---------------------------------------------------------------------------------

    def mount(self):
        """Put the database on a small disk of its own. Returns why not, where it cannot be done."""
        if os.geteuid() != 0 or sys.platform != "linux":
            return "only root can mount a small disk, on Linux"
        self.home.mkdir(parents=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", self.home],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stderr.strip() if done.returncode else ""

    @contextlib.contextmanager
    def full_disk(self):
        filler = self.home / "filler"
        block = bytes(1 << 20)
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(block)
        # Then every last page, as a disk that fills up would.
        with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(block[:4096])
        try:
            yield
        finally:
            filler.unlink()
