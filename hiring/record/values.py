"""What the decision record says: the summary page's own values, worded for paper."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from hiring.models import Debrief, User
from hiring.reads.cards import ERASED, Card
from hiring.reads.figures import Line, score_text
from hiring.reads.summary import Decided, Summary
from scorecards import scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent

MOMENT = "%d %B %Y, %H:%M %Z"


def record_values(found: Summary, *, by: User, checked: Mapping[int, list[str]]) -> dict[str, Any]:
    """Runs no query: the application comes with its candidate, opening, debrief, rubric and role. `checked`
    holds what recomputing found, by decision."""
    application = found.application
    now = timezone.localtime()
    return {
        "made": {"iso": now.isoformat(), "text": moment(now), "by": by.name},
        "candidate": application.candidate.shown_name,
        "opening": application.opening.title,
        "number": application.pk,
        "facts": facts(found),
        "decisions": [decision_of(each, checked[each.decision.pk]) for each in found.decisions],
        "recommendation": recommendation(found),
        "matrix": matrix(found),
        "debrief": debrief_of(found),
        "signals": [
            {"title": title, "rows": [signal_of(card, seen) for card, seen in rows]}
            for _, title, rows in found.signals
        ],
        "cards": [card_of(each) for each in found.cards],
        "timeline": [
            {
                "at": moment(each.at),
                "text": " · ".join(part for part in (each.what, each.who, each.note) if part),
            }
            for each in found.timeline
        ],
        "rubric": rubric_of(found),
        "rule": rule_in_words(found.result.rubric),
    }


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):{MOMENT}}".lstrip("0")


def facts(found: Summary) -> list[list[str]]:
    application, rubric = found.application, found.sheet.rubric
    published = f", published {rubric.published_at:%d %B %Y}" if rubric.published_at else ""
    return [
        ["Opening", application.opening.title],
        ["Judged by", f"{rubric.role.name}, rubric version {rubric.version}{published}"],
        ["Applied", f"{timezone.localtime(application.created_at):%d %B %Y}".lstrip("0")],
        ["Status", application.get_status_display()],
        ["Interviewers", str(len(found.people))],
    ]


def decision_of(made: Decided, differences: list[str]) -> dict[str, Any]:
    decision = made.decision
    text = json.dumps(decision.snapshot, sort_keys=True, separators=(",", ":"))
    said = made.said + (f", with a score of {made.score}" if made.score else "")
    return {
        "outcome": decision.get_outcome_display(),
        "by": decision.decided_by.name,
        "at": moment(decision.decided_at),
        "rationale": decision.rationale or "The text was erased with the candidate's data.",
        "recommended": said + (f" (after the debrief {made.later})" if made.later else ""),
        "override": decision.override,
        "override_reason": decision.override_reason or "",
        "rule": decision.rule_version,
        "checked": f"Recomputed for this document: {'; '.join(differences) or 'everything reproduces'}.",
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def recommendation(found: Summary) -> dict[str, Any]:
    result, sure = found.result, found.sure
    figures = []
    if sure is not None:
        policy = result.rubric.policy
        figures = [
            ["Score", f"{found.score} of {result.rubric.scale_max}, bar {found.bar}"],
            ["80% range", f"{sure.low} to {sure.high}"],
            ["How sure", sure.word.capitalize() or "Not said"],
            ["Interviewers", f"{result.interviewers} ({policy.min_interviewers} needed)"],
            ["Weight rated", f"{found.coverage} ({found.least_coverage} needed)"],
        ]
    return {
        "headline": found.headline,
        "score": found.score,
        "scale": result.rubric.scale_max,
        "bar": found.bar,
        "figures": figures,
        "sureness": found.sureness,
        "reasons": [each.text for each in found.reasons],
        "flags": [worded(each) for each in found.flags],
        "changes": list(found.changes),
        "addends": [
            {
                "name": each.name,
                "share": each.share,
                "mean": each.mean,
                "product": each.product,
                "against": each.against_bar,
            }
            for each in found.addends
        ],
        "picture": picture(result),
        "said": f"Score {found.score} of {result.rubric.scale_max}, bar {found.bar}. {found.headline}",
    }


def worded(line: Line) -> str:
    """A sentence that ends in a colon goes on with what its links are about."""
    return (
        f"{line.text} {', '.join(label for label, _ in line.links)}." if line.text[-1] == ":" else line.text
    )


def picture(result: scoring.Result) -> dict[str, Any] | None:
    """Places on the scale from 0 to 1: the cuts, the score and the ends of the range, clipped to the scale."""
    if result.score is None or result.stability is None:
        return None
    width = result.rubric.scale_max - 1

    def place(score: float | Fraction) -> float:
        return round(min(1.0, max(0.0, float(score - 1) / width)), 4)

    return {
        "cuts": [float(cut) for cut in result.rubric.policy.cuts],
        "names": [sentences.OUTCOMES[band] for band in scoring.BANDS],
        "score": place(result.score),
        "range": [place(end) for end in result.stability.range80],
        "provisional": result.outcome == scoring.NOT_ENOUGH_EVIDENCE,
    }


def matrix(found: Summary) -> dict[str, Any]:
    """The independent ratings with a shade from 0 to 1 for each, and the mean of each dimension. People are
    numbered, so that a dozen fit on the page."""
    levels = found.result.rubric.scale_max
    rows = []
    for dimension, row in zip(found.sheet.dimensions, found.rows, strict=True):
        values = []
        for card in found.people:
            rated = card.by_dimension.get(dimension.pk)
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
    people = [
        {
            "number": number,
            "name": card.author,
            "note": standing(card),
            "kit": card.kit,
            "verdict": card.verdict,
            "at": moment(card.submitted_at),
        }
        for number, card in enumerate(found.people, start=1)
    ]
    return {"people": people, "rows": rows}


def standing(card: Card) -> str:
    said = ["shadow, does not count"] * (not card.counts) + ["not independent"] * card.saw_others
    return " · ".join(said)


def signal_of(card: Card, seen: Any) -> dict[str, str]:
    notes = [standing(card), seen.standing, "disqualifying" if seen.signal.disqualifying else ""]
    note = ", ".join(each for each in notes if each)
    return {
        "text": seen.signal.text,
        "who": card.author + (f" ({note})" if note else ""),
        "evidence": seen.evidence,
    }


def debrief_of(found: Summary) -> dict[str, Any] | None:
    """None where there was no debrief and no card was amended."""
    held: Debrief | None = getattr(found.application, "debrief", None)
    if held is None and found.later is None:
        return None
    told = []
    if held is not None:
        told = [["Opened", moment(held.opened_at)], ["By", held.opened_by.name]]
        if held.early_reason and found.hears_debrief:
            told.append(["Before all cards were in", held.early_reason])
    else:
        told = [["Debrief", "none was opened"]]
    later = found.later
    sides = []
    if later is not None:
        sides = [
            [name, score_text(result) or "not rated", sentences.OUTCOMES[result.outcome]]
            for name, result in (
                ("Independent, which the recommendation uses", found.result),
                ("With everything that was changed afterwards", later),
            )
        ]
    notes = ""
    if held is not None and found.hears_debrief:
        notes = ERASED if held.notes is None else held.notes
    return {"facts": told, "sides": sides, "changed": list(changed(found)), "notes": notes}


def changed(found: Summary) -> Iterator[list[str]]:
    """Ratings that differ between the two sets: who, on what, from what to what, and why."""
    for row in found.rows:
        for voice in row.voices:
            if voice.now:
                why = " ".join(each.reason for each in voice.changes if not each.independent)
                was = f"{voice.value} {voice.label}" if voice.value else voice.label
                yield [voice.card.author, row.name, was, voice.now, why]


def card_of(card: Card) -> dict[str, Any]:
    return {
        "author": card.author,
        "kit": card.kit,
        "at": moment(card.submitted_at),
        "note": standing(card),
        "verdict": card.verdict,
        "first_verdict": card.first_verdict if card.first_verdict != card.verdict else "",
        "summary": card.summary,
        "ratings": [
            {
                "name": row.dimension.name,
                "rating": f"{row.value} {row.label}" if row.value else row.label,
                "first": (f"{row.first} {row.first_label}" if row.first else row.first_label)
                if row.amended
                else "",
                "evidence": row.evidence,
                "first_evidence": row.first_evidence if row.first_evidence != row.evidence else "",
            }
            for row in card.ratings
        ],
        "signals": [
            f"{row.signal.get_kind_display()}: {row.signal.text}"
            + (f" ({row.standing})" if row.standing else "")
            + (f" {row.evidence}" if row.evidence else "")
            for row in card.seen
        ],
        "amendments": [
            f"{moment(each.made_at)}, {each.get_kind_display().lower()}: "
            f"{'reason erased' if each.reason is None else each.reason}"
            for each in card.amendments
        ],
    }


def rubric_of(found: Summary) -> dict[str, Any]:
    rubric = found.sheet.rubric
    levels = "; ".join(f"{value} {label}" for value, label, _ in found.sheet.levels)
    return {
        "name": f"{rubric.role.name}, version {rubric.version}",
        "levels": f"Ratings: {levels}.",
        "dimensions": [
            {"name": each.name, "weight": row.percent, "must": each.must_have, "meets": each.meets_bar}
            for each, row in zip(found.sheet.dimensions, found.rows, strict=True)
        ],
        "vetoes": [each.text for each in found.sheet.signals if each.disqualifying],
    }


def rule_in_words(rubric: scoring.Rubric) -> list[str]:
    """The rule as a reader without the program can apply it."""
    policy = rubric.policy
    width = rubric.scale_max - 1
    return [
        "The score is the mean of the dimension means, weighted as in the rubric. A dimension that nobody rated "
        "is left out; “not assessed” is never a zero.",
        sentences.scale_in_words(rubric),
        f"There is not enough evidence when fewer than {policy.min_interviewers} interviewers rated, when the "
        f"rated dimensions have less than {shown_percent(policy.min_coverage)} of the weight, or when a must-have "
        f"was rated by fewer than {policy.must_have_raters}.",
        f"The recommendation is held at no by a must-have with a mean below {shown(1 + policy.floor * width)}, by a "
        f"disqualifying red flag, and by red flags from {policy.red_flag_interviewers} or more interviewers.",
        "Only independent ratings enter: what each person handed in before seeing the others, with slips put right "
        "before the debrief. An interviewer's own verdict never enters the score.",
        "The 80% range says where eight of ten other panels of this kind would score. It says nothing of success "
        "in the job.",
        f"Rule version {scoring.RULE_VERSION}. All decisions of the rule are made on exact fractions.",
    ]
