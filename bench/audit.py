"""The audit trail with a million entries: sealing, verifying, and a page of the log."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.db import connection
from django.utils import timezone

from bench.place import analyze
from hiring.models import User
from hiring.reads import audit as reads
from scorecards import audit, chain
from scorecards.models import AuditEntry

ENTRIES = 1_000_000
ACTIONS = ("summary.viewed",) * 6 + ("scorecard.submitted", "loop.viewed", "candidate.viewed")
COPY = """
COPY scorecards_auditentry
  (at, actor_id, action, subject, subject_id, scope, fields, details, address, request_id, mark) FROM STDIN
"""


def rows(count: int, people: list[int]) -> Iterator[tuple[object, ...]]:
    begin = timezone.now() - timedelta(seconds=count)
    for number in range(count):
        entry = AuditEntry(
            at=begin + timedelta(seconds=number), actor_id=people[number % len(people)],
            action="application.decided" if number % 5_000 == 0 else ACTIONS[number % len(ACTIONS)],
            subject="application", subject_id=str(number % 20_000), scope=f"opening:{number % 40}",
            fields=["rows"] if number % 3 else [], details={"rows": number % 50} if number % 3 else {},
            address="192.0.2.7", request_id=f"{number:016x}",
        )  # fmt: skip
        yield (
            entry.at, entry.actor_id, entry.action, entry.subject, entry.subject_id, entry.scope, entry.fields,
            json.dumps(entry.details), entry.address, entry.request_id,
            audit.mark_of(entry),
        )  # fmt: skip


def seconds(work: Callable[[], object]) -> str:
    began = time.perf_counter()
    work()
    return f"{time.perf_counter() - began:.3f} s"


def measure(count: int = ENTRIES) -> dict[str, str]:
    reader = User.objects.create(email="bench@example.org", name="Bench", is_auditor=True)
    people = [User.objects.create(email=f"b{n}@example.org", name=f"B {n}").pk for n in range(30)]
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows(count, people):
            copy.write_row(row)
    found = {
        f"seal {count:,} entries": seconds(chain.seal),
        "seal again, nothing new": seconds(chain.seal),
        "seal again, looking for stragglers everywhere": seconds(lambda: chain.seal(everything=True)),
        f"verify {count:,} entries": seconds(verified),
    }
    analyze()
    middle = str(timezone.now().date() - timedelta(days=5))
    first = AuditEntry.objects.order_by("pk")[0].pk
    for name, asked in {
        "newest": {}, "a person": {"person": "B 7"}, "decisions": {"action": "decisions"},
        "an opening": {"opening": "7"}, "a day": {"since": middle, "until": middle},
        "erasures (none)": {"action": "erasures"}, "nobody": {"person": "nobody"},
        "the oldest": {"before": str(first + 500)},
    }.items():  # fmt: skip
        found[f"a page of the log: {name}"] = seconds(partial(reads.log, reader, reads.Asked.of(asked)))
    found["a file of the newest 50,000"] = seconds(lambda: list(reads.exported(reader, reads.Asked())))
    return found


def verified() -> None:
    report = chain.verify()
    if report.findings or report.entries < 1:
        raise AssertionError(report.findings[:3])
