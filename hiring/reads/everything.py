"""Everything that is kept about one candidate, as plain values for a file that leaves the house."""

from typing import Any

from django.db.models import Prefetch

from hiring.models import Application, Candidate, Decision, Interview, Resume, User
from hiring.reads.privacy import messages_about
from scorecards.models import Rating, Revision, Scorecard, Sighting

FIELDS = ("name", "email", "phone", "links", "source", "notes", "adjustments")


def everything_about(candidate: Candidate) -> dict[str, Any]:
    """Ten queries, whatever there is. Drafts are left out: they are their authors' alone until handed in. Of a
    message to a colleague, that there was one: nobody reads another's, and its words are made of what is in here."""
    interviews = Interview.objects.select_related("kit", "interviewer").order_by("pk")
    loops = list(
        Application.objects.filter(candidate=candidate)
        .select_related("opening__role", "assessment__rubric__role", "debrief")
        .prefetch_related(
            Prefetch("interviews", interviews),
            Prefetch("decisions", Decision.objects.select_related("decided_by").order_by("pk")),
        )
        .order_by("pk")
    )
    cards: dict[int, list[dict[str, Any]]] = {}
    for card in cards_on([row.assessment_id for row in loops]):
        cards.setdefault(card.assessment_id, []).append(scorecard(card))
    return {
        "candidate": {"number": candidate.pk, "since": candidate.created_at}
        | {name: getattr(candidate, name) for name in FIELDS}
        | {"merged_numbers": list(candidate.merged.order_by("pk").values_list("pk", flat=True))},
        "legal_hold": {"since": candidate.held_at, "reason": candidate.held_reason}
        if candidate.held_at
        else None,
        "resumes": [
            {"file": file_name(row), "size": row.size, "added": row.added_at}
            for row in candidate.resumes.defer("content").order_by("pk")
        ],
        "applications": [application(row, cards.get(row.assessment_id, [])) for row in loops],
        "messages_to_colleagues": [
            {"at": row.created_at, "about": row.get_kind_display()}
            for row in messages_about(loops).only("created_at", "kind").order_by("pk")
        ],
    }


def cards_on(assessments: list[int]) -> Any:
    """Handed-in cards with every revision."""
    return (
        Scorecard.objects.filter(assessment_id__in=assessments, submitted_at__isnull=False)
        .select_related("author", "kit")
        .prefetch_related(
            Prefetch("revisions", Revision.objects.order_by("number")),
            Prefetch("revisions__ratings", Rating.objects.select_related("dimension").order_by("pk")),
            Prefetch("revisions__sightings", Sighting.objects.select_related("signal").order_by("pk")),
        )
        .order_by("pk")
    )


def application(row: Application, cards: list[dict[str, Any]]) -> dict[str, Any]:
    debrief = getattr(row, "debrief", None)
    return {
        "number": row.pk,
        "opening": row.opening.title,
        "role": row.opening.role.name,
        "rubric_version": row.assessment.rubric.version,
        "status": row.get_status_display(),
        "applied": row.created_at,
        "ended": row.ended_at,
        "withdrawn_because": row.withdrawn_reason,
        "interviews": [
            {
                "kit": each.kit.name,
                "interviewer": named(each.interviewer),
                "starts": each.starts_at,
                "due": each.due_at,
                "minutes": each.minutes,
                "place": each.place,
                "status": each.get_status_display(),
                "reason": each.reason,
            }
            for each in row.interviews.all()
        ],
        "scorecards": cards,
        "debrief": None
        if debrief is None
        else {
            "opened": debrief.opened_at,
            "opened_early_because": debrief.early_reason,
            "notes": debrief.notes,
        },
        "decisions": [
            {
                "at": each.decided_at,
                "by": named(each.decided_by),
                "outcome": each.get_outcome_display(),
                "rationale": each.rationale,
                "recommended": each.recommended_words,
                "against_the_recommendation": each.override,
                "why_against": each.override_reason,
                "rule_version": each.rule_version,
                "computed_from": each.snapshot,
            }
            for each in row.decisions.all()
        ],
    }


def scorecard(card: Scorecard) -> dict[str, Any]:
    return {
        "interviewer": named(card.author),
        "kit": card.kit.name,
        "handed_in": card.submitted_at,
        "counts": card.counts,
        "versions": [
            {
                "number": each.number,
                "at": each.made_at,
                "kind": each.get_kind_display(),
                "reason": each.reason,
                "verdict": each.get_verdict_display() if each.verdict else None,
                "summary": each.summary,
                "ratings": [
                    {"dimension": rating.dimension.name, "rating": rating.value, "evidence": rating.evidence}
                    for rating in each.ratings.all()
                ],
                "signals": [
                    {"signal": seen.signal.text, "seen": seen.seen, "evidence": seen.evidence}
                    for seen in each.sightings.all()
                ],
            }
            for each in card.revisions.all()
        ],
    }


def file_name(resume: Resume) -> str:
    """Unique in the archive; the name was made harmless when the file was stored."""
    return f"resumes/{resume.pk}-{resume.name}"


def named(person: User | None) -> str:
    return person.name if person else ""
