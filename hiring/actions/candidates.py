"""Adding and changing candidates."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hiring.actions.reapply import reapply
from hiring.models import Application, Candidate, Opening, Resume, User
from hiring.resumes import Checked
from scorecards import audit


@transaction.atomic
def add_candidate(
    *, opening: Opening, by: User, fields: Mapping[str, Any], resume: Checked | None = None
) -> Application:
    """A new person and their application for the opening."""
    candidate = Candidate.objects.create(**fields)
    application = reapply(candidate=candidate, opening=opening, by=by)
    record(candidate, by, "candidate.added", [opening.pk], [name for name, value in fields.items() if value])
    if resume is not None:
        add_resume(candidate=candidate, resume=resume, by=by)
    return application


@transaction.atomic
def edit_candidate(*, candidate: Candidate, by: User, fields: Mapping[str, Any]) -> Candidate:
    """Writes what changed and nothing else."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    changed = [name for name, value in fields.items() if getattr(candidate, name) != value]
    for name in changed:
        setattr(candidate, name, fields[name])
    if changed:
        candidate.save(update_fields=changed)
        record(candidate, by, "candidate.edited", openings_of(candidate), changed)
    return candidate


@transaction.atomic
def add_resume(*, candidate: Candidate, resume: Checked, by: User) -> Resume:
    # Waits for an erasure under way; after it the candidate is not found.
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk, erased_at=None)
    made = Resume.objects.create(
        candidate=candidate,
        name=resume.name,
        kind=resume.kind,
        size=len(resume.content),
        content=resume.content,
    )
    record(candidate, by, "resume.added", openings_of(candidate), ["resume"])
    return made


def openings_of(candidate: Candidate) -> list[int]:
    return list(candidate.applications.values_list("opening_id", flat=True).distinct())


def record(
    candidate: Candidate,
    by: User | None,
    action: str,
    openings: list[int],
    fields: list[str],
    details: Mapping[str, Any] | None = None,
) -> None:
    """One entry for each opening: each one's managers read their own trail. One without where there is none."""
    for scope in [f"opening:{opening}" for opening in sorted(set(openings))] or [""]:
        audit.record(
            actor=by,
            action=action,
            subject="candidate",
            subject_id=candidate.pk,
            scope=scope,
            fields=fields,
            details=details,
        )
