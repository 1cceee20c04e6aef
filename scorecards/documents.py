"""A rubric version as one plain document: what export writes, import reads, a copy copies, checks check and
comparisons compare. Parts refer to each other by key; their order is the lists' order.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from scorecards.models import ExerciseDimension, KitDimension, KitQuestion, Rubric

FORMAT = "scorecards rubric 1"
Document = dict[str, Any]

SHARES = ("min_coverage", "floor", "disagreement")
COUNTS = ("min_interviewers", "must_have_raters", "red_flag_interviewers")
TEXTS = ("introduction", "change_note", "weight_reason", "source")


def document_of(rubric: Rubric) -> Document:
    """The whole version. Nine queries (eight with the role at hand), whatever its size."""
    dimensions = list(rubric.dimensions.all())
    questions = list(rubric.questions.all())
    exercises = list(rubric.exercises.all())
    keys = {part.pk: part.key for part in dimensions}
    question_keys = {part.pk: part.key for part in questions}
    exercise_keys = {part.pk: part.key for part in exercises}
    judged_by = linked(
        ExerciseDimension.objects.filter(exercise__rubric=rubric).order_by("dimension__position", "pk"),
        "exercise_id",
        "dimension_id",
        keys,
    )
    focus = linked(
        KitDimension.objects.filter(kit__rubric=rubric).order_by("position", "pk"),
        "kit_id",
        "dimension_id",
        keys,
    )
    asked = linked(
        KitQuestion.objects.filter(kit__rubric=rubric).order_by("position", "pk"),
        "kit_id",
        "question_id",
        question_keys,
    )
    return {
        "format": FORMAT,
        "role": {"name": rubric.role.name, "level": rubric.role.level},
        "version": rubric.version,
        "status": rubric.status,
        **{name: getattr(rubric, name) for name in TEXTS},
        "scale": scale_of(rubric),
        "policy": policy_of(rubric),
        "dimensions": [
            {
                "key": part.key,
                "name": part.name,
                "weight": part.weight,
                "meets_bar": part.meets_bar,
                "levels": list(part.level_texts),
                "must_have": part.must_have,
                "proposed": part.proposed,
            }
            for part in dimensions
        ],
        "signals": [
            {
                "key": part.key,
                "kind": part.kind,
                "text": part.text,
                "dimension": keys.get(part.dimension_id or 0),
                "disqualifying": part.disqualifying,
                "proposed": part.proposed,
            }
            for part in rubric.signals.all()
        ],
        "questions": [
            {
                "key": part.key,
                "dimension": keys.get(part.dimension_id or 0),
                "assess": part.assess,
                "text": part.text,
                "proposed": part.proposed,
            }
            for part in questions
        ],
        "exercises": [
            {
                "key": part.key,
                "name": part.name,
                "kind": part.kind,
                "minutes_min": part.minutes_min,
                "minutes_max": part.minutes_max,
                "brief": part.brief,
                "tasks": part.tasks,
                "look_for": part.look_for,
                "dimensions": judged_by.get(part.pk, []),
                "proposed": part.proposed,
            }
            for part in exercises
        ],
        "kits": [
            {
                "key": part.key,
                "name": part.name,
                "purpose": part.purpose,
                "minutes": part.minutes,
                "take_home": part.take_home,
                "exercise": exercise_keys.get(part.exercise_id or 0),
                "focus": focus.get(part.pk, []),
                "questions": asked.get(part.pk, []),
            }
            for part in rubric.kits.all()
        ],
    }


def linked(rows: Iterable[Any], one: str, other: str, keys: Mapping[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(getattr(row, one), []).append(keys[getattr(row, other)])
    return found


def scale_of(rubric: Rubric) -> list[dict[str, str]]:
    texts = [*rubric.level_texts, *[""] * rubric.scale_max]
    return [{"label": label, "text": text} for label, text in zip(rubric.level_labels, texts, strict=False)]


def policy_of(rubric: Rubric) -> dict[str, Any]:
    return {
        "cuts": [f"{cut:.4f}" for cut in (rubric.cut_no, rubric.cut_yes, rubric.cut_strong_yes)],
        **{name: f"{getattr(rubric, name):.4f}" for name in SHARES},
        **{name: getattr(rubric, name) for name in COUNTS},
    }
