"""Each page of `pages/styles.json` is one style, looked at by a person and kept: what it says is read, nothing besides.

`dimensions` holds a list for each draft, with name, percent and what meets the bar; `parts` whatever else is there.
"""

import json
from pathlib import Path

import pytest

from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json

CASES = json.loads((Path(__file__).parent / "pages" / "styles.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["style"] for case in CASES])
def test_a_page_of_this_style_is_read(case):
    found = as_json(read("\n".join(case["page"]).encode()))
    dimensions = [
        [[each["name"], each["weight_percent"], each["meets_bar"]] for each in draft["dimensions"]]
        for draft in found.get("drafts", [found])
    ]
    parts = {part: found[part] for part in ("strong_signals", "weak_signals", "red_flags") if found[part]}
    if found["what_to_assess"]:
        parts["what_to_assess"] = [[each["name"], each["text"]] for each in found["what_to_assess"]]
    if found["exercises"]:
        parts["exercises"] = [
            [
                each["title"],
                each["minutes_min"],
                each["prompt"],
                [task["text"] for task in each["tasks"]],
                each["look_for"],
            ]
            for each in found["exercises"]
        ]
    assert (dimensions, parts) == (case["dimensions"], case["parts"])
