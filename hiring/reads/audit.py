"""The audit log as sentences: who did what to what, when and from where.

Entries hold numbers; names are looked up when the page is shown, and only those that the reader may know.
So what is erased is gone from the log's pages too. A file that leaves the house keeps the numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from hiring import access
from hiring.models import Interview, Opening, User
from hiring.reads.trail import GROUPS, label_of, words_of
from scorecards.models import AuditEntry, Rubric

PAGE = 50
MOST_PEOPLE = 50
MOST_EXPORTED = 50_000
EXPORTED = (
    "Entry", "Time (UTC)", "Person", "Address of person", "Action", "Subject", "Subject number", "Opening",
    "Fields", "Details", "From", "Request", "Position in the chain",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see. Anything that cannot be read is as if it had not been asked."""

    person: str = ""
    group: str = ""
    opening: int | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        group = given.get("action", "")
        return cls(
            person=given.get("person", "").replace("\0", "").strip()[:200],
            group=group if group in GROUPS else "",
            opening=number(given.get("opening", "")),
            since=day(given.get("since", "")),
            until=day(given.get("until", "")),
            before=number(given.get("before", "")),
            after=number(given.get("after", "")),
        )

    @property
    def narrowed(self) -> bool:
        return any((self.person, self.group, self.opening, self.since, self.until))

    @property
    def used(self) -> list[str]:
        """Which filters were set, for the trail."""
        return [name for name in ("person", "group", "opening", "since", "until") if getattr(self, name)]


@dataclass(frozen=True)
class Line:
    """One entry. `before` and `then` stand around the subject; `link` is empty where there is nothing to open."""

    pk: int
    at: datetime
    who: str
    before: str
    what: str
    then: str
    link: str
    opening: str
    fields: tuple[str, ...]
    notes: tuple[str, ...]
    address: str
    request_id: str
    sealed: int | None


@dataclass(frozen=True)
class Log:
    lines: tuple[Line, ...]
    openings: tuple[Opening, ...]
    older: int | None = None
    newer: int | None = None


@dataclass
class Subjects:
    """What the page's entries are about, by kind and number: words and a link."""

    words: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)


def log(user: User, asked: Asked) -> Log:
    """A page of the entries that the reader may see, newest first. At most ten queries, whatever there is."""
    rows, older, newer = page_of(found(user, asked), asked)
    subjects = subjects_of(rows, user)
    return Log(
        lines=tuple(line(row, subjects) for row in rows),
        openings=tuple(access.openings_for(user)),
        older=older,
        newer=newer,
    )


def found(user: User, asked: Asked) -> QuerySet[AuditEntry]:
    rows = access.audit_entries_for(user).select_related("actor", "seal")
    if asked.person:
        # Numbers first: with those the database knows which of its indexes to take.
        named = Q(name__icontains=asked.person) | Q(email__icontains=asked.person)
        people = User.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE]
        rows = rows.filter(actor_id__in=list(people))
    if asked.group:
        rows = rows.filter(action__in=GROUPS[asked.group][1])
    if asked.opening:
        rows = rows.filter(scope=f"opening:{asked.opening}")
    if asked.since:
        rows = rows.filter(at__gte=midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=midnight(asked.until + timedelta(days=1)))
    return rows


def page_of(rows: QuerySet[AuditEntry], asked: Asked) -> tuple[list[AuditEntry], int | None, int | None]:
    """By entry number, so that a page costs the same however deep it lies, and stands still while entries are
    added. With the number to go on from, towards older and newer ones, where there are any."""
    if asked.after is not None:
        ahead = list(rows.filter(pk__gt=asked.after).order_by("pk")[: PAGE + 1])
        shown = ahead[:PAGE][::-1]
        newer = shown[0].pk if len(ahead) > PAGE else None
        return shown, shown[-1].pk if shown else None, newer
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    ahead = list(rows.order_by("-pk")[: PAGE + 1])
    shown = ahead[:PAGE]
    older = shown[-1].pk if len(ahead) > PAGE else None
    return shown, older, shown[0].pk if shown and asked.before is not None else None


# --- One entry in words -----------------------------------------------------------------------------


def line(row: AuditEntry, subjects: Subjects) -> Line:
    pk = number(row.subject_id)
    fallback = f"{row.subject.replace('_', ' ')} {row.subject_id}".strip(), ""
    what, link = subjects.words.get((row.subject, pk or 0), fallback)
    before, _, then = words_of(row.action).partition("{what}")
    if "{what}" not in words_of(row.action):
        what = link = ""
    return Line(
        pk=row.pk,
        at=row.at,
        who=actor_of(row),
        before=before.strip(),
        what=what,
        then=then.strip(),
        link=link,
        opening=subjects.titles.get(opening_of(row) or 0, ""),
        fields=tuple(label_of(name) for name in row.fields),
        notes=tuple(notes_of(row.details)),
        address=row.address or "",
        request_id=row.request_id,
        sealed=position_of(row),
    )


