"""A draft that was read from a page as a rubric document, in the words of the version before it where there is one."""

import difflib
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from scorecards.blueprints.draft import Dimension, Draft, Exercise, Task
from scorecards.blueprints.names import words_of
from scorecards.blueprints.tables import rank_of
from scorecards.documents import FORMAT, Document, policy_of
from scorecards.models import Rubric
from scorecards.models.rubric import MOST_WEIGHT, PUBLISHED_LABELS, new_key

KINDS = {"strong": "strong", "weak": "weak", "red": "red_flag"}
EXERCISE_KINDS = {"live_coding": "coding"}
LONGEST_ASSESS, LONGEST_EXERCISE = 200, 200
ALIKE = 0.8


def document_from(draft: Draft, *, role: str, source: str) -> Document:
    """The page's words as a document. What the page does not say stays empty or as in any new rubric."""
    card = draft.scorecard
    dimensions = card.dimensions if card else ()
    keys = {each.name: new_key() for each in dimensions}
    scale, texts = levels_of(dimensions)
    return {
        "format": FORMAT,
        "role": {"name": role, "level": draft.level},
        "version": 1,
        "status": "draft",
        "introduction": "",
        "change_note": "",
        "weight_reason": "",
        "source": source,
        "scale": [{"label": label, "text": ""} for label in PUBLISHED_LABELS[scale]],
        "policy": policy_of(Rubric()),
        "dimensions": [
            {
                "key": keys[each.name],
                "name": each.name,
                "weight": weight,
                "meets_bar": each.meets_bar or "",
                "levels": texts[place],
                "must_have": each.must_have,
                "proposed": draft.proposed,
            }
            for place, (each, weight) in enumerate(zip(dimensions, whole_weights(dimensions), strict=True))
        ],
        "signals": [
            {
                "key": new_key(),
                "kind": KINDS[each.kind],
                "text": each.text,
                "dimension": keys.get(link or ""),
                "disqualifying": False,
                "proposed": draft.proposed,
            }
            for each, link in zip(draft.signals, draft.links.signals, strict=True)
        ],
        "questions": [
            {
                "key": new_key(),
                "dimension": keys.get(link or ""),
                "assess": (each.name or "")[:LONGEST_ASSESS],
                "text": line,
                "proposed": draft.proposed,
            }
            for each, link in zip(draft.assess, draft.links.assess, strict=True)
            for line in (each.lines or ((each.name,) if each.name else ()))
        ],
        "exercises": exercises_of(draft, keys),
        "kits": [],
    }


def whole_weights(dimensions: Sequence[Dimension]) -> list[int]:
    """Whole numbers in the ratios of the page. A dimension without a weight gets the average of the others."""
    given = [each.percent for each in dimensions if each.percent is not None]
    if not given:
        return [1] * len(dimensions)
    average = sum(given, Fraction(0)) / len(given)
    exact = [each.percent if each.percent is not None else average for each in dimensions]
    times = math.lcm(*(each.denominator for each in exact))
    whole = [int(each * times) for each in exact]
    if max(whole) > MOST_WEIGHT:
        # Too fine for whole numbers up to 10,000: the nearest ratios that fit.
        largest = max(exact)
        return [max(1, round(each / largest * MOST_WEIGHT)) for each in exact]
    return [max(1, each) for each in whole]


def levels_of(dimensions: Sequence[Dimension]) -> tuple[int, list[list[str]]]:
    """How many levels the scale has, and each dimension's texts on it.

    Words find their place by what they say: below the bar, meets it, above it; numbers 1 to 5 make a scale of five.
    """
    numbers = [int(label[0]) for each in dimensions for label, _ in each.levels if label[:1].isdecimal()]
    ranks = {rank_of(label) for each in dimensions for label, _ in each.levels}
    five = (bool(numbers) and max(numbers) == 5) or (not numbers and len(ranks - {None}) == 5)
    scale = 5 if five else 4
    texts = []
    for each in dimensions:
        found = [""] * scale
        for label, text in each.levels:
            place = place_of(label, scale, max(numbers, default=0))
            found[place] = "\n".join(filter(None, [found[place], text]))
        texts.append(found if each.levels else [])
    return scale, texts


def place_of(label: str, scale: int, most: int) -> int:
    if label[:1].isdecimal():
        # A scale of three says below, meets and above.
        return max(0, min(scale, int(label[0]) + (scale - most if most < scale else 0)) - 1)
    rank = rank_of(label)
    return min(2 if rank is None else rank, scale - 1)


