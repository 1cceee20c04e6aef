"""The rule's speed: one application, a list of a thousand, and a hundred thousand against the plain aggregate."""

import os
import random
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.place import analyze

APPLICATIONS, CARDS = 100_000, 5
# One card in so many: with an amended rating, and with a red flag.
AMENDED, FLAGGED = 50, 20


def measure(applications: int = APPLICATIONS) -> dict[str, Any]:
    """On a database of its own with `applications` assessments of five cards and seven dimensions each."""
    from django.db import connection

    from scorecards import bulk, gathering
    from scorecards.scoring import lists

    with connection.cursor() as cursor:  # what loads and counts millions may take longer than a page may
        cursor.execute("SET statement_timeout = 0")
    rubric, first = fill(applications)
    analyze()
    wanted = dict.fromkeys(range(first, first + 1000), rubric)

    def anew() -> None:
        lists.rule_of.cache_clear()
        gathering.recommendations(wanted)

    fresh, again, plain, in_bulk = side_by_side(
        (anew, 15),
        (lambda: gathering.recommendations(wanted), 15),
        (lambda: plain_aggregate(rubric), 5),
        (lambda: sum(1 for _ in bulk.score_all([rubric])), 5),
    )
    return {
        "one application, everything (microseconds)": round(one_application() * 1e6),
        "one application, for a list (microseconds)": round(one_for_a_list() * 1e6, 1),
        "1,000 applications, the first list of a process (milliseconds)": fresh.milliseconds(),
        "1,000 applications, from then on (milliseconds)": again.milliseconds(),
        f"{applications:,} applications in bulk (seconds)": in_bulk.seconds(),
        f"{applications:,} applications, plain SQL aggregate (seconds)": plain.seconds(),
        "bulk against the plain aggregate (ratio)": in_bulk.against(plain),
    }


@dataclass(frozen=True)
class Taken:
    """The quickest of several runs: what else the machine does only ever adds. `cpu` is that of this process and of
    its database connection together; None where the database is on another machine."""

    wall: float
    cpu: float | None

    def seconds(self) -> str:
        return f"{self.wall:.2f}" + (f", CPU {self.cpu:.2f}" if self.cpu is not None else "")

    def milliseconds(self) -> str:
        return f"{self.wall * 1e3:.1f}" + (f", CPU {self.cpu * 1e3:.1f}" if self.cpu is not None else "")

    def against(self, other: "Taken") -> str:
        cpu = f", CPU {self.cpu / other.cpu:.2f}" if self.cpu and other.cpu else ""
        return f"{self.wall / other.wall:.2f}{cpu}"


def side_by_side(*works: tuple[Callable[[], Any], int]) -> list[Taken]:
    """Each work as often as it says, in turn, after one run each that is not counted."""
    spent = cpu_clock()
    for work, _ in works:
        work()
    walls: list[list[float]] = [[] for _ in works]
    cpus = [0.0 for _ in works]
    for number in range(max(times for _, times in works)):
        for which, (work, times) in enumerate(works):
            if number < times:
                began, busy = time.perf_counter(), spent() if spent else 0
                work()
                walls[which].append(time.perf_counter() - began)
                cpus[which] += spent() - busy if spent else 0
    return [
        Taken(min(wall), cpu / times if spent else None)
        for wall, cpu, (_, times) in zip(walls, cpus, works, strict=True)
    ]


