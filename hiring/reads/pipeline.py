"""The pipeline of an opening: how far every application is, and what the rule says of it.

Whoever owes a card on an application sees no score of it: their row is `blinded`, matches no score filter
and sorts last, by name.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from hiring import access, charts
from hiring.models import Application, Interview, Opening, User
from scorecards import gathering, scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score
from scorecards.statements import built_once

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
STATUS = dict(Application.Status.choices)
TONES = {"strong_no": "bad", "no": "bad", "yes": "good", "strong_yes": "good", "not_enough_evidence": ""}
# Scores differ by 1e-19 at the least (weights to 10,000, twelve raters): sorting by whole numbers is exact.
FINE = 10**20


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rule says of one application, ready for a row."""

    score: str
    bar: str
    outcome: str
    tone: str
    coverage: str
    interviewers: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """`blinded`: the reader owes a card here and `shown` is None.

    Addresses, numbers and times are words already: a page has hundreds of rows, and a template takes
    long over a number.
    """

    key: str
    candidate: str
    summary: str
    loop: str
    status: str
    status_words: str
    places: int
    cards: int
    unfilled: int
    late: int
    cards_in: str
    next: str
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
    """As much of an application as one query tells."""

    pk: int
    assessment: int
    rubric: int
    candidate_pk: int
    candidate: str
    status: str
    blinded: bool


@dataclass(frozen=True, slots=True)
class Progress:
    places: int
    cards: int
    unfilled: int
    late: int
    next_at: datetime | None


def pipeline(opening: Opening, user: User, asked: Asked, *, at: datetime, page: str = "1") -> Pipeline:
    """Five queries for any number of rows, four where scores choose or sort them. In the order of names or
    of age only the rows of the page are fetched."""
    rows = Matching(opening, user, asked, at)
    if asked.outcome or asked.sort == "score":
        found = rows[:]
        known = gathering.versions({row.rubric for row in found})
        scores = scores_of(found, known)
        current = Paginator(by_score(found, known, asked, scores), PAGE).get_page(page)
        wanted: list[Light] = list(current.object_list)
    else:
        current = Paginator(cast(Any, rows), PAGE).get_page(page)
        wanted = list(current.object_list)
        known = gathering.versions({row.rubric for row in wanted})
        scores = scores_of(wanted, known)
    show = {rubric: shown_by(version.rubric) for rubric, version in known.items()}
    far = progress_of([each.pk for each in wanted], at)
    address = {name: Address(name) for name in ("summary", "loop")}
    return Pipeline(
        tuple(
            row_of(
                light,
                far[light.pk],
                address,
                None if light.blinded else show[light.rubric](scores[light.assessment]),
            )
            for light in wanted
        ),
        current,
        asked,
        current.paginator.count,
    )


def scores_of(rows: list[Light], known: Mapping[int, gathering.Version]) -> dict[int, scoring.Recommendation]:
    """Of rows that are not blinded. One query."""
    return gathering.recommendations(
        {row.assessment: row.rubric for row in rows if not row.blinded}, known=known
    )


def chosen(
    opening: Opening, user: User, asked: Asked, *, at: datetime
) -> tuple[list[Light], Mapping[int, gathering.Version]]:
    """Everyone asked for, in the order asked for, with the rubric versions: for a file. Two queries, or three."""
    found = Matching(opening, user, asked, at)[:]
    known = gathering.versions({row.rubric for row in found})
    if asked.outcome or asked.sort == "score":
        found = by_score(found, known, asked, scores_of(found, known))
    return found, known


