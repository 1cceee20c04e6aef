"""Cases as JSON: one rubric with its ratings in, the whole result out.

A case is {weights, scale_max, ratings: [[interviewer, dimension, value]], must, red_flags:
[[interviewer, signal]], vetoes, policy}; a file holds one or a list of them. Numbers are read
exactly. `BadCase` names the case and the key, in one line.
"""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scorecards.scoring.result import Result, assess
from scorecards.scoring.rounding import shown
from scorecards.scoring.values import (
    LEAST_SCALE,
    MOST_SCALE,
    MOST_WEIGHT,
    Dimension,
    Policy,
    Rating,
    RedFlag,
    Rubric,
)

KEYS = {"name", "note", "scale_max", "weights", "ratings", "must", "red_flags", "vetoes", "policy", "expect"}
SHARES = {"min_coverage", "floor", "disagreement"}
COUNTS = {"min_interviewers", "must_have_raters", "red_flag_interviewers"}
NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?|\d{1,9}/[1-9]\d{0,8}")
LONGEST_NUMBER = 40


class BadCase(ValueError):
    """Says which case and which key is wrong."""


def read_cases(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Parse and check the outer shape: the cases, and whether they came as a list.

    Each case is checked by `result_of`.
    """
    try:
        found = json.loads(
            text,
            object_pairs_hook=no_duplicates,
            parse_constant=refuse_constant,
            parse_float=short_decimal,
            parse_int=short_int,
        )
    except json.JSONDecodeError as error:
        raise BadCase(f"Not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise BadCase("Not a case: the JSON is nested too deeply.") from None
    if isinstance(found, list):
        for place, each in enumerate(found, start=1):
            if not isinstance(each, dict):
                raise BadCase(f'Case {place}: a case is an object such as {{"weights": …}}.')
        return found, True
    if not isinstance(found, dict):
        raise BadCase("Expected a case object or a list of them.")
    return [found], False


def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadCase(f"The key {quoted(twice)} stands twice in one object.")
    return found


def refuse_constant(word: str) -> Any:
    raise BadCase(f"{word} is not a number that a case can hold.")


def short_int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise BadCase(f"The number {text[:12]}… is too long.")
    return int(text)


def short_decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise BadCase(f"The number {text[:12]}… is too long.")
    return Decimal(text)


def quoted(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def name_of(case: Mapping[str, Any], place: int) -> str:
    name = case.get("name")
    return (
        f"Case {place} ({name.splitlines()[0][:60]})"
        if isinstance(name, str) and name.strip()
        else f"Case {place}"
    )


def result_of(case: Mapping[str, Any], place: int = 1) -> Result:
    """Check a case and apply the rule to it."""
    try:
        rubric = rubric_of(case)
        return assess(rubric, ratings_of(case, rubric), red_flags_of(case))
    except BadCase as error:
        raise BadCase(f"{name_of(case, place)}, {error}") from None


def rubric_of(case: Mapping[str, Any]) -> Rubric:
    unknown = sorted(set(case) - KEYS)
    if unknown:
        raise BadCase(f"key {quoted(unknown[0])}: a case has no such key.")
    weights = case.get("weights")
    if not isinstance(weights, dict) or not weights:
        raise BadCase('key "weights": give at least one dimension with its weight.')
    must = set(names_in(case, "must"))
    for key in sorted(must):
        if key not in weights:
            raise BadCase(f'key "must": there is no dimension {quoted(key)}.')
    scale = case.get("scale_max", 4)
    if not is_int(scale) or not LEAST_SCALE <= scale <= MOST_SCALE:
        raise BadCase(
            f'key "scale_max": {quoted(scale)} is not a whole number from {LEAST_SCALE} to {MOST_SCALE}.'
        )
    dimensions = tuple(Dimension(key, weight_of(key, value), key in must) for key, value in weights.items())
    return Rubric(dimensions, scale, frozenset(names_in(case, "vetoes")), policy_of(case))


def weight_of(key: str, value: object) -> Fraction:
    weight = exact(value)
    if weight is None or not 0 < weight <= MOST_WEIGHT:
        raise BadCase(
            f'key "weights", {quoted(key)}: {quoted(value)} is not a number above 0 and up to {MOST_WEIGHT}.'
        )
    return weight


def exact(value: object) -> Fraction | None:
    """A whole number, a decimal or a text such as "33.33" or "1/3", kept exact; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, Decimal):
        return Fraction(value) if abs(value.adjusted()) < LONGEST_NUMBER else None
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return Fraction(value.strip())
    return None


def is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def names_in(case: Mapping[str, Any], key: str) -> list[str]:
    found = case.get(key) or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise BadCase(f'key "{key}": expected a list of names.')
    return found


