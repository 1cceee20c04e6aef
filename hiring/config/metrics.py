"""What Prometheus is told about requests: how many, how they ended, how long they took, by the view's name.

Labels are names from our own code and never anything that a person typed or an address holds. Without
METRICS_TOKEN nothing is counted and nothing is written. Under gunicorn each worker counts in a file of its
own, in memory where the system has a folder for that (hiring/config/gunicorn.py); a page adds them up.
"""

import os
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = {"GET", "POST", "HEAD", "OPTIONS"}

REQUESTS = Counter("scorecards_requests", "Requests that were answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "scorecards_request_seconds",
    "Time from a request's arrival at a worker to its answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def count_requests(get_response: Handler) -> Handler:
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        # What leads to no view is a static file or an address that does not exist.
        view = (match.view_name or "unnamed") if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - started)
        return response

    return handle


def requests_so_far() -> bytes:
    """Of all workers, as Prometheus reads it."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
