"""What a decision was made on, kept with it: inputs, rule, results. Numbers and ids, no free text.

Years later the snapshot is recomputed: its results from its own inputs, and its inputs from the
database as it stood at the moment of the decision.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hiring.models import Decision
from scorecards import gathering, scoring
from scorecards.models import Assessment, Rubric
from scorecards.scoring import cases

SETS = {"independent": False, "after_debrief": True}


def snapshot_of(assessment: Assessment, *, until: datetime | None = None) -> dict[str, Any]:
    """Both sets of ratings with their results. Three queries."""
    version = gathering.versions([assessment.rubric_id])[assessment.rubric_id]
    sets = {
        name: gathering.gather([assessment.pk], after_debrief=after_debrief, until=until).get(
            assessment.pk, gathering.NOTHING
        )
        for name, after_debrief in SETS.items()
    }
    return snapshot_from(assessment.rubric, version, sets)


def snapshot_from(
    rubric: Rubric, version: gathering.Version, sets: Mapping[str, gathering.Gathered]
) -> dict[str, Any]:
    """The same from ratings that are at hand.

    Weights are a list of pairs: the database does not keep the order of an object's keys, and the rule
    lists its reasons in the rubric's order.
    """
    variances = version.rubric.variances
    found: dict[str, Any] = {
        "rule_version": scoring.RULE_VERSION,
        "rubric": rubric.pk,
        "rubric_version": rubric.version,
        "variances": {
            name: str(getattr(variances, name))
            for name in ("interviewer", "residual", "dimension", "candidate")
        },
    }
    for name, gathered in sets.items():
        same = next((other for other in found if sets.get(other) is gathered), None)
        if same is not None:
            found[name] = found[same]
            continue
        case = cases.case_of(version.rubric, gathering.ratings_of(gathered), gathering.red_flags_of(gathered))
        case["weights"] = [list(pair) for pair in case["weights"].items()]
        found[name] = {"case": case, "result": recomputed(case)}
    return found


def recomputed(case: dict[str, Any]) -> dict[str, Any]:
    """The rule applied to the inputs of a snapshot."""
    return cases.as_json(cases.result_of(case | {"weights": dict(case["weights"])}))


def recommended(snapshot: dict[str, Any]) -> str:
    return str(snapshot["independent"]["result"]["recommendation"])


def differences(decision: Decision) -> Iterator[str]:
    """What does not hold any more, in sentences; nothing where the record reproduces. Four queries."""
    snapshot = decision.snapshot
    for name in SETS:
        held = snapshot[name]
        if recomputed(held["case"]) != held["result"]:
            yield f"the rule gives another result for the {words(name)} ratings of the snapshot"
    if decision.recommended != recommended(snapshot):
        yield "the recommendation beside the snapshot is another one"
    now = snapshot_of(decision.application.assessment, until=decision.decided_at)
    for name in SETS:
        for part, what in (
            ("weights", "weights"),
            ("policy", "policy"),
            ("ratings", "ratings"),
            ("red_flags", "red flags"),
        ):
            if now[name]["case"][part] != snapshot[name]["case"][part]:
                yield f"the {words(name)} {what} in the database are not those of the snapshot"
    if now["rubric"] != snapshot["rubric"]:
        yield "the application has another rubric version"


def words(name: str) -> str:
    return name.replace("_", "-")
