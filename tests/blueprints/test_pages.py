"""One role, written for this test in four formats: all four say the same."""

import json
from pathlib import Path

import pytest

from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json

PAGES = Path(__file__).parent / "pages"
EXPECTED = json.loads((PAGES / "orchard-lead.expected").read_text())
FORMATS = {"md": "Markdown", "html": "HTML", "json": "WordPress post", "txt": "plain text"}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_page_says_the_same_in_every_format(ending):
    found = as_json(read((PAGES / f"orchard-lead.{ending}").read_bytes()))
    report = found.pop("report")
    assert found == EXPECTED
    assert report["format"] == FORMATS[ending]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_report_names_each_part_with_its_heading_and_what_was_left_out(ending):
    reading = read((PAGES / f"orchard-lead.{ending}").read_bytes())
    assert [(each.what, each.heading, each.sure) for each in reading.found] == [
        ("3 things to assess", "What to assess in interviews", "sure"),
        ("2 exercises", "Practical exercises or case studies (recommended)", "sure"),
        ("2 strong signals", "Strong candidate signals", "sure"),
        ("1 weak signal", "Weak candidate signals", "sure"),
        ("2 red flags", "Red flags", "sure"),
        ("4 dimensions", "Scorecard dimensions (with weighting guidance)", "sure"),
    ]
    for each in reading.found:
        assert reading.page.blocks[each.place - 1].place == each.place
    assert "KPIs" in reading.left_out[0].heading
    assert "Vineyard" not in json.dumps(as_json(reading)["red_flags"])
