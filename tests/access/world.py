"""Two openings that mirror each other, "here" and "there", with everyone who could look at them and a marker
in every field that somebody must not see.

A marker reads MARKfieldPLACE, such as MARKphoneHERE: where one shows up says whose secret it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from hiring.models import Application, Candidate, Debrief, Decision, Interview, Message, Qualification, Resume
from hiring.snapshots import snapshot_of
from scorecards.models import Assessment, DraftField, Revision, Role, Rubric, Scorecard
from tests.access.matrix import MAY_READ
from tests.factories import (
    make_application,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
    publish_rubric,
    submit,
)

MARK = re.compile(r"MARK([a-z_]+)(HERE|THERE)")


@dataclass
class Half:
    """One opening with its people. `subjects` are what addresses lead to."""

    people: dict[str, Any] = field(default_factory=dict)
    subjects: dict[str, Any] = field(default_factory=dict)
    interviews: dict[str, Interview] = field(default_factory=dict)
    # Whose messages are read too: colleagues by the person of the matrix whose rights they have, "" for none.
    colleagues: dict[Any, str] = field(default_factory=dict)
    # Open cards of colleagues that somebody here must not see: submitted only by `reveal`.
    hidden: list[Scorecard] = field(default_factory=list)
    application: Any = None
    mark: Any = None


def build(before: str = "") -> dict[str, Half]:
    """`before` stands in front of every mark: for texts that would like to be markup."""
    here, there = half("HERE", before), half("THERE", before)
    everywhere = {
        "rubric": make_user("Ruby", is_rubric_admin=True, is_staff=True),
        "auditor": make_user("Audra", is_auditor=True),
        "staff": make_user("Stan", is_staff=True),
        "super": make_user("Sue", is_superuser=True, is_staff=True),
    }
    for one, other in ((here, there), (there, here)):
        one.people |= everywhere | {
            "off": other.people["after"],
            "manager2": other.people["manager"],
            "coord2": other.people["coord"],
        }
        one.subjects["other_candidate"] = other.subjects["candidate"]
    return {"here": here, "there": there}


def half(place: str, before: str) -> Half:
    made = Half()

    def mark(name: str) -> str:
        return f"{before}MARK{name}{place}"

    made.mark = mark
    people = made.people = {
        "before": make_user("Ben"),
        "after": make_user("Ann"),
        "manager": make_user("Mara"),
        "owes": make_user("Owen"),
        "coord": make_user("Cora", is_coordinator=True),
        "superowes": make_user("Saul", is_superuser=True, is_staff=True),
        "gone": make_user("Gus", is_active=False),
    }
    rubric = rubric_of(before, source=mark("rubric_source"))
    make_rubric(role=rubric.role, publish=False, introduction=mark("draft_rubric"))
    opening = make_opening(
        rubric=rubric,
        title=mark("opening"),
        managers=[people["manager"], people["owes"], people["gone"]],
        coordinators=[people["coord"]],
    )
    application = make_application(opening=opening, candidate=candidate(mark))
    made.application = application
    panel(made, application)
    talk(made, application)
    other_applications(made, opening)
    made.subjects |= {
        "opening": opening,
        "candidate": application.candidate,
        "application": application,
        "resume": Resume.objects.create(
            candidate=application.candidate, name=f"{mark('resume_name')}.txt", kind="txt", size=20,
            content=mark("resume_text").encode(),
        ),
        "person": make_user(f"{mark('person')}"),
        "published_rubric": rubric,
        "draft_rubric": rubric.role.rubrics.get(status="draft"),
        "role": rubric.role,
        "kit": rubric.role.rubrics.get(status="draft").kits.all()[0],
        "published_kit": rubric.kits.all()[0],
        "dimension_key": rubric.dimensions.all()[0].key,
        "qualification": Qualification.objects.create(person=people["before"], kit_key=rubric.kits.all()[0].key),
        "content_type": ContentType.objects.get_for_model(Candidate),
        "app_label": "hiring",
    }  # fmt: skip
    return made


def rubric_of(before: str, **fields: Any) -> Rubric:
    """What everyone reads bears no mark, but stands behind what would like to be markup too."""
    names = [{"name": f"{before}Dimension {number}"} for number in (1, 2)]
    fields |= dict.fromkeys(["introduction", "change_note", "weight_reason"], before)
    rubric = make_rubric(dimensions=names, kits=2, publish=False, **fields)
    if before:
        Role.objects.filter(pk=rubric.role_id).update(name=f"{before}Role {rubric.role_id}")
        for texts, field in (
            (rubric.kits, "name"),
            (rubric.signals, "text"),
            (rubric.dimensions, "meets_bar"),
        ):
            for row in texts.all():
                setattr(row, field, f"{before}{getattr(row, field)}")
                row.save()
    publish_rubric(rubric)
    return rubric


def candidate(mark: Any) -> Candidate:
    return Candidate.objects.create(
        name=mark("name"),
        email=f"{mark('email')}@example.com",
        phone=mark("phone"),
        links=f"https://example.com/{mark('links')}",
        source=mark("source"),
        notes=mark("notes"),
        adjustments=mark("adjustments"),
    )


def panel(made: Half, application: Application) -> None:
    """Ann handed in, with an amendment to come; Ben, Owen and Saul owe cards; a colleague's is hidden."""
    kits = list(application.assessment.rubric.kits.all())
    day = timezone.now() - timedelta(days=2)
    for name in ("before", "after", "owes", "superowes"):
        made.interviews[name] = make_interview(
            application=application, interviewer=made.people[name], kit=kits[0], starts_at=day
        )
        DraftField.objects.create(
            scorecard=made.interviews[name].scorecard, name="summary", value=made.mark(f"draft_{name}")
        )
    for name in ("colleague", "gone"):
        who = made.people.get(name) or make_user("Carl")
        made.colleagues[who] = "after"
        made.interviews[name] = make_interview(
            application=application, interviewer=who, kit=kits[1], starts_at=day
        )
    made.hidden = [made.interviews[name].scorecard for name in ("after", "colleague", "gone")]
    dora = make_user("Dora")
    made.colleagues[dora] = ""
    declined = make_interview(application=application, interviewer=dora, kit=kits[1], starts_at=day)
    declined.status, declined.reason = Interview.Status.DECLINED, made.mark("decline_reason")
    declined.save()
    make_interview(application=application, kit=kits[1], starts_at=day)
    made.subjects["interview_row"] = made.interviews["before"]