def policy_of(case: Mapping[str, Any]) -> Policy:
    given = case.get("policy")
    if given is None:
        return Policy()
    if not isinstance(given, dict):
        raise BadCase('key "policy": expected an object.')
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key == "cuts":
            cuts = [exact(each) for each in value] if isinstance(value, list) else []
            if len(cuts) != 3 or None in cuts:
                raise BadCase('key "policy", "cuts": expected three numbers from 0 to 1.')
            values[key] = tuple(cuts)
        elif key in SHARES:
            values[key] = exact(value)
            if values[key] is None:
                raise BadCase(f'key "policy", "{key}": {quoted(value)} is not a number from 0 to 1.')
        elif key in COUNTS:
            if not is_int(value):
                raise BadCase(f'key "policy", "{key}": {quoted(value)} is not a whole number from 1.')
            values[key] = value
        else:
            raise BadCase(f'key "policy": there is no {quoted(key)}.')
    try:
        return Policy(**values)
    except ValueError as error:
        raise BadCase(f'key "policy": {error}.') from None


def ratings_of(case: Mapping[str, Any], rubric: Rubric) -> list[Rating]:
    given = case.get("ratings")
    if not isinstance(given, list):
        raise BadCase('key "ratings": expected a list of [interviewer, dimension, value].')
    found: dict[tuple[str, str], Rating] = {}
    for place, each in enumerate(given, start=1):
        where = f'key "ratings", entry {place}'
        if not (
            isinstance(each, list) and len(each) == 3 and all(isinstance(name, str) for name in each[:2])
        ):
            raise BadCase(f"{where}: expected [interviewer, dimension, value].")
        who, dimension, value = each
        if dimension not in rubric.places:
            raise BadCase(f"{where}: there is no dimension {quoted(dimension)}.")
        if not is_int(value) or not 1 <= value <= rubric.scale_max:
            raise BadCase(f"{where}: {quoted(value)} is not a whole number from 1 to {rubric.scale_max}.")
        if (who, dimension) in found:
            raise BadCase(f"{where}: {quoted(who)} rated {quoted(dimension)} before.")
        found[who, dimension] = Rating(who, dimension, value)
    return list(found.values())


def red_flags_of(case: Mapping[str, Any]) -> list[RedFlag]:
    given = case.get("red_flags") or []
    if not isinstance(given, list):
        raise BadCase('key "red_flags": expected a list of [interviewer, signal].')
    for place, each in enumerate(given, start=1):
        if not (isinstance(each, list) and len(each) == 2 and all(isinstance(name, str) for name in each)):
            raise BadCase(f'key "red_flags", entry {place}: expected [interviewer, signal].')
    return [RedFlag(*each) for each in given]


def case_of(rubric: Rubric, ratings: Iterable[Rating], red_flags: Iterable[RedFlag]) -> dict[str, Any]:
    """The inverse of `result_of`: everything that the rule takes, as JSON. Shares are strings such as "3/5"."""
    policy = rubric.policy
    return {
        "scale_max": rubric.scale_max,
        "weights": {each.key: str(each.weight) for each in rubric.dimensions},
        "must": [each.key for each in rubric.dimensions if each.must_have],
        "ratings": [[each.interviewer, each.dimension, each.value] for each in ratings],
        "red_flags": [[each.interviewer, each.signal] for each in red_flags],
        "vetoes": sorted(rubric.vetoes),
        "policy": {
            "cuts": [str(cut) for cut in policy.cuts],
            **{key: str(getattr(policy, key)) for key in sorted(SHARES)},
            **{key: getattr(policy, key) for key in sorted(COUNTS)},
        },
    }


def as_json(result: Result) -> dict[str, Any]:
    """The result with exact fractions as strings, beside decimals with two and four places."""
    score, normalised = result.score, result.normalised
    return {
        "score_exact": text_of(score),
        "score_4dp": None if score is None else shown(score, 4),
        "score_2dp": None if score is None else shown(score, 2),
        "normalised_exact": text_of(normalised),
        "normalised_4dp": None if normalised is None else shown(normalised, 4),
        "coverage_exact": str(result.coverage),
        "coverage_4dp": shown(result.coverage, 4),
        "interviewers": result.interviewers,
        "dim_means": {key: str(mean) for key, mean in result.means.items()},
        "spread": result.spread,
        "missing": list(result.missing),
        "band_before_caps": text_of(result.band),
        "recommendation": result.outcome,
        "provisional": text_of(result.provisional),
        "reasons": [str(code) for code in result.reasons],
        "flags": [str(code) for code in result.flags],
        "loo": {who: str(value) for who, value in result.leave_one_out.items()},
        "stability": stability_as_json(result),
    }


def text_of(value: object | None) -> str | None:
    return None if value is None else str(value)


def stability_as_json(result: Result) -> dict[str, Any] | None:
    found = result.stability
    if found is None:
        return None
    return {
        "se": round(found.standard_error, 10),
        "eff_interviewers": round(found.effective_interviewers, 10),
        "range80": [round(end, 10) for end in found.range80],
        "p_at_bar": round(found.probability_at_bar, 10),
        "sureness": found.sureness,
        "weight25": [str(bound) for bound in found.weight_bounds],
        "equal_weights": str(found.equal_weights),
        "flip_share": text_of(found.flip_share),
    }
