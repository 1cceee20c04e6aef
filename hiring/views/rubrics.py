"""Rubric versions, for everyone who signs in; drafts for rubric admins alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hiring import access
from hiring.reads.rubrics import page_of, roles_for
from hiring.reads.what_would_change import what_would_change as effect_of
from hiring.views.request import Request


@require_safe
def rubrics(request: Request) -> HttpResponse:
    context = {"roles": roles_for(request.user), "edits": access.edits_rubrics(request.user)}
    return render(request, "hiring/rubrics/list.html", context)


@require_safe
def rubric(request: Request, pk: int) -> HttpResponse:
    """A version to read and print; with ?against=ID compared with another of the same role."""
    mine = access.rubrics_for(request.user)
    found = get_object_or_404(mine.select_related("role"), pk=pk)
    against = None
    if other := request.GET.get("against"):
        same_role = mine.filter(role=found.role_id).select_related("role")
        against = get_object_or_404(same_role, pk=int(other) if other.isdecimal() and len(other) < 18 else 0)
    page = page_of(request.user, found, against)
    context = {"page": page, "edits": access.edits_rubrics(request.user)}
    return render(request, "hiring/rubrics/compare.html" if against else "hiring/rubrics/read.html", context)


@never_cache
@require_safe
def what_would_change(request: Request, pk: int) -> HttpResponse:
    """A draft tried on what is decided: how many recommendations would be others."""
    draft = get_object_or_404(access.drafts_to_try(request.user).select_related("role"), pk=pk)
    return render(request, "hiring/rubrics/what_would_change.html", {"page": effect_of(draft)})
