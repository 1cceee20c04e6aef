"""Every reason and flag has a plain sentence, alone and together with others."""

from fractions import Fraction

import pytest

from scorecards.scoring import Code, Dimension, Policy, Rating, RedFlag, Rubric, assess, sentences

NAMES = sentences.Names(
    {"A": "Data", "B": "Craft"}, {"rude": "Was rude", "late": "Came late"}, {"x": "Ana", "y": "Bo"}
)
BOTH = Rubric(
    (Dimension("A", Fraction(1), True), Dimension("B", Fraction(3))), 4, frozenset({"rude", "late"})
)


def judged(ratings, flags=(), rubric=BOTH):
    return assess(rubric, [Rating(*each) for each in ratings], [RedFlag(*each) for each in flags])


def reasons(result):
    return [sentences.reason(code, result, NAMES) for code in result.reasons]


def flags(result):
    return [sentences.flag(code, result, NAMES) for code in result.flags]


FULL = [(who, key, 3) for who in "xyz" for key in "AB"]


def test_no_ratings():
    result = judged([])
    assert reasons(result) == ["Nobody has rated this candidate yet."]
    assert sentences.headline(result) == "Not enough evidence yet."
    assert sentences.sureness(result) == ""
    assert sentences.would_it_change(result, NAMES) == []


def test_missing_evidence_in_the_order_of_the_rule():
    result = judged([("x", "B", 3)])
    assert reasons(result) == [
        "Only one person has rated this candidate; the rubric asks for at least 3.",
        "The ratings cover 75% of the weight; the rubric asks for at least 80%. Not rated: Data.",
        "Data is a must-have and was rated by no one; the rubric asks for at least 2.",
    ]
    assert sentences.headline(result) == "Not enough evidence yet. Provisionally a yes."
    assert sentences.sureness(result) == ""


def test_two_people_have_rated():
    result = judged([("x", "A", 3), ("y", "A", 3), ("x", "B", 3)])
    assert reasons(result) == ["Only two people have rated this candidate; the rubric asks for at least 3."]


def test_caps_alone():
    low = [(who, "A", 1) for who in "xyz"] + [(who, "B", 4) for who in "xyz"]
    result = judged(low, [("x", "rude"), ("y", "late"), ("y", "rude")])
    assert reasons(result) == [
        "Data is a must-have, and its mean of 1.00 is below 1.90. That holds the recommendation at no.",
        "Disqualifying red flags were seen: “Came late” and “Was rude”. That holds the recommendation at no.",
        "Red flags were seen by two people. That holds the recommendation at no.",
    ]
    assert sentences.headline(result) == "The rule recommends: no."
    assert sentences.sureness(result).startswith("The score alone is ")


def test_one_disqualifying_flag():
    result = judged(FULL, [("x", "rude")])
    assert reasons(result) == [
        "A disqualifying red flag was seen: “Was rude”. That holds the recommendation at no."
    ]


def test_missing_evidence_and_caps_together():
    result = judged([("x", "A", 1)], [("x", "rude"), ("w", "rude")])
    assert [code.name for code in result.reasons] == [
        "too_few_interviewers",
        "coverage_below_minimum",
        "must_have_under_rated",
        "floor",
        "veto",
        "red_flags",
    ]
    assert len(set(reasons(result))) == 6
    assert sentences.headline(result) == "Not enough evidence yet. Provisionally a strong no."


def test_flags():
    result = judged([*FULL[:-1], ("z", "B", 1)], [("x", "late")])
    assert flags(result) == [
        "One interviewer saw a red flag. Talk it through before you decide.",
        "Interviewers disagree on Craft: ratings go from 1 to 3.",
        "One interviewer makes the difference: without their ratings the score is in another band.",
    ]


@pytest.mark.parametrize("worded", [sentences.reason, sentences.flag])
def test_an_unknown_code_is_not_passed_over(worded):
    with pytest.raises(ValueError, match=r"no sentence for the .* new"):
        worded(Code("new"), judged(FULL), NAMES)


def test_a_key_without_a_name_is_shown_as_it_is():
    bare = sentences.Names()
    assert [bare.dimension("A"), bare.signal("s"), bare.person("p")] == ["A", "s", "p"]


def test_sureness_speaks_of_another_panel_and_never_of_the_job():
    result = judged(FULL)
    chance = round(result.stability.probability_at_bar * 100)
    assert sentences.sureness(result) == (
        f"The score is {result.stability.sureness}: another panel of this kind would score at or above the bar "
        f"with a probability of {chance}%."
    )


def test_what_lifts_and_what_holds_down_with_the_largest_first():
    rubric = Rubric(
        tuple(Dimension(key, Fraction(weight)) for key, weight in zip("ABCD", (1, 3, 4, 2), strict=True))
    )
    means = {"A": 4, "B": 4, "C": 2, "D": 1}
    result = judged([(who, key, value) for who in "xyz" for key, value in means.items()], rubric=rubric)
    up, down = ([sentences.pull(key, result, NAMES) for key in keys] for keys in sentences.pulls(result))
    assert up == ["Craft (4.00, weight 30%) adds 0.36", "Data (4.00, weight 10%) adds 0.12"]
    assert down == ["D (1.00, weight 20%) takes 0.36", "C (2.00, weight 40%) takes 0.32"]


def test_would_it_change_when_nothing_would():
    assert sentences.would_it_change(judged(FULL), NAMES) == [
        "Without any one interviewer the score stays a yes.",
        "Even if every weight moved by a quarter, the score stays a yes (3.00 to 3.00).",
        "With equal weights it would be 3.00, still a yes.",
    ]


def test_would_it_change_when_everything_would():
    result = judged([("x", "A", 4), ("y", "A", 4), ("x", "B", 4), ("y", "B", 1), ("z", "B", 2)])
    assert sentences.would_it_change(result, NAMES) == [
        "Without the ratings of Bo the score would be 3.25, a yes. "
        "Without the ratings of z the score would be 2.88, a yes.",
        "If weights moved by a quarter, the score could be a no or a yes (2.65 to 2.85).",
        "With equal weights it would be 3.17, which is a yes.",
    ]


def test_would_it_change_with_one_rater():
    lines = sentences.would_it_change(judged([("x", "A", 3), ("x", "B", 3)]), NAMES)
    assert lines[0] == "Only one person rated, so nobody's ratings can be left out."


def test_the_scale_in_words():
    assert sentences.scale_in_words(BOTH) == (
        "Below 1.90 a strong no, from 1.90 a no, from 2.80 a yes, from 3.40 a strong yes."
    )


def test_many_people_are_counted_in_figures():
    assert [sentences.people(n) for n in (0, 2, 5, 6)] == ["no one", "two people", "five people", "6 people"]


def test_red_flags_of_many():
    rubric = Rubric(BOTH.dimensions, policy=Policy(red_flag_interviewers=1))
    result = judged(FULL, [(who, "late") for who in "uvwxyz"], rubric)
    assert "Red flags were seen by 6 people." in reasons(result)[0]


def test_a_list_reads_as_people_write_it():
    assert [sentences.listed(list("abc")[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


def test_counts_in_words_up_to_five():
    words = ["no one", "one person", "two people", "three people", "four people", "five people", "6 people"]
    assert [sentences.people(n) for n in range(7)] == words


def test_a_dimension_that_stands_exactly_on_the_bar_neither_lifts_nor_holds():
    ratings = [(who, "A", value) for who, value in zip("vwxyz", (2, 3, 3, 3, 3), strict=True)]
    assert sentences.pulls(judged(ratings)) == ([], [])
