"""Rows that are made first and written together, in the order that the database's guards ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from hiring.models import Application, Candidate, Debrief, Decision, Interview, Resume, User
from scorecards import audit
from scorecards.models import (
    Assessment,
    AuditEntry,
    DraftField,
    Rating,
    Revision,
    Scorecard,
    Sighting,
)


@dataclass
class Event:
    """An entry of the audit trail; its subject may get its id later."""

    at: datetime
    actor: User | None
    action: str
    subject: Any
    application: Application | None = None
    scope: str = ""
    fields: Sequence[str] = ()


@dataclass
class Batch:
    candidates: list[Candidate] = field(default_factory=list)
    resumes: list[Resume] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    cards: list[Scorecard] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    drafts: list[DraftField] = field(default_factory=list)
    submitted: list[tuple[Scorecard, datetime]] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    debriefs: list[Debrief] = field(default_factory=list)
    decisions: list[Callable[[], Decision]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        """Twenty-odd statements, in the caller's transaction. Cards are laid out before they are submitted,
        amended after it, and decided on at last: a decision's snapshot reads what was written."""
        write(Candidate, self.candidates)
        write(Resume, self.resumes)
        write(Assessment, [each.assessment for each in self.applications])
        write(Application, self.applications)
        write(Scorecard, self.cards)
        write(Interview, self.interviews)
        write(DraftField, self.drafts)
        self.write_revisions(first=True)
        for card, at in self.submitted:
            card.submitted_at = at
        Scorecard.objects.bulk_update([card for card, _ in self.submitted], ["submitted_at"], batch_size=1000)
        write(Debrief, self.debriefs)
        self.write_revisions(first=False)
        write(Decision, [made() for made in self.decisions])
        write(AuditEntry, [entry_of(each) for each in sorted(self.events, key=lambda each: each.at)])

    def write_revisions(self, *, first: bool) -> None:
        write(Revision, [each for each in self.revisions if (each.number == 1) == first])
        write(Rating, [each for each in self.ratings if (each.number == 1) == first])
        write(Sighting, [each for each in self.sightings if (each.number == 1) == first])


def write(model: type[models.Model], rows: list[Any]) -> None:
    model._default_manager.bulk_create(rows, batch_size=2000)


def entry_of(event: Event) -> AuditEntry:
    scope = f"opening:{event.application.opening_id}" if event.application else event.scope
    entry = AuditEntry(
        at=event.at,
        actor=event.actor,
        action=event.action,
        subject=event.subject._meta.model_name or "",
        subject_id=str(event.subject.pk),
        scope=scope,
        fields=sorted(event.fields),
    )
    entry.mark = audit.mark_of(entry)
    return entry
