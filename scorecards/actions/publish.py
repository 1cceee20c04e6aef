"""The life of a rubric version: edited as the next draft, published, retired by the next one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from scorecards import audit, checks
from scorecards.actions.write_rubric import DraftExists, write_draft
from scorecards.documents import document_of
from scorecards.models import Role, Rubric

__all__ = ["DraftExists", "NotADraft", "NotReady", "duplicate", "edit_as_draft", "publish"]


class NotADraft(Exception):
    """Only a draft can be published."""


class NotReady(Exception):
    """The draft lacks something; `missing` says what, in sentences."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


@transaction.atomic
def publish(*, rubric: Rubric, by: Any | None, at: datetime) -> Rubric:
    """Publish the draft and retire the version before it, both or neither.

    Running applications keep the version that they started with.
    """
    # The role first: two publications of one role must not pass each other.
    Role.objects.select_for_update().get(pk=rubric.role_id)
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if rubric.status != Rubric.Status.DRAFT:
        raise NotADraft(rubric)
    missing = checks.missing(document_of(rubric))
    if missing:
        raise NotReady(missing)
    for before in rubric.role.rubrics.filter(status=Rubric.Status.PUBLISHED):
        before.status, before.retired_at = Rubric.Status.RETIRED, at
        before.save(update_fields=["status", "retired_at"])
        audit.record(actor=by, action="rubric.retired", subject="rubric", subject_id=before.pk)
    rubric.status, rubric.published_at, rubric.published_by = Rubric.Status.PUBLISHED, at, by
    rubric.save(update_fields=["status", "published_at", "published_by"])
    audit.record(actor=by, action="rubric.published", subject="rubric", subject_id=rubric.pk)
    return rubric


def edit_as_draft(*, rubric: Rubric, by: Any | None) -> Rubric:
    """The next draft, as a copy that keeps every key. DraftExists where there is one."""
    document = document_of(rubric) | {"change_note": ""}
    return write_draft(document=document, by=by, role=rubric.role, based_on=rubric)


def duplicate(*, rubric: Rubric, role: Role, by: Any | None) -> Rubric:
    """A draft for another role with the same content. Keys are kept: qualifications go on to count."""
    document = document_of(rubric) | {"change_note": f"Begun as a copy of {rubric}."}
    return write_draft(document=document, by=by, role=role)
