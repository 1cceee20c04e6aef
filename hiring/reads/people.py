"""The people page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hiring import access
from hiring.models import Interview, Qualification, User
from scorecards.models import Kit, Rubric

PAGE = 200
DUTY_WORDS = {
    "is_coordinator": "coordinator",
    "is_rubric_admin": "rubric admin",
    "is_auditor": "auditor",
    "is_superuser": "administrator",
}


# What a table of people holds: the same for reading one in and for writing one.
COLUMNS = ("name", "email", "time_zone", "trained", "in_training")


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
    name: str
    label: str  # with the role before it


def people(user: User, *, at: datetime, words: str = "", gone: bool = False, page: str = "1") -> Page:
    """A page of rows. Three queries."""
    found = chosen(user, words, gone)
    coming = Q(interviews__status=Interview.Status.PLANNED, interviews__starts_at__gte=at)
    found = found.annotate(
        coming=Count("interviews", filter=coming),
        changeable=Exists(access.people_changed_by(user).filter(pk=OuterRef("pk"))),
    )
    current = Paginator(found.order_by("name", "pk"), PAGE).get_page(page)
    rows = list(current.object_list)
    levels: dict[int, list[str]] = defaultdict(list)
    known = kit_keys()
    for person, level in Qualification.objects.filter(
        person__in=[row.pk for row in rows], kit_key__in=known
    ).values_list("person_id", "level"):
        levels[person].append(level)
    current.object_list = [
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
    ]
    return current


def chosen(user: User, words: str, gone: bool) -> QuerySet[Any]:
    found: QuerySet[Any] = access.people_for(user).filter(is_active=not gone)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found


def exported(user: User, *, words: str = "", gone: bool = False) -> list[tuple[str, ...]]:
    """The people of the page, as a table that an import takes. Three queries."""
    return as_rows(chosen(user, words, gone).order_by("name", "pk"), kit_choices())


def as_rows(people: Iterable[User], kits: Sequence[KitChoice]) -> list[tuple[str, ...]]:
    """One row a person, in the order of COLUMNS. Two queries."""
    found, names = list(people), table_names(kits)
    levels: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person, key, level in Qualification.objects.filter(
        person__in=[each.pk for each in found], kit_key__in=names
    ).values_list("person_id", "kit_key", "level"):
        levels[person, level].append(names[key])
    return [
        (
            each.name,
            each.email,
            each.time_zone,
            *("; ".join(sorted(levels[each.pk, column])) for column in COLUMNS[3:]),
        )
        for each in found
    ]


def table_names(kits: Sequence[KitChoice]) -> dict[str, str]:
    """What a table calls each kit, by its key: its name, after its role's where two roles use the same one."""
    used = Counter(kit.name.lower() for kit in kits)
    return {kit.key: kit.name if used[kit.name.lower()] == 1 else kit.label for kit in kits}


def kit_keys() -> QuerySet[Kit, Any]:
    return Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).values("key")


def kit_choices() -> tuple[KitChoice, ...]:
    """Every kit of the published rubrics, by role. One query."""
    kits = Kit.objects.filter(rubric__status=Rubric.Status.PUBLISHED).select_related("rubric__role")
    return tuple(
        KitChoice(kit.key, kit.name, f"{kit.rubric.role.name}: {kit.name}")
        for kit in kits.order_by("rubric__role__name", "position", "pk")
    )
