"""The people page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hiring import access
from hiring.models import Interview, Qualification, User
from scorecards.models import Kit, Rubric

DUTY_WORDS = {
    "is_coordinator": "coordinator",
    "is_rubric_admin": "rubric admin",
    "is_auditor": "auditor",
    "is_superuser": "administrator",
}


@dataclass(frozen=True)
class PersonRow:
    pk: int
    name: str
    email: str
    time_zone: str
    duties: tuple[str, ...]
    trained: int
    in_training: int
    coming: int
    active: bool
    left_at: datetime | None
    changeable: bool


@dataclass(frozen=True)
class KitChoice:
    key: str
    label: str


def people(user: User, *, at: datetime, words: str = "", gone: bool = False) -> tuple[PersonRow, ...]:
    """Two queries."""
    found: QuerySet[Any] = access.people_for(user).filter(is_active=not gone)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    coming = Q(interviews__status=Interview.Status.PLANNED, interviews__starts_at__gte=at)
    found = found.annotate(
        coming=Count("interviews", filter=coming),
        changeable=Exists(access.people_changed_by(user).filter(pk=OuterRef("pk"))),
    )
    rows = list(found.order_by("name", "pk"))
    levels: dict[int, list[str]] = defaultdict(list)
    known = kit_keys()
    for person, level in Qualification.objects.filter(
        person__in=[row.pk for row in rows], kit_key__in=known
    ).values_list("person_id", "level"):
        levels[person].append(level)
    return tuple(
        PersonRow(
            pk=row.pk,
            name=row.name or row.email,
            email=row.email,
            time_zone=row.time_zone,
            duties=tuple(words for field, words in DUTY_WORDS.items() if getattr(row, field)),
            trained=levels[row.pk].count("trained"),
            in_training=levels[row.pk].count("in_training"),
            coming=row.coming,
            active=row.is_active,
            left_at=row.left_at,
            changeable=row.changeable,
        )
        for row in rows
    )


def kit_keys() -> QuerySet[Kit, Any]:
    return Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).values("key")


def kit_choices() -> tuple[KitChoice, ...]:
    """Every kit of the published rubrics, by role. One query."""
    kits = Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).select_related("rubric__role")
    return tuple(
        KitChoice(kit.key, f"{kit.rubric.role.name}: {kit.name}")
        for kit in kits.order_by("rubric__role__name", "position", "pk")
    )
