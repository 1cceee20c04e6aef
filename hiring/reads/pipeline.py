"""The applications of one opening: how far each loop is. Scores are added by whoever may see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet, Value
from django.db.models.functions import Lower

from hiring import access
from hiring.models import Application, Interview, Opening, User

PAGE = 200
FILTERS = {
    "running": "In the loop",
    "holes": "Somebody missing",
    "late": "Cards late",
    "decided": "Decided",
    "withdrawn": "Withdrawn",
    "all": "Everyone",
}


@dataclass(frozen=True)
class PipelineRow:
    """What everyone on the team may know. `blinded`: the reader owes a card here and sees no score."""

    pk: int
    candidate_pk: int
    candidate: str
    status: str
    status_words: str
    places: int
    cards: int
    unfilled: int
    late: int
    next_at: datetime | None
    blinded: bool

    @property
    def ready(self) -> bool:
        return self.status == "in_loop" and self.places > 0 and self.cards == self.places


@dataclass(frozen=True)
class Pipeline:
    rows: tuple[PipelineRow, ...]
    page: Page
    showing: str
    search: str


def pipeline(
    opening: Opening, user: User, *, at: datetime, showing: str = "running", search: str = "", page: str = "1"
) -> Pipeline:
    """Two queries: how many, and a page of rows in the order of names."""
    showing = showing if showing in FILTERS else "running"
    found = matching(opening, user, at=at, showing=showing, search=search)
    pages = Paginator(found, PAGE)
    current = pages.get_page(page)
    return Pipeline(tuple(row_of(each) for each in current.object_list), current, showing, search)


def matching(opening: Opening, user: User, *, at: datetime, showing: str, search: str) -> QuerySet[Any]:
    """The applications with their counts, one query. The score columns are joined to these rows by pk."""
    rows: QuerySet[Any] = access.applications_for(user).filter(opening=opening).select_related("candidate")
    for word in search.split():
        rows = rows.filter(Q(candidate__name__icontains=word) | Q(candidate__email__icontains=word))
    rows = progress(rows, at).annotate(blinded=access.owing(user))
    if showing == "running":
        rows = rows.filter(status=Application.Status.IN_LOOP)
    elif showing == "holes":
        rows = rows.filter(Q(unfilled__gt=0) | Q(places=0), status=Application.Status.IN_LOOP)
    elif showing == "late":
        rows = rows.filter(late__gt=0, status=Application.Status.IN_LOOP)
    elif showing == "decided":
        rows = rows.filter(status__in=[Application.Status.HIRED, Application.Status.NOT_HIRED])
    elif showing == "withdrawn":
        rows = rows.filter(status=Application.Status.WITHDRAWN)
    return rows.order_by(Lower("candidate__name"), "pk")


def progress(rows: QuerySet[Application], at: datetime) -> QuerySet[Any]:
    """Annotate how far each loop is. Shadows delay nothing and are not counted."""
    live = Q(interviews__status__in=Interview.LIVE, interviews__shadow=False)
    minutes = ExpressionWrapper(
        F("interviews__minutes") * Value(timedelta(minutes=1)), output_field=DurationField()
    )
    open_card = live & Q(
        interviews__scorecard__isnull=False, interviews__scorecard__submitted_at__isnull=True
    )
    return rows.annotate(
        places=Count("interviews", filter=live),
        cards=Count("interviews", filter=live & Q(interviews__scorecard__submitted_at__isnull=False)),
        unfilled=Count("interviews", filter=live & Q(interviews__interviewer__isnull=True)),
        late=Count(
            "interviews",
            filter=open_card
            & (Q(interviews__starts_at__lt=Value(at) - minutes) | Q(interviews__due_at__lt=at)),
        ),
        next_at=Min("interviews__starts_at", filter=live & Q(interviews__starts_at__gte=at)),
    )


def row_of(row: Any) -> PipelineRow:
    return PipelineRow(
        pk=row.pk,
        candidate_pk=row.candidate_id,
        candidate=row.candidate.shown_name,
        status=row.status,
        status_words=row.get_status_display(),
        places=row.places,
        cards=row.cards,
        unfilled=row.unfilled,
        late=row.late,
        next_at=row.next_at,
        blinded=row.blinded,
    )
