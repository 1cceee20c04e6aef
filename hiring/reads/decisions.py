"""Decisions in a list: what was decided, by whom, and which went against the recommendation."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hiring import access
from hiring.models import Decision, User


def decisions(user: User, *, opening: int | None = None, overrides: bool = False) -> QuerySet[Any]:
    """Newest first, each with `stands`: no later decision replaced it. One query."""
    later = Decision.objects.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
    rows = access.decisions_for(user).select_related(
        "application__candidate", "application__opening", "decided_by"
    )
    if opening is not None:
        rows = rows.filter(application__opening=opening)
    if overrides:
        rows = rows.filter(override=True)
    return rows.annotate(stands=~Exists(later)).order_by("-decided_at", "-pk")
