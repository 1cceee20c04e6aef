"""A candidate's personal data: what is kept, handing it over, erasing it, keeping it for a legal matter."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hiring import access
from hiring.actions import erase as actions
from hiring.actions.candidates import openings_of, record
from hiring.actions.export import export as export_candidate
from hiring.actions.refusal import Refusal
from hiring.forms.privacy import EraseForm, HoldForm
from hiring.models import Candidate
from hiring.reads.privacy import kept_about
from hiring.views.request import Request


@never_cache
@require_safe
def privacy(request: Request, pk: int) -> HttpResponse:
    """What goes, what stays and why: shown before anything is done."""
    found = get_object_or_404(access.candidates_answered_for(request.user), pk=pk)
    record(found, request.user, "privacy.viewed", openings_of(found), [])
    return page(request, found)


@never_cache
@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.candidates_erasable_by(request.user), pk=pk, erased_at=None)
    try:
        content = export_candidate(candidate=found, by=request.user)
    except Refusal:  # owes a card since this very moment
        raise Http404 from None
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="candidate-{found.pk}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.candidates_erasable_by(request.user), pk=pk)
    form = EraseForm(request.POST)
    if not form.is_valid():
        return page(request, found, erase_form=form, status=422)
    try:
        actions.erase(candidate=found, by=request.user, because=form.cleaned_data["because"])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Erased. What is left names nobody.")
    return redirect("privacy", pk)


@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """Put a legal hold on a candidate, or lift it."""
    found = get_object_or_404(access.candidates_answered_for(request.user), pk=pk, erased_at=None)
    if "lift" in request.POST:
        actions.lift_hold(candidate=found, by=request.user)
        messages.success(request, "The hold is lifted. Retention counts as before.")
        return redirect("privacy", pk)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return page(request, found, hold_form=form, status=422)
    actions.hold(candidate=found, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Held. Nothing of this candidate is erased until the hold is lifted.")
    return redirect("privacy", pk)


def page(
    request: Request,
    candidate: Candidate,
    *,
    erase_form: forms.Form | None = None,
    hold_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "candidate": candidate,
        "kept": kept_about(candidate, request.user),
        "erase_form": erase_form or EraseForm(),
        "hold_form": hold_form or HoldForm(),
    }
    return render(request, "hiring/privacy/privacy.html", context, status=status)
