"""The rule's speed: one application, a list of a thousand, and a hundred thousand against the plain aggregate."""

import random
import time
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from typing import Any

APPLICATIONS, CARDS, DIMENSIONS = 100_000, 5, 7


def measure(applications: int = APPLICATIONS) -> dict[str, Any]:
    """On a database of its own with `applications` assessments of five cards and seven dimensions each."""
    from django.db import connection

    from scorecards import bulk, gathering

    with connection.cursor() as cursor:  # what loads and counts millions may take longer than a page may
        cursor.execute("SET statement_timeout = 0")
    rubric, first = fill(applications)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    wanted = dict.fromkeys(range(first, first + 1000), rubric)
    aggregate = best(lambda: plain_aggregate(rubric), 3)
    return {
        "one application, everything (microseconds)": round(one_application() * 1e6),
        "one application, for a list (microseconds)": round(one_for_a_list() * 1e6, 1),
        "1,000 applications with the query (milliseconds)": round(
            best(lambda: gathering.recommendations(wanted), 7) * 1e3, 1
        ),
        "1,000 applications inside the database (milliseconds)": round(
            best(lambda: list(bulk.score_all([rubric], assessments=wanted)), 7) * 1e3, 1
        ),
        f"{applications:,} applications in bulk (seconds)": round(
            in_bulk := best(lambda: sum(1 for _ in bulk.score_all([rubric])), 3), 2
        ),
        f"{applications:,} applications, plain SQL aggregate (seconds)": round(aggregate, 2),
        "bulk against the plain aggregate (ratio)": round(in_bulk / aggregate, 2),
    }


def best(work: Callable[[], Any], times: int) -> float:
    """The median of several runs after one that is not counted."""
    work()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return median(found)


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
    from scorecards.scoring import recommend, tally, tally_of

    rubric, ratings = a_case()
    known = tally(rubric, ratings).by_interviewer
    return best(lambda: [recommend(rubric, tally_of(7, known)) for _ in range(1000)], 3) / 1000


def fill(applications: int) -> tuple[int, int]:
    """Assessments, cards, revisions and ratings by COPY; the rubric's id and the first assessment's."""
    from django.db import connection, transaction

    from hiring.models import User

    rubric, kit = a_rubric()
    made = User.objects.bulk_create(User(name=f"Rater {n}", email=f"rater{n}@example.org") for n in range(50))
    people, dimensions = [each.pk for each in made], [each.pk for each in rubric.dimensions.all()]
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
        cursor.execute(
            "UPDATE scorecards_scorecard SET submitted_at = '2026-01-02' WHERE rubric_id = %s", [rubric.pk]
        )
    return rubric.pk, first


def a_rubric() -> tuple[Any, Any]:
    """Published, with seven weighted dimensions and one kit for all of them."""
    from django.utils import timezone

    from scorecards.models import Dimension, Kit, KitDimension, Role, Rubric

    rubric = Rubric.objects.create(role=Role.objects.create(name="Measured"), version=1)
    kit = Kit.objects.create(rubric=rubric, name="All")
    made = Dimension.objects.bulk_create(
        Dimension(rubric=rubric, name=f"D{n}", weight=weight, position=n)
        for n, weight in enumerate((20, 20, 15, 15, 15, 10, 5))
    )
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
