"""What the decision record says: the summary page's own values, worded for paper."""

import hashlib
import json
from fractions import Fraction
from typing import Any

from django.utils import timezone

from hiring.models import Decision, User
from hiring.reads.cards import Card
from hiring.reads.summary import Summary
from scorecards import scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent

MOMENT = "%d %B %Y, %H:%M"


def record_values(found: Summary, *, by: User) -> dict[str, Any]:
    """Runs no query: the application comes with its candidate, opening, rubric and role."""
    application, result = found.application, found.result
    rubric = application.assessment.rubric
    now = timezone.localtime()
    return {
        "made": {"iso": now.isoformat(), "text": f"{now:{MOMENT}}", "by": by.name},
        "candidate": application.candidate.shown_name,
        "opening": application.opening.title,
        "role": rubric.role.name,
        "version": rubric.version,
        "status": application.get_status_display(),
        "number": application.pk,
        "decisions": [decision_of(each) for each in found.decisions],
        "recommendation": {
            "headline": found.headline,
            "score": found.score,
            "scale": result.rubric.scale_max,
            "bar": found.bar,
            "coverage": found.coverage,
            "interviewers": result.interviewers,
            "sureness": found.sureness,
            "reasons": list(found.reasons),
            "flags": list(found.flags),
            "lifts": list(found.lifts),
            "holds": list(found.holds),
            "changes": list(found.changes),
            "after": found.after_debrief,
            "picture": picture(result),
        },
        "matrix": matrix(found),
        "signals": [
            {
                "title": title,
                "rows": [
                    {"text": seen.signal.text, "who": card.author, "evidence": seen.evidence}
                    for card, seen in rows
                ],
            }
            for _, title, rows in found.signals
        ],
        "cards": [card_of(each) for each in found.cards],
        "timeline": [
            {
                "at": f"{timezone.localtime(each.at):{MOMENT}}",
                "text": " · ".join(part for part in (each.what, each.who, each.note) if part),
            }
            for each in found.timeline
        ],
        "rule": rule_in_words(result.rubric),
    }


def decision_of(decision: Decision) -> dict[str, Any]:
    text = json.dumps(decision.snapshot, sort_keys=True, separators=(",", ":"))
    return {
        "outcome": decision.get_outcome_display(),
        "by": decision.decided_by.name,
        "at": f"{timezone.localtime(decision.decided_at):{MOMENT}}",
        "rationale": decision.rationale or "The text was erased with the candidate's data.",
        "recommended": decision.recommended_words,
        "override": decision.override,
        "override_reason": decision.override_reason or "",
        "rule": decision.rule_version,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def picture(result: scoring.Result) -> dict[str, Any] | None:
    """Places on the scale from 0 to 1: the cuts, the score and the ends of the range, clipped to the scale."""
    if result.score is None or result.stability is None:
        return None
    width = result.rubric.scale_max - 1

    def place(score: float | Fraction) -> float:
        return round(min(1.0, max(0.0, float(score - 1) / width)), 4)

    return {
        "cuts": [float(cut) for cut in result.rubric.policy.cuts],
        "score": place(result.score),
        "range": [place(end) for end in result.stability.range80],
        "provisional": result.outcome == scoring.NOT_ENOUGH_EVIDENCE,
    }


def matrix(found: Summary) -> dict[str, Any]:
    """The independent ratings with a shade from 0 to 1 for each, and the mean of each dimension."""
    levels = found.result.rubric.scale_max
    rows = []
    for place, row in enumerate(found.rows):
        dimension = found.result.rubric.dimensions[place]
        values = []
        for card in found.people:
            rated = card.by_dimension.get(int(dimension.key))
            value = rated.independent if rated else None
            values.append(
                {
                    "text": "" if value is None else str(value),
                    "shade": 0 if value is None else round((value - 1) / (levels - 1), 3),
                    "amended": bool(rated and rated.amended),
                }
            )
        rows.append(
            {
                "name": row.name,
                "weight": row.percent,
                "must": row.must_have,
                "values": values,
                "mean": row.mean,
                "spread": row.spread,
                "apart": row.disagreement,
            }
        )
    people = [card.author + (" (not independent)" if card.saw_others else "") for card in found.people]
    return {"people": people, "verdicts": [card.verdict for card in found.people], "rows": rows}


def card_of(card: Card) -> dict[str, Any]:
    return {
        "author": card.author,
        "kit": card.kit,
        "at": f"{timezone.localtime(card.submitted_at):{MOMENT}}",
        "counts": card.counts,
        "saw_others": card.saw_others,
        "verdict": card.verdict,
        "summary": card.summary,
        "ratings": [
            {
                "name": row.dimension.name,
                "rating": f"{row.value} {row.label}" if row.value else row.label,
                "first": (f"{row.first} {row.first_label}" if row.first else row.first_label)
                if row.amended
                else "",
                "evidence": row.evidence,
            }
            for row in card.ratings
        ],
        "signals": [
            {"kind": row.signal.get_kind_display(), "text": row.signal.text, "evidence": row.evidence}
            for row in card.seen
        ],
        "amendments": [
            f"{timezone.localtime(each.made_at):{MOMENT}}, {each.get_kind_display().lower()}: "
            f"{each.reason or 'reason erased'}"
            for each in card.amendments
        ],
    }


def rule_in_words(rubric: scoring.Rubric) -> list[str]:
    """The rule as a reader without the program can apply it."""
    policy = rubric.policy
    width = rubric.scale_max - 1
    return [
        "The score is the mean of the dimension means, weighted as in the table. A dimension that nobody rated "
        "is left out; “not assessed” is never a zero.",
        sentences.scale_in_words(rubric),
        f"There is not enough evidence when fewer than {policy.min_interviewers} interviewers rated, when the "
        f"rated dimensions have less than {shown_percent(policy.min_coverage)} of the weight, or when a must-have "
        f"was rated by fewer than {policy.must_have_raters}.",
        f"The recommendation is held at no by a must-have with a mean below {shown(1 + policy.floor * width)}, by a "
        f"disqualifying red flag, and by red flags from {policy.red_flag_interviewers} or more interviewers.",
        "Only independent ratings enter: what each person handed in before seeing the others, with slips put right "
        "before the debrief. An interviewer's own verdict never enters the score.",
        f"Rule version {scoring.RULE_VERSION}. All decisions of the rule are made on exact fractions.",
    ]
