"""How the web server runs. Why gunicorn with threads: docs/decisions."""

import gc

from gunicorn.workers.base import Worker

from hiring.config import env

environment = env.load()
bind = f"{environment.text('HOST', '127.0.0.1')}:{environment.number('PORT', 8000, least=1, most=65535)}"
workers = environment.number("WEB_WORKERS", 2, least=1, most=64)
threads = environment.number("WEB_THREADS", 4, least=1, most=64)
worker_class = "gthread"
timeout = 30
graceful_timeout = 10
keepalive = 5
# Workers renew themselves now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Long lists make many short-lived values. The collector, as it comes, would walk through everything that is
    loaded several times for one page: what is loaded stays for good and is left alone, the rest is looked at
    less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