class Matching:
    """Which applications, in the order of names or of age, fetched as far as a page needs them. One query for
    the number and one for rows."""

    def __init__(self, opening: Opening, user: User, asked: Asked, at: datetime) -> None:
        self.opening, self.user, self.asked, self.at = opening, user, asked, at
        # Without a search there are few statements, and they are kept; a search is one of its own.
        self.kept = not asked.search and asked.showing not in NEED_PROGRESS

    def __len__(self) -> int:
        if self.kept:
            found = number_of(self.user, self.opening.pk, showing=self.asked.showing)
            return found[0][0] if found else 0
        return self.searched().count()

    def __getitem__(self, part: slice) -> list[Light]:
        if self.kept:
            showing, sort, first = self.asked.showing, self.asked.sort, part.start
            rows: Iterable[Any] = rows_from(
                self.user, self.opening.pk, showing=showing, sort=sort, first=first
            )
        else:
            rows = in_order(self.searched(), self.user, self.asked.sort)[part]
        return [Light(*row) for row in rows]

    def searched(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = access.applications_for(self.user).filter(opening=self.opening)
        for word in self.asked.search.split():
            rows = rows.filter(Q(candidate__name__icontains=word) | Q(candidate__email__icontains=word))
        if self.asked.showing in NEED_PROGRESS:
            rows = progress(rows, self.at)
        return rows.filter(SHOWN[self.asked.showing])


@built_once
def number_of(user: User, opening: int, *, showing: str) -> QuerySet[Any]:
    rows = access.applications_for(user).filter(SHOWN[showing], opening=opening)
    return rows.order_by().values("opening").annotate(number=Count("pk")).values_list("number")


@built_once
def rows_from(user: User, opening: int, *, showing: str, sort: str, first: int | None) -> QuerySet[Any]:
    """A page from a place on, or all where there is none."""
    rows: QuerySet[Any] = in_order(
        access.applications_for(user).filter(SHOWN[showing], opening=opening), user, sort
    )
    page: QuerySet[Any] = rows if first is None else rows[first : first + PAGE]
    return page


def in_order(rows: QuerySet[Any], user: User, sort: str) -> QuerySet[Any]:
    """As `Light` takes them."""
    order = ("-created_at", "-pk") if sort == "newest" else (Lower("candidate__name"), "pk")
    fields = ("pk", "assessment_id", "assessment__rubric_id", "candidate_id", "candidate__name", "status")
    ordered: QuerySet[Any] = rows.annotate(blinded=access.owing(user)).order_by(*order)
    return ordered.values_list(*fields, "blinded")


RUNNING = Q(status=Application.Status.IN_LOOP)
NEED_PROGRESS = ("holes", "late", "ready")
SHOWN = {
    "running": RUNNING,
    "ready": RUNNING & Q(places__gt=0, cards=F("places")),
    "holes": RUNNING & (Q(unfilled__gt=0) | Q(places=0)),
    "late": RUNNING & Q(late__gt=0),
    "decided": Q(status__in=[Application.Status.HIRED, Application.Status.NOT_HIRED]),
    "withdrawn": Q(status=Application.Status.WITHDRAWN),
    "all": Q(),
}


def by_score(
    found: list[Light],
    known: Mapping[int, gathering.Version],
    asked: Asked,
    scores: Mapping[int, scoring.Recommendation],
) -> list[Light]:
    """Chosen by what the rule recommends, sorted by the exact score; who has none comes later, and
    blinded rows last, both in the order that they had."""
    open_rows = [row for row in found if not row.blinded]
    if asked.outcome:
        found = open_rows = [row for row in open_rows if scores[row.assessment].outcome == asked.outcome]
    if asked.sort != "score":
        return found

    def height(row: Light) -> int:
        total = scores[row.assessment].composite
        if not total.denominator:
            return -1
        width = known[row.rubric].rubric.scale_max - 1
        return (total.numerator - total.denominator) * FINE // (total.denominator * width)

    return sorted(open_rows, key=height, reverse=True) + [row for row in found if row.blinded]


@functools.lru_cache(maxsize=8)
def shown_by(rubric: scoring.Rubric) -> Any:
    """A function that words and draws a recommendation: made once for a version, called for every row. It remembers
    scores that it has drawn."""
    width = rubric.scale_max - 1
    low, bar, high = (1 + cut * width for cut in rubric.policy.cuts)
    draw = charts.mini_bars(charts.Scale(rubric.scale_max, (low, bar, high), shown(bar)))

    @functools.lru_cache(maxsize=2000)
    def drawn(numerator: int, denominator: int, outcome: str) -> tuple[str, str]:
        score = Fraction(numerator, denominator)
        text = shown_score(rubric, score)
        provisional = outcome == scoring.NOT_ENOUGH_EVIDENCE
        return text, draw(score, text, sentences.OUTCOMES[outcome], provisional)

    @functools.cache
    def covered(rated: int) -> str:
        return shown_percent(Fraction(rated, rubric.total_weight))

    def show(found: scoring.Recommendation) -> Shown:
        total, outcome = found.composite, found.outcome
        text, bar = drawn(total.numerator, total.denominator, outcome) if total.denominator else ("", "")
        return Shown(
            score=text,
            bar=bar,
            outcome=sentences.OUTCOMES[outcome],
            tone=TONES[outcome],
            coverage=covered(total.rated_weight),
            interviewers=found.interviewers,
            flags=tuple(sentences.short_flags(found)),
        )

    return show


def progress(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Annotate how far each loop is. Shadows delay nothing and are not counted."""
    live = Q(interviews__status__in=Interview.LIVE, interviews__shadow=False)
    minutes = ExpressionWrapper(
        F("interviews__minutes") * Value(timedelta(minutes=1)), output_field=DurationField()
    )
    open_card = live & Q(
        interviews__scorecard__isnull=False, interviews__scorecard__submitted_at__isnull=True
    )
    annotated: QuerySet[Any] = rows.annotate(
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
    return annotated


def progress_of(pks: list[int], at: datetime) -> dict[int, Progress]:
    return {pk: Progress(*values) for pk, *values in progress_rows(pks, at)}


@built_once
def progress_rows(pks: list[int], at: datetime) -> QuerySet[Any]:
    rows = progress(Application.objects.filter(pk__any=pks).order_by().values("pk"), at)
    return rows.values_list("pk", "places", "cards", "unfilled", "late", "next_at")


class Address:
    """Where a page about an application is: the pattern is asked for once, not for every row."""

    def __init__(self, name: str) -> None:
        self.before, _, self.after = reverse(name, args=[0]).partition("0")

    def of(self, pk: int) -> str:
        return f"{self.before}{pk}{self.after}"


def row_of(light: Light, far: Progress, address: Mapping[str, Address], shown: Shown | None) -> PipelineRow:
    next_at = far.next_at and timezone.localtime(far.next_at)
    return PipelineRow(
        key=str(light.pk),
        candidate=light.candidate or f"Erased candidate {light.candidate_pk}",
        summary=address["summary"].of(light.pk),
        loop=address["loop"].of(light.pk),
        status=light.status,
        status_words=STATUS[light.status],
        places=far.places,
        cards=far.cards,
        unfilled=far.unfilled,
        late=far.late,
        cards_in=f"{far.cards} of {far.places} in" if far.places else "No loop",
        next=f"{next_at:%a} {next_at.day} {next_at:%b, %H:%M}" if next_at else "",
        blinded=light.blinded,
        shown=shown,
    )
