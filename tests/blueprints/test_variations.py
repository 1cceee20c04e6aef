"""Dimensions, weights and levels, one way of writing them each: what they say is read, and nothing besides."""

import pytest

from tests.blueprints.seeing import seen, table


def names(found):
    return [each["name"] for each in found["dimensions"]]


def weights(found):
    return [each["weight_percent"] for each in found["dimensions"]]


def pairs(found):
    return list(zip(names(found), weights(found), strict=True))


GARDEN = [("Soil", 50), ("Plants", 30), ("People", 20)]

LISTS = {
    "brackets": "- Soil (50%)\n- Plants (30%)\n- People (20%)",
    "a dash": "- Soil - 50%\n- Plants - 30%\n- People - 20%",
    "an en dash": "- Soil – 50 %\n- Plants – 30 %\n- People – 20 %",
    "an em dash without spaces": "- Soil—50%\n- Plants—30%\n- People—20%",
    "a colon": "- Soil: 50%\n- Plants: 30%\n- People: 20%",
    "points": "- Soil: 50 points\n- Plants: 30 points\n- People: 20 points",
    "pts in brackets": "1. Soil (50 pts)\n2. Plants (30 pts)\n3. People (20 pts)",
    "before the name": "* 50% Soil\n* 30% Plants\n* 20% People",
    "before the name with a colon": "* 50%: Soil\n* 30%: Plants\n* 20%: People",
    "the word weight": "- Soil (weight: 50%)\n- Plants (weight: 30%)\n- People (weight: 20%)",
    "square brackets": "- Soil [50%]\n- Plants [30%]\n- People [20%]",
    "times": "- Soil (x0.5)\n- Plants (x0.3)\n- People (x0.2)",
    "times with the sign": "- Soil ×0.5\n- Plants ×0.3\n- People ×0.2",
    "fractions": "- Soil (1/2)\n- Plants (3/10)\n- People (1/5)",
    "ranges": "- Soil (45-55%)\n- Plants (25–35%)\n- People (15 to 25%)",
    "decimal commas": "- Soil (50,0 %)\n- Plants (30,0 %)\n- People (20,0 %)",
    "bold names": "- **Soil** (50%)\n- **Plants** (30%)\n- **People** (20%)",
    "bold with the weight": "- **Soil (50%)**\n- **Plants (30%)**\n- **People (20%)**",
    "bold with a colon": "- **Soil:** 50%\n- **Plants:** 30%\n- **People:** 20%",
    "percent in words": "- Soil (50 percent)\n- Plants (30 per cent)\n- People (20 pct)",
    "pictures": "- 🌱 Soil (50%)\n- 🌻 Plants (30%)\n- 👩‍🌾 People (20%)",
    "non-breaking spaces": "- Soil\u00a0(50\u00a0%)\n- Plants\u00a0(30\u00a0%)\n- People\u00a0(20\u00a0%)",
    "entities": "- Soil &ndash; 50&nbsp;%\n- Plants &ndash; 30&nbsp;%\n- People &ndash; 20&nbsp;%",
    "a total": "- Soil (50%)\n- Plants (30%)\n- People (20%)\n- **Total: 100%**",
    "a bonus": "- Soil (50%)\n- Plants (30%)\n- People (20%)\n- Bonus: bees (+5%)",
    "a deduction": "- Soil (50%)\n- Plants (30%)\n- People (20%)\n- No gloves (-10 points)",
    "lines": "Soil (50%)\n\nPlants (30%)\n\nPeople (20%)",
    "one sentence": "Candidates are rated on: soil (50%), plants (30%), and people (20%).",
}


@pytest.mark.parametrize("style", LISTS)
def test_a_list_of_weighted_dimensions_is_read_in_every_notation(style):
    found = seen(
        f"# Gardener\n\n## Interview scorecard\n\n{LISTS[style]}\n\n## Red flags\n\n- Steps on the beds.\n"
    )
    assert [(name.capitalize(), weight) for name, weight in pairs(found)] == GARDEN
    assert found["weights_sum_percent"] == 100
    assert found["red_flags"] == ["Steps on the beds."]


