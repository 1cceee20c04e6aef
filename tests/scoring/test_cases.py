"""Cases as JSON: every refusal is one line that names the case and the key."""

import json

import pytest

from scorecards.scoring.cases import BadCase, as_json, read_cases, result_of
from tests.scoring.test_recommend_command import GOOD


def changed(**values):
    return json.dumps([GOOD, {**GOOD, **values}])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (changed(ratings=[["x", "Z", 3]]), ["Case 2 (Ada)", "ratings", "entry 1", '"Z"']),
        (changed(ratings=[["x", "A", 5]]), ["Case 2", "ratings", "5", "1 to 4"]),
        (changed(ratings=[["x", "A", 0]]), ["Case 2", "ratings", "1 to 4"]),
        (changed(ratings=[["x", "A", 2.5]]), ["Case 2", "ratings", "2.5"]),
        (changed(ratings=[["x", "A", True]]), ["Case 2", "ratings", "true"]),
        (changed(ratings=[["x", "A", 1], ["x", "A", 1]]), ["Case 2", "entry 2", '"x"', "before"]),
        (changed(ratings=[["x", "A"]]), ["Case 2", "ratings", "entry 1"]),
        (changed(ratings="none"), ["Case 2", "ratings"]),
        (changed(ratings=None), ["Case 2", "ratings"]),
        (changed(weights={"A": 0}), ["Case 2", "weights", '"A"']),
        (changed(weights={"A": -1}), ["Case 2", "weights", '"A"']),
        (changed(weights={"A": "10001"}), ["Case 2", "weights", "10000"]),
        (changed(weights={"A": "1e3"}), ["Case 2", "weights"]),
        (changed(weights={"A": "NaN"}), ["Case 2", "weights"]),
        (changed(weights={"A": True}), ["Case 2", "weights", "true"]),
        (changed(weights={"A": None}), ["Case 2", "weights", "null"]),
        (changed(weights={"A": "9" * 500}), ["Case 2", "weights"]),
        (changed(weights={}), ["Case 2", "weights", "at least one"]),
        (changed(weights=[]), ["Case 2", "weights"]),
        (changed(scale_max=8), ["Case 2", "scale_max"]),
        (changed(scale_max="4"), ["Case 2", "scale_max"]),
        (changed(must=["Q"]), ["Case 2", "must", '"Q"']),
        (changed(must="A"), ["Case 2", "must"]),
        (changed(vetoes=[1]), ["Case 2", "vetoes"]),
        (changed(red_flags=[["x"]]), ["Case 2", "red_flags", "entry 1"]),
        (changed(red_flags={"x": 1}), ["Case 2", "red_flags"]),
        (changed(policy={"cuts": [0.6, 0.3, 0.8]}), ["Case 2", "policy", "rise"]),
        (changed(policy={"cuts": 3}), ["Case 2", "policy", "cuts"]),
        (changed(policy={"floor": 2}), ["Case 2", "policy"]),
        (changed(policy={"floor": "x"}), ["Case 2", "policy", "floor"]),
        (changed(policy={"min_interviewers": 0}), ["Case 2", "policy"]),
        (changed(policy={"min_interviewers": 1.5}), ["Case 2", "policy", "min_interviewers"]),
        (changed(policy={"colour": 1}), ["Case 2", "policy", "colour"]),
        (changed(policy=[]), ["Case 2", "policy"]),
        (changed(vetos=["rude"]), ["Case 2", '"vetos"']),
        ('{"weights": {"A": 1, "A": 2}, "ratings": []}', ['"A"', "twice"]),
        ('{"weights": {"A": NaN}, "ratings": []}', ["NaN"]),
        ('{"weights": {"A": Infinity}, "ratings": []}', ["Infinity"]),
        ('{"weights": {"A": 1e400}, "ratings": []}', ["Case 1", "weights"]),
        ('{"weights": {"A": 1e-400}, "ratings": []}', ["Case 1", "weights"]),
        ('{"weights": {"A": ' + "9" * 5000 + '}, "ratings": []}', ["too long"]),
        ('{"weights": {"A": 1.' + "9" * 5000 + '}, "ratings": []}', ["too long"]),
        ('{"weights": {"A": 1}, "ratings": [', ["Not JSON", "line 1"]),
        ("", ["Not JSON"]),
        ("[" * 100_000, ["nested too deeply"]),
        ("3", ["case object"]),
        ("[3]", ["Case 1"]),
    ],
)
def test_bad_input_is_refused_in_one_line_that_names_case_and_key(given, words):
    with pytest.raises(BadCase) as refusal:
        results(given)
    message = str(refusal.value)
    assert len(message.splitlines()) == 1
    assert len(message) < 200
    for word in words:
        assert word in message


def results(text):
    cases, _ = read_cases(text)
    return [as_json(result_of(case, place)) for place, case in enumerate(cases, start=1)]


def test_a_case_without_optional_keys_uses_the_defaults():
    (found,) = results('{"weights": {"A": 1}, "ratings": [["x", "A", 3]], "policy": null, "must": null}')
    assert found["score_exact"] == "3"
    assert found["reasons"] == ["too_few_interviewers"]


def test_the_policy_of_a_case_replaces_only_what_it_names():
    (found,) = results(
        json.dumps({**GOOD, "policy": {"min_interviewers": 4, "floor": "0.9", "cuts": [0.1, "1/2", 1]}})
    )
    assert found["recommendation"] == "not_enough_evidence"
    assert found["provisional"] == "no"
    assert found["reasons"] == ["too_few_interviewers", "floor:A"]


def test_a_long_name_is_cut_and_stays_on_one_line():
    with pytest.raises(BadCase, match=r"^Case 1 \(first line\), key \"weights\""):
        results(json.dumps({"name": "first line\nsecond", "weights": {}}))


def test_a_long_value_is_cut():
    with pytest.raises(BadCase, match="…"):
        results(json.dumps({**GOOD, "weights": {"A": "x" * 500}}))
