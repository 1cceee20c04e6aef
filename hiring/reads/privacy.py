"""What is kept about a candidate: what erasing takes, what stays and why, and what stands in its way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiring import access
from hiring.models import Application, Candidate, Debrief, Decision, Interview, Message, Opening, Resume, User
from hiring.reads.retention import kept_until
from scorecards.models import DraftField, Revision, Scorecard


@dataclass(frozen=True)
class Kept:
    """Sentences: what `goes`, what `stays` and why, and what `stops` it from going now.

    `until` is when retention erases it by itself, where nothing stops that.
    """

    openings: tuple[Opening, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    stops: tuple[str, ...]
    until: datetime | None
    days: int
    may_export: bool
    may_erase: bool


def kept_about(candidate: Candidate, user: User) -> Kept:
    """For whoever answers for the candidate. Twelve queries, whatever there is."""
    coordinated = Opening.coordinators.through.objects.filter(
        user_id=user.pk, opening_id=OuterRef("opening_id")
    )
    loops = list(
        Application.objects.filter(candidate=candidate)
        .select_related("opening")
        .annotate(mine=Exists(coordinated), owed=access.owing(user))
        .order_by("pk")
    )
    whole = access.candidates_erasable_by(user).filter(pk=candidate.pk).exists()
    stops = tuple(stopping(candidate, loops))
    return Kept(
        openings=tuple({row.opening_id: row.opening for row in loops if row.mine}.values()),
        goes=tuple(going(candidate, loops)),
        stays=tuple(staying(loops)),
        stops=stops,
        until=None if candidate.erased_at else ends(loops),
        days=max((row.opening.retention_days for row in loops), default=0),
        may_export=whole and not candidate.erased_at,
        may_erase=whole and not stops and not candidate.erased_at,
    )


def ends(loops: Iterable[Application]) -> datetime | None:
    moments = dict(kept_until().filter(pk__in=[row.pk for row in loops]).values_list("pk", "until"))
    if any(row.pk not in moments for row in loops):
        return None
    return max(moments.values(), default=None)


def going(candidate: Candidate, loops: Sequence[Application]) -> Iterator[str]:
    """What erasing takes."""
    if candidate.erased_at:
        return
    yield "Name, address, phone number, links, source, notes and adjustments"
    judged = Scorecard.objects.filter(assessment_id__in=[row.assessment_id for row in loops])
    for one, many, rows in (
        ("résumé", "résumés", Resume.objects.filter(candidate=candidate)),
        (
            "scorecard: evidence, lines on signals and summary, in every version",
            "scorecards: evidence, lines on signals and summaries, in every version",
            judged.filter(submitted_at__isnull=False),
        ),
        (
            "unfinished draft of a scorecard",
            "unfinished drafts of scorecards",
            judged.filter(Exists(DraftField.objects.filter(scorecard=OuterRef("pk"))), submitted_at=None),
        ),
        (
            "decision: its reasons",
            "decisions: their reasons",
            Decision.objects.filter(application__in=loops),
        ),
        ("debrief: its notes", "debriefs: their notes", Debrief.objects.filter(application__in=loops)),
        (
            "interview: its place, and why it was declined or cancelled",
            "interviews: their places, and why some were declined or cancelled",
            Interview.objects.filter(application__in=loops),
        ),
        ("message to a colleague", "messages to colleagues", messages_about(loops)),
    ):
        if count := rows.count():
            yield f"{count} {one if count == 1 else many}"


def staying(loops: Sequence[Application]) -> Iterator[str]:
    """What erasing leaves, and why that names nobody."""
    rated = Revision.objects.filter(
        scorecard__assessment_id__in=[row.assessment_id for row in loops]
    ).exists()
    if rated:
        yield (
            "The ratings as numbers, with the signals ticked, verdicts and times: they show how strict "
            "interviewers are, and whether past recommendations can be computed again."
        )
    yield "That there was an application, its opening, its stages and what was decided: for fair-hiring statistics."
    yield "Who interviewed, decided and erased, in the audit log: it holds numbers instead of names."


def stopping(candidate: Candidate, loops: Sequence[Any]) -> Iterator[str]:
    """What has to happen first."""
    if candidate.erased_at:
        return
    if any(row.owed for row in loops):
        yield "You owe a scorecard on this candidate. Hand it in first."
    foreign = len({row.opening_id for row in loops if not row.mine})
    if foreign:
        yield (
            "This person also applied for "
            + ("an opening" if foreign == 1 else f"{foreign} openings")
            + " that you do not coordinate. A coordinator of all of them can export and erase."
        )
    if running := sum(row.status == Application.Status.IN_LOOP for row in loops):
        yield (
            "One application is" if running == 1 else f"{running} applications are"
        ) + " still in the loop. Decide or withdraw first."
    if candidate.held_at:
        yield "A legal hold keeps everything about this person."
    for opening in {row.opening_id: row.opening for row in loops if row.mine}.values():
        if opening.legal_hold:
            yield f"The opening “{opening.title}” is under a legal hold."
    if any(row.opening.legal_hold and not row.mine for row in loops):
        yield "Another opening that this person applied for is under a legal hold."


# --- Pieces -----------------------------------------------------------------------------------------


def messages_about(loops: Sequence[Application]) -> QuerySet[Message]:
    return Message.objects.filter(Q(application__in=loops) | Q(interview__application__in=loops))
