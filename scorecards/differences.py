"""What two rubric versions have different, part by part and word by word. Pure: documents in, values out."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Document = dict[str, Any]
WORDS = re.compile(r"\s+|[^\s]+")

PARTS = (
    ("dimensions", "name"),
    ("signals", "text"),
    ("questions", "text"),
    ("exercises", "name"),
    ("kits", "name"),
)
FIELDS = {
    "name": "Name",
    "weight": "Weight",
    "meets_bar": "Meets the bar",
    "levels": "Levels",
    "must_have": "Must-have",
    "proposed": "Proposed",
    "kind": "Kind",
    "text": "Text",
    "dimension": "Dimension",
    "disqualifying": "Disqualifying",
    "assess": "What to assess",
    "minutes_min": "Minutes, at least",
    "minutes_max": "Minutes, at most",
    "minutes": "Minutes",
    "brief": "Brief",
    "tasks": "Tasks",
    "look_for": "What to look for",
    "dimensions": "Dimensions",
    "purpose": "Purpose",
    "take_home": "Take-home",
    "exercise": "Exercise",
    "focus": "Focus",
    "questions": "Questions",
    "introduction": "Introduction",
    "weight_reason": "Why the weights differ",
    "cuts": "Cuts",
    "min_coverage": "Least coverage",
    "floor": "Floor of a must-have",
    "disagreement": "Disagreement from",
    "min_interviewers": "Least interviewers",
    "must_have_raters": "Least raters of a must-have",
    "red_flag_interviewers": "Interviewers with red flags",
}


@dataclass(frozen=True)
class Word:
    """A run of words: kept, taken away from the old text, or added in the new one."""

    text: str
    change: str  # "same", "removed" or "added"


@dataclass(frozen=True)
class Field:
    label: str
    before: str
    after: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Part:
    """One part in both versions: "added", "removed", "changed" or "moved"; fields only where changed."""

    kind: str
    name: str
    change: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Weight:
    name: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True)
class Differences:
    rubric: tuple[Field, ...]
    weights: tuple[Weight, ...]
    parts: tuple[Part, ...]

    @property
    def none(self) -> bool:
        return not self.rubric and not self.parts


def differences(old: Document, new: Document) -> Differences:
    """Parts are matched by key, so a renamed dimension is the same one."""
    return Differences(
        rubric=tuple(fields(plain(old), plain(new))),
        weights=tuple(weights(old, new)),
        parts=tuple(part for kind, label in PARTS for part in parts(kind, label, old, new)),
    )


def plain(document: Document) -> dict[str, Any]:
    return {
        "introduction": document["introduction"],
        "weight_reason": document["weight_reason"],
        "levels": [f"{level['label']}: {level['text']}".rstrip(": ") for level in document["scale"]],
        **document["policy"],
    }


def weights(old: Document, new: Document) -> list[Weight]:
    """Shares of the whole, since only ratios matter."""
    before, after = shares(old), shares(new)
    names = {each["key"]: each["name"] for document in (old, new) for each in document["dimensions"]}
    return [Weight(name, before.get(key), after.get(key)) for key, name in names.items()]


def shares(document: Document) -> dict[str, Fraction]:
    total = sum(each["weight"] for each in document["dimensions"])
    return {each["key"]: Fraction(each["weight"], total) for each in document["dimensions"]}


def parts(kind: str, label: str, old: Document, new: Document) -> list[Part]:
    before, after = ({each["key"]: each for each in document[kind]} for document in (old, new))
    named = (names(old), names(new))
    found = [Part(kind, each[label], "removed") for key, each in before.items() if key not in after]
    kept = [key for key in before if key in after]
    order = [key for key in after if key in before]
    moved = set(kept) - in_order(kept, order)
    for key, each in after.items():
        if key not in before:
            found.append(Part(kind, each[label], "added"))
            continue
        changed = tuple(fields(spelled(before[key], named[0]), spelled(each, named[1])))
        if changed:
            found.append(Part(kind, each[label], "changed", changed))
        elif key in moved:
            found.append(Part(kind, each[label], "moved"))
    return found


def in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The keys that kept their place among each other: the longest run common to both orders."""
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {key for block in blocks for key in before[block.a : block.a + block.size]}


def names(document: Document) -> dict[str, str]:
    return {each["key"]: each[label] for kind, label in PARTS for each in document[kind]}


def spelled(part: dict[str, Any], named: dict[str, str]) -> dict[str, Any]:
    """References by name instead of by key, as a person reads them."""
    found = {name: value for name, value in part.items() if name != "key"}
    for name in ("dimension", "exercise"):
        if name in found:
            found[name] = named.get(found[name], "") if found[name] else ""
    for name in ("dimensions", "focus", "questions"):
        if name in found:
            found[name] = [named.get(key, key) for key in found[name]]
    return found


def fields(before: dict[str, Any], after: dict[str, Any]) -> list[Field]:
    return [
        Field(FIELDS[name], in_words(before[name]), in_words(after[name]), words(before[name], after[name]))
        for name in before
        if before[name] != after[name]
    ]


def in_words(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return str(value)


def words(before: object, after: object) -> tuple[Word, ...]:
    """Word by word: what stays, what goes, what comes."""
    old, new = (WORDS.findall(in_words(value)) for value in (before, after))
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Word("".join(old[a:b]), "same"))
            continue
        if b > a:
            found.append(Word("".join(old[a:b]), "removed"))
        if d > c:
            found.append(Word("".join(new[c:d]), "added"))
    return tuple(found)