TABLES = {
    "weight last": "| Dimension | What meets the bar looks like | Weight |\n|---|---|---|\n{0} | {1} | {2} |",
    "weight first": "| Weight | Criterion | Description |\n|---|---|---|\n{2} | {0} | {1} |",
    "bar first": "| What good looks like | Weighting | Competency |\n|:--|:-:|--:|\n{1} | {2} | {0} |",
    "percent sign as a heading": "| Area | % | Expectations |\n|---|---|---|\n{0} | {2} | {1} |",
    "numbered rows": "| # | Attribute | Weight (%) | Meets expectations |\n|---|---|---|---|\n1 | {0} | {2} | {1} |",
    "empty score columns": "| Skill | Weight | Score (1-5) | Notes | Meets bar |\n|---|---|---|---|---|\n{0} | {2} | | | {1} |",
    "bold cells": "| **Dimension** | **Bar** | **Weight** |\n|---|---|---|\n**{0}** | {1} | **{2}** |",
    "points": "| Evaluation area | What to look for | Max points |\n|---|---|---|\n{0} | {1} | {2} |",
}  # fmt: skip
BARS = ["Knows what is in it", "Keeps them alive", "Gets on with them"]


@pytest.mark.parametrize("style", TABLES)
def test_a_table_is_read_whatever_its_columns_are_called_and_in_whatever_order(style):
    head, line = TABLES[style].rsplit("\n", 1)
    rows = "\n".join("| " + line.format(name, bar, weight).lstrip("| ")
                     for (name, weight), bar in zip(GARDEN, BARS, strict=True))  # fmt: skip
    found = seen(f"# Gardener\n\n## Evaluation rubric\n\n{head}\n{rows}\n")
    assert pairs(found) == GARDEN
    assert [each["meets_bar"] for each in found["dimensions"]] == BARS


def card(*rows, heading="Scorecard"):
    return f"# Gardener\n\n## {heading}\n\n" + table(*rows) + "\n"


def test_totals_subtotals_and_thresholds_are_no_dimensions():
    found = seen(card("Dimension | Weight", "Soil | 50%", "Plants | 30%", "Subtotal | 80%", "People | 20%",
                      "Total | 100%", "Passing threshold | 70%", "Overall recommendation | "))  # fmt: skip
    assert pairs(found) == GARDEN
    assert [each["what"] for each in found["report"]["left_out"]] == [
        "“Overall recommendation”", "“Passing threshold”", "“Subtotal”", "“Total”",
    ] or len(found["report"]["left_out"]) == 4  # fmt: skip


def test_groups_whose_sums_double_are_left_out():
    found = seen(
        card(
            "Criteria | Weight",
            "Outdoors | 80%",
            "Soil | 50%",
            "Plants | 30%",
            "Indoors | 20%",
            "People | 20%",
        )
    )
    assert pairs(found) == GARDEN
    assert [each.get("group") for each in found["dimensions"]] == ["Outdoors", "Outdoors", "Indoors"]


def test_nested_lists_with_weights_are_groups():
    found = seen(
        "# Gardener\n\n## Scorecard\n\n- Outdoors (80%)\n  - Soil (50%)\n  - Plants (30%)\n- Indoors (20%)\n  - People (20%)\n"
    )
    assert pairs(found) == GARDEN


def test_weights_within_groups_are_multiplied():
    found = seen(
        "# G\n\n## Scorecard\n\n- Outdoors (80%)\n  - Soil (50%)\n  - Plants (50%)\n- Indoors (20%)\n  - People (100%)\n"
    )
    assert pairs(found) == [("Soil", 40), ("Plants", 40), ("People", 20)]
    assert "shares of the group's weight" in " ".join(found["report"]["notes"])


