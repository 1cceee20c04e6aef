"""A reading as plain data, for `--json`."""

from typing import Any

from scorecards.blueprints.draft import Dimension, Draft, Exercise, Reading
from scorecards.blueprints.weights import plain


def as_json(reading: Reading, chosen: Draft | None = None) -> dict[str, Any]:
    """The chosen draft or the first, with everything else that the page and its reading have to say."""
    found = draft_json(chosen or reading.drafts[0])
    if reading.proposal is not None:
        found["proposable"] = {
            "heading": reading.proposal.heading,
            "dimensions": [
                {"name": name, "points": list(points)} for name, points, _ in reading.proposal.dimensions
            ],
        }
    if len(reading.drafts) > 1:
        found["drafts"] = [draft_json(each) for each in reading.drafts]
    found["report"] = {
        "format": reading.page.format,
        "found": [
            {
                "what": each.what,
                "heading": each.heading,
                "place": each.place,
                "sure": each.sure,
                "why": each.why,
            }
            for each in reading.found
        ],
        "left_out": [
            {"what": each.what, "heading": each.heading, "place": each.place, "why": each.why}
            for each in reading.left_out
        ],
        "notes": list(reading.notes),
    }
    return found


def draft_json(draft: Draft) -> dict[str, Any]:
    card = draft.scorecard
    signals = {
        kind: [each.text for each in draft.signals if each.kind == kind] for kind in ("strong", "weak", "red")
    }
    return {
        "role_title": draft.title,
        "level": draft.level,
        "scorecard": card.heading if card else None,
        "has_scorecard": card is not None and not draft.proposed,
        "weighted": card is not None and card.weighted,
        "weights_sum_percent": plain(card.total) if card and card.total is not None else None,
        "dimensions": [dimension_json(each) for each in card.dimensions] if card else [],
        "what_to_assess": [
            {"name": each.name, "text": "\n".join(each.lines) or None} for each in draft.assess
        ],
        "exercises": [exercise_json(each) for each in draft.exercises],
        "strong_signals": signals["strong"],
        "weak_signals": signals["weak"],
        "red_flags": signals["red"],
        "links": {
            "what_to_assess": list(draft.links.assess),
            "exercises": [list(each) for each in draft.links.exercises],
            **{
                name: [
                    link
                    for each, link in zip(draft.signals, draft.links.signals, strict=True)
                    if each.kind == kind
                ]
                for kind, name in (
                    ("strong", "strong_signals"),
                    ("weak", "weak_signals"),
                    ("red", "red_flags"),
                )
            },
        },
    }


def dimension_json(dimension: Dimension) -> dict[str, Any]:
    """What not every page says is there only where the page says it."""
    found: dict[str, Any] = {
        "name": dimension.name,
        "meets_bar": dimension.meets_bar,
        "weight_as_written": dimension.weight.written if dimension.weight else None,
        "weight_percent": plain(dimension.percent) if dimension.percent is not None else None,
    }
    if dimension.levels:
        found["levels"] = [{"label": label, "text": text} for label, text in dimension.levels]
    if dimension.must_have:
        found["must_have"] = True
    if dimension.group:
        found["group"] = dimension.group
    if dimension.proposed:
        found["proposed"] = True
    return found


def exercise_json(exercise: Exercise) -> dict[str, Any]:
    low, high = exercise.minutes or (None, None)
    return {
        "title": exercise.title,
        "kind": exercise.kind,
        "minutes_min": low,
        "minutes_max": high,
        "setup": list(exercise.setup),
        "prompt": exercise.prompt,
        "tasks": [{"text": each.text, "items": list(each.items)} for each in exercise.tasks],
        "look_for": list(exercise.look_for),
    }
