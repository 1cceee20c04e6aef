"""Saving a draft, field by field. Each field has a version: a save names the one it was written on."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from scorecards.models import DraftField, Scorecard
from scorecards.sheets import LONGEST_TEXT, NOT_ASSESSED

CHOICES = {"rating", "verdict", "seen", "asked"}


@dataclass(frozen=True)
class Change:
    name: str
    value: str
    version: int = 0  # of the text that was changed; 0 where nothing was saved yet


@dataclass(frozen=True)
class Keys:
    """What can be written on a card: the keys of its rubric version's parts."""

    dimensions: frozenset[str]
    signals: frozenset[str]
    questions: frozenset[str]
    scale_max: int

    def problem(self, change: Change) -> str:
        """Why a field cannot be saved, in a sentence; empty when it can."""
        kind, _, key = change.name.partition("-")
        known = {
            "rating": self.dimensions, "evidence": self.dimensions, "seen": self.signals,
            "sighting": self.signals, "asked": self.questions, "verdict": {""}, "summary": {""},
        }  # fmt: skip
        if key not in known.get(kind, ()) or (not key and "-" in change.name):
            return "This scorecard has no such field."
        if kind in CHOICES and change.value not in self.choices(kind):
            return "That is not one of the choices."
        if len(change.value) > LONGEST_TEXT:
            return f"This text has {len(change.value):,} characters; at most {LONGEST_TEXT:,} can be saved."
        if "\0" in change.value or any("\ud800" <= letter <= "\udfff" for letter in change.value):
            return "This text holds a character that cannot be saved. Remove it and go on."
        return ""

    def choices(self, kind: str) -> set[str]:
        if kind == "rating":
            return {"", NOT_ASSESSED, *map(str, range(1, self.scale_max + 1))}
        return {"", "1", "2", "3", "4"} if kind == "verdict" else {"", "1"}


@dataclass
class Saved:
    """What became of each field: its new version, the text that stands in its way, or why not."""

    versions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, dict[str, object]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


# A retry after a lost answer brings the same text again: it is saved already and no conflict.
UPSERT = """
INSERT INTO scorecards_draftfield AS held (scorecard_id, name, value, version, saved_at)
SELECT %s, name, value, version + 1, %s FROM unnest(%s::text[], %s::text[], %s::int[]) AS fresh (name, value, version)
ON CONFLICT (scorecard_id, name) DO UPDATE SET
  value = excluded.value, saved_at = excluded.saved_at,
  version = CASE WHEN held.value = excluded.value THEN held.version ELSE held.version + 1 END
WHERE held.version = excluded.version - 1 OR held.value = excluded.value
RETURNING name, version
"""


def save_draft(card: Scorecard, changes: Iterable[Change], keys: Keys) -> Saved:
    """Save what can be saved; nothing is overwritten that the writer had not seen.

    The card is the caller's to have checked as open; the database refuses a closed one.
    """
    saved, wanted = Saved(), {}
    for change in changes:
        if problem := keys.problem(change):
            saved.refused[change.name] = problem
        else:
            wanted[change.name] = change
    if not wanted:
        return saved
    rows = [wanted[name] for name in sorted(wanted)]  # in one order, so that two tabs cannot deadlock
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT,
            [
                card.pk,
                timezone.now(),
                [row.name for row in rows],
                [row.value for row in rows],
                [row.version for row in rows],
            ],
        )
        saved.versions = dict(cursor.fetchall())
    lost = set(wanted) - set(saved.versions)
    if lost:
        for held in DraftField.objects.filter(scorecard=card, name__in=lost):
            saved.conflicts[held.name] = {"value": held.value, "version": held.version}
    return saved
