"""How the web server runs. Why gunicorn with threads: docs/decisions."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

from gunicorn.workers.base import Worker

from hiring.config import env, processes

environment = env.load()
bind = f"{environment.text('HOST', '127.0.0.1')}:{environment.number('PORT', 8000, least=1, most=65535)}"
workers = environment.number("WEB_WORKERS", 2, least=1, most=64)
threads = environment.number("WEB_THREADS", 4, least=1, most=64)
worker_class = "gthread"
# Loaded once and forked: a killed worker is replaced within milliseconds, and memory is shared.
preload_app = True
timeout = 30
graceful_timeout = 10
# Longer than a proxy keeps an idle connection (nginx: 60 s), so that no request meets one that is just closing.
keepalive = 75
# Workers renew themselves now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
loglevel = "warning"
control_socket_disable = True

if environment.text("METRICS_TOKEN"):
    # The workers' figures, each in its own file. In memory: a full disk must not stop a worker that counts.
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    memory = memory if memory.is_dir() else Path(tempfile.gettempdir())
    for left in memory.glob(f"scorecards-{os.getuid()}-*-*"):
        if not processes.started(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    figures = tempfile.mkdtemp(prefix=f"scorecards-{os.getuid()}-{os.getpid()}-", dir=memory)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures


def on_exit(server: object) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(worker: Worker) -> None:
    """Long lists make many short-lived values. The collector, as it comes, would walk through everything that is
    loaded several times for one page: what is loaded stays for good and is left alone, the rest is looked at
    less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
