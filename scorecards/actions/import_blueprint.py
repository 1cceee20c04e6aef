"""A page that was read becomes a rubric draft; read again, it is compared with the newest version of its role."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from scorecards.actions.blueprint_document import beside, document_from
from scorecards.actions.write_rubric import BadDocument, DraftExists, write_draft
from scorecards.blueprints.draft import Draft, Reading
from scorecards.blueprints.words import called, listed
from scorecards.differences import Differences, differences
from scorecards.documents import Document, document_of
from scorecards.models import Role, Rubric


class Refused(Exception):
    """Nothing can be saved from this page as it is; says why in a sentence."""


@dataclass(frozen=True)
class Plan:
    """What saving would do: a first version where `newest` is None, else its differences to that one."""

    role: str
    document: Document
    newest: Rubric | None
    differences: Differences | None

    @property
    def is_new(self) -> bool:
        return self.newest is None

    @property
    def same(self) -> bool:
        return self.differences is not None and self.differences.none

    @property
    def can_be_saved(self) -> bool:
        return self.newest is None or not (self.newest.is_draft or self.same)


@dataclass(frozen=True)
class Done:
    plan: Plan
    rubric: Rubric | None

    def in_words(self) -> str:
        if self.rubric is not None:
            return (
                f"Saved as a draft: {self.rubric}. Add kits to it: no page says who is interviewed by whom."
            )
        if self.plan.same:
            return f"Nothing differs from {self.plan.newest}. Nothing was saved."
        lines = [f"There is {self.plan.newest} already. The page differs from it:"]
        found = self.plan.differences
        if found is not None:
            lines += [f"  {each.label}: {each.before} → {each.after}" for each in found.rubric]
            lines += [f"  {each.kind}, {each.change}: {each.name}" for each in found.parts]
        return "\n".join(
            [*lines, "Nothing was saved. The admin page “Import a page” can make it the next draft."]
        )


def plan(*, reading: Reading, draft: Draft | None, role_name: str | None, source: str) -> Plan:
    """Raise Refused where there is nothing to save. Ten queries where the role has a version, else one."""
    if draft is None:
        raise Refused(
            f"The page has several scorecards: choose one of {listed(reading.drafts)} with --level."
        )
    if draft.scorecard is None:
        why = "The page has no scorecard."
        if reading.proposal is not None:
            count = len(reading.proposal.dimensions)
            why += f" With --propose a draft is made from the {count} competencies under “{reading.proposal.heading}”."
        raise Refused(why)
    role = (role_name or name_for(reading, draft)).strip()
    if not role:
        raise Refused("The page does not say what the role is called: give its name with --role.")
    document = document_from(draft, role=role, source=f"{source} ({reading.page.format})")
    newest = (
        Rubric.objects.select_related("role").filter(role__name__iexact=role).order_by("-version").first()
    )
    if newest is None:
        return Plan(role, document, None, None)
    before = document_of(newest)
    document = beside(document, before)
    return Plan(role, document, newest, differences(before, document))


def name_for(reading: Reading, draft: Draft) -> str:
    """The page's title; with a scorecard for each level also which one."""
    title = draft.title or ""
    if title and len(reading.drafts) > 1 and called(draft).lower() not in title.lower():
        return f"{title}, {called(draft)}"
    return title


@transaction.atomic
def import_blueprint(
    *,
    reading: Reading,
    draft: Draft | None,
    role_name: str | None,
    source: str,
    by: Any | None,
    next_version: bool = False,
) -> Done:
    """Save the draft of a new role. Of a known one only the differences are shown, unless `next_version` asks for
    the next draft. Raise Refused with the reason where nothing can be saved."""
    planned = plan(reading=reading, draft=draft, role_name=role_name, source=source)
    if planned.newest is not None and not (next_version and planned.can_be_saved):
        return Done(planned, None)
    role = planned.newest.role if planned.newest else Role.objects.filter(name__iexact=planned.role).first()
    try:
        rubric = write_draft(document=planned.document, by=by, role=role, based_on=planned.newest)
    except BadDocument as error:
        raise Refused(f"The draft does not fit: {error}") from None
    except DraftExists as error:
        raise Refused(f"{error.args[0]} has a draft already. Publish or delete it first.") from None
    return Done(planned, rubric)
