"""The loop of one application: its interviews, who judges what, and who could close the holes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hiring.models import Application, Interview, User
from hiring.planning import coverage as planning
from hiring.planning.assignment import Interviewer, Seat, Suggestion, availability, fill, rank
from hiring.planning.coverage import Booking, Coverage, Policy
from hiring.planning.hours import Span
from hiring.reads import staff
from scorecards.models import Dimension, Kit, KitDimension

LEVEL_WORDS = {"trained": "trained", "in_training": "in training", "": "not trained"}
OFFERED = 3


@dataclass(frozen=True)
class Offer:
    """Someone for an unfilled place, and why."""

    pk: int
    name: str
    why: str
    free: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True)
class SeatRow:
    pk: int
    person: str
    person_pk: int | None
    shadow: bool
    card: str  # "in", "late", "owed" or ""
    not_independent: bool
    warnings: tuple[str, ...]
    offers: tuple[Offer, ...]
    others: tuple[Offer, ...]

    @property
    def open(self) -> bool:
        return self.person_pk is None


@dataclass(frozen=True)
class Slot:
    """One interview as the candidate meets it: its rows share a time."""

    first: int
    kit: str
    take_home: bool
    focus: tuple[str, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    due_at: datetime | None
    minutes: int
    place: str
    seats: tuple[SeatRow, ...]
    over: bool
    warnings: tuple[str, ...]

    @property
    def took_place(self) -> bool:
        """Somebody has handed in a card about it: neither its time nor that it was held can change."""
        return any(seat.card == "in" for seat in self.seats)


@dataclass(frozen=True)
class Ended:
    pk: int
    kit: str
    person: str
    status: str
    status_words: str
    starts_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Loop:
    slots: tuple[Slot, ...]
    ended: tuple[Ended, ...]
    coverage: Coverage
    shares: dict[str, int]
    kits: tuple[tuple[int, str], ...]
    missing_kits: tuple[str, ...]
    unfilled: int
    unscheduled: int


@dataclass(frozen=True)
class Choice:
    place: int
    kit: str
    person: int
    name: str
    load: str
    at: datetime | None


@dataclass(frozen=True)
class Filling:
    """What "Fill the loop" would do, and in sentences what nobody can cover."""

    choices: tuple[Choice, ...]
    shortages: tuple[str, ...]
    holes: tuple[str, ...]


def loop(application: Application, *, at: datetime) -> Loop:
    """Eight queries, whatever the number of interviews, people, kits and dimensions."""
    facts = Facts(application, at)
    live = [row for row in facts.rows if row.status in Interview.LIVE]
    by_slot: dict[object, list[Interview]] = defaultdict(list)
    for row in live:
        by_slot[row.slot].append(row)
    slots = tuple(facts.slot(rows) for rows in by_slot.values())
    present = {row.kit_id for row in live}
    return Loop(
        slots=slots,
        ended=tuple(facts.ended(row) for row in facts.rows if row.status not in Interview.LIVE),
        coverage=facts.coverage(live, {}),
        shares=facts.shares(),
        kits=tuple((kit.pk, kit.name) for kit in facts.kits),
        missing_kits=tuple(kit.name for kit in facts.kits if kit.pk not in present),
        unfilled=sum(row.interviewer_id is None for row in live),
        unscheduled=sum(not (slot.starts_at or slot.due_at) for slot in slots),
    )


def filling(application: Application, *, at: datetime) -> Filling:
    """The plan that a person confirms. The same queries as the loop. Shadows are chosen by hand."""
    facts = Facts(application, at)
    live = [row for row in facts.rows if row.status in Interview.LIVE]
    found = fill([facts.place(row) for row in live if not row.shadow], facts.outside, facts.policy)
    rows = {row.pk: row for row in live}
    return Filling(
        choices=tuple(
            Choice(
                place=place,
                kit=rows[place].kit.name,
                person=person,
                name=facts.by_pk[person].name,
                load=load_words(facts.by_pk[person].load),
                at=rows[place].starts_at or rows[place].due_at,
            )
            for place, person in found.people.items()
        ),
        shortages=tuple(each.sentence for each in found.shortages),
        holes=tuple(hole.sentence for hole in facts.coverage(live, found.people).holes),
    )


class Facts:
    """Everything that the page of one loop is made of, read once."""

    def __init__(self, application: Application, at: datetime) -> None:
        rubric = application.assessment.rubric
        self.application, self.rubric, self.at = application, rubric, at
        self.rows = list(application.interviews.select_related("kit", "interviewer", "scorecard"))
        self.dimensions: list[Dimension] = list(rubric.dimensions.all())
        self.kits: list[Kit] = list(rubric.kits.all())
        self.focus: dict[int, list[int]] = defaultdict(list)
        for kit, dimension in KitDimension.objects.filter(kit__rubric=rubric).values_list(
            "kit_id", "dimension_id"
        ):
            self.focus[kit].append(dimension)
        self.people = staff.interviewers(
            (kit.key for kit in self.kits),
            at=at,
            besides=application.pk,
            spans={span for row in self.rows if row.is_live and (span := staff.span_of(row))},
        )
        self.by_pk = {person.id: person for person in self.people}
        self.policy = Policy(rubric.min_interviewers, rubric.must_have_raters)
        self.keys = {each.pk: each.key for each in self.dimensions}
        # Whoever holds a live interview here, or wrote a card, cannot be given another.
        taken = {
            row.interviewer_id
            for row in self.rows
            if row.status in Interview.LIVE or (row.scorecard and not row.scorecard.cancelled_at)
        }
        self.outside: list[Interviewer] = [each for each in self.people if each.id not in taken]

    def place(self, row: Interview) -> Seat:
        return Seat(
            id=row.pk,
            loop=self.application.pk,
            kit=row.kit.key,
            kit_name=row.kit.name,
            focus=self.focus_keys(row.kit_id),
            span=staff.span_of(row),
            person=row.interviewer_id,
        )

    def focus_keys(self, kit: int) -> tuple[str, ...]:
        return tuple(self.keys[pk] for pk in self.focus[kit])

    def slot(self, rows: list[Interview]) -> Slot:
        first = rows[0]
        names = {each.pk: each.name for each in self.dimensions}
        span = staff.span_of(first)
        ends_at = span.end if span else first.due_at
        return Slot(
            first=first.pk,
            kit=first.kit.name,
            take_home=first.kit.take_home,
            focus=tuple(names[pk] for pk in self.focus[first.kit_id]),
            starts_at=first.starts_at,
            ends_at=span.end if span else None,
            due_at=first.due_at,
            minutes=first.minutes,
            place=first.place,
            seats=tuple(self.seat(row) for row in rows),
            over=bool(ends_at and ends_at < self.at),
            warnings=self.slot_warnings(first),
        )

    def seat(self, row: Interview) -> SeatRow:
        person = self.by_pk.get(row.interviewer_id) if row.interviewer_id else None
        fit = self.suggestions(row) if row.interviewer_id is None else []
        known = {each.person.id for each in fit}
        rest = [each for each in self.outside if each.id not in known] if row.interviewer_id is None else []
        return SeatRow(
            pk=row.pk,
            person=str(row.interviewer or ""),
            person_pk=row.interviewer_id,
            shadow=row.shadow,
            card=self.card(row),
            not_independent=bool(row.scorecard and row.scorecard.saw_others),
            warnings=self.seat_warnings(row, person),
            offers=tuple(offer(each) for each in fit[:OFFERED]),
            others=tuple(offer(each) for each in fit) + tuple(untrained(each) for each in rest),
        )

    def suggestions(self, row: Interview) -> list[Suggestion]:
        """Best first; a shadow's place is for who is in training first."""
        within = Span(self.at, self.at + staff.LOOK_AHEAD)
        found = list(rank(self.place(row), self.outside, within))
        if row.shadow:
            found.sort(key=lambda each: each.level != "in_training")
        return found

    def card(self, row: Interview) -> str:
        if row.scorecard is None:
            return ""
        if row.scorecard.submitted_at:
            return "in"
        span = staff.span_of(row)
        end = span.end if span else row.due_at
        return "late" if end and end < self.at else "owed"

    def seat_warnings(self, row: Interview, person: Interviewer | None) -> tuple[str, ...]:
        if row.interviewer_id is None or row.status != Interview.Status.PLANNED:
            return ()
        if person is None:
            return (f"{row.interviewer} no longer takes part.",)
        found = []
        if why := staff.CLASHES[availability(person.calendar, staff.span_of(row))]:
            found.append(f"{person.name} {why}.")
        level = person.levels.get(row.kit.key, "")
        if level != "trained" and not row.shadow:
            found.append(f"{person.name} is {LEVEL_WORDS[level]} for this interview.")
        return tuple(found)

    def slot_warnings(self, first: Interview) -> tuple[str, ...]:
        """The candidate cannot be in two interviews at once."""
        span = staff.span_of(first)
        if span is None or first.status != Interview.Status.PLANNED:
            return ()
        others = {
            row.slot: row.kit.name
            for row in self.rows
            if row.status in Interview.LIVE
            and row.slot != first.slot
            and (other := staff.span_of(row))
            and span.overlaps(other)
        }
        return tuple(f"The candidate is in “{name}” at the same time." for name in sorted(others.values()))

    def coverage(self, live: list[Interview], also: Mapping[int, int]) -> Coverage:
        """`also` names people for places as if they had them."""
        bookings = []
        for row in live:
            person = row.interviewer_id or also.get(row.pk)
            known = self.by_pk.get(person) if person else None
            name = known.name if known else str(row.interviewer or "")
            bookings.append(
                Booking(row.pk, row.kit.name, self.focus_keys(row.kit_id), person, name, row.shadow)
            )
        dimensions = [planning.Dimension(each.key, each.name, each.must_have) for each in self.dimensions]
        return planning.coverage(dimensions, bookings, self.policy)

    def shares(self) -> dict[str, int]:
        """The weight of each dimension in percent."""
        total = sum(each.weight for each in self.dimensions) or 1
        return {each.key: round(100 * each.weight / total) for each in self.dimensions}

    def ended(self, row: Interview) -> Ended:
        return Ended(
            pk=row.pk,
            kit=row.kit.name,
            person=str(row.interviewer or "Nobody"),
            status=row.status,
            status_words=row.get_status_display(),
            starts_at=row.starts_at,
            reason=row.reason,
        )


def offer(found: Suggestion) -> Offer:
    clash = staff.CLASHES[found.availability]
    words = (LEVEL_WORDS[found.level], clash or "free", load_words(found.person.load))
    return Offer(found.person.id, found.person.name, ", ".join(words), not clash)


def untrained(person: Interviewer) -> Offer:
    return Offer(person.id, person.name, f"{LEVEL_WORDS['']}, {load_words(person.load)}", False)


def load_words(load: int) -> str:
    """How busy someone is, two weeks back and two ahead."""
    return {0: "no other interviews", 1: "1 other interview"}.get(load, f"{load} other interviews")


def swappable(application: Application) -> list[User]:
    """Everyone who can be put in: takes part and has nothing live and no card in this loop. One query."""
    return list(
        User.objects.filter(is_active=True)
        .exclude(
            pk__in=application.interviews.filter(status__in=Interview.LIVE, interviewer__isnull=False).values(
                "interviewer_id"
            )
        )
        .exclude(scorecards__in=application.assessment.scorecards.filter(cancelled_at=None))
        .only("name", "email")
        .order_by("name", "pk")
    )
