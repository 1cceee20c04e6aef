"""The chain of the audit trail: sealing entries in order, and finding what does not fit any more.

A seal is an HMAC over the seal before it, its own position, and the entry. Its key is not in the database,
so whoever rewrites rows there, triggers switched off, cannot make seals that fit.

Entries are sealed in the order in which they become visible, not in that of their ids: one whose transaction
commits late gets a later position, and none is skipped.

What the chain cannot tell by itself is that its end is missing. Its head (last position and seal) is therefore
exported to a place outside the database, and compared with.
"""

import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from scorecards.audit import Keyring, content, keyring
from scorecards.models import AuditSeal

log = logging.getLogger("audit")
LOCK = 0x5EA1ED
BATCH = 10_000
# A quick run looks this many ids back for entries that committed late; a full one looks at all.
LATE = 10_000
HEADS = "heads.jsonl"

COLUMNS = """
  e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.action, e.subject, e.subject_id, e.scope,
  array_to_json(e.fields)::text, e.details::text, host(e.address), e.request_id, e.mark
"""
UNSEALED = f"""
SELECT {COLUMNS} FROM scorecards_auditentry e
 WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM scorecards_auditseal s WHERE s.entry_id = e.id)
 ORDER BY e.id LIMIT %s
"""  # noqa: S608 - fixed words
SEALED = f"""
SELECT s.position, s.entry_id, s.mac, s.key, {COLUMNS}
  FROM scorecards_auditseal s LEFT JOIN scorecards_auditentry e ON e.id = s.entry_id
 ORDER BY s.position
"""  # noqa: S608
COPIES = """
SELECT first_value(id) OVER same, id FROM scorecards_auditentry
 WHERE mark IN (SELECT mark FROM scorecards_auditentry WHERE mark <> '' GROUP BY mark HAVING count(*) > 1)
WINDOW same AS (PARTITION BY mark ORDER BY id)
"""


def link(key_sign: Any, before: bytes, position: int, entry: int, message: bytes) -> bytes:
    sealed: bytes = key_sign(before + f"{position}:{entry}:".encode() + message)
    return sealed


# --- Sealing ----------------------------------------------------------------------------------------


def seal(*, everything: bool = False) -> int:
    """Seal what is not sealed yet, and say how much that was. Nothing where another worker is at it.

    A quick run passes over stragglers far behind the last seal; `everything` finds those too.
    """
    count = 0
    while made := seal_batch(everything=everything):
        count += made
        if made < BATCH:
            break
    return count


@transaction.atomic
def seal_batch(*, everything: bool) -> int:
    with connection.cursor() as cursor:
        # Held until this transaction ends, so that two workers never give out the same position.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.order_by("position").last()
        position, mac = (last.position, bytes(last.mac)) if last else (0, b"")
        newest = 0
        if last and not everything:
            cursor.execute("SELECT max(entry_id) FROM scorecards_auditseal")
            newest = cursor.fetchone()[0]
        cursor.execute(UNSEALED, [max(0, newest - LATE) if newest else -(2**63), BATCH])
        key, rows = keyring().current, []
        for entry, *values, _mark in cursor.fetchall():
            position += 1
            mac = link(key.sign, mac, position, entry, content(*values))
            rows.append((position, entry, mac))
        if rows:
            cursor.execute(
                "INSERT INTO scorecards_auditseal (position, entry_id, mac, key)"
                " SELECT *, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])",
                [key.name, *(list(column) for column in zip(*rows, strict=True))],
            )
    return len(rows)


# --- The head, outside the database -----------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    at: str
    position: int
    entry: int
    mac: str
    key: str


class BadHeads(Exception):
    """The sentence says which file and line."""


