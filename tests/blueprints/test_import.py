"""A page becomes a draft; read again it is compared with the newest version, never saved twice."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scorecards.actions.import_blueprint import Refused, import_blueprint
from scorecards.actions.publish import NotReady, publish
from scorecards.blueprints.reading import read
from scorecards.checks import missing
from scorecards.documents import document_of
from scorecards.models import AuditEntry, Role, Rubric
from tests.factories import NOW, make_user, publish_rubric

pytestmark = pytest.mark.django_db

ORCHARD = Path(__file__).parent / "pages" / "orchard-lead.html"
PLAIN = "# Gardener\n\n## Scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Red flags\n\n- Steps on beds.\n\n## Soft skills\n\n### Patience\n\n- Waits.\n\n### Care\n\n- Looks.\n"
SKILLS = "# Florist\n\n## Requirements\n\n- A knife.\n\n## Soft skills\n\n### Patience\n\n- Waits for buds.\n- Breathes.\n\n### Care\n\n- Looks twice.\n"


def bring(page, **options):
    options = {"role_name": None, "source": "page.md", "by": None} | options
    reading = read(page if isinstance(page, bytes) else page.encode(), propose=options.pop("propose", False))
    return import_blueprint(reading=reading, draft=reading.drafts[options.pop("which", 0)], **options)


def test_everything_on_the_page_is_in_the_draft():
    user = make_user()
    rubric = bring(ORCHARD.read_bytes(), source="orchard.html", by=user).rubric
    found = document_of(rubric)
    assert (rubric.role.name, rubric.role.level, rubric.status, rubric.created_by) == (
        "Lead Orchard Keeper",
        "Lead",
        "draft",
        user,
    )
    assert found["source"] == "orchard.html (HTML)"
    assert [(each["name"], each["weight"], each["meets_bar"]) for each in found["dimensions"]] == [
        ("Pruning judgement", 35, "Cuts little & can say why"),
        ("Soil care", 25, "Reads a soil test; knows what to add"),
        ("Teaching", 25, "Explains a cut so that it is remembered"),
        ("Record keeping", 15, "Notes what was done to which tree"),
    ]
    names = {each["key"]: each["name"] for each in found["dimensions"]}
    assert [(each["assess"], names[each["dimension"]]) for each in found["questions"]] == [
        ("Pruning judgement", "Pruning judgement"), ("Care of the soil", "Soil care"), ("Teaching others", "Teaching"),
    ]  # fmt: skip
    assert [(each["kind"], each["text"]) for each in found["signals"]] == [
        ("strong", "Looks at the whole tree before touching a tool."),
        ("strong", "Says “I do not know yet” and then how to find out."),
        ("weak", "Quotes books, names no tree of their own."),
        ("red_flag", "Leaves tools in the grass."),
        ("red_flag", "Blames the weather for every loss."),
    ]
    case, pruning = found["exercises"]
    assert (case["kind"], case["minutes_min"], case["minutes_max"]) == ("case_study", 45, 60)
    assert (
        case["brief"]
        == "a plan of the orchard and last year's yields.\n“Row four bears no fruit. Find out what to do.”"
    )
    assert case["tasks"].splitlines() == ["name three causes", "rank them", "say what to check first"]
    assert pruning["tasks"].splitlines()[1] == "  the leader,"
    assert not any(
        each["proposed"]
        for kind in ("dimensions", "signals", "questions", "exercises")
        for each in found[kind]
    )
    assert AuditEntry.objects.latest("pk").action == "rubric.drafted"


def test_the_same_page_again_makes_no_twin():
    first = bring(PLAIN).rubric
    again = bring(PLAIN)
    assert (again.rubric, again.plan.same) == (None, True)
    assert again.in_words() == f"Nothing differs from {first}. Nothing was saved."
    assert Rubric.objects.count() == 1


def test_a_changed_page_shows_what_differs_and_saves_the_next_draft_only_on_request():
    first = bring(PLAIN).rubric
    publish_rubric(first)
    changed = (
        PLAIN.replace("60%", "50%").replace("40%", "50%").replace("Steps on beds.", "Steps on the beds.")
        + "\n## Green flags\n\n- Hums.\n"
    )
    shown = bring(changed)
    assert shown.rubric is None
    parts = [(each.kind, each.change, each.name) for each in shown.plan.differences.parts]
    assert ("signals", "changed", "Steps on the beds.") in parts
    assert ("signals", "added", "Hums.") in parts
    assert "dimensions, changed: Soil" in shown.in_words()
    second = bring(changed, next_version=True).rubric
    assert (second.version, second.based_on) == (2, first)
    assert {each.key for each in second.dimensions.all()} == {each.key for each in first.dimensions.all()}


def test_a_draft_is_in_the_way_of_the_next_one():
    bring(PLAIN)
    assert bring(PLAIN.replace("Soil", "Earth"), next_version=True).rubric is None
    assert Rubric.objects.count() == 1


def test_what_people_added_is_no_difference():
    first = bring(PLAIN).rubric
    soil = first.dimensions.get(name="Soil")
    first.dimensions.update(must_have=True, weight=3)
    first.dimensions.filter(name="Plants").update(weight=2)
    first.signals.update(dimension=soil, disqualifying=True)
    kit = first.kits.create(name="In the garden")
    kit.focus_links.create(dimension=soil)
    Rubric.objects.update(introduction="Of people.", weight_reason="It rains.")
    assert bring(PLAIN).plan.same


def test_a_page_without_a_scorecard_is_refused_with_the_way_out():
    with pytest.raises(Refused) as refused:
        bring(SKILLS)
    assert str(refused.value) == (
        "The page has no scorecard. With --propose a draft is made from the 2 competencies under “Soft skills”."
    )
    assert not Role.objects.exists()


def test_proposed_parts_are_marked_and_keep_the_draft_from_being_published_until_accepted():
    rubric = bring(SKILLS, propose=True).rubric
    assert list(rubric.dimensions.values_list("name", "weight", "meets_bar", "proposed")) == [
        ("Patience", 1, "Waits for buds.\nBreathes.", True), ("Care", 1, "Looks twice.", True),
    ]  # fmt: skip
    kit = rubric.kits.create(name="Shop")
    for each in rubric.dimensions.all():
        kit.focus_links.create(dimension=each)
    with pytest.raises(NotReady, match="2 dimensions are still marked as proposed"):
        publish(rubric=rubric, by=None, at=NOW)
    rubric.dimensions.update(proposed=False)
    assert missing(document_of(rubric)) == []


def test_a_page_without_a_title_needs_a_role():
    page = PLAIN.replace("# Gardener\n\n", "")
    with pytest.raises(Refused, match="give its name with --role"):
        bring(page)
    assert bring(page, role_name="Gardener").rubric.role.name == "Gardener"


def test_levels_become_roles_of_their_own():
    page = "# Gardener\n\n## Junior scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Senior scorecard\n\n- People (70%)\n- Soil (30%)\n"
    assert bring(page, which=0).rubric.role.name == "Gardener, Junior"
    assert bring(page, which=1).rubric.role.name == "Gardener, Senior"
    with pytest.raises(CommandError, match="choose one of “Junior”, “Senior” with --level"):
        command(page)


def test_level_texts_go_on_the_scale():
    page = "# Gardener\n\n## Scorecard\n\n| Dimension | Exceptional | Meets bar | Below bar |\n|---|---|---|---|\n| Soil | Makes it | Knows it | Fears it |\n| Plants | Breeds | Keeps | Loses |\n"
    rubric = bring(page).rubric
    assert (rubric.scale_max, rubric.dimensions.all()[0].level_texts) == (
        4,
        ["", "Fears it", "Knows it", "Makes it"],
    )
    page = "# Digger\n\n## Scorecard\n\n| Criterion | 1 | 2 | 3 | 4 | 5 |\n|---|---|---|---|---|---|\n| Soil | a | b | c | d | e |\n| Plants | f | g | h | i | j |\n"
    rubric = bring(page).rubric
    assert (rubric.scale_max, rubric.dimensions.all()[0].level_texts) == (5, list("abcde"))


def test_weights_keep_their_ratios_exactly():
    page = "# Gardener\n\n## Scorecard\n\n- Soil (1/3)\n- Plants (1/3)\n- Bees (1/6)\n- Water (1/6)\n"
    assert list(bring(page).rubric.dimensions.values_list("weight", flat=True)) == [
        200,
        200,
        100,
        100,
    ] or list(Rubric.objects.get().dimensions.values_list("weight", flat=True)) == [100, 100, 50, 50]


def command(page, tmp=None, **options):
    from tempfile import NamedTemporaryFile

    out = io.StringIO()
    with NamedTemporaryFile(suffix=".md") as handle:
        handle.write(page.encode())
        handle.flush()
        call_command("import_blueprint", handle.name, stdout=out, **options)
    return out.getvalue()


def test_the_command_saves_and_says_so():
    assert "Saved as a draft: Gardener, version 1." in command(PLAIN)
    assert "Nothing differs from Gardener, version 1. Nothing was saved." in command(PLAIN)
    assert "There is Gardener, version 1 already." in command(PLAIN.replace("Soil", "Water"))
    assert "Saved as a draft: Digger, version 1." in command(PLAIN, role="Digger")
    assert Rubric.objects.count() == 2


def test_a_dry_run_saves_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        command(PLAIN, dry_run=True)
    assert not Rubric.objects.exists()


def test_a_refusal_of_the_command_saves_nothing():
    with pytest.raises(CommandError) as refused:
        command(SKILLS)
    assert refused.value.returncode == 2
    assert str(refused.value).endswith("Nothing was saved.")
    with pytest.raises(CommandError, match="Nothing was saved"):
        command(PLAIN, role="x" * 121)
    assert not Role.objects.exists()
