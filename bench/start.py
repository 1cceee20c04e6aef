"""From nothing to the first page of `make demo`, and once more."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 240


def measure() -> dict[str, Any]:
    """In a copy of what git keeps, with an empty home. Cold fetches and installs the packages too."""
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place, "checkout"), Path(place, "home")
        home.mkdir()
        names = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for name in names.splitlines():
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        try:
            cold = first_page(folder, home)
            return {"cold (s)": cold, "warm (s)": first_page(folder, home)}
        finally:
            subprocess.run(
                ["make", "clean"], cwd=folder, env=surroundings(home, 0), capture_output=True, check=False
            )


def surroundings(home: Path, port: int) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name.startswith(("PATH", "PIP_", "UV_", "SSL_"))
    }
    return {**kept, "HOME": str(home), "PORT": str(port)}


def first_page(folder: Path, home: Path) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "demo"], cwd=folder, env=surroundings(home, port), stdout=subprocess.DEVNULL, start_new_session=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < PATIENCE and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5) as answer:
                    if answer.status == 200:
                        return round(time.perf_counter() - began, 1)
            except OSError:
                time.sleep(0.05)
        return -1
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(40)
