"""A rubric as a file: written, read back as the same, refused in words that name the place."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.actions.publish import edit_as_draft, publish
from scorecards.actions.write_rubric import BadDocument, write_draft
from scorecards.documents import document_of
from scorecards.models import Dimension, Role, Rubric, Signal
from tests.factories import NOW, make_rubric
from tests.rubrics.conftest import FIXTURES

pytestmark = pytest.mark.django_db


def exported(role, *options):
    out = StringIO()
    call_command("export_rubric", role, *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_round_trip_changes_nothing(tmp_path, fixture):
    call_command("loaddata", fixture, verbosity=0)
    rubric = Rubric.objects.get()
    before = exported(rubric.role.name)
    path = tmp_path / "rubric.json"
    path.write_text(before)
    rubric.delete()
    Role.objects.all().delete()
    call_command("import_rubric", str(path), verbosity=0)
    assert exported(json.loads(before)["role"]["name"]) == before


def test_markdown_and_csv_are_to_read_and_to_count(lead):
    markdown = exported("lead computer vision scientist", "--format", "markdown")
    assert "| CV modeling depth | 20.0% |" in markdown
    assert "(disqualifying)" in markdown
    lines = exported(lead.role.name, "--format", "csv").splitlines()
    assert lines[0] == "part,name or text,dimension,weight,note"
    assert sum(line.startswith("dimension,") for line in lines) == 7


def test_cells_that_would_start_a_formula_are_made_harmless(lead):
    lead.dimensions.filter(name="Communication").update(meets_bar="=1+1")
    assert "'=1+1" in exported(lead.role.name, "--format", "csv")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Nobody",), "There is no role “Nobody”."),
        (("Lead Computer Vision Scientist", "--version", "9"), "has no version 9"),
    ],
)
def test_export_says_what_it_does_not_find(lead, arguments, words):
    with pytest.raises(CommandError, match=words) as refusal:
        exported(*arguments)
    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(format="x"), "not a rubric document"),
        (lambda d: d.pop("kits"), "the document: “kits” is missing"),
        (lambda d: d.update(more=1), "the document: there is no “more”"),
        (lambda d: d["dimensions"][1].update(weight=0), "dimensions, entry 2, “weight”"),
        (lambda d: d["dimensions"][1].update(weight="many"), "dimensions, entry 2, “weight”"),
        (lambda d: d["dimensions"][1].update(name=""), "dimensions, entry 2, “name”"),
        (lambda d: d["dimensions"][1].update(name=d["dimensions"][0]["name"].upper()), "is there twice"),
        (lambda d: d["dimensions"][1].update(key=d["dimensions"][0]["key"]), "dimensions, entry 2: the key"),
        (
            lambda d: d["signals"][0].update(dimension="no"),
            "signals, entry 1: there is no dimension with the key “no”",
        ),
        (lambda d: d["signals"][0].update(kind="x"), "signals, entry 1, “kind”"),
        (lambda d: d["kits"][0].update(focus=["no"]), "there is no dimension with the key “no”"),
        (lambda d: d["policy"].update(cuts=[1, 2]), "policy, “cuts”"),
        (lambda d: d["policy"].pop("floor"), "policy: “floor” is missing"),
        (lambda d: d.update(scale="x"), "the document, “scale”"),
        (lambda d: d.update(role={}), "role: “level” is missing"),
        (lambda d: d.update(dimensions="x"), "the document, “dimensions”"),
    ],
)
def test_a_bad_document_is_refused_with_its_place_and_nothing_is_saved(lead, change, words):
    given = document_of(lead)
    lead.delete()
    Role.objects.all().delete()
    change(given)
    with pytest.raises(BadDocument, match=words), transaction.atomic():
        write_draft(document=given, by=None)
    assert (Role.objects.count(), Rubric.objects.count(), Dimension.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["policy"].update(cuts=["0.6", "0.3", "0.8"]), "three cuts must rise"),
        (lambda d: d["policy"].update(cuts=["a", "b", "c"]), "three cuts and shares"),
        (lambda d: d["policy"].update(min_interviewers=0), "Numbers of people start at 1"),
        (lambda d: d["policy"].update(min_interviewers=True), "policy, “min_interviewers”"),
        (lambda d: d.update(policy=5), "the document, “policy”"),
        (lambda d: d.update(scale=d["scale"][:1]), "a scale has 2 to 7 levels"),
        (lambda d: d.update(introduction=[]), "the document, “introduction”"),
        (lambda d: d["role"].update(level=5), "role, “level”"),
        (lambda d: d["role"].update(name=" "), "role: give its name"),
        (lambda d: d["signals"][0].update(disqualifying=True), "Only a red flag can be disqualifying"),
        (lambda d: d["signals"][0].update(dimension=[]), "signals, entry 1, “dimension”"),
        (lambda d: d["exercises"][0].update(minutes_min=9, minutes_max=3), "cannot be more than the most"),
        (lambda d: d["exercises"][0].update(dimensions=None), "exercises, entry 1, “dimensions”"),
        (lambda d: d["dimensions"][0].update(levels=["x"] * 5), "more texts than levels"),
        (lambda d: d["dimensions"][0].update(weight=1.5), "dimensions, entry 1, “weight”"),
        (lambda d: d["dimensions"][0].update(weight=10**30), "dimensions, entry 1, “weight”"),
        (lambda d: d["dimensions"][0].update(name=5), "dimensions, entry 1, “name”"),
        (lambda d: d["dimensions"][0].update(name="a\x00b"), "dimensions, entry 1, “name”"),
        (lambda d: d["dimensions"][0].update(name="\ud800"), "dimensions, entry 1, “name”"),
        (lambda d: d["kits"][0].update(focus=d["kits"][0]["focus"][:1] * 2), "kits, entry 1, “focus”"),
        (lambda d: d["kits"][0].update(focus=5), "kits, entry 1, “focus”"),
        (lambda d: d["kits"].append(5), "kits, entry 6: expected an object"),
    ],
)
def test_values_of_a_wrong_kind_are_refused_with_their_place(lead, change, words):
    given = document_of(lead)
    lead.delete()
    Role.objects.all().delete()
    change(given)
    with pytest.raises(BadDocument, match=words):
        write_draft(document=given, by=None)
    assert (Role.objects.count(), Rubric.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "words"), [(b"{", "not JSON"), (b"\xff", "not UTF-8"), (b"{}", "not a rubric document")]
)
def test_import_refuses_in_one_line(tmp_path, content, words):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("import_rubric", str(path))
    assert refusal.value.returncode == 2


names = st.text("abcdefgh ÄßΩ=|\"'<>&\n", min_size=1, max_size=12).filter(lambda text: text.strip())
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["weight", "rename", "remove", "signal", "publish", "edit"]), st.integers(0, 5), names
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25)
@given(EDITS)
def test_any_sequence_of_edits_leaves_published_versions_byte_for_byte(edits):
    with transaction.atomic():
        rubric = make_rubric(dimensions=3, kits=2, weight_reason="Because.")
        kept = {rubric.pk: json.dumps(document_of(rubric))}
        draft = edit_as_draft(rubric=rubric, by=None)
        for what, place, text in edits:
            dimensions = list(draft.dimensions.all())
            one = dimensions[place % len(dimensions)]
            if what == "weight":
                Dimension.objects.filter(pk=one.pk).update(weight=place + 1)
            elif what == "rename":
                Dimension.objects.filter(pk=one.pk).update(name=f"{one.pk} {text}")
            elif what == "remove" and len(dimensions) > 1:
                one.delete()
            elif what == "signal":
                Signal.objects.create(rubric=draft, kind="red_flag", text=text, dimension=one)
            elif what == "publish":
                publish(rubric=draft, by=None, at=NOW)
                draft = Rubric.objects.get(pk=draft.pk)
                kept[draft.pk] = json.dumps(document_of(draft) | {"status": "published"})
                draft = edit_as_draft(rubric=draft, by=None)
        for pk, before in kept.items():
            now = document_of(Rubric.objects.get(pk=pk)) | {"status": "published"}
            assert json.dumps(now) == before
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(names, st.integers(1, 10_000), st.booleans()), min_size=1, max_size=5), names, names
)
def test_import_of_an_export_is_the_identity(dimensions, text, role):
    with transaction.atomic():
        rubric = make_rubric(
            dimensions=[
                {"name": f"{place} {name.strip()}", "weight": weight, "must_have": must, "meets_bar": text}
                for place, (name, weight, must) in enumerate(dimensions)
            ],
            introduction=text,
            role=Role.objects.create(name=role.strip()),
            publish=False,
        )
        before = document_of(rubric)
        rubric.delete()
        assert document_of(write_draft(document=before, by=None)) == before
        transaction.set_rollback(True)
