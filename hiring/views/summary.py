"""The candidate summary."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hiring import access
from hiring.models import Application
from hiring.reads.summary import one_for_page
from hiring.reads.summary import summary as read
from hiring.views.request import Request
from scorecards import audit


@require_safe
def summary(request: Request, pk: int) -> HttpResponse:
    """Who owes a card on it learns only that; who has no part in it, nothing."""
    found = one_for_page(request.user, pk)
    if not found:
        return blind(request, pk)
    application = found[0]
    note(request, application, "summary.viewed")
    context = {"summary": read(request.user, application), "application": application}
    return render(request, "hiring/summary/summary.html", context)


def blind(request: Request, pk: int) -> HttpResponse:
    """For a member of the team who owes a card: their own scorecard first. For anyone else, 404."""
    known = access.blinded_for(request.user).select_related("candidate", "opening")
    application = get_object_or_404(known, pk=pk)
    own = access.owed_interviews(request.user).filter(application=application).first()
    return render(request, "hiring/summary/blind.html", {"application": application, "own": own})


def note(request: Request, application: Application, action: str) -> None:
    audit.record(
        actor=request.user,
        action=action,
        subject="application",
        subject_id=application.pk,
        scope=f"opening:{application.opening_id}",
    )