def exercises_of(draft: Draft, keys: dict[str, str]) -> list[Document]:
    found: list[Document] = []
    taken: set[str] = set()
    for each, dimensions in zip(draft.exercises, draft.links.exercises, strict=True):
        name, number = each.title[:LONGEST_EXERCISE], 1
        while name.lower() in taken:
            number += 1
            name = f"{each.title[: LONGEST_EXERCISE - 5]} ({number})"
        taken.add(name.lower())
        low, high = each.minutes or (None, None)
        found.append(
            {
                "key": new_key(),
                "name": name,
                "kind": kind_of(each),
                "minutes_min": low,
                "minutes_max": high,
                "brief": "\n".join([*each.setup, *([each.prompt] if each.prompt else [])]),
                "tasks": "\n".join(line for task in each.tasks for line in task_lines(task)),
                "look_for": "\n".join(each.look_for),
                "dimensions": [keys[name] for name in dimensions if name in keys],
                "proposed": draft.proposed,
            }
        )
    return found


def kind_of(exercise: Exercise) -> str:
    first = exercise.kind.split("_or_")[0]
    return EXERCISE_KINDS.get(first, first)


def task_lines(task: Task) -> list[str]:
    return [task.text, *(f"  {item}" for item in task.items)]


# --- Beside the version before it --------------------------------------------------------------------

LABELS = {
    "dimensions": ("name",),
    "signals": ("kind", "text"),
    "questions": ("assess", "text"),
    "exercises": ("name",),
}


# What a page may be silent about: the version before it keeps its word there.
SILENT = {
    "dimensions": ("levels", "meets_bar", "must_have"),
    "signals": ("dimension",),
    "questions": ("dimension",),
    "exercises": ("dimensions",),
}


def beside(document: Document, before: Document) -> Document:
    """The document with the keys of the version before it, and with that version's word on what no page says: kits,
    scale, policy, must-haves, links that people made, weights in the same ratios."""
    renamed: dict[str, str] = {}
    parts: Document = {}
    for kind, labels in LABELS.items():
        matched = match(before[kind], document[kind], labels)
        parts[kind] = [kept(kind, each, matched.get(each["key"])) for each in document[kind]]
        renamed |= {key: old["key"] for key, old in matched.items()}
    for kind in ("signals", "questions"):
        for each in parts[kind]:
            each["dimension"] = renamed.get(each["dimension"], each["dimension"])
    for each in parts["exercises"]:
        each["dimensions"] = [renamed.get(key, key) for key in each["dimensions"]]
    if same_ratios(parts["dimensions"], before["dimensions"]):
        for each in parts["dimensions"]:
            each["weight"] = next(old["weight"] for old in before["dimensions"] if old["key"] == each["key"])
    found = {**document, **parts}
    for name in ("introduction", "change_note", "weight_reason", "policy"):
        found[name] = before[name]
    if not any(each["levels"] for each in document["dimensions"]) or len(before["scale"]) == len(
        document["scale"]
    ):
        found["scale"] = before["scale"]
    return only_known(found, before)


def match(
    before: Sequence[Document], after: Sequence[Document], labels: Sequence[str]
) -> dict[str, Document]:
    """For each new part by key the old one that it is: the same words, else nearly the same."""

    def words(part: Document) -> str:
        return " ".join(words_of(str(part[label])) for label in labels)

    found: dict[str, Document] = {}
    left = {each["key"]: each for each in before}
    for each in after:
        same = next((old for old in left.values() if words(old) == words(each)), None)
        if same is not None:
            found[each["key"]] = left.pop(same["key"])
    for each in after:
        if each["key"] in found or not left:
            continue
        scores = [
            (difflib.SequenceMatcher(None, words(old), words(each), autojunk=False).ratio(), key)
            for key, old in left.items()
        ]
        score, key = max(scores)
        if score >= ALIKE:
            found[each["key"]] = left.pop(key)
    return found


def kept(kind: str, part: Document, old: Document | None) -> Document:
    """A part under its old key, with what people added to it."""
    if old is None:
        return dict(part)
    found = {**part, "key": old["key"], "proposed": part["proposed"] and old["proposed"]}
    for name in SILENT[kind]:
        found[name] = part[name] or old[name]
    if kind == "signals":
        found["disqualifying"] = old["disqualifying"]
    return found


def same_ratios(after: Sequence[Document], before: Sequence[Document]) -> bool:
    old = {each["key"]: each["weight"] for each in before}
    if {each["key"] for each in after} != set(old):
        return False
    return len({Fraction(each["weight"], old[each["key"]]) for each in after}) == 1


def only_known(document: Document, before: Document) -> Document:
    """Kits of the version before, without what the page no longer has."""
    dimensions = {each["key"] for each in document["dimensions"]}
    questions = {each["key"] for each in document["questions"]}
    exercises = {each["key"] for each in document["exercises"]}
    for kind in ("signals", "questions"):
        for each in document[kind]:
            each["dimension"] = each["dimension"] if each["dimension"] in dimensions else None
    for each in document["exercises"]:
        each["dimensions"] = [key for key in each["dimensions"] if key in dimensions]
    kits: list[dict[str, Any]] = [
        {
            **kit,
            "focus": [key for key in kit["focus"] if key in dimensions],
            "questions": [key for key in kit["questions"] if key in questions],
            "exercise": kit["exercise"] if kit["exercise"] in exercises else None,
        }
        for kit in before["kits"]
    ]
    return {**document, "kits": kits}
