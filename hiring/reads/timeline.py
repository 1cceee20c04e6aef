"""What happened to an application, in order: scheduled, handed in, amended, debriefed, decided, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hiring.models import Application, Decision, Interview
from hiring.reads.cards import Card


@dataclass(frozen=True)
class Moment:
    at: datetime
    what: str
    who: str = ""
    note: str = ""


def timeline(
    application: Application,
    interviews: Iterable[Interview],
    cards: Iterable[Card],
    decisions: Iterable[Decision],
    *,
    debrief_told: bool,
) -> tuple[Moment, ...]:
    """Oldest first. Runs no query: the rows, the debrief too, come with their people and kits.
    `debrief_told`: whether the reader may know what was said for the debrief."""
    rows = list(interviews)
    found = [Moment(application.created_at, "Application added"), *planned(rows)]
    for interview in rows:
        found += moments_of(interview)
    for card in cards:
        found.append(Moment(card.submitted_at, "Scorecard submitted", card.author, card.kit))
        for revision in card.amendments:
            kind = revision.get_kind_display()
            found.append(Moment(revision.made_at, "Scorecard amended", card.author, kind))
    debrief = getattr(application, "debrief", None)
    if debrief is not None:
        told = debrief_told and debrief.early_reason
        note = f"Before all cards were in: {debrief.early_reason}" if told else ""
        found.append(Moment(debrief.opened_at, "Debrief opened", debrief.opened_by.name, note))
    for decision in decisions:
        found.append(
            Moment(
                decision.decided_at,
                f"Decided: {decision.get_outcome_display().lower()}",
                decision.decided_by.name,
                "Against the recommendation" if decision.override else "",
            )
        )
    if application.status == Application.Status.WITHDRAWN and application.ended_at:
        found.append(Moment(application.ended_at, "Candidate withdrew"))
    return tuple(sorted(found, key=lambda moment: moment.at))


def planned(interviews: Iterable[Interview]) -> list[Moment]:
    """When places were added to the loop: those of one minute, as of a standard loop, in one line."""
    found: dict[datetime, list[Interview]] = {}
    for interview in interviews:
        found.setdefault(interview.created_at.replace(second=0, microsecond=0), []).append(interview)
    return [
        Moment(
            rows[0].created_at,
            "Interview planned" if len(rows) == 1 else f"{len(rows)} interviews planned",
            note=", ".join(dict.fromkeys(row.kit.name for row in rows)),
        )
        for rows in found.values()
    ]


def moments_of(interview: Interview) -> list[Moment]:
    """An interview that took place or will; of one that did not, that it did not."""
    person = interview.interviewer.name if interview.interviewer else ""
    at = interview.starts_at or interview.due_at
    if at is None:
        return []
    if interview.is_live:
        return [Moment(at, "Take-home due" if interview.due_at else "Interview", person, interview.kit.name)]
    return [Moment(at, f"Interview {interview.get_status_display().lower()}", person, interview.kit.name)]
