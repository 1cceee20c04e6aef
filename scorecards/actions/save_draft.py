"""Saving a draft, field by field: nobody's words are overwritten silently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from scorecards.models import DraftField, Scorecard


class Closed(Exception):
    """The card was submitted or cancelled; what was typed is not saved, and not thrown away by the page."""


@dataclass(frozen=True)
class Saved:
    """The versions of what was saved, and what stands in the way of the rest: its text and version."""

    versions: dict[str, int]
    conflicts: dict[str, tuple[str, int]]


# A new field, or the version that was seen is still the newest, or the text is the same anyway.
SAVE = """
    INSERT INTO scorecards_draftfield AS d (scorecard_id, name, value, version, saved_at)
    SELECT %(card)s, name, value, 1, %(at)s
      FROM unnest(%(names)s::text[], %(values)s::text[]) AS t (name, value)
    ON CONFLICT (scorecard_id, name) DO UPDATE
       SET value = excluded.value, version = d.version + 1, saved_at = excluded.saved_at
     WHERE d.version = COALESCE((%(seen)s::jsonb ->> d.name)::int, 0) OR d.value = excluded.value
    RETURNING name, version
"""


@transaction.atomic
def save_draft(
    *, scorecard: Scorecard, changes: Mapping[str, str], seen: Mapping[str, int], at: datetime
) -> Saved:
    """Save changed fields of an open card. `seen` holds the version that each was changed from.

    A field that someone else changed since is left alone and comes back as a conflict. One statement,
    or two where there is a conflict.
    """
    card = Scorecard.objects.select_for_update(no_key=True).get(pk=scorecard.pk)
    if not card.is_open:
        raise Closed(card)
    if not changes:
        return Saved({}, {})
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {
            "card": card.pk,
            "at": at,
            "names": list(changes),
            "values": list(changes.values()),
            "seen": Jsonb(dict(seen)),
        }
        cursor.execute(SAVE, parameters)
        versions = dict(cursor.fetchall())
    refused = set(changes) - set(versions)
    conflicts = {}
    if refused:
        rows = DraftField.objects.filter(scorecard=card, name__in=refused)
        conflicts = {row.name: (row.value, row.version) for row in rows}
    return Saved(versions, conflicts)


def draft_of(scorecard: Scorecard) -> dict[str, tuple[str, int]]:
    """What is saved: name -> text and version. For the author's eyes alone."""
    return {row.name: (row.value, row.version) for row in scorecard.draft.all()}
