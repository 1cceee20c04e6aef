"""Many interviewers at once, on the web server as in production: two workers on loopback, bounded in time."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CROWDS = (50, 200)
SECONDS = 8
PAUSE = 2.0


def measure(house: Any) -> dict[str, Any]:
    from django.urls import reverse

    from bench.browser import session_of
    from bench.pages import full, open_interviews

    waiting = open_interviews(house, max(CROWDS), size=5000)
    people = [
        {
            "cookies": session_of(each.interviewer),
            "save": reverse("save_draft", args=[each.pk]),
            "submit": reverse("submit_card", args=[each.pk]),
            "card": full(each),
        }
        for each in waiting
    ]
    found: dict[str, Any] = {}
    with server() as (port, pid):
        found["a worker's memory at the start, MB"] = memory(pid)
        for count in CROWDS:
            typing = {"port": port, "people": people[:count], "seconds": SECONDS, "pause": PAUSE}
            found[f"{count} interviewers, a save each {PAUSE:.0f} s"] = load(typing)
            found[f"{count} interviewers, saving without a pause"] = load(typing | {"pause": 0})
        half = people[: len(people) // 4], people[len(people) // 4 :]
        for some in half:
            found[f"{len(some)} interviewers submit at once"] = load(
                {"port": port, "people": some, "seconds": 0, "pause": 0}
            )
        found["a worker's memory at the end, MB"] = memory(pid)
    return found


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "hiring/config/gunicorn.py", "hiring.config.wsgi"]
    process = subprocess.Popen(command, env={**os.environ, "PORT": str(port), "WEB_WORKERS": "2"})
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str, seconds: float = 60) -> None:
    """Until a worker answers: the master listens before there is one."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def memory(pid: int) -> float:
    """The largest worker's resident memory."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = [
        int(line.split()[1]) / 1024
        for child in children
        for line in Path(f"/proc/{child}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]
    return round(max(sizes), 1)


def load(plan: dict[str, Any]) -> dict[str, Any]:
    """From a process of its own, so that asking does not slow what is measured more than it must."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(plan), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)