def cpu_clock() -> Callable[[], float] | None:
    """Seconds that this process and the server's process of its connection have worked, where both are here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    tick = os.sysconf("SC_CLK_TCK")

    def spent() -> float:
        words = server.read_text().rpartition(")")[2].split()
        return time.process_time() + (int(words[11]) + int(words[12])) / tick

    return spent if server.exists() and "(postgres" in server.read_text() else None


def best(work: Callable[[], Any], times: int) -> float:
    """The quickest of several runs after one that is not counted."""
    return min(timeit.repeat(work, number=1, repeat=times + 1)[1:])


def plain_aggregate(rubric: int) -> int:
    """Sums and counts by assessment and dimension, fetched: what any program would need at the least."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT s.assessment_id, r.dimension_id, sum(r.value), count(*)
                 FROM scorecards_rating r JOIN scorecards_scorecard s ON s.id = r.scorecard_id
                WHERE s.rubric_id = %s AND s.counts AND s.submitted_at IS NOT NULL AND r.value IS NOT NULL
                GROUP BY 1, 2""",
            [rubric],
        )
        count = 0
        while rows := cursor.fetchmany(5000):
            count += len(rows)
    return count


def a_case() -> tuple[Any, list[Any]]:
    from scorecards.scoring import Dimension, Rating, Rubric

    rubric = Rubric(
        tuple(
            Dimension(key, Fraction(w)) for key, w in zip("ABCDEFG", (20, 20, 15, 15, 15, 10, 5), strict=True)
        )
    )
    rng = random.Random(1)  # noqa: S311 - synthetic ratings
    return rubric, [Rating(str(p), key, rng.randint(1, 4)) for p in range(CARDS) for key in "ABCDEFG"]


def one_application() -> float:
    from scorecards.scoring import assess

    rubric, ratings = a_case()
    return best(lambda: [assess(rubric, ratings) for _ in range(200)], 3) / 200


def one_for_a_list() -> float:
    """The mean of a thousand of random ratings, of which some patterns come for the first time."""
    from scorecards.scoring.lists import DIMENSION, PLACE, ListRule

    rubric, _ = a_case()
    rng = random.Random(3)  # noqa: S311 - synthetic ratings
    made = [
        [(key << DIMENSION) + (who << PLACE) + rng.randint(1, 4) for who in range(CARDS) for key in range(7)]
        for _ in range(1000)
    ]

    def work() -> None:
        rule = ListRule(rubric, range(7))
        for codes in made:
            rule.recommend(codes)

    return best(work, 5) / 1000


def fill(applications: int) -> tuple[int, int]:
    """Assessments, cards, revisions and ratings by COPY; the rubric's id and the first assessment's."""
    from django.db import connection, transaction

    from hiring.models import User

    rubric, kit = a_rubric()
    made = User.objects.bulk_create(User(name=f"Rater {n}", email=f"rater{n}@example.org") for n in range(50))
    people, dimensions = [each.pk for each in made], [each.pk for each in rubric.dimensions.all()]
    red_flag = rubric.signals.get().pk
    rng = random.Random(2)  # noqa: S311 - synthetic ratings
    cards = applications * CARDS
    with transaction.atomic(), connection.cursor() as cursor:
        first = next_id(cursor, "scorecards_assessment", applications)
        card = next_id(cursor, "scorecards_scorecard", cards)
        revision = next_id(cursor, "scorecards_revision", cards)
        copy(cursor, "scorecards_assessment (id, rubric_id, created_at)",
             ((first + n, rubric.pk, "2026-01-01") for n in range(applications)))  # fmt: skip
        copy(
            cursor,
            "scorecards_scorecard (id, assessment_id, rubric_id, kit_id, author_id, counts, saw_others, created_at)",
            (
                (card + n, first + n // CARDS, rubric.pk, kit.pk, people[(n // CARDS + n % CARDS * 7) % 50],
                 True, False, "2026-01-01")
                for n in range(cards)
            ),
        )  # fmt: skip
        copy(
            cursor,
            "scorecards_revision (id, scorecard_id, number, kind, independent, verdict, asked, made_at)",
            ((revision + n, card + n, 1, "first", True, 3, "{}", "2026-01-02") for n in range(cards)),
        )
        copy(
            cursor,
            "scorecards_rating (revision_id, scorecard_id, dimension_id, number, value)",
            (
                (revision + n, card + n, dimension, 1, rng.randint(1, 4))
                for n in range(cards)
                for dimension in dimensions
            ),
        )
        copy(
            cursor,
            "scorecards_sighting (revision_id, scorecard_id, signal_id, number, seen, evidence)",
            ((revision + n, card + n, red_flag, 1, True, "Seen.") for n in range(0, cards, FLAGGED)),
        )
        cursor.execute(
            "UPDATE scorecards_scorecard SET submitted_at = '2026-01-02' WHERE rubric_id = %s", [rubric.pk]
        )
        amend(cursor, range(card, card + cards, AMENDED), dimensions[0])
    return rubric.pk, first


def amend(cursor: Any, cards: range, dimension: int) -> None:
    rng = random.Random(4)  # noqa: S311 - synthetic ratings
    first = next_id(cursor, "scorecards_revision", len(cards))
    copy(
        cursor,
        "scorecards_revision (id, scorecard_id, number, kind, independent, reason, asked, made_at)",
        (
            (first + n, card, 2, "entered_wrongly", True, "A slip.", "{}", "2026-01-03")
            for n, card in enumerate(cards)
        ),
    )
    copy(
        cursor,
        "scorecards_rating (revision_id, scorecard_id, dimension_id, number, value)",
        ((first + n, card, dimension, 2, rng.randint(1, 4)) for n, card in enumerate(cards)),
    )


def a_rubric() -> tuple[Any, Any]:
    """Published, with seven weighted dimensions and one kit for all of them."""
    from django.utils import timezone

    from scorecards.models import Dimension, Kit, KitDimension, Role, Rubric, Signal

    rubric = Rubric.objects.create(role=Role.objects.create(name="Measured"), version=1)
    kit = Kit.objects.create(rubric=rubric, name="All")
    made = Dimension.objects.bulk_create(
        Dimension(rubric=rubric, name=f"D{n}", weight=weight, position=n)
        for n, weight in enumerate((20, 20, 15, 15, 15, 10, 5))
    )
    Signal.objects.create(rubric=rubric, kind="red_flag", text="Blames others", position=1)
    KitDimension.objects.bulk_create(KitDimension(kit=kit, dimension=each) for each in made)
    rubric.status, rubric.published_at = Rubric.Status.PUBLISHED, timezone.now()
    rubric.save()
    return rubric, kit


def next_id(cursor: Any, table: str, count: int) -> int:
    cursor.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")  # noqa: S608 - our own table names
    first = int(cursor.fetchone()[0])
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [first + count])
    return first


def copy(cursor: Any, target: str, rows: Any) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
