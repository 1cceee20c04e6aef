"""Candidates side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hiring import access
from hiring.reads import compare as reads
from hiring.views.request import Request
from scorecards import audit

MOST_ASKED = 60


@require_safe
def compare(request: Request, pk: int) -> HttpResponse:
    """?application=…&application=…; with fewer than two to compare, the page offers whom to pick."""
    opening = get_object_or_404(access.openings_for(request.user).select_related("role"), pk=pk)
    given = request.GET.getlist("application")[:MOST_ASKED]
    wanted = [int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 18]
    found = reads.compared(opening, request.user, wanted)
    if found is not None:
        audit.record(
            actor=request.user,
            action="candidates.compared",
            subject="opening",
            subject_id=opening.pk,
            scope=f"opening:{opening.pk}",
            details={"applications": [column.pk for column in found.columns]},
        )
    context = {
        "opening": opening,
        "compared": found,
        "choices": reads.choices(opening, request.user),
        "wanted": wanted,
    }
    return render(request, "hiring/compare/compare.html", context)
