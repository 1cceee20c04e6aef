"""Planning on synthetic loads: one loop, and a week of 30 loops, among 200 interviewers."""

import json
import random
import time
from datetime import UTC, datetime, timedelta

from hiring.planning.assignment import Filling, Interviewer, Seat, fill
from hiring.planning.coverage import Policy
from hiring.planning.hours import Calendar, Span

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Europe/London", "Europe/Athens", "Europe/Lisbon")
DIMENSIONS = 8


def interviewers(seed: int, count: int = 200) -> list[Interviewer]:
    """People with three of the eight kits each, uneven loads and about ten bookings in the week."""
    chance = random.Random(seed)  # noqa: S311 - a synthetic load, not a secret
    people = []
    for number in range(count):
        kits = chance.sample(range(DIMENSIONS), 3)
        busy = tuple(
            Span.of(MONDAY + timedelta(days=chance.randrange(5), hours=chance.randrange(8, 16)), 60)
            for _ in range(10)
        )
        levels = {f"kit-{kit}": "trained" for kit in kits}
        people.append(
            Interviewer(
                number,
                f"Person {number}",
                levels,
                chance.randrange(9),
                Calendar(chance.choice(ZONES), busy=busy),
            )
        )
    return people


def seats(loops: int) -> list[Seat]:
    """Each loop has one interview for each of eight kits over two days; loops fall on the same hours."""
    found = []
    for loop in range(loops):
        for kit in range(DIMENSIONS):
            day, hour = (loop + kit // 4) % 5, 9 + kit % 4 + loop % 2
            start = MONDAY + timedelta(days=day, hours=hour)
            key = f"kit-{kit}"
            found.append(
                Seat(loop * DIMENSIONS + kit, loop, key, key, (f"dimension-{kit}",), Span.of(start, 60))
            )
    return found


def _timed(loops: int) -> tuple[float, Filling]:
    people, wanted = interviewers(seed=1), seats(loops)
    began = time.perf_counter()
    found = fill(wanted, people, Policy())
    return time.perf_counter() - began, found


def measure() -> dict[str, float | int]:
    """Seconds, filled seats, the sum of squared loads, and the bound that no plan can get below."""
    single, one = _timed(1)
    weekly, week = _timed(30)
    return {
        "one_loop_seconds": round(single, 4),
        "one_loop_objective": one.objective,
        "one_loop_bound": one.bound,
        "week_seconds": round(weekly, 4),
        "week_seats": 30 * DIMENSIONS,
        "week_filled": len(week.people),
        "week_objective": week.objective,
        "week_bound": week.bound,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
