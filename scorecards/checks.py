"""What a rubric still lacks before it can be published, in words. Pure: it looks at the document alone."""

from collections import Counter
from fractions import Fraction
from typing import Any

Document = dict[str, Any]
LEAST_KITS_FOR_A_MUST_HAVE = 2


def missing(document: Document) -> list[str]:
    """Every obstacle as a sentence; an empty list says that the rubric can be published."""
    if not document["dimensions"]:
        return ["There are no dimensions: nothing could be rated."]
    return [*weights(document), *kits(document), *levels(document), *bar(document), *proposals(document)]


def weights(document: Document) -> list[str]:
    differ = len({each["weight"] for each in document["dimensions"]}) > 1
    if differ and not document["weight_reason"].strip():
        return ["The weights differ: write down why, or make them equal."]
    return []


def kits(document: Document) -> list[str]:
    if not document["kits"]:
        return ["There are no kits: no interview could be planned."]
    found = [
        f"The kit “{kit['name']}” has no focus dimensions." for kit in document["kits"] if not kit["focus"]
    ]
    covered = Counter(key for kit in document["kits"] for key in kit["focus"])
    for dimension in document["dimensions"]:
        count = covered[dimension["key"]]
        if not count:
            found.append(f"No kit covers “{dimension['name']}”.")
        elif dimension["must_have"] and count < LEAST_KITS_FOR_A_MUST_HAVE:
            found.append(f"“{dimension['name']}” is a must-have, and only one kit covers it.")
    return found


def levels(document: Document) -> list[str]:
    most = len(document["scale"])
    return [
        f"“{each['name']}” has {len(each['levels'])} level texts, and the scale has {most} levels."
        for each in document["dimensions"]
        if len(each.get("levels", ())) > most
    ]


def bar(document: Document) -> list[str]:
    """Meeting the bar everywhere, the level below the highest, must be a yes under the rubric's own cuts."""
    levels = len(document["scale"])
    share = Fraction(levels - 2, levels - 1)
    _, yes, strong_yes = (Fraction(cut) for cut in document["policy"]["cuts"])
    label = document["scale"][-2]["label"]
    if share < yes:
        return [f"Someone who is rated “{label}” everywhere would be a no. Lower the cut for a yes."]
    if share >= strong_yes:
        return [
            f"Someone who is rated “{label}” everywhere would be a strong yes. Raise the cut for a strong yes."
        ]
    return []


def proposals(document: Document) -> list[str]:
    found = []
    for kind, word in (
        ("dimensions", "dimension"),
        ("signals", "signal"),
        ("questions", "question"),
        ("exercises", "exercise"),
    ):
        count = sum(each["proposed"] for each in document[kind])
        if count:
            subject = f"One {word} is" if count == 1 else f"{count} {word}s are"
            found.append(f"{subject} still marked as proposed: read them, and untick what you accept.")
    return found
