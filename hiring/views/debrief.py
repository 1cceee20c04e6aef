"""The debrief: the meeting about one application."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hiring.actions.debrief import NotesChanged, change_rating, open_debrief, write_notes
from hiring.actions.refusal import Refusal
from hiring.models import Application, Debrief
from hiring.reads import debrief as reads
from hiring.views.request import Request, one_or_404, plain
from hiring.views.summary import blind, note

LONGEST_NOTES = 50_000


@never_cache
@require_safe
def debrief(request: Request, pk: int) -> HttpResponse:
    found = reads.one_for_page(request.user, pk)
    if not found:
        return blind(request, pk)
    application = found[0]
    note(request, application, "debrief.viewed")
    return page(request, application)


@never_cache
@require_safe
def live(request: Request, pk: int) -> HttpResponse:
    """What changed since the page's stamp, as parts to put in place; nothing new is an empty 204."""
    # A page that is left open asks by itself: that is no use by a person, and does not keep the session alive.
    request.session.modified = False
    application = one_or_404(reads.one_for_page(request.user, pk))
    if request.GET.get("stamp") == reads.stamp(application):
        return HttpResponse(status=204)
    context = context_of(request, application)
    return render(
        request, "hiring/debrief/live.html" if context["debrief"] else "hiring/debrief/waiting.html", context
    )


@require_POST
def opening(request: Request, pk: int) -> HttpResponse:
    """Open it: the hiring team once all cards are in, a manager earlier with a reason."""
    rows = reads.for_page(request.user)
    application = get_object_or_404(rows.filter(plans=True), pk=pk)
    reason = plain(request.POST.get("early_reason", ""))
    try:
        open_debrief(
            application=application, by=request.user, early_reason=reason, manages=application.manages
        )
    except Refusal as refusal:
        return page(request, application, problem=str(refusal), early_reason=reason, status=422)
    return redirect("debrief", pk)


@require_POST
def notes(request: Request, pk: int) -> HttpResponse:
    application = get_object_or_404(reads.for_page(request.user), pk=pk, debrief__isnull=False)
    typed = plain(request.POST.get("notes", ""))[:LONGEST_NOTES]
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1
    try:
        write_notes(debrief=application.debrief, by=request.user, notes=typed, version=number)
    except NotesChanged as refusal:
        application.debrief = refusal.current
        return page(request, application, notes_problem=str(refusal), typed_notes=typed, status=409)
    except Refusal as refusal:
        return page(request, application, problem=str(refusal), kept=typed, status=422)
    messages.success(request, "The notes are saved.")
    return redirect("debrief", pk)


@require_POST
def change(request: Request, pk: int, key: str) -> HttpResponse:
    """One's own rating of one dimension, with a reason."""
    application = get_object_or_404(reads.for_page(request.user), pk=pk, debrief__isnull=False)
    typed = {
        "rating": plain(request.POST.get("rating", "")),
        "evidence": plain(request.POST.get("evidence", "")),
        "reason": plain(request.POST.get("reason", "")),
    }
    known = application.assessment.rubric
    choices = {"", "na", *map(str, range(1, known.scale_max + 1))}
    try:
        if typed["rating"] not in choices:
            raise Refusal("That is not one of the choices.")
        if not typed["reason"]:
            raise Refusal("Say in a line why the rating changes.")
        change_rating(
            application=application,
            by=request.user,
            fields={f"rating-{key}": typed["rating"], f"evidence-{key}": typed["evidence"]},
            reason=typed["reason"],
        )
    except Refusal as refusal:
        kept = "\n\n".join(filter(None, (typed["evidence"], typed["reason"])))
        return page(
            request, application, changing=key, problem=str(refusal), typed=typed, kept=kept, status=422
        )
    messages.success(request, "Changed. What you handed in stays on show beside it.")
    return redirect(f"{request.path.rsplit('/change/', 1)[0]}/#topic-{key}")


# --- Pieces --------------------------------------------------------------------------------------


def page(request: Request, application: Application, *, status: int = 200, **more: object) -> HttpResponse:
    context = context_of(request, application) | more
    return render(request, "hiring/debrief/debrief.html", context, status=status)


def context_of(request: Request, application: Application) -> dict[str, object]:
    held: Debrief | None = getattr(application, "debrief", None)
    return {
        "application": application,
        "debrief": held,
        "page": reads.debrief(request.user, application, held) if held else None,
        "owed": reads.owed_by(application),
        "stamp": reads.stamp(application),
        "running": application.status == Application.Status.IN_LOOP,
    }
