"""The three shared pages, field by field, where they are beside the checkout."""

import json

import pytest

from scorecards.blueprints.reading import read
from scorecards.blueprints.shape import as_json
from tests.conftest import SHARED

FOLDER = SHARED / "blueprints"
SEEDS = sorted((FOLDER / "seeds").glob("*.txt")) if FOLDER.is_dir() else []
EVIDENCE = {"must_not_be_read_as_part_of_the_role"}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_shared_page_gives_what_is_expected_of_it(seed):
    expected = json.loads((FOLDER / "expected" / f"{seed.stem}.json").read_text())
    found = as_json(read(seed.read_bytes()))
    others = expected.get("must_not_be_read_as_part_of_the_role", [])
    assert {name: found[name] for name in expected if name not in EVIDENCE} == {
        name: value for name, value in expected.items() if name not in EVIDENCE
    }
    read_parts = json.dumps({name: value for name, value in found.items() if name != "report"})
    assert [other for other in others if other in read_parts] == []
