"""How long records are kept, and whose time is up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest

from hiring.models import Application, Candidate


@dataclass(frozen=True)
class Due:
    candidate: int
    until: datetime


def kept_until() -> QuerySet[Any]:
    """Ended applications with `until`: so many days after the last decision, or after the end without one."""
    kept = ExpressionWrapper(
        F("opening__retention_days") * Value(timedelta(days=1)), output_field=DurationField()
    )
    last = Greatest(F("ended_at"), Max("decisions__decided_at"))
    return Application.objects.filter(ended_at__isnull=False).annotate(
        until=ExpressionWrapper(last + kept, output_field=DateTimeField())
    )


def due(at: datetime) -> Iterator[Due]:
    """Candidates whose every application is over and was kept for long enough, and whom no legal hold protects.

    One query. A hold of one of several openings holds the candidate as a whole.
    """
    loops = Application.objects.filter(candidate_id=OuterRef("pk"))
    candidates = Candidate.objects.filter(
        ~Exists(loops.filter(status=Application.Status.IN_LOOP)),
        ~Exists(loops.filter(opening__legal_hold=True)),
        erased_at=None,
        held_at=None,
        merged_into=None,
    )
    found: dict[int, datetime] = {}
    rows = kept_until().filter(candidate__in=candidates)
    for candidate, until in rows.values_list("candidate_id", "until"):
        found[candidate] = max(until, found.get(candidate, until))
    for candidate, until in sorted(found.items()):
        if until <= at:
            yield Due(candidate, until)
