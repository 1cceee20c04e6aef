"""The list of openings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hiring import access
from hiring.models import Application, Interview, Opening, User


@dataclass(frozen=True)
class OpeningRow:
    pk: int
    title: str
    role: str
    place: str
    open: bool
    in_loop: int
    ready: int
    decided: int
    withdrawn: int


def openings(user: User, *, closed: bool = False) -> tuple[OpeningRow, ...]:
    """Two queries: the openings, and the counts of all of them at once."""
    status = Opening.Status.CLOSED if closed else Opening.Status.OPEN
    rows = list(access.openings_for(user).filter(status=status).select_related("role"))
    counts = {
        row["opening_id"]: row
        for row in with_readiness(Application.objects.filter(opening__in=[row.pk for row in rows]))
        .values("opening_id")
        .order_by("opening_id")
        .annotate(
            in_loop=Count("pk", filter=Q(status="in_loop")),
            ready_count=Count("pk", filter=Q(status="in_loop", ready=True)),
            decided=Count("pk", filter=Q(status__in=["hired", "not_hired"])),
            withdrawn=Count("pk", filter=Q(status="withdrawn")),
        )
    }
    none = {"in_loop": 0, "ready_count": 0, "decided": 0, "withdrawn": 0}
    return tuple(
        OpeningRow(
            pk=row.pk,
            title=row.title,
            role=row.role.name,
            place=row.place,
            open=row.status == Opening.Status.OPEN,
            in_loop=found["in_loop"],
            ready=found["ready_count"],
            decided=found["decided"],
            withdrawn=found["withdrawn"],
        )
        for row in rows
        for found in [counts.get(row.pk, none)]
    )


def with_readiness(applications: QuerySet[Application]) -> QuerySet[Any]:
    """`ready`: in the loop, every live interview that counts has its card, and there is at least one."""
    live = Interview.objects.filter(application=OuterRef("pk"), status__in=Interview.LIVE, shadow=False)
    return applications.annotate(
        ready=Exists(live.filter(scorecard__submitted_at__isnull=False))
        & ~Exists(live.filter(scorecard__submitted_at__isnull=True))
    )
