"""The rule for lists says what the core says, on every case."""

import dataclasses
import random
from fractions import Fraction

import pytest
from hypothesis import given

from scorecards.scoring import Dimension, Rating, RedFlag, Rubric, lists, recommend, tally
from scorecards.scoring.lists import DIMENSION, MOST_RATERS, PLACE, ListRule, rule_of
from tests.scoring.strategies import judged


def as_listed(rubric, ratings, red_flags):
    """The same case with dimensions and people as numbers, as the list rule takes it.

    Places are by name, so that some belong to people who rated nothing.
    """
    ids = [100 + 7 * place for place in range(len(rubric.dimensions))]
    people = sorted({each.interviewer for each in (*ratings, *red_flags)})
    codes = [
        (ids[rubric.places[each.dimension]] << DIMENSION)
        + (people.index(each.interviewer) << PLACE)
        + each.value
        for each in ratings
    ]
    flags = [(each.interviewer, each.signal) for each in red_flags]
    return ListRule(rubric, ids), codes, flags


def verdict(found):
    return (
        found.score, found.composite.rated_weight, found.interviewers, found.band, found.outcome, found.provisional,
        found.reasons, found.flags,
    )  # fmt: skip


@given(judged())
def test_it_equals_the_core(case):
    rubric, ratings, red_flags = case
    rule, codes, flags = as_listed(rubric, ratings, red_flags)

    expected = recommend(rubric, tally(rubric, ratings), red_flags)

    assert verdict(rule.recommend(codes, flags)) == verdict(expected)
    # What it remembers of the first time changes nothing.
    assert verdict(rule.recommend(codes, flags)) == verdict(expected)


@pytest.mark.parametrize("people", [MOST_RATERS - 1, MOST_RATERS, MOST_RATERS + 1, 40])
def test_a_large_panel_comes_to_the_same(people):
    rng = random.Random(people)  # noqa: S311 - test data
    rubric = Rubric(tuple(Dimension(key, Fraction(rng.randint(1, 9)), key == "A") for key in "ABC"))
    ratings = [Rating(f"p{who}", key, rng.choice((2, 3, 3, 4))) for who in range(people) for key in "ABC"]
    red_flags = [RedFlag("p1", "v")]
    rule, codes, flags = as_listed(rubric, ratings, red_flags)

    assert verdict(rule.recommend(codes, flags)) == verdict(
        recommend(rubric, tally(rubric, ratings), red_flags)
    )


@pytest.mark.parametrize("last", [0, 5, MOST_RATERS - 1])
def test_the_band_may_hang_on_any_one_of_the_largest_panel(last):
    """Six fours, five threes and a one are a yes (3.33); without the one, a strong yes (3.55)."""
    values = [4] * 6 + [3] * 5
    values.insert(last, 1)
    rubric = Rubric((Dimension("A", Fraction(1)),))
    ratings = [Rating(f"p{who:02}", "A", value) for who, value in enumerate(values)]
    rule, codes, _ = as_listed(rubric, ratings, [])

    found = rule.recommend(codes)

    assert [str(code) for code in found.flags] == ["disagreement:A", "fragile_to_one_interviewer"]
    assert verdict(found) == verdict(recommend(rubric, tally(rubric, ratings)))


def test_everybody_giving_the_same_value_does_not_run_over():
    rubric = Rubric((Dimension("A", Fraction(1)), Dimension("B", Fraction(1))))
    ratings = [Rating(f"p{who}", key, 4) for who in range(MOST_RATERS) for key in "AB"]
    rule, codes, _ = as_listed(rubric, ratings, [])

    assert rule.recommend(codes).score == 4


def test_a_red_flag_given_twice_by_one_person_is_one_persons():
    rubric = Rubric((Dimension("A", Fraction(1)),))
    rule, codes, _ = as_listed(rubric, [Rating("p", "A", 3)], [])

    assert [str(code) for code in rule.recommend(codes, [(1, 8), (1, 9), (1, 8)]).flags] == [
        "red_flag_review"
    ]


def test_a_red_flag_is_not_forgotten_for_ratings_that_were_seen_without_one():
    rubric = Rubric((Dimension("A", Fraction(1)),))
    rule, codes, _ = as_listed(rubric, [Rating("p", "A", 3)], [])
    without = rule.recommend(codes)

    assert [str(code) for code in rule.recommend(codes, [(1, 8)]).flags] == ["red_flag_review"]
    assert rule.recommend(codes) == without
    assert without.flags == ()


def test_what_it_remembers_is_bounded_and_forgetting_changes_nothing(monkeypatch):
    monkeypatch.setattr(lists, "MOST_FIELDS", 5)
    monkeypatch.setattr(lists, "MOST_KNOWN", 7)
    rng = random.Random(1)  # noqa: S311 - test data
    rubric = Rubric(tuple(Dimension(key, Fraction(rng.randint(1, 9)), key == "A") for key in "ABC"))
    rule = None
    for _ in range(50):
        ratings = [
            Rating(who, key, rng.randint(1, 4)) for who in "pqr" for key in "ABC" if rng.random() < 0.8
        ]
        fresh, codes, _ = as_listed(rubric, ratings, [])
        rule = rule or fresh

        assert verdict(rule.recommend(codes)) == verdict(recommend(rubric, tally(rubric, ratings)))
        assert verdict(rule.recommend(codes)) == verdict(recommend(rubric, tally(rubric, ratings)))
        assert sum(map(len, rule.fields)) <= 5
        assert len(rule.known) <= 7


def test_a_rubric_of_the_same_words_and_numbers_has_one_rule_and_any_other_its_own():
    rubric = Rubric((Dimension("1", Fraction(1)),))
    again = Rubric((Dimension("1", Fraction(1)),))
    stricter = dataclasses.replace(rubric, policy=dataclasses.replace(rubric.policy, min_interviewers=4))

    assert rule_of(again, (1,)) is rule_of(rubric, (1,))
    assert rule_of(rubric, (2,)) is not rule_of(rubric, (1,))
    assert rule_of(stricter, (1,)).rubric.policy.min_interviewers == 4
