"""`python -m hiring.config.launch demo|run`: the whole product in one command.

Starts the embedded database (unless DATABASE_URL names another), brings the tables up to date, gathers
static files, then runs the web server and the worker, starts again what dies, and stops all of it on
Ctrl+C. `demo` also loads the demo's people and data.
"""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from hiring.config import embedded, env, processes

PYTHON = sys.executable
WAIT_FOR_WEB = 30
# What died soon after its start is started again after a pause, so that it cannot take the whole machine.
SOON, PAUSE = 5, 2


def main(mode: str) -> None:
    if mode == "demo":
        os.environ["MODE"] = "demo"
    environment = env.load()
    port = environment.number("PORT", 8000, least=1, most=65535)
    address = f"http://{environment.text('HOST', '127.0.0.1')}:{port}"
    folder = env.var_folder(environment)
    folder.mkdir(parents=True, exist_ok=True)
    running = folder / "running.json"
    os.chdir(env.ROOT)
    refuse_second_start(running, address)
    if mode == "demo" and not environment.text("SITE_URL"):
        os.environ["SITE_URL"] = address  # where links in mails lead
    Launcher(running, port, address, demo=mode == "demo", folder=folder).run()


def refuse_second_start(running: Path, address: str) -> None:
    """One launcher at a time; what a killed one left behind is ended."""
    left = processes.remembered(running)
    if "launcher" in left:
        raise SystemExit(f"It is running already: {address} (or the port it was started with).")
    if left:
        say("Ending what an earlier start left behind")
        processes.end(left)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def say(words: str) -> None:
    # Where the output is a file on a full disk, the words are lost and the work goes on.
    with contextlib.suppress(OSError):
        print(f"  {words} …", flush=True)  # noqa: T201 - this is what the person at the terminal reads


@dataclass
class Child:
    process: subprocess.Popen[bytes]
    since: float
    again_at: float = 0


class Launcher:
    def __init__(self, running: Path, port: int, address: str, *, demo: bool, folder: Path) -> None:
        self.running, self.port, self.address, self.demo = running, port, address, demo
        self.folder = folder
        self.children: dict[str, Child] = {}
        self.stopping = False

    def run(self) -> None:
        if not port_is_free(self.port):
            raise SystemExit(
                f"Port {self.port} is busy: something else uses it. Choose another, such as: PORT={self.port + 1} make "
                + ("demo" if self.demo else "run")
            )
        signal.signal(signal.SIGTERM, self.ask_to_stop)
        signal.signal(signal.SIGINT, self.ask_to_stop)
        processes.remember(self.running, {"launcher": os.getpid()})
        try:
            self.prepare()
            for name in self.commands():
                self.start(name)
            self.wait_until_it_answers()
            self.greet()
            self.watch()
        finally:
            self.stop()

    def prepare(self) -> None:
        say("Starting PostgreSQL" if embedded.in_use() else "Using the database of DATABASE_URL")
        embedded.ensure_running()
        say("Bringing the tables up to date")
        self.manage("migrate", "--verbosity", "0")
        self.gather_static_files()
        if self.demo:
            say("Loading the demonstration")
            self.manage("demo")

    def manage(self, *words: str) -> None:
        if self.stopping:
            raise SystemExit(0)
        done = subprocess.run([PYTHON, "manage.py", *words], check=False)  # noqa: S603 - our own words
        if done.returncode:
            raise SystemExit(done.returncode)

    def gather_static_files(self) -> None:
        """Only when a file changed: hashing and compressing takes a few seconds."""
        files = sorted(path for path in (env.ROOT / "static").rglob("*") if path.is_file())
        state = "".join(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n" for path in files)
        mark = hashlib.sha256((state + Path(embedded.__file__).as_posix()).encode()).hexdigest()
        noted = self.folder / "static-files"
        if (env.ROOT / "staticfiles").is_dir() and noted.exists() and noted.read_text() == mark:
            return
        say("Gathering static files")
        self.manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
        noted.write_text(mark)

    def commands(self) -> dict[str, list[str]]:
        return {
            "web": [PYTHON, "-m", "gunicorn", "-c", "hiring/config/gunicorn.py", "hiring.config.wsgi"],
            "worker": [PYTHON, "manage.py", "procrastinate", "worker"],
        }

    def start(self, name: str) -> None:
        process = subprocess.Popen(  # noqa: S603 - our own words
            self.commands()[name], start_new_session=True, stdin=subprocess.DEVNULL
        )
        self.children[name] = Child(process, since=time.monotonic())
        # What is not remembered, on a full disk, is only not ended by a later start.
        with contextlib.suppress(OSError):
            processes.remember(self.running, {"launcher": os.getpid(), **self.pids()})

    def pids(self) -> dict[str, int]:
        return {name: child.process.pid for name, child in self.children.items()}

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + WAIT_FOR_WEB
        while time.monotonic() < deadline and not self.stopping:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.children["web"].process.poll() is not None:
                raise SystemExit("The web server did not start; its reason stands above.")
            time.sleep(0.05)

    def greet(self) -> None:
        from hiring.config.demo_people import DEMO_PASSWORD, DEMO_PEOPLE

        lines = [f"\nScorecards runs at {self.address}"]
        if self.demo:
            lines.append(f"\nSign in with one click, or with the password “{DEMO_PASSWORD}”, as")
            lines += [f"  {email:27} {name}: {what}" for email, name, what in DEMO_PEOPLE]
        lines.append("\nCtrl+C stops it.\n")
        print("\n".join(lines), flush=True)  # noqa: T201

    def watch(self) -> None:
        """Start again what died, the database included, for as long as it takes."""
        while not self.stopping:
            for name, child in list(self.children.items()):
                if child.process.poll() is not None and not self.stopping:
                    self.start_again(name, child)
            if embedded.in_use() and not embedded.is_running() and not self.stopping:
                self.recover_database()
            time.sleep(0.5)

    def start_again(self, name: str, child: Child) -> None:
        now = time.monotonic()
        child.again_at = child.again_at or now + (PAUSE if now - child.since < SOON else 0)
        if now < child.again_at:
            return
        say(f"The {name} process ended; starting it again")
        # Its own children may be alive, and hold the port.
        processes.end({name: child.process.pid}, patience=2)
        self.start(name)

    def recover_database(self) -> None:
        """A full disk, or a killed server's last processes, may stand in the way for a while."""
        say("PostgreSQL ended; starting it again")
        address = embedded.url()
        try:
            embedded.ensure_running()
        except (env.BadEnvironment, OSError) as problem:
            say(f"Not yet; trying again. {problem}")
            return
        if embedded.url() != address:
            # Its port was taken meanwhile: the others must learn the new one.
            processes.end(self.pids(), patience=2)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def stop(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.children:
            print("\nStopping …", flush=True)  # noqa: T201
        processes.end(self.pids())
        if embedded.in_use():
            embedded.stop()
        self.running.unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1])
