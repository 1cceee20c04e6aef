"""The demonstration's rubric versions, and what of them the rows of a card refer to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command

from hiring.demo.stories import ASSOCIATE, LEAD
from hiring.models import User
from scorecards import gathering
from scorecards.actions.publish import edit_as_draft, publish
from scorecards.actions.write_rubric import write_draft
from scorecards.documents import document_of
from scorecards.models import Dimension, Kit, Role, Rubric, Signal

FIXTURES = ("lead-computer-vision-scientist", "associate-computer-vision-scientist", "performance-specialist")
FIRST_PUBLISHED, SECOND_PUBLISHED = 395, 150  # days ago
# Of the draft: other enough for some recommendations to come out otherwise.
DRAFT_WEIGHTS = {
    "modeling": 10,
    "evaluation": 10,
    "data": 5,
    "production": 20,
    "leadership": 25,
    "communication": 15,
    "responsible": 15,
}


@dataclass(frozen=True)
class KitParts:
    kit: Kit
    focus: tuple[Dimension, ...]
    questions: tuple[int, ...]


@dataclass(frozen=True)
class Parts:
    """A version with what a card refers to. `family` names its texts."""

    rubric: Rubric
    family: str
    kits: tuple[KitParts, ...]
    signals: dict[str, list[Signal]]
    version: gathering.Version


def load_rubrics(admin: User, now: datetime) -> None:
    """The fixtures as drafts. Two roles are published; one of them has a second version since, the other a
    draft of one. The third role waits to be published."""
    if not Role.objects.filter(name__in=(LEAD, ASSOCIATE)).exists():
        call_command("loaddata", *FIXTURES, verbosity=0)
    for rubric in Rubric.objects.filter(role__name__in=(LEAD, ASSOCIATE), status=Rubric.Status.DRAFT):
        publish(rubric=rubric, by=admin, at=now - timedelta(days=FIRST_PUBLISHED))
    lead, associate = (
        Rubric.objects.select_related("role").get(role__name=name) for name in (LEAD, ASSOCIATE)
    )
    second = second_version(associate, admin)
    publish(rubric=second, by=admin, at=now - timedelta(days=SECOND_PUBLISHED))
    draft = edit_as_draft(rubric=lead, by=admin)
    draft.change_note = "To discuss: leading, shipping and responsible AI weigh more, modelling weighs less."
    draft.weight_reason = "A lead brings models to users through other people; the team has modelling depth."
    draft.save(update_fields=["change_note", "weight_reason"])
    for dimension in draft.dimensions.all():
        dimension.weight = DRAFT_WEIGHTS[dimension.key]
        dimension.save(update_fields=["weight"])


def second_version(rubric: Rubric, admin: User) -> Rubric:
    document = document_of(rubric)
    document["change_note"] = (
        "Fundamentals is a must-have now. The coding exercise is a take-home, as candidates had asked for."
    )
    for dimension in document["dimensions"]:
        dimension["must_have"] = dimension["key"] == "fundamentals"
    for kit in document["kits"]:
        kit["take_home"] = kit["key"] == "kit-coding"
    return write_draft(document=document, by=admin, role=rubric.role, based_on=rubric)


def versions() -> list[Parts]:
    """Every version that was ever published, oldest first. Five queries for each."""
    rows = Rubric.objects.exclude(status=Rubric.Status.DRAFT).select_related("role").order_by("version")
    return [parts_of(each) for each in rows]


def parts_of(rubric: Rubric) -> Parts:
    signals: dict[str, list[Signal]] = {kind: [] for kind in Signal.Kind.values}
    for signal in rubric.signals.all():
        signals[signal.kind].append(signal)
    dimensions = {each.pk: each for each in rubric.dimensions.all()}
    return Parts(
        rubric=rubric,
        family="lead" if rubric.role.name == LEAD else "associate",
        kits=tuple(
            KitParts(
                kit,
                tuple(dimensions[link.dimension_id] for link in kit.focus_links.all()),
                tuple(link.question_id for link in kit.question_links.all()),
            )
            for kit in rubric.kits.prefetch_related("focus_links", "question_links").order_by("position")
        ),
        signals=signals,
        version=gathering.version_of(
            rubric, dimensions.values(), [each.pk for each in rubric.signals.all() if each.disqualifying]
        ),
    )
