"""The pipeline of an opening: how far every application is, and what the rule says of it.

Whoever owes a card on an application sees no score of it: their row is `blinded`, matches no score filter
and sorts last, by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet, Value
from django.db.models.functions import Lower

from hiring import access, charts
from hiring.models import Application, Interview, Opening, User
from scorecards import bulk, gathering, scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score

PAGE = 200
FILTERS = {
    "running": "In the loop",
    "ready": "Ready to decide",
    "holes": "Somebody missing",
    "late": "Cards late",
    "decided": "Decided",
    "withdrawn": "Withdrawn",
    "all": "Everyone",
}
SORTS = {"name": "Name", "score": "Score, highest first", "newest": "Newest first"}
OUTCOMES = {
    "": "Any recommendation",
    "strong_yes": "Strong yes",
    "yes": "Yes",
    "no": "No",
    "strong_no": "Strong no",
    "not_enough_evidence": "Not enough evidence",
}
TONES = {"strong_no": "bad", "no": "bad", "yes": "good", "strong_yes": "good", "not_enough_evidence": ""}
# Scores differ by 1e-19 at the least (weights to 10,000, twelve raters): sorting by whole numbers is exact.
FINE = 10**20


@dataclass(frozen=True)
class Shown:
    """What the rule says of one application, ready for a row."""

    score: str
    bar: str
    outcome: str
    tone: str
    coverage: str
    interviewers: int
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PipelineRow:
    """`blinded`: the reader owes a card here and `shown` is None."""

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
    shown: Shown | None

    @property
    def ready(self) -> bool:
        return self.status == "in_loop" and self.places > 0 and self.cards == self.places


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see; what is not known is as if it were not asked."""

    showing: str = "running"
    search: str = ""
    sort: str = "name"
    outcome: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        def known(key: str, choices: Mapping[str, str], default: str) -> str:
            value = given.get(key, default)
            return value if value in choices else default

        return cls(
            known("show", FILTERS, "running"),
            given.get("search", "").replace("\0", "").strip()[:200],
            known("sort", SORTS, "name"),
            known("outcome", OUTCOMES, ""),
        )

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(
            {"show": self.showing, "search": self.search, "sort": self.sort, "outcome": self.outcome}
        )


@dataclass(frozen=True)
class Pipeline:
    rows: tuple[PipelineRow, ...]
    page: Page
    asked: Asked
    running: int


@dataclass(frozen=True, slots=True)
class Light:
    """As much of an application as choosing and sorting need."""

    pk: int
    assessment: int
    rubric: int
    blinded: bool


def pipeline(opening: Opening, user: User, asked: Asked, *, at: datetime, page: str = "1") -> Pipeline:
    """Four queries for any number of rows, five where scores choose or sort them."""
    found, known = chosen(opening, user, asked, at=at)
    pages = Paginator(found, PAGE)
    current = pages.get_page(page)
    wanted = list(current.object_list)
    scores = gathering.recommendations(
        {row.assessment: row.rubric for row in wanted if not row.blinded}, known=known
    )
    show = {rubric: shown_by(version.rubric) for rubric, version in known.items()}
    full = {row.pk: row for row in in_full([each.pk for each in wanted], at)}
    rows = tuple(
        row_of(full[light.pk], light, None if light.blinded else show[light.rubric](scores[light.assessment]))
        for light in wanted
    )
    return Pipeline(rows, current, asked, len(found))


def chosen(
    opening: Opening, user: User, asked: Asked, *, at: datetime
) -> tuple[list[Light], Mapping[int, gathering.Version]]:
    """Everyone asked for, in the order asked for, with the rubric versions. Two queries, or three."""
    found = [Light(*row) for row in matching(opening, user, asked, at=at)]
    known = gathering.versions({row.rubric for row in found})
    if asked.outcome or asked.sort == "score":
        found = by_score(found, known, asked)
    return found, known


def matching(opening: Opening, user: User, asked: Asked, *, at: datetime) -> QuerySet[Any]:
    """Which applications, in the order of names or of age: pk, assessment, rubric, blinded. One query."""
    rows: QuerySet[Any] = access.applications_for(user).filter(opening=opening)
    for word in asked.search.split():
        rows = rows.filter(Q(candidate__name__icontains=word) | Q(candidate__email__icontains=word))
    if asked.showing in ("holes", "late", "ready"):
        rows = progress(rows, at)
    rows = rows.filter(SHOWN[asked.showing])
    order = ("-created_at", "-pk") if asked.sort == "newest" else (Lower("candidate__name"), "pk")
    rows = rows.annotate(blinded=access.owing(user)).order_by(*order)
    return rows.values_list("pk", "assessment_id", "assessment__rubric_id", "blinded")


RUNNING = Q(status=Application.Status.IN_LOOP)
SHOWN = {
    "running": RUNNING,
    "ready": RUNNING & Q(places__gt=0, cards=F("places")),
    "holes": RUNNING & (Q(unfilled__gt=0) | Q(places=0)),
    "late": RUNNING & Q(late__gt=0),
    "decided": Q(status__in=[Application.Status.HIRED, Application.Status.NOT_HIRED]),
    "withdrawn": Q(status=Application.Status.WITHDRAWN),
    "all": Q(),
}


def by_score(found: list[Light], known: Mapping[int, gathering.Version], asked: Asked) -> list[Light]:
    """Chosen by what the rule recommends, sorted by the exact score; who has none comes later, and
    blinded rows last, both in the order that they had."""
    open_rows = [row for row in found if not row.blinded]
    scored = {
        each.assessment: each.recommendation
        for each in bulk.score(known, [row.assessment for row in open_rows])
    }
    if asked.outcome:
        nothing = scoring.NOT_ENOUGH_EVIDENCE

        def outcome(row: Light) -> str:
            return scored[row.assessment].outcome if row.assessment in scored else nothing

        found = open_rows = [row for row in open_rows if outcome(row) == asked.outcome]
    if asked.sort != "score":
        return found

    def height(row: Light) -> int:
        total = scored[row.assessment].composite if row.assessment in scored else None
        if total is None or not total.denominator:
            return -1
        width = known[row.rubric].rubric.scale_max - 1
        return (total.numerator - total.denominator) * FINE // (total.denominator * width)

    return sorted(open_rows, key=height, reverse=True) + [row for row in found if row.blinded]


def in_full(pks: list[int], at: datetime) -> QuerySet[Any]:
    return progress(Application.objects.filter(pk__in=pks).select_related("candidate"), at)


def shown_by(rubric: scoring.Rubric) -> Any:
    """A function that words and draws a recommendation: made once for a version, called for every row."""
    width = rubric.scale_max - 1
    low, bar, high = (1 + cut * width for cut in rubric.policy.cuts)
    draw = charts.mini_bars(charts.Scale(rubric.scale_max, (low, bar, high), shown(bar)))

    def show(found: scoring.Recommendation) -> Shown:
        score = found.score
        words = sentences.OUTCOMES[found.outcome]
        text = "" if score is None else shown_score(rubric, score)
        provisional = found.outcome == scoring.NOT_ENOUGH_EVIDENCE
        return Shown(
            score=text,
            bar="" if score is None else draw(score, text, words, provisional),
            outcome=words,
            tone=TONES[found.outcome],
            coverage=shown_percent(Fraction(found.composite.rated_weight, rubric.total_weight)),
            interviewers=found.interviewers,
            flags=tuple(sentences.short_flags(found)),
        )

    return show


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


def row_of(row: Any, light: Light, shown: Shown | None) -> PipelineRow:
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
        blinded=light.blinded,
        shown=shown,
    )
