"""`manage.py import_blueprint`: no database where nothing is saved, and one sentence for bad input."""

import io
import json
import os
import resource
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import ROOT

PAGE = "# Gardener\n\n## Scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Red flags\n\n- Steps on beds.\n"


def run(*arguments, given=b""):
    """As a user runs it, in an environment without any database."""
    clean = {
        "PATH": os.environ["PATH"],
        "MODE": "test",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_blueprint", *map(str, arguments)],
        input=given,
        capture_output=True,
        env=clean,
        check=False,
        cwd=ROOT,
    )


@pytest.fixture
def dry_run(tmp_path):
    """dry_run(content, **options): what the command prints, in this process; no database is touched."""

    def call(content, **options):
        page = tmp_path / "page.txt"
        page.write_bytes(content)
        out = io.StringIO()
        call_command("import_blueprint", str(page), dry_run=True, stdout=out, **options)
        return out.getvalue()

    return call


def test_a_dry_run_prints_the_draft_as_json_without_any_database(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    done = run(page, "--json", "--dry-run")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (found["role_title"], found["has_scorecard"], found["weights_sum_percent"]) == (
        "Gardener",
        True,
        100,
    )
    assert found["dimensions"] == [
        {"name": "Soil", "meets_bar": None, "weight_as_written": "60%", "weight_percent": 60},
        {"name": "Plants", "meets_bar": None, "weight_as_written": "40%", "weight_percent": 40},
    ]
    assert found["red_flags"] == ["Steps on beds."]


def test_a_dry_run_needs_no_settings_either(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_blueprint", str(page), "--dry-run"],
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_standard_input_is_read_and_told_in_words():
    done = run("-", "--dry-run", given=PAGE.encode())
    assert done.returncode == 0
    assert "1 red flag: under “Red flags”, block 6; sure." in done.stdout.decode()
    assert "60%  Soil" in done.stdout.decode()


def test_a_level_is_chosen_by_name_or_refused_with_the_names(dry_run):
    page = "# Gardener\n\n## Junior scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Senior scorecard\n\n- People (100%)\n- Soil (0.1%)\n"
    found = json.loads(dry_run(page.encode(), json=True, level="senior"))
    assert found["dimensions"][0]["name"] == "People"
    with pytest.raises(
        CommandError, match=r"There is no scorecard “staff” on the page; there is “Junior”, “Senior”."
    ):
        dry_run(page.encode(), level="staff")


def test_a_page_without_a_scorecard_proposes_only_on_request(dry_run):
    page = "# Gardener\n\n## Requirements\n\n- A spade.\n\n## Soft skills\n\n### Patience\n\n- Waits for rain.\n\n### Care\n\n- Looks twice.\n"
    plain = json.loads(dry_run(page.encode(), json=True))
    assert (plain["has_scorecard"], plain["dimensions"]) == (False, [])
    assert [each["name"] for each in plain["proposable"]["dimensions"]] == ["Patience", "Care"]
    asked = json.loads(dry_run(page.encode(), json=True, propose=True))
    assert asked["has_scorecard"] is False
    assert [(each["name"], each["proposed"]) for each in asked["dimensions"]] == [
        ("Patience", True),
        ("Care", True),
    ]


SCRIPT = "<h1>Gardener</h1><script>alert('Red flags')</script><h2>Red flags</h2><ul><li onclick=x>Is <script>late()</script>late &lt;b&gt;</li></ul>"


def test_scripts_of_a_page_are_no_words_of_it(dry_run):
    found = json.loads(dry_run(SCRIPT.encode(), json=True))
    assert found["red_flags"] == ["Is late <b>"]


BAD = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \n\t\n", "The file is empty."),
    "truncated JSON": (b'{"title": {"rendered": "X"}, "content": {"rendered": "<h2>Red fl', "begins as JSON and breaks off"),
    "broken JSON": (b'{"title": nope}', "begins as JSON and breaks off or is broken"),
    "other JSON": (b'{"a": 1}', "not a WordPress post: it has no “content”"),
    "several posts": (b'[{"content": "a"}, {"content": "b"}]', "a list of 2 things"),
    "empty post": (b'{"title": "x", "content": {"rendered": ""}}', "no text in its “content”"),
    "deep JSON": (b"[" * 100_000, "nested too deeply"),
    "broken UTF-8": (b"# Red flags\n\n- caf\xe9\n", "not UTF-8 text: line 3"),
    "binary": (bytes(range(256)) * 50, "binary file"),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(128)) * 9, "This is a PDF."),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "This is a picture."),
    "a DOCX": (b"PK\x03\x04" + b"\x00" * 99, "ZIP or Office file"),
    "a page of another kind": (b"<h1>Plum cake</h1><h2>Ingredients</h2><ul><li>Plums</li><li>Flour</li></ul>", "does not look like a role page"),
    "a bomb of tags": (b"<div>" * 100_000, "more than 400 deep"),
    "a bomb of bold": (b"<b>" * 100_000, "more than 400 deep"),
    "a bomb of lists": (b"<ul><li>" * 50_000, "more than 400 deep"),
    "a bomb in a post": (b'{"content": "' + b"<i>" * 100_000 + b'"}', "more than 400 deep"),
    "a long table": (b"# Red flags\n\n" + b"| a | b |\n" * 2_000, "more than 1,000 rows"),
    "many tables": (b"<table><tr><td>a</td><td>b</td></tr></table>" * 600, "more than 500 tables"),
    "many paragraphs": (b"<p>x" * 120_000, "more than 50,000 paragraphs"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_a_sentence_and_exit_2(dry_run, kind):
    content, sentence = BAD[kind]
    with pytest.raises(CommandError) as refused:
        dry_run(content, json=True)
    assert refused.value.returncode == 2
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(" Nothing was saved.")


def test_a_huge_file_is_refused_without_reading_it(tmp_path):
    page = tmp_path / "huge.html"
    with page.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    done = run(page, "--dry-run")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "larger than 2 MB: too large for a role page. Nothing was saved." in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 500 * 1024


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"No such file or directory. Nothing was saved.") as refused:
        call_command("import_blueprint", str(tmp_path / "none"), dry_run=True)
    assert refused.value.returncode == 2


def test_garbled_letters_are_put_right_and_told(dry_run):
    page = PAGE.replace("Steps on beds.", "Doesnâ€™t care for â€œbedsâ€\u009d.")
    found = json.loads(dry_run(page.encode(), json=True))
    assert found["red_flags"] == ["Doesn’t care for “beds”."]
    assert "1 line had garbled letters, which were put right." in found["report"]["notes"]
