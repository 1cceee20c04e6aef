"""Processes that the launcher started, remembered in a file so that a later start can end those left over.

A process is known by its id and the moment it started: an id alone may belong to somebody else by now.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path


def started(pid: int) -> str:
    """When the process started, as the system counts it; empty when there is none.

    Linux tells it in ticks. Elsewhere `ps` tells it in seconds.
    """
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else fields[19]
    done = subprocess.run(  # noqa: S603 - fixed words and a number
        ["ps", "-o", "lstart=", "-p", str(pid)],  # noqa: S607 - found on every system
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def remember(path: Path, pids: Mapping[str, int]) -> None:
    partial = path.with_suffix(".new")
    partial.write_text(json.dumps({name: [pid, started(pid)] for name, pid in pids.items()}))
    partial.replace(path)


def remembered(path: Path) -> dict[str, int]:
    """Those that still run, by name."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: pid for name, (pid, moment) in found.items() if moment and started(pid) == moment}


def end(pids: Mapping[str, int], *, patience: float = 10) -> None:
    """Ask them and their children to end, wait, and then make them."""
    for pid in pids.values():
        tell(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    left = set(pids.values())
    while (left := {pid for pid in left if alive(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        tell(pid, signal.SIGKILL)


def tell(pid: int, what: signal.Signals) -> None:
    """To the whole group: each child leads one, so its own children go with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, what)


def alive(leader: int) -> bool:
    """Whether anyone of the group is left: a killed server's workers still hold its port."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(leader, os.WNOHANG)
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return started(leader) != ""
    return True