def talk(made: Half, application: Application) -> None:
    """The debrief is open and a first decision asked for more evidence: the loop goes on."""
    mark, manager = made.mark, made.people["manager"]
    Debrief.objects.create(
        application=application, opened_by=manager, early_reason=mark("early_reason"), notes=mark("debrief_notes")
    )  # fmt: skip
    Assessment.objects.filter(pk=application.assessment_id).update(debrief_opened_at=timezone.now())
    for name in ("after", "manager"):
        Message.objects.create(
            recipient=made.people[name],
            kind="card.missing",
            once=mark(f"once_{name}"),
            subject=mark(f"message_{name}"),
            text=mark(f"message_{name}"),
            link="/",
            application=application,
        )


def other_applications(made: Half, opening: Any) -> None:
    """One that withdrew and one that is decided: nobody owes a card on them."""
    gone = make_application(opening=opening, name=made.mark("withdrawn_name"))
    gone.status, gone.ended_at, gone.withdrawn_reason = (
        "withdrawn",
        timezone.now(),
        made.mark("withdrawn_reason"),
    )
    gone.save()
    decided = make_application(opening=opening, name=made.mark("decided_name"))
    dan = make_user("Dan")
    made.colleagues[dan] = "past"
    interview = make_interview(application=decided, interviewer=dan)
    submit(interview.scorecard, 4, summary=made.mark("decided_summary"))
    Decision.objects.create(
        application=decided, outcome="hire", rationale=made.mark("decided_rationale"), recommended="yes",
        decided_by=made.people["manager"], rule_version="1", snapshot=snapshot_of(decided.assessment),
    )  # fmt: skip
    decided.status, decided.ended_at = "hired", timezone.now()
    decided.save()
    made.subjects |= {
        "withdrawn_candidate": gone.candidate,
        "withdrawn_application": gone,
        "decided_application": decided,
    }


def overheard(world: dict[str, Half], messages: Iterable[Message]) -> list[str]:
    """What messages tell people who may not know it."""
    readers = {}
    for place, half in world.items():
        for user, person in [*((user, name) for name, user in half.people.items()), *half.colleagues.items()]:
            readers.setdefault(user.pk, []).append((person, place.upper()))
    return [
        f"a message of the kind {row.kind} tells {row.recipient} of {field} of {place}"
        for row in messages
        for field, place in sorted(set(MARK.findall(str(vars(row)))))
        if not any(
            person in MAY_READ[field] and place == at for person, at in readers.get(row.recipient_id, [])
        )
    ]


def reveal(
    made: Half,
    ratings: dict[str, int] | int = 3,
    *,
    verdict: int = 3,
    recommended: str = "yes",
    override: bool = True,
) -> None:
    """Hand in the hidden cards with these ratings, and decide "more evidence" against a recommendation."""
    mark, rubric = made.mark, made.application.assessment.rubric
    for card in made.hidden:
        submit(card, ratings, verdict=verdict, summary=mark("card_summary"), signals=list(rubric.signals.all()[:1]),
               evidence=mark("evidence"), sighting=mark("sighting"))  # fmt: skip
    Revision.objects.create(
        scorecard=made.hidden[1], number=2, kind="changed_mind", independent=False, reason=mark("amend_reason"),
        summary=mark("amended_summary"), verdict=5 - verdict,
    )  # fmt: skip
    Decision.objects.create(
        application=made.application, outcome="more_evidence", rationale=mark("rationale"),
        recommended=recommended, override=override, override_reason=mark("override_reason"),
        decided_by=made.people["manager"], rule_version="1", snapshot=snapshot_of(made.application.assessment),
    )  # fmt: skip
