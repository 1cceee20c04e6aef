"""The people page: inviting, duties, training, working hours, leavers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import access
from hiring.actions.leave import come_back
from hiring.actions.leave import leave as take_off
from hiring.actions.people import edit_person, invite
from hiring.actions.refusal import Refusal
from hiring.forms.people import PersonForm
from hiring.reads import people as reads
from hiring.tables import XLSX, as_csv, as_xlsx
from hiring.views.request import Request, search_words
from scorecards import audit


@require_safe
def people(request: Request) -> HttpResponse:
    if not access.manages_people(request.user):
        raise Http404
    asked = asked_of(request)
    page = reads.people(request.user, at=timezone.now(), page=request.GET.get("page", "1"), **asked)
    context = {"page": page, "search": asked["words"], "gone": asked["gone"]}
    return render(request, "hiring/people/people.html", context)


@require_safe
def export(request: Request, ending: str) -> HttpResponse:
    """The people of the page as a file that an import takes. On the audit trail, because data leaves the house."""
    if not access.manages_people(request.user):
        raise Http404
    rows = reads.exported(request.user, **asked_of(request))
    write, kind = (as_xlsx, XLSX) if ending == "xlsx" else (as_csv, "text/csv; charset=utf-8")
    audit.record(actor=request.user, action="people.exported", subject="people", details={"rows": len(rows)})
    response = HttpResponse(write(reads.COLUMNS, rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="people-{timezone.localdate()}.{ending}"'
    return response


def asked_of(request: Request) -> dict[str, Any]:
    return {
        "words": search_words(request),
        "gone": request.GET.get("show") == "gone",
    }


@require_http_methods(["GET", "POST"])
def new_person(request: Request) -> HttpResponse:
    if not access.manages_people(request.user):
        raise Http404
    form = PersonForm(
        request.POST or None,
        by=request.user,
        grants=access.grants_duties(request.user),
        kits=reads.kit_choices(),
    )
    if form.is_valid():
        try:
            person = invite(by=request.user, **form.given())
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{person} is invited.")
            return redirect("people")
    return render(request, "hiring/people/new_person.html", {"form": form})


@require_http_methods(["GET", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(access.people_changed_by(request.user), pk=pk)
    before = type(found).objects.get(pk=pk)
    form = PersonForm(
        request.POST or None,
        instance=found,
        by=request.user,
        grants=access.grants_duties(request.user),
        kits=reads.kit_choices(),
    )
    if form.is_valid():
        edit_person(person=before, by=request.user, **form.given())
        messages.success(request, "Saved.")
        return redirect("people")
    return render(request, "hiring/people/person.html", {"form": form, "person": before})


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """A leaver, or someone who comes back."""
    found = get_object_or_404(access.people_changed_by(request.user), pk=pk)
    try:
        if found.is_active:
            places = take_off(person=found, by=request.user, at=timezone.now())
            messages.success(
                request, f"{found} no longer takes part. Interviews to fill again: {len(places)}."
            )
        else:
            come_back(person=found, by=request.user)
            messages.success(request, f"{found} may sign in again.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people")