def export_head(folder: Path, *, now: datetime | None = None) -> Head | None:
    """Append the head to the folder's file and to the log. None, and nothing written, where nothing is sealed."""
    last = AuditSeal.objects.order_by("position").last()
    if last is None:
        return None
    at = (now or timezone.now()).isoformat(timespec="seconds")
    head = Head(at, last.position, last.entry_id, bytes(last.mac).hex(), last.key)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Opened for appending alone, one line in one write: what stands there is never written over.
    handle = os.open(folder / HEADS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(vars(head)) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    log.info("audit head: position %s, entry %s, mac %s", head.position, head.entry, head.mac)
    return head


def read_heads(path: Path) -> list[Head]:
    heads = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadHeads(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            found = Head(**json.loads(line))
            if not isinstance(found.position, int) or not isinstance(found.mac, str):
                raise TypeError
        except (ValueError, TypeError) as error:
            raise BadHeads(f"{path}, line {number}: this is not a head.") from error
        heads.append(found)
    return heads


# --- Verifying --------------------------------------------------------------------------------------


@dataclass
class Report:
    """What was checked, and a sentence for each thing that does not fit."""

    entries: int = 0
    heads: int = 0
    waiting: int = 0
    findings: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def verify(heads: Iterable[Head] = ()) -> Report:
    """Walk the whole chain once, then look at what waits for its seal, at copies, and at the heads."""
    ring, report = keyring(), Report()
    wanted: dict[int, list[Head]] = {}
    for head in heads:
        wanted.setdefault(head.position, []).append(head)
        report.heads += 1
    # One picture of the tables: what is sealed in the meantime is another run's.
    with transaction.atomic(), connection.cursor() as cursor:
        # Not the first statement inside a test, where the outer transaction has its level already.
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        walk = Walk(ring, wanted, report)
        for row in rows_of(SEALED):
            walk.step(row)
        walk.finish()
        cursor.execute(UNSEALED, [-(2**63), None])
        for entry, *values, mark in cursor.fetchall():
            report.waiting += 1
            if not ring.bears_mark(content(*values), bytes(mark)):
                report.findings.append(foreign(entry))
        cursor.execute(COPIES)
        report.findings += [
            f"Entry {copy} is a copy of entry {first}." for first, copy in cursor.fetchall() if copy != first
        ]
    return report


def rows_of(sql: str) -> Iterator[tuple[Any, ...]]:
    """From a cursor on the server, so that a million rows need no memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(5_000):
            yield from rows


def foreign(entry: int) -> str:
    return f"Entry {entry} was inserted or changed by hand: it does not bear the product's mark."


class Walk:
    """One pass over the seals in their order. After a misfit it goes on from the seal as it stands, or as it
    should be where that is what the next one covers, so that one change is one finding."""

    def __init__(self, ring: Keyring, wanted: dict[int, list[Head]], report: Report) -> None:
        self.ring, self.wanted, self.report = ring, wanted, report
        self.position = 0
        self.before: tuple[bytes, ...] = (b"",)
        self.key_name: str | None = None
        self.key, self.newest_key = ring.current, 0
        self.moved: list[tuple[int, int]] = []

    def step(self, row: tuple[Any, ...]) -> None:
        position, entry, mac, key_name, found, *_ = row
        mac = bytes(mac)
        if position != self.position + 1:
            self.gap(position)
        self.report.entries += 1
        should_be = mac
        if self.turn_to(key_name, position):
            if found is None:
                self.say(f"Entry {entry} was removed (position {position}).")
            else:
                should_be = self.compare(row, mac)
        if position in self.wanted:
            self.meet(position, mac)
        self.position, self.before = position, (mac,) if mac == should_be else (mac, should_be)

    def compare(self, row: tuple[Any, ...], mac: bytes) -> bytes:
        """Say what is wrong with the entry at its position; return the seal that it should have."""
        position, entry, _, _, _, *values, mark = row
        message = content(*values)
        seals = [link(self.key.sign, before, position, entry, message) for before in self.before]
        fits = not seals or mac in seals
        if not self.ring.bears_mark(message, bytes(mark)):
            self.say(foreign(entry) if fits else f"Entry {entry} was changed (position {position}).")
        elif not fits:
            self.moved.append((position, entry))
            return seals[0]
        self.say_moved()
        return mac

    def gap(self, position: int) -> None:
        first, last = self.position + 1, position - 1
        which = f"Position {first} is" if first == last else f"Positions {first} to {last} are"
        self.say(f"{which} missing: removed, with the entries that were sealed there.")
        self.before = ()

    def turn_to(self, name: str, position: int) -> bool:
        """Take the key of this seal, if it is known. Keys only ever get newer."""
        if name == self.key_name:
            return self.ring.age(name) is not None
        self.key_name, age = name, self.ring.age(name)
        if age is None:
            self.report.unchecked.append(
                f"From position {position} on the seals are of a key that is neither AUDIT_KEY nor one of "
                "AUDIT_KEYS_BEFORE."
            )
            return False
        if age < self.newest_key:
            self.say(f"Position {position} was sealed with a key that had been replaced before.")
        self.key, self.newest_key = self.ring.keys[age], max(age, self.newest_key)
        return True

    def meet(self, position: int, mac: bytes) -> None:
        for head in self.wanted.pop(position):
            if head.mac != mac.hex():
                self.say(
                    f"Position {position} is not what the head of {head.at} says: the chain was rewritten."
                )

    def finish(self) -> None:
        """What no seal met, and what was still to be said."""
        for position, heads in sorted(self.wanted.items()):
            if position > self.position:
                self.say(
                    f"The chain ends at position {self.position}, but the head of {heads[0].at} stood at "
                    f"{position}: its end was cut off."
                )
        self.say_moved()

    def say(self, sentence: str) -> None:
        self.say_moved()
        self.report.findings.append(sentence)

    def say_moved(self) -> None:
        """Misfits one after another have one cause: where something is taken out, all that follow move up."""
        if not self.moved:
            return
        (first, entry), (last, last_entry) = self.moved[0], self.moved[-1]
        self.moved = []
        self.report.findings.append(
            f"Entry {entry} was not sealed at position {first}: moved, or its seal was changed."
            if first == last
            else f"Entries {entry} to {last_entry} were not sealed at positions {first} to {last}: moved, "
            "or something before them was inserted or removed."
        )
