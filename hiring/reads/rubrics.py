"""Rubric versions to read, print and compare."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hiring import access
from hiring.models import User
from scorecards import gathering
from scorecards.differences import Differences, Weight, differences
from scorecards.documents import Document, document_of
from scorecards.models import Rubric
from scorecards.scoring.rounding import shown, shown_percent
from scorecards.scoring.values import Policy


@dataclass(frozen=True)
class RoleRow:
    name: str
    level: str
    versions: tuple[Rubric, ...]


@dataclass(frozen=True)
class DimensionRow:
    key: str
    name: str
    percent: str
    width: float
    meets_bar: str
    levels: tuple[tuple[int, str], ...]
    must_have: bool
    proposed: bool
    questions: tuple[dict[str, Any], ...]
    kits: int
    covered: tuple[bool, ...]  # by each kit of the loop, in its order


@dataclass(frozen=True)
class WeightRow:
    name: str
    before: str
    after: str
    change: str
    shade: str


@dataclass(frozen=True)
class Page:
    rubric: Rubric
    document: Document
    dimensions: tuple[DimensionRow, ...]
    loose_questions: tuple[dict[str, Any], ...]
    signals: tuple[tuple[str, str, tuple[dict[str, Any], ...]], ...]
    kits: tuple[dict[str, Any], ...]
    policy: tuple[str, ...]
    versions: tuple[Rubric, ...]
    against: Rubric | None = None
    differences: Differences | None = None
    weights: tuple[WeightRow, ...] = ()


def roles_for(user: User) -> tuple[RoleRow, ...]:
    """Every role with its versions, newest first. One query (two for a person without the duty)."""
    rows: dict[int, list[Rubric]] = {}
    for rubric in access.rubrics_for(user).select_related("role").order_by("role__name", "-version"):
        rows.setdefault(rubric.role_id, []).append(rubric)
    return tuple(RoleRow(found[0].role.name, found[0].role.level, tuple(found)) for found in rows.values())


def page_of(user: User, rubric: Rubric, against: Rubric | None = None) -> Page:
    """A version as it is read; with another one to compare it with. Ten queries, eight more for the other."""
    document = document_of(rubric)
    compared = differences(document_of(against), document) if against else None
    total = sum(each["weight"] for each in document["dimensions"]) or 1
    covered = Counter(key for kit in document["kits"] for key in kit["focus"])
    names = {each["key"]: each["name"] for each in document["dimensions"]}
    questions = {each["key"]: each for each in document["questions"]}
    exercises = {each["key"]: each["name"] for each in document["exercises"]}
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for each in document["signals"]:
        by_kind.setdefault(each["kind"], []).append(each)
    return Page(
        rubric=rubric,
        document=document,
        dimensions=tuple(
            DimensionRow(
                key=each["key"],
                name=each["name"],
                percent=shown_percent(Fraction(each["weight"], total)),
                width=round(100 * each["weight"] / total, 2),
                meets_bar=each["meets_bar"],
                levels=tuple((place, text) for place, text in enumerate(each["levels"], start=1) if text),
                must_have=each["must_have"],
                proposed=each["proposed"],
                questions=tuple(q for q in document["questions"] if q["dimension"] == each["key"]),
                kits=covered[each["key"]],
                covered=tuple(each["key"] in kit["focus"] for kit in document["kits"]),
            )
            for each in document["dimensions"]
        ),
        loose_questions=tuple(q for q in document["questions"] if q["dimension"] is None),
        signals=tuple(
            (kind, title, tuple(each | {"about": names.get(each["dimension"])} for each in by_kind.get(kind, ())))
            for kind, title in (("strong", "Strong signals"), ("weak", "Weak signals"), ("red_flag", "Red flags"))
        ),
        kits=tuple(
            kit
            | {
                "focus_names": [names[key] for key in kit["focus"]],
                "asked": [questions[key] for key in kit["questions"]],
                "exercise_name": exercises.get(kit["exercise"]),
            }
            for kit in document["kits"]
        ),
        policy=tuple(policy_in_words(gathering.policy_of(rubric), rubric)),
        versions=tuple(access.rubrics_for(user).filter(role_id=rubric.role_id).order_by("-version")),
        against=against,
        differences=compared,
        weights=tuple(weight_row(each) for each in compared.weights) if compared else (),
    )  # fmt: skip


def weight_row(weight: Weight) -> WeightRow:
    before, after = weight.before, weight.after
    change, shade = "", ""
    if before is None:
        change, shade = "added", "good"
    elif after is None:
        change, shade = "removed", "bad"
    elif before != after:
        change, shade = ("heavier" if after > before else "lighter"), "warn"
    return WeightRow(
        weight.name,
        "none" if before is None else shown_percent(before),
        "none" if after is None else shown_percent(after),
        change,
        shade,
    )


def policy_in_words(policy: Policy, rubric: Rubric) -> list[str]:
    def score(share: Fraction) -> str:
        return shown(1 + share * (rubric.scale_max - 1))

    low, bar, high = (score(cut) for cut in policy.cuts)
    return [
        f"From {bar} of {rubric.scale_max} the score is a yes, from {high} a strong yes; below {bar} it is a no, "
        f"below {low} a strong no.",
        f"At least {policy.min_interviewers} people must have rated something, and the ratings must cover "
        f"{shown_percent(policy.min_coverage)} of the weight; each must-have needs {policy.must_have_raters} raters. "
        "Otherwise there is not enough evidence.",
        f"A must-have with a mean below {score(policy.floor)}, a disqualifying red flag, or red flags seen by "
        f"{policy.red_flag_interviewers} people hold the recommendation at no.",
        f"Ratings {shown(policy.disagreement * (rubric.scale_max - 1))} or more apart are marked as disagreement.",
    ]