def test_words_are_an_order():
    found = seen(
        card("Dimension | Priority", "Soil | Critical", "Plants | High", "People | Medium", "Tools | Low")
    )
    assert weights(found) == [40, 30, 20, 10]
    assert [each["weight_as_written"] for each in found["dimensions"]] == [
        "Critical",
        "High",
        "Medium",
        "Low",
    ]


def test_weights_that_do_not_add_up_are_kept_and_told():
    found = seen(card("Dimension | Weight", "Soil | 50%", "Plants | 30%", "People | 15%"))
    assert (weights(found), found["weights_sum_percent"]) == ([50, 30, 15], 95)
    assert "The weights add up to 95%, not 100%: they are kept as ratios." in found["report"]["notes"]


def test_ranges_count_with_their_middle_and_say_so():
    found = seen(card("Dimension | Weight", "Soil | 15–20%", "Plants | 82.5%"))
    assert weights(found) == [17.5, 82.5]
    assert "15–20% as 17.5%" in " ".join(found["report"]["notes"])


def test_points_that_make_no_hundred_become_shares():
    found = seen(card("Dimension | Points", "Soil | 10", "Plants | 6", "People | 4"))
    assert pairs(found) == GARDEN
    assert found["dimensions"][0]["weight_as_written"] == "10"


def test_no_weights_are_said_to_be_equal():
    found = seen("# Gardener\n\n## Scorecard dimensions\n\n- Soil\n- Plants\n- People\n")
    assert (found["weighted"], found["weights_sum_percent"], weights(found)) == (False, None, [None] * 3)
    assert "The page gives no weights: the draft has equal ones." in found["report"]["notes"]


def test_headings_with_points_are_dimensions_with_what_stands_under_them():
    found = seen("""# Gardener

## Interview rubric

### Soil (25 pts)

Tells loam from clay.

**Red flags:**

- Says all earth is the same.

### Plants (75 pts)

- Meets bar: Names ten of them.
- Exceptional: Names a hundred.
- Below bar: Names none.
""")
    assert pairs(found) == [("Soil", 25), ("Plants", 75)]
    assert [each["meets_bar"] for each in found["dimensions"]] == [
        "Tells loam from clay.",
        "Names ten of them.",
    ]
    assert found["dimensions"][1]["levels"] == [
        {"label": "Below bar", "text": "Names none."}, {"label": "Exceptional", "text": "Names a hundred."},
    ] or [each["text"] for each in found["dimensions"][1]["levels"]] == ["Names none.", "Names ten of them.", "Names a hundred."]  # fmt: skip
    assert found["red_flags"] == ["Says all earth is the same."]
    assert found["links"]["red_flags"] == ["Soil"]


def test_columns_of_levels_become_level_texts_from_the_lowest_up():
    found = seen(
        card(
            "Dimension | Exceptional | Meets bar | Below bar | Weight",
            "Soil | Makes it | Knows it | Fears it | 100%",
        )
    )
    assert found["dimensions"][0]["meets_bar"] == "Knows it"
    assert [each["text"] for each in found["dimensions"][0]["levels"]] == ["Fears it", "Knows it", "Makes it"]


def test_columns_of_numbers_become_level_texts():
    found = seen(card("Criterion | 1 | 2 | 3 | 4 | 5", "Soil | a | b | c | d | e"))
    assert [each["text"] for each in found["dimensions"][0]["levels"]] == list("abcde")
    assert [each["label"] for each in found["dimensions"][0]["levels"]] == list("12345")


def test_a_column_of_red_flags_gives_red_flags_of_their_dimension():
    found = seen(
        card(
            "Dimension | Weight | Red flags",
            "Soil | 60% | Eats it; Sells it",
            "Plants | 40% | Pulls them out",
        )
    )
    assert found["red_flags"] == ["Eats it", "Sells it", "Pulls them out"]
    assert found["links"]["red_flags"] == ["Soil", "Soil", "Plants"]


