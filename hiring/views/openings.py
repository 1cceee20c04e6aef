"""Openings, and the pipeline of one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import access
from hiring.actions.openings import close_opening, edit_opening, open_opening, reopen_opening
from hiring.actions.refusal import Refusal
from hiring.forms.openings import OpeningForm
from hiring.models import Opening
from hiring.reads import openings as reads
from hiring.reads.exports import COLUMNS, exported
from hiring.reads.pipeline import FILTERS, OUTCOMES, SORTS, Asked
from hiring.reads.pipeline import pipeline as read_pipeline
from hiring.tables import XLSX, as_csv, as_xlsx
from hiring.views.request import Request, one_or_404
from scorecards import audit


@require_safe
def openings(request: Request) -> HttpResponse:
    if not access.reads_openings(request.user):
        raise Http404
    closed = request.GET.get("show") == "closed"
    context = {
        "openings": reads.openings(request.user, closed=closed),
        "closed": closed,
        "may_open": access.opens_openings(request.user),
    }
    return render(request, "hiring/openings/openings.html", context)


@require_http_methods(["GET", "POST"])
def new_opening(request: Request) -> HttpResponse:
    if not access.opens_openings(request.user):
        raise Http404
    form = OpeningForm(request.POST or None, by=request.user)
    if form.is_valid():
        opening = open_opening(by=request.user, **form.cleaned_data)
        messages.success(request, f"“{opening}” is open.")
        if not access.openings_for(request.user).filter(pk=opening.pk).exists():
            return redirect("openings")
        return redirect(opening)
    return render(request, "hiring/openings/new_opening.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    opening = get_object_or_404(access.openings_coordinated_by(request.user), pk=pk)
    form = OpeningForm(request.POST or None, instance=opening, by=request.user)
    if form.is_valid():
        edit_opening(opening=opening, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        if not access.openings_for(request.user).filter(pk=pk).exists():
            return redirect("openings")
        return redirect(opening)
    return render(request, "hiring/openings/edit_opening.html", {"form": form, "opening": opening})


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close an open opening, open a closed one."""
    opening = get_object_or_404(access.openings_coordinated_by(request.user), pk=pk)
    try:
        if opening.status == Opening.Status.OPEN:
            close_opening(opening=opening, by=request.user)
        else:
            reopen_opening(opening=opening, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(opening)


@require_safe
def pipeline(request: Request, pk: int) -> HttpResponse:
    opening = one_or_404(access.opening_with_duties(request.user, pk))
    found = read_pipeline(
        opening,
        request.user,
        Asked.of(request.GET),
        at=timezone.now(),
        page=request.GET.get("page", "1"),
    )
    note(request, opening, "pipeline.viewed", len(found.rows))
    context = {
        "opening": opening,
        "pipeline": found,
        "filters": FILTERS,
        "sorts": SORTS,
        "outcomes": OUTCOMES,
    }
    return render(request, "hiring/pipeline/pipeline.html", context)


@require_safe
def export(request: Request, pk: int, ending: str) -> HttpResponse:
    """The pipeline as a file, chosen and ordered as asked; everyone where nothing is asked. On the audit
    trail, because data leaves the house."""
    opening = get_object_or_404(access.openings_for(request.user), pk=pk)
    asked = Asked.of({"show": "all"} | request.GET.dict())
    rows = exported(opening, request.user, asked, at=timezone.now())
    write, kind = (as_xlsx, XLSX) if ending == "xlsx" else (as_csv, "text/csv; charset=utf-8")
    note(request, opening, "candidates.exported", len(rows))
    response = HttpResponse(write(COLUMNS, rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="candidates-{opening.pk}.{ending}"'
    return response


def note(request: Request, opening: Opening, action: str, rows: int) -> None:
    audit.record(
        actor=request.user,
        action=action,
        subject="opening",
        subject_id=opening.pk,
        scope=f"opening:{opening.pk}",
        details={"rows": rows},
    )
