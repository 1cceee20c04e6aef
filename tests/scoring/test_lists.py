"""The rule for lists says what the core says, on every case."""

import random
from fractions import Fraction

import pytest
from hypothesis import given

from scorecards.scoring import Dimension, Rating, RedFlag, Rubric, recommend, tally
from scorecards.scoring.lists import CODE, MOST_RATERS, ListRule
from tests.scoring.strategies import judged


def as_listed(rubric, ratings, red_flags):
    """The same case with dimensions and people as numbers, as the list rule takes it."""
    ids = [100 + 7 * place for place in range(len(rubric.dimensions))]
    cards = {}
    for each in ratings:
        code = ids[rubric.places[each.dimension]] * CODE + each.value
        cards.setdefault(each.interviewer, []).append(code)
    flags = {}
    for each in red_flags:
        flags.setdefault(each.interviewer, []).append(each.signal)
    return ListRule(rubric, ids), cards.values(), flags


def verdict(found):
    return (
        found.score, found.composite.rated_weight, found.interviewers, found.band, found.outcome, found.provisional,
        found.reasons, found.flags,
    )  # fmt: skip


@given(judged())
def test_it_equals_the_core(case):
    rubric, ratings, red_flags = case
    rule, cards, flags = as_listed(rubric, ratings, red_flags)

    expected = recommend(rubric, tally(rubric, ratings), red_flags)

    assert verdict(rule.recommend(cards, flags)) == verdict(expected)
    # What it remembers of the first time changes nothing.
    assert verdict(rule.recommend(cards, flags)) == verdict(expected)


@pytest.mark.parametrize("people", [MOST_RATERS - 1, MOST_RATERS, MOST_RATERS + 1, 40])
def test_a_large_panel_comes_to_the_same(people):
    rng = random.Random(people)  # noqa: S311 - test data
    rubric = Rubric(tuple(Dimension(key, Fraction(rng.randint(1, 9)), key == "A") for key in "ABC"))
    ratings = [Rating(f"p{who}", key, rng.choice((2, 3, 3, 4))) for who in range(people) for key in "ABC"]
    red_flags = [RedFlag("p1", "v")]
    rule, cards, flags = as_listed(rubric, ratings, red_flags)

    assert verdict(rule.recommend(cards, flags)) == verdict(
        recommend(rubric, tally(rubric, ratings), red_flags)
    )


def test_everybody_giving_the_same_value_does_not_run_over():
    rubric = Rubric((Dimension("A", Fraction(1)), Dimension("B", Fraction(1))))
    ratings = [Rating(f"p{who}", key, 4) for who in range(MOST_RATERS) for key in "AB"]
    rule, cards, _ = as_listed(rubric, ratings, [])

    assert rule.recommend(cards).score == 4


def test_an_author_without_a_red_flag_in_the_list_has_seen_none():
    rubric = Rubric((Dimension("A", Fraction(1)),))
    rule, cards, _ = as_listed(rubric, [Rating("p", "A", 3)], [])

    assert [str(code) for code in rule.recommend(cards, {"p": []}).flags] == []
