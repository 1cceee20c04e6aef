"""Tables of candidates and of interviewers: a dry run first, then all rows or none."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hiring import access
from hiring.actions import import_candidates as candidates
from hiring.actions import import_people as interviewers
from hiring.actions.refusal import Refusal
from hiring.forms.candidates import ImportForm
from hiring.reads.people import COLUMNS
from hiring.tables import Line, NotATable
from hiring.views.request import Request

SHOWN = 100


@require_http_methods(["GET", "POST"])
def import_candidates(request: Request, pk: int) -> HttpResponse:
    opening = get_object_or_404(access.openings_planned_by(request.user), pk=pk)
    context = {"opening": opening, "columns": candidates.COLUMNS, "needed": "name"}
    return run(
        request,
        context,
        "hiring/candidates/import.html",
        lambda content: candidates.check(content, opening),
        lambda lines: candidates.import_candidates(lines=lines, opening=opening, by=request.user),
        lambda: redirect(opening),
    )


@require_http_methods(["GET", "POST"])
def import_people(request: Request) -> HttpResponse:
    if not access.manages_people(request.user):
        raise Http404
    return run(
        request,
        {"columns": COLUMNS, "needed": "name and email"},
        "hiring/people/import.html",
        interviewers.check,
        lambda lines: interviewers.import_people(lines=lines, by=request.user),
        lambda: redirect("people"),
    )


def run(
    request: Request,
    context: dict[str, object],
    template: str,
    check: Callable[[bytes], Any],
    store: Callable[[Sequence[Line]], int],
    done: Callable[[], HttpResponse],
) -> HttpResponse:
    """The table travels signed from the dry run to the confirmation, and is checked again there."""
    form = ImportForm(request.POST or None, request.FILES or None)
    content = confirmed(request)
    if content is None and request.method == "POST" and form.is_valid():
        content = form.cleaned_data["table"]
    if content is not None:
        try:
            checked = check(content)
            if "confirm" in request.POST and not checked.problems:
                count = store(checked.lines)
                messages.success(request, f"Imported: {count}.")
                return done()
            context |= {
                "checked": checked,
                "shown": checked.lines[:SHOWN],
                "table": signing.dumps(base64.b64encode(content).decode(), salt="import", compress=True),
            }
        except (NotATable, Refusal) as error:
            form = ImportForm()
            context["refused"] = str(error)
    elif "confirm" in request.POST:
        context["refused"] = "The table was changed on the way. Choose the file again."
        form = ImportForm()
    return render(request, template, context | {"form": form})


def confirmed(request: Request) -> bytes | None:
    if "confirm" not in request.POST:
        return None
    try:
        return base64.b64decode(signing.loads(request.POST.get("kept", ""), salt="import", max_age=3600))
    except signing.BadSignature:
        return None
