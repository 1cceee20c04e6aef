"""Give each seat a person, nobody twice in a loop, with the load as even as it can be. Exact.

The cost of a person with n interviews is n squared, so the cost of one more is 2n + 1: always dearer than
the one before, and the same whichever seat it is. That makes this the minimum-cost flow

    seat -> (person, loop), at most 1 -> person -> sink, at the price of the person's next interview

in which only the last arc costs anything. Successive shortest paths is exact for it, and its shortest path
is simply the one that ends at the reachable person with the lowest load: a breadth-first search, with no
weights, potentials or floats.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """Person by seat, and for each seat left empty the seats that compete with it, itself included."""

    people: dict[int, int]
    short: dict[int, tuple[int, ...]]


def balance(loop_of: Sequence[int], fits: Sequence[Sequence[int]], load: Mapping[int, int]) -> Balance:
    """Fill the seats 0, 1, …: `loop_of[seat]` is its loop, `fits[seat]` who could hold it, `load` what they hold.

    As many seats are filled as can be. When not all can, a seat that comes earlier goes first; of all ways
    to fill those seats, the sum of squared loads is the least. Ties go to whoever is listed first.
    """
    state = _State(loop_of, fits, load)
    short: dict[int, tuple[int, ...]] = {}
    for seat in range(len(fits)):
        blocked = state.place(seat)
        if blocked:
            short[seat] = blocked
    return Balance(dict(state.holder), short)


class _State:
    def __init__(
        self, loop_of: Sequence[int], fits: Sequence[Sequence[int]], load: Mapping[int, int]
    ) -> None:
        self.loop_of, self.fits = loop_of, fits
        self.load = {person: load.get(person, 0) for row in fits for person in row}
        self.holder: dict[int, int] = {}
        self.taken: dict[tuple[int, int], int] = {}
        self.held: dict[int, set[int]] = {person: set() for person in self.load}

    def place(self, seat: int) -> tuple[int, ...]:
        """Seat one more by moving others along the best path; or the seats that were reached in vain.

        A seat reached in vain could be the one left empty instead, and no one outside could help any of
        them: together they want one person more than there are, and any of them less would do.
        """
        came_from: dict[int, tuple[int, int]] = {}
        entered: set[int] = set()
        seen, queue = {seat}, deque([seat])
        best: tuple[int, int] | None = None
        while queue:
            at = queue.popleft()
            for person in self.fits[at]:
                holding = self.taken.get((person, self.loop_of[at]))
                if holding is not None:
                    # The person sits in this loop already: only that very seat can make way.
                    moves = [holding]
                elif person in entered:
                    continue
                else:
                    entered.add(person)
                    if best is None or self.load[person] < self.load[best[1]]:
                        best = (at, person)
                    moves = sorted(self.held[person])
                for other in moves:
                    if other not in seen:
                        seen.add(other)
                        came_from[other] = (at, person)
                        queue.append(other)
        if best is None:
            return tuple(sorted(seen))
        self._move(seat, *best, came_from)
        return ()

    def _move(self, seat: int, at: int, person: int, came_from: dict[int, tuple[int, int]]) -> None:
        """Walk the path back: each seat hands its person to the seat before it."""
        self.load[person] += 1
        changes = [(at, person)]
        while at != seat:
            at, person = came_from[at]
            changes.append((at, person))
        for moved, _ in changes:
            before = self.holder.pop(moved, None)
            if before is not None:
                self.held[before].discard(moved)
                del self.taken[before, self.loop_of[moved]]
        for moved, now in changes:
            self.holder[moved] = now
            self.held[now].add(moved)
            self.taken[now, self.loop_of[moved]] = moved
