"""Who suits a seat, and the fairest way to fill every seat of one loop or of many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hiring.planning.balancing import balance
from hiring.planning.coverage import Policy
from hiring.planning.hours import Calendar, Span, free, is_free, works_at

Level = Literal["trained", "in_training"]
Availability = Literal["free", "booked", "off_hours", "no_time_yet"]
_AVAILABLE: tuple[Availability, ...] = ("free", "no_time_yet")


@dataclass(frozen=True, slots=True)
class Interviewer:
    """`load` counts the interviews held or planned lately; `levels` goes by kit key."""

    id: int
    name: str
    levels: Mapping[str, Level]
    load: int = 0
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True, slots=True)
class Seat:
    """One place of a loop that a person has to take, or has taken (`person`). Shadows are not seats."""

    id: int
    loop: int
    kit: str
    kit_name: str
    focus: tuple[str, ...] = ()
    span: Span | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why this person, in values. `free_minutes` is working time with nothing booked in the stretch looked at."""

    person: Interviewer
    level: Level
    availability: Availability
    free_minutes: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """Seats that want more people than there are: leave any one of them out and the others could be filled.

    `people` can hold them and are fewer by one: none means that nobody can. `trained` is how many would
    qualify without regard to time, so that the page can say whether to train or to move. `dimensions` are
    those that the loops of these seats judge in these seats alone.
    """

    seats: tuple[int, ...]
    kits: tuple[str, ...]
    people: tuple[int, ...]
    trained: int
    dimensions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Plain text: names are not escaped."""
        kits = " and ".join(filter(None, [", ".join(self.kits[:-1]), self.kits[-1]]))
        if not self.trained:
            return f"Nobody is trained for {kits}."
        if not self.people:
            return f"Nobody who is trained for {kits} is free then."
        able = "1 person" if len(self.people) == 1 else f"{len(self.people)} people"
        verb = "needs" if len(self.kits) == 1 else "need"
        return f"{kits} {verb} {len(self.seats)} people, and only {able} can hold them."


@dataclass(frozen=True, slots=True)
class Filling:
    """Person by seat for the seats that were empty. Nothing is complete while `shortages` or `unmet` say so.

    `objective` is the sum of squared loads of everyone who could have been asked, after filling. `bound`
    is the least that it could be for these seats if nobody minded being in two loops at once: equal to it
    for a single loop, and whenever the answer is exact. `unmet`: loops that
    have too few people for their policy even when every seat is filled, with the people they get.
    """

    people: Mapping[int, int]
    shortages: tuple[Shortage, ...]
    unmet: Mapping[int, int]
    objective: int
    bound: int

    @property
    def complete(self) -> bool:
        return not self.shortages and not self.unmet


def rank(
    seat: Seat, people: Iterable[Interviewer], within: Span, *, taken: Iterable[int] = ()
) -> tuple[Suggestion, ...]:
    """Everyone who knows the kit, best first: trained, available, least load, most free time, name.

    `taken` are people who sit in this loop already; nobody sits in it twice. Someone booked or off work is
    listed last and says so, because meetings can be moved. `within` is the stretch free time is counted in.
    """
    sitting = set(taken)
    found = [
        Suggestion(
            person,
            person.levels[seat.kit],
            availability(person.calendar, seat.span),
            sum(span.minutes for span in free(person.calendar, within)),
        )
        for person in people
        if seat.kit in person.levels and person.id not in sitting
    ]
    return tuple(sorted(found, key=_preference))


def _preference(found: Suggestion) -> tuple[bool, bool, int, int, str, int]:
    person = found.person
    unavailable = found.availability not in _AVAILABLE
    return (
        unavailable,
        found.level != "trained",
        person.load,
        -found.free_minutes,
        person.name.casefold(),
        person.id,
    )


def availability(calendar: Calendar, span: Span | None) -> Availability:
    if span is None:
        return "no_time_yet"
    if any(span.overlaps(taken) for taken in calendar.busy):
        return "booked"
    return "free" if works_at(calendar, span) else "off_hours"


def fill(seats: Sequence[Seat], people: Sequence[Interviewer], policy: Policy) -> Filling:
    """Give every empty seat of one or many loops a trained, free person, nobody twice in a loop.

    One loop is solved exactly. For many, the exact answer ignores that two seats of different loops may be
    at the same hour; when it happens to have no such clash it is the answer, otherwise loops are filled one
    by one, each exactly, and refilled while that helps. `bound` then shows how far from the best it can be.
    When seats stay empty, those that come earlier were served first.
    """
    empty = [seat for seat in seats if seat.person is None]
    members = _members(seats)
    fits = {seat.id: _able(seat, people, members[seat.loop]) for seat in empty}
    load = {person.id: person.load for person in people}
    chosen, blocked = _solve(empty, fits, load)
    able = {person for row in fits.values() for person in row}
    bound = _objective(load, chosen, able)
    if _clashes(empty, chosen):
        chosen, blocked = _one_by_one(empty, fits, load)
    for seat in empty:
        if seat.id in chosen:
            members[seat.loop].add(chosen[seat.id])
    return Filling(
        people=chosen,
        shortages=_shortages(blocked, seats, people),
        unmet={loop: len(who) for loop, who in members.items() if len(who) < policy.min_interviewers},
        objective=_objective(load, chosen, able),
        bound=bound,
    )


def _members(seats: Iterable[Seat]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    for seat in seats:
        members[seat.loop].update(() if seat.person is None else (seat.person,))
    return members


def _able(seat: Seat, people: Iterable[Interviewer], sitting: set[int]) -> list[int]:
    return [
        person.id
        for person in people
        if person.levels.get(seat.kit) == "trained"
        and person.id not in sitting
        and (seat.span is None or is_free(person.calendar, seat.span))
    ]


# The seats of each shortage, and the people who could hold one of them.
Blocked = list[tuple[tuple[int, ...], tuple[int, ...]]]


def _solve(
    seats: Sequence[Seat], fits: Mapping[int, Sequence[int]], load: Mapping[int, int]
) -> tuple[dict[int, int], Blocked]:
    found = balance([seat.loop for seat in seats], [fits[seat.id] for seat in seats], load)
    chosen = {seats[number].id: person for number, person in found.people.items()}
    blocked: Blocked = []
    for group in found.short.values():
        short = tuple(seats[number].id for number in group)
        blocked.append((short, tuple(dict.fromkeys(person for seat in short for person in fits[seat]))))
    return chosen, blocked


def _clashes(seats: Iterable[Seat], chosen: Mapping[int, int]) -> bool:
    booked: dict[int, list[Span]] = defaultdict(list)
    for seat in seats:
        if seat.span is not None and seat.id in chosen:
            theirs = booked[chosen[seat.id]]
            if any(seat.span.overlaps(other) for other in theirs):
                return True
            theirs.append(seat.span)
    return False


def _one_by_one(
    seats: Sequence[Seat], fits: Mapping[int, Sequence[int]], load: Mapping[int, int]
) -> tuple[dict[int, int], Blocked]:
    """Fill loops with the fewest choices first, then refill each around the others until none improves."""
    loops: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        loops[seat.loop].append(seat)
    order = sorted(loops, key=lambda loop: (min(len(fits[seat.id]) for seat in loops[loop]), loop))
    chosen: dict[int, int] = {}
    blocked: dict[int, Blocked] = {}
    better = True
    while better:
        better = False
        for loop in order:
            mine = {seat.id: chosen[seat.id] for seat in loops[loop] if seat.id in chosen}
            others = {seat: person for seat, person in chosen.items() if seat not in mine}
            now = dict(load)
            for person in others.values():
                now[person] = now.get(person, 0) + 1
            plan, short = _solve(loops[loop], _still_free(loops[loop], seats, fits, others), now)
            gain, had = _worth(plan, now), _worth(mine, now)
            if gain >= had or loop not in blocked:
                better = better or gain > had
                # Also when it is as good as before: what is missing has to match what was chosen.
                chosen, blocked[loop] = others | plan, short
    return chosen, [group for groups in blocked.values() for group in groups]


def _worth(plan: Mapping[int, int], load: Mapping[int, int]) -> tuple[int, int]:
    """More seats filled, then less load. Nobody is twice in the plan of one loop."""
    return len(plan), -sum(2 * load[person] + 1 for person in plan.values())


def _still_free(
    mine: Iterable[Seat], seats: Iterable[Seat], fits: Mapping[int, Sequence[int]], others: Mapping[int, int]
) -> dict[int, list[int]]:
    booked: dict[int, list[Span]] = defaultdict(list)
    for seat in seats:
        if seat.span is not None and seat.id in others:
            booked[others[seat.id]].append(seat.span)
    return {
        seat.id: [
            person
            for person in fits[seat.id]
            if seat.span is None or not any(seat.span.overlaps(span) for span in booked[person])
        ]
        for seat in mine
    }


def _objective(load: Mapping[int, int], chosen: Mapping[int, int], able: Iterable[int]) -> int:
    after = {person: load[person] for person in able}
    for person in chosen.values():
        after[person] += 1
    return sum(count * count for count in after.values())


def _shortages(
    blocked: Blocked, seats: Sequence[Seat], people: Sequence[Interviewer]
) -> tuple[Shortage, ...]:
    by_id = {seat.id: seat for seat in seats}
    found = []
    for group, able in blocked:
        short = [by_id[number] for number in group]
        kits = {seat.kit for seat in short}
        trained = sum(any(person.levels.get(kit) == "trained" for kit in kits) for person in people)
        loops = {seat.loop for seat in short}
        elsewhere = {
            key for seat in seats if seat.loop in loops and seat.id not in group for key in seat.focus
        }
        only = dict.fromkeys(key for seat in short for key in seat.focus if key not in elsewhere)
        names = tuple(dict.fromkeys(seat.kit_name for seat in short))
        found.append(Shortage(group, names, able, trained, tuple(only)))
    return tuple(found)