def test_a_column_of_questions_gives_what_to_assess():
    found = seen(
        card(
            "Competency | Sample question | Weight",
            "Soil | What is in it? | 60%",
            "Plants | Which one is this? | 40%",
        )
    )
    assert found["what_to_assess"] == [
        {"name": "Soil", "text": "What is in it?"},
        {"name": "Plants", "text": "Which one is this?"},
    ]


def test_a_scorecard_for_each_level_is_a_draft_to_choose_from():
    found = seen("# Gardener\n\n## Scorecard\n\n### Junior\n\n" + table("Dimension | Weight", "Soil | 50%", "Plants | 50%")
                 + "\n\n### Senior\n\n" + table("Dimension | Weight", "Soil | 20%", "People | 80%") + "\n")  # fmt: skip
    assert [(each["level"], pairs(each)) for each in found["drafts"]] == [
        ("Junior", [("Soil", 50), ("Plants", 50)]), ("Senior", [("Soil", 20), ("People", 80)]),
    ]  # fmt: skip
    assert pairs(found) == [("Soil", 50), ("Plants", 50)]


def test_a_column_of_weights_for_each_level_is_a_draft_each():
    found = seen(
        card("Dimension | Junior | Mid | Senior", "Soil | 60% | 50% | 40%", "Plants | 40% | 50% | 60%")
    )
    assert [(each["level"], weights(each)) for each in found["drafts"]] == [
        ("Junior", [60, 40]), ("Mid", [50, 50]), ("Senior", [40, 60]),
    ]  # fmt: skip


def test_sections_for_each_level_keep_their_own_signals():
    page = "# Gardener\n\n"
    for level in ("Junior", "Senior"):
        page += f"## {level} gardener\n\n### Scorecard\n\n- Soil (60%)\n- {level} work (40%)\n\n### Red flags\n\n- A flag of {level}.\n\n"
    found = seen(page + "## Strong signals\n\n- Hums.\n")
    assert [(each["level"], each["red_flags"], each["strong_signals"]) for each in found["drafts"]] == [
        ("Junior", ["A flag of Junior."], ["Hums."]), ("Senior", ["A flag of Senior."], ["Hums."]),
    ]  # fmt: skip


def test_the_closing_summary_measures_and_related_posts_are_not_the_scorecard():
    found = seen("# Gardener\n\n## Scorecard dimensions\n\n- Soil (60%)\n- Plants (40%)\n\n## KPIs\n\n"
                 + table("Metric | Target | Weight", "Yield | 5 t | 50%", "Losses | 2% | 50%")
                 + "\n\n## Final Role Scorecard Summary\n\n"
                 + table("Category | Summary", "Role title | Gardener", "Top 10 skills | Digging", "Red flags | none")
                 + "\n\n## Related posts\n\n### Florist: interview scorecard\n\n- Ribbons (100%)\n\n### Red flags of florists\n\n- Thorns.\n")  # fmt: skip
    assert pairs(found) == [("Soil", 60), ("Plants", 40)]
    assert found["red_flags"] == []
    assert len(found["report"]["left_out"]) == 3


def test_a_template_gives_only_what_is_filled_in():
    found = seen("# [Role title]\n\n## Scorecard\n\n" + table(
        "Dimension | What meets the bar looks like | Weight | Score", "Soil | [describe] | 60% | __/5",
        "[Dimension 2] | [describe] | [__%] | ", "Plants | Knows them | 40% | ", "TBD | | | "))  # fmt: skip
    assert pairs(found) == [("Soil", 60), ("Plants", 40)]
    assert [each["meets_bar"] for each in found["dimensions"]] == [None, "Knows them"]
    assert found["role_title"] is None


def test_a_fill_in_template_without_content_has_no_scorecard():
    found = seen(
        "# Gardener\n\n## Responsibilities\n\n- Dig.\n\n## Scorecard\n\n"
        + table("Dimension | Weight | Score", "[Dimension 1] | [__%] | ", "[Dimension 2] | [__%] | ")
    )
    assert (found["has_scorecard"], found["dimensions"]) == (False, [])
