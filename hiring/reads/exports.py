"""The pipeline as a table for a file: what the reader may see of it, no more, and no words from scorecards."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hiring import access
from hiring.models import Opening, User
from hiring.reads.pipeline import Asked, chosen, progress
from scorecards import gathering, scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_score

COLUMNS = (
    "Name", "E-mail", "Phone", "Links", "Source", "Opening", "Status", "Applied", "Cards in", "Cards planned",
    "Recommendation", "Score", "Of", "Covered %", "Interviewers", "Flags",
)  # fmt: skip


def exported(opening: Opening, user: User, asked: Asked, *, at: datetime) -> list[tuple[object, ...]]:
    """One row an application, chosen and ordered as on the page, none where the reader owes a card. Four
    queries, five where scores choose or sort."""
    found, known = chosen(opening, user, asked, at=at)
    wanted = [row.pk for row in found if not row.blinded]
    rows = progress(access.exportable_by(user).filter(pk__in=wanted), at).select_related(
        "candidate", "assessment"
    )
    full = {row.pk: row for row in rows}
    scores = gathering.recommendations(
        {row.assessment_id: row.assessment.rubric_id for row in full.values()}, known=known
    )
    return [
        (
            *person(full[pk], opening),
            *judged(scores[full[pk].assessment_id], known[full[pk].assessment.rubric_id].rubric),
        )
        for pk in wanted
        if pk in full
    ]


def person(row: Any, opening: Opening) -> tuple[object, ...]:
    candidate = row.candidate
    return (
        candidate.shown_name,
        candidate.email,
        candidate.phone,
        candidate.links,
        candidate.source,
        opening.title,
        row.get_status_display(),
        f"{row.created_at:%Y-%m-%d}",
        row.cards,
        row.places,
    )


def judged(found: scoring.Recommendation, rubric: scoring.Rubric) -> tuple[object, ...]:
    """Recommendation, score, the scale's end, coverage, interviewers and flags, as the pipeline shows them."""
    covered = Fraction(found.composite.rated_weight, rubric.total_weight) * 100
    return (
        sentences.OUTCOMES[found.outcome],
        "" if found.score is None else Decimal(shown_score(rubric, found.score)),
        rubric.scale_max,
        Decimal(shown(covered, 1)),
        found.interviewers,
        ", ".join(sentences.short_flags(found)),
    )
