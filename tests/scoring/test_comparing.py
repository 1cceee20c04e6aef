"""Two candidates side by side."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from scorecards.scoring import Comparison, Dimension, Rubric, compare

RUBRIC = Rubric(tuple(Dimension(key, Fraction(weight)) for key, weight in zip("ABC", (5, 3, 2), strict=True)))
F = Fraction


def test_the_leader_by_the_weighted_difference_on_common_dimensions():
    found = compare(RUBRIC, {"A": F(4), "B": F(2), "C": F(1)}, {"A": F(3), "B": F(3)})
    assert found == Comparison(("A", "B"), F(1, 4), F(1, 8))


def test_the_second_may_lead():
    found = compare(RUBRIC, {"A": F(1), "B": F(4)}, {"A": F(4), "B": F(3)})
    assert found.lead == F(-3, 2)
    assert found.reversing_share == F(3, 8)


def test_no_weighting_reverses_a_lead_on_every_dimension():
    assert compare(RUBRIC, {"A": F(4), "B": F(3)}, {"A": F(3), "B": F(3)}).reversing_share is None


def test_two_who_are_level_have_nothing_to_reverse():
    assert compare(RUBRIC, {"A": F(3)}, {"A": F(3)}) == Comparison(("A",), F(0), None)


def test_without_a_common_dimension_there_is_no_lead():
    assert compare(RUBRIC, {"A": F(4)}, {"B": F(1)}) == Comparison((), None, None)


means = st.dictionaries(st.sampled_from("ABC"), st.fractions(1, 4, max_denominator=4))


@given(means, means)
def test_who_leads_does_not_depend_on_who_is_named_first(first, second):
    one, other = compare(RUBRIC, first, second), compare(RUBRIC, second, first)
    assert one.common == other.common
    assert one.reversing_share == other.reversing_share
    assert one.lead is None or one.lead == -other.lead


@given(means, means)
def test_the_reversing_share_agrees_with_linear_programming(first, second):
    found = compare(RUBRIC, first, second)
    gaps = [float(first[key] - second[key]) for key in found.common]
    if not found.lead or min(gaps) >= 0 or max(gaps) <= 0:
        assert found.reversing_share is None
        return
    weights = [RUBRIC.weights[RUBRIC.places[key]] for key in found.common]
    size = len(gaps)
    solved = linprog(
        [0.5] * (2 * size),
        A_eq=[[1] * size + [-1] * size, gaps + [-gap for gap in gaps]],
        b_eq=[0, -float(found.lead)],
        bounds=[(0, None)] * size + [(0, weight / sum(weights)) for weight in weights],
        method="highs",
    )
    assert abs(float(found.reversing_share) - solved.fun) < 1e-7


def test_the_reversing_share_takes_weight_from_the_worst_dimension_first():
    """Behind by 2 on A and 1 on B, ahead by 1 on C: weight leaves A for C until both are level."""
    found = compare(RUBRIC, {"A": F(4), "B": F(3), "C": F(1)}, {"A": F(2), "B": F(2), "C": F(2)})
    assert found.lead == F(11, 10)
    assert found.reversing_share == F(11, 30)


def test_the_reversing_share_goes_on_to_the_next_dimension_when_one_has_no_weight_left():
    rubric = Rubric(tuple(Dimension(key, F(weight)) for key, weight in zip("ABC", (1, 5, 4), strict=True)))
    found = compare(rubric, {"A": F(4), "B": F(3), "C": F(2)}, {"A": F(1), "B": F(2), "C": F(3)})
    # Ahead by 3, 1 and -1: A's tenth gives 4/10 of the 4/10 needed.
    assert (found.lead, found.reversing_share) == (F(2, 5), F(1, 10))
    found = compare(rubric, {"A": F(4), "B": F(4), "C": F(2)}, {"A": F(1), "B": F(2), "C": F(3)})
    assert (found.lead, found.reversing_share) == (F(9, 10), F(1, 10) + F(1, 6))
