"""For the machines that watch: is the process up, and can it serve?"""

from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from hiring.config.metrics import requests_so_far
from hiring.reads.vitals import vitals

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
HELP = {
    "jobs_waiting": "Jobs that are due and not begun.",
    "jobs_running": "Jobs that a worker holds.",
    "jobs_failed": "Jobs that were given up, of the last week.",
    "mails_unsent": "Mails that are due and did not go out yet.",
    "oldest_unsent_seconds": "How long the oldest of them is overdue.",
    "audit_unsealed": "Entries of the audit trail that are not in the chain yet.",
}


@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon."""
    return redirect(static("icons/mark.svg"))


@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration that this code needs."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations are waiting", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with `Authorization: Bearer METRICS_TOKEN`; for everyone else there is no such page."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if not token or not constant_time_compare(given, f"Bearer {token}"):
        raise Http404
    return HttpResponse(requests_so_far() + figures().encode(), content_type=PROMETHEUS)


def figures() -> str:
    """Asked of the database now. While it does not answer, that is the one figure."""
    try:
        found = asdict(vitals())
    except (DatabaseError, InterfaceError):
        found = {}
    lines = ["# TYPE scorecards_database_up gauge", f"scorecards_database_up {int(bool(found))}"]
    for name, value in found.items():
        full = f"scorecards_{name}"
        lines += [f"# HELP {full} {HELP[name]}", f"# TYPE {full} gauge", f"{full} {value:g}"]
    return "\n".join(lines) + "\n"
