from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.scoring import Dimension, Rubric
from scorecards.scoring.rounding import shown, shown_percent, shown_score

RUBRIC = Rubric((Dimension("A", Fraction(1)),))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("14/5", 2, "2.80"),
        ("2.665", 2, "2.67"),
        ("2.6649999", 2, "2.66"),
        ("1/3", 4, "0.3333"),
        ("-1/200", 2, "-0.01"),
        ("-1/300", 2, "0.00"),
        ("-1/2", 0, "-1"),
        ("5/2", 0, "3"),
        ("0", 2, "0.00"),
        ("99.995", 2, "100.00"),
    ],
)
def test_numbers_are_rounded_half_up(value, places, text):
    assert shown(Fraction(value), places) == text


@given(st.fractions(-1000, 1000), st.integers(0, 5))
def test_a_rounded_number_is_at_most_half_a_step_away(value, places):
    assert abs(Fraction(shown(value, places)) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("score", "text"),
    [
        ("2.7958", "2.796"),
        ("2.8", "2.80"),
        ("2.79", "2.79"),
        ("3.3999", "3.3999"),
        ("4", "4.00"),
        ("1.895", "1.895"),
    ],
)
def test_a_score_is_never_shown_in_a_band_that_it_is_not_in(score, text):
    assert shown_score(RUBRIC, Fraction(score)) == text


def test_a_score_a_hair_under_a_cut_is_shown_with_six_decimals_at_most():
    assert shown_score(RUBRIC, Fraction(14, 5) - Fraction(1, 10**6)) == "2.799999"
    assert shown_score(RUBRIC, Fraction(14, 5) - Fraction(1, 10**9)) == "2.800000"


@pytest.mark.parametrize(("share", "text"), [("1/5", "20%"), ("1/3", "33.3%"), ("1", "100%"), ("0", "0%")])
def test_a_share_is_shown_as_a_percentage(share, text):
    assert shown_percent(Fraction(share)) == text
