"""The candidate summary."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hiring import access
from hiring.reads.summary import summary as read
from hiring.views.request import Request
from scorecards import audit


@require_safe
def summary(request: Request, pk: int) -> HttpResponse:
    """Who owes a card on it learns only that; who has no part in it, nothing."""
    rows = access.summaries_for(request.user).select_related(
        "candidate", "opening", "assessment__rubric__role"
    )  # fmt: skip
    application = rows.filter(pk=pk).first()
    if application is None:
        known = get_object_or_404(
            access.applications_for(request.user).select_related("candidate", "opening"), pk=pk
        )
        own = access.owed_interviews(request.user).filter(application=known).first()
        return render(request, "hiring/summary/blind.html", {"application": known, "own": own})
    audit.record(
        actor=request.user,
        action="summary.viewed",
        subject="application",
        subject_id=application.pk,
        scope=f"opening:{application.opening_id}",
    )
    return render(request, "hiring/summary/summary.html", {"summary": read(request.user, application)})
