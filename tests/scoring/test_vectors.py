"""Worked cases, exact to the last digit: our own, and those beside the checkout where they are there."""

import json
import math
from pathlib import Path

import pytest

from scorecards.scoring.cases import as_json, result_of
from tests.conftest import SHARED

OWN = json.loads(Path(__file__).with_name("vectors.json").read_text())
SHARED_CASES = SHARED / "vectors" / "score.json"
SHARED_STABILITY = SHARED / "vectors" / "stability.json"
CASES = OWN + (json.loads(SHARED_CASES.read_text()) if SHARED_CASES.exists() else [])
# Worked by hand: shares 1/2, 1/3 and 1/6, two raters each, so the sum of squares is 25/72 and the residual 7/36.
OWN_STABILITY = {
    "case": "O1",
    "se": 0.3016160178,
    "eff_interviewers": 2.88,
    "range80": [2.6134635201, 3.3865364799],
    "p_at_bar": 0.7463650658,
    "sureness": "leaning",
    "weight25": ["3", "3"],
    "equal_weights": "3",
    "flip_share": None,
}
STABILITY = [OWN_STABILITY, *(json.loads(SHARED_STABILITY.read_text()) if SHARED_STABILITY.exists() else [])]


def computed(case):
    return as_json(result_of({key: value for key, value in case.items() if key != "stability"}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_worked_case_comes_out_exactly(case):
    found = computed(case)
    expected = {key: value for key, value in case["expect"].items() if not key.endswith("WRONG")}
    assert {key: found[key] for key in expected} == expected
    own = case.get("stability", {})
    assert {key: found["stability"][key] for key in own} == own


@pytest.mark.parametrize("expected", STABILITY, ids=lambda each: each["case"])
def test_a_worked_stability_comes_out(expected):
    case = next(case for case in CASES if case["name"].split()[0] == expected["case"])
    found = computed(case)["stability"]
    for key in ("sureness", "weight25", "equal_weights", "flip_share"):
        assert found[key] == expected[key]
    for key in ("se", "eff_interviewers", "p_at_bar"):
        assert math.isclose(found[key], expected[key], abs_tol=1e-9)
    for end, wanted in zip(found["range80"], expected["range80"], strict=True):
        assert math.isclose(end, wanted, abs_tol=1e-9)


def test_pooling_all_ratings_would_be_wrong():
    """The score is the mean of dimension means, not of all ratings."""
    case = next(case for case in OWN if case["name"].startswith("O2"))
    assert computed(case)["score_exact"] == "3"
