"""The list of openings."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

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
    """Three queries: the openings, and for all of them at once how far their candidates are."""
    status = Opening.Status.CLOSED if closed else Opening.Status.OPEN
    rows = list(access.openings_for(user).filter(status=status).select_related("role"))
    theirs = Application.objects.filter(opening__any=[row.pk for row in rows])
    number: Counter[tuple[int, str]] = Counter()
    by_status = theirs.order_by().values_list("opening_id", "status").annotate(number=Count("pk"))
    for opening, status, found in by_status:
        number[opening, status] = found
    by_opening = ready(theirs).order_by().values_list("opening_id").annotate(number=Count("pk"))
    are_ready = dict(by_opening)
    return tuple(
        OpeningRow(
            pk=row.pk,
            title=row.title,
            role=row.role.name,
            place=row.place,
            open=row.status == Opening.Status.OPEN,
            in_loop=number[row.pk, "in_loop"],
            ready=are_ready.get(row.pk, 0),
            decided=number[row.pk, "hired"] + number[row.pk, "not_hired"],
            withdrawn=number[row.pk, "withdrawn"],
        )
        for row in rows
    )


def ready(applications: QuerySet[Application]) -> QuerySet[Application]:
    """In the loop, every live interview that counts has its card, and there is at least one."""
    live = Interview.objects.filter(application=OuterRef("pk"), status__in=Interview.LIVE, shadow=False)
    return applications.filter(
        Exists(live.filter(scorecard__submitted_at__isnull=False)),
        ~Exists(live.filter(scorecard__submitted_at__isnull=True)),
        status=Application.Status.IN_LOOP,
    )