def actor_of(row: AuditEntry) -> str:
    if row.actor:
        return row.actor.name or row.actor.email
    return "Somebody" if row.action.startswith(("sign_in.", "password.")) else "The product"


def position_of(row: AuditEntry) -> int | None:
    seal = getattr(row, "seal", None)
    return seal.position if seal else None


def notes_of(details: Mapping[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        if isinstance(value, list):
            yield f"{label_of(name)}: {', '.join(str(each) for each in value)}"
        elif isinstance(value, bool):
            yield f"{label_of(name)}: {'yes' if value else 'no'}"
        else:
            yield f"{label_of(name)}: {str(value).replace('_', ' ')}"


def opening_of(row: AuditEntry) -> int | None:
    kind, _, pk = row.scope.partition(":")
    return number(pk) if kind == "opening" else None


# --- Names, for whoever may know them -----------------------------------------------------------------


def subjects_of(rows: list[AuditEntry], user: User) -> Subjects:
    """One query for each kind of subject on the page."""
    numbers: dict[str, set[int]] = {}
    for row in rows:
        if (pk := number(row.subject_id)) is not None:
            numbers.setdefault(row.subject, set()).add(pk)
    numbers.setdefault("opening", set()).update(pk for row in rows if (pk := opening_of(row)))
    found = Subjects()
    for kind, look_up in LOOK_UPS.items():
        if wanted := numbers.get(kind):
            for pk, words, link in look_up(user, wanted):
                found.words[kind, pk] = words, link
    found.titles = {pk: words for (kind, pk), (words, _) in found.words.items() if kind == "opening"}
    return found


Named = Iterator[tuple[int, str, str]]


def applications(user: User, wanted: set[int]) -> Named:
    rows = access.applications_for(user).filter(pk__in=wanted).select_related("candidate", "opening")
    for row in rows:
        yield row.pk, f"{row.candidate.shown_name} for {row.opening.title}", reverse("summary", args=[row.pk])


def candidates(user: User, wanted: set[int]) -> Named:
    for row in access.candidates_for(user).filter(pk__in=wanted):
        yield row.pk, row.shown_name, reverse("candidate", args=[row.pk])


def interviews(user: User, wanted: set[int]) -> Named:
    for row in known_interviews(user).filter(pk__in=wanted):
        yield row.pk, f"“{row.kit.name}” with {row.application.candidate.shown_name}", loop_of(row)


def scorecards(user: User, wanted: set[int]) -> Named:
    for row in known_interviews(user).filter(scorecard__in=wanted).select_related("interviewer"):
        whose = f"the scorecard of {row.interviewer} on {row.application.candidate.shown_name}"
        yield row.scorecard_id or 0, whose, reverse("summary", args=[row.application_id])


def known_interviews(user: User) -> QuerySet[Interview]:
    known = access.applications_for(user)
    return Interview.objects.filter(application__in=known).select_related("kit", "application__candidate")


def loop_of(row: Interview) -> str:
    return reverse("loop", args=[row.application_id])


def openings(user: User, wanted: set[int]) -> Named:
    for row in access.openings_for(user).filter(pk__in=wanted):
        yield row.pk, row.title, reverse("pipeline", args=[row.pk])


def people(user: User, wanted: set[int]) -> Named:
    for row in User.objects.filter(pk__in=wanted):
        yield row.pk, row.name or row.email, ""


def rubrics(user: User, wanted: set[int]) -> Named:
    for row in Rubric.objects.filter(pk__in=wanted).select_related("role"):
        yield row.pk, str(row), "" if row.is_draft else reverse("rubric", args=[row.pk])


LOOK_UPS = {
    "application": applications,
    "candidate": candidates,
    "interview": interviews,
    "scorecard": scorecards,
    "opening": openings,
    "user": people,
    "rubric": rubrics,
}


# --- For a file ---------------------------------------------------------------------------------------


def exported(user: User, asked: Asked) -> Iterator[tuple[object, ...]]:
    """Rows for EXPORTED, newest first, numbers instead of candidates' names. One query and one for each 2,000."""
    rows = found(user, asked).order_by("-pk")[: MOST_EXPORTED + 1]
    for count, row in enumerate(rows.iterator(chunk_size=2_000)):
        if count == MOST_EXPORTED:
            yield (f"Cut off after {MOST_EXPORTED:,} entries: choose dates to get the older ones.",)
            return
        yield (
            row.pk,
            f"{row.at:%Y-%m-%d %H:%M:%S}",
            actor_of(row),
            row.actor.email if row.actor else "",
            row.action,
            row.subject,
            row.subject_id,
            opening_of(row) or "",
            ", ".join(row.fields),
            "; ".join(notes_of(row.details)),
            row.address or "",
            row.request_id,
            position_of(row) or "not yet",
        )


# --- Reading what was asked ---------------------------------------------------------------------------


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    # A day before and after every day that can be asked for exists, in every time zone.
    return found if found and 1900 <= found.year <= 9000 else None


def midnight(of: date) -> datetime:
    return timezone.make_aware(datetime.combine(of, time.min))
