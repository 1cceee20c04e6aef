"""How the web server runs. Why gunicorn with threads: docs/decisions."""

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
