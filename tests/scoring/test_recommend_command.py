"""`manage.py recommend`: JSON in, the whole result out; every refusal is one line and exit 2."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

GOOD = {
    "name": "Ada",
    "scale_max": 4,
    "weights": {"A": "33.33", "B": 66.67},
    "ratings": [["x", "A", 3], ["y", "A", 2], ["x", "B", 4], ["z", "B", 3]],
    "must": ["A"],
    "red_flags": [["x", "late"]],
    "vetoes": ["rude"],
}


def run(argument="-", given=""):
    """As a user runs it, in an environment without any database."""
    clean = {
        "PATH": os.environ["PATH"],
        "MODE": "test",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "recommend", str(argument)],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env=clean,
        check=False,
        cwd=ROOT,
    )


def test_a_file_gives_the_result_as_json(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(GOOD))
    done = run(path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["name"] == "Ada"
    assert found["score_exact"] == "31667/10000"
    assert found["recommendation"] == "yes"
    assert found["flags"] == ["red_flag_review", "fragile_to_one_interviewer"]
    assert set(found["stability"]) == {
        "se",
        "eff_interviewers",
        "range80",
        "p_at_bar",
        "sureness",
        "weight25",
        "equal_weights",
        "flip_share",
    }


def test_a_list_on_standard_input_gives_a_list():
    done = run(given=json.dumps([GOOD, {**GOOD, "ratings": []}]))
    first, second = json.loads(done.stdout)
    assert first["interviewers"] == 3
    assert second["reasons"] == ["no_ratings"]
    assert second["stability"] is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            json.dumps([GOOD, {**GOOD, "ratings": [["x", "Z", 3]]}]),
            'Case 2 (Ada), key "ratings", entry 1: there is no dimension "Z".',
        ),
        ("[" * 100_000, "Not a case: the JSON is nested too deeply."),
        (b"\xff\xfe\x00", "-: not UTF-8 text."),
    ],
)
def test_bad_input_is_one_line_and_exit_2(given, message):
    done = run(given=given)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().strip() == f"CommandError: {message}"


def test_a_missing_file_is_named():
    done = run("nowhere.json")
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith("nowhere.json: No such file or directory.")


def test_a_byte_order_mark_is_no_obstacle():
    assert run(given=b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).returncode == 0
