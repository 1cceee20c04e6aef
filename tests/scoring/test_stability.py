"""How sure the score is: the closed form against the definition written out, and every word at its edges."""

import math
from fractions import Fraction

import pytest
from hypothesis import given

from scorecards.scoring import Dimension, Rating, Rubric, Variances, assess
from scorecards.scoring.cases import as_json
from scorecards.scoring.stability import at_or_above, flip_share, sureness, weight_bounds
from tests.scoring.strategies import judged

F = Fraction


def written_out(rubric, ratings):
    """Standard error and effective interviewers as scoring's design writes them, term by term."""
    total = sum(each.weight for each in rubric.dimensions)
    counts = {each.key: sum(r.dimension == each.key for r in ratings) for each in rubric.dimensions}
    u = {each.key: each.weight / total for each in rubric.dimensions}
    coverage = sum(u[key] for key in u if counts[key])
    v = {key: u[key] / coverage for key in u if counts[key]}
    a = {}
    for rating in ratings:
        a[rating.interviewer] = a.get(rating.interviewer, 0) + v[rating.dimension] / counts[rating.dimension]
    squares = sum(each**2 for each in a.values())
    drift = sum((v[key] - u[key]) ** 2 for key in v) + sum(u[key] ** 2 for key in u if key not in v)
    residual = sum(v[key] ** 2 / counts[key] for key in v)
    variance = 0.15 * float(squares) + 0.20 * float(residual) + 0.08 * float(drift)
    return math.sqrt(variance) * (rubric.scale_max - 1) / 3, float(1 / squares)


@given(judged(least=1))
def test_the_standard_error_is_as_the_design_writes_it(case):
    rubric, ratings, flags = case
    found = assess(rubric, ratings, flags).stability
    error, effective = written_out(rubric, ratings)
    assert math.isclose(found.standard_error, error, rel_tol=1e-9)
    assert math.isclose(found.effective_interviewers, effective, rel_tol=1e-9)
    score = float(assess(rubric, ratings, flags).score)
    assert math.isclose(found.range80[0], score - 1.2815515655446004 * error, abs_tol=1e-9)
    assert math.isclose(found.range80[1], score + 1.2815515655446004 * error, abs_tol=1e-9)
    assert math.isclose(found.probability_at_bar, phi((score - float(rubric.bar)) / error), abs_tol=1e-9)


def phi(z):
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def test_the_default_variances_are_those_of_the_design():
    assert Variances() == Variances(F("0.15"), F("0.20"), F("0.08"), F("0.14"))


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, "clear"), (0.9, "clear"), (0.8999, "leaning"), (0.7, "leaning"), (0.6999, "too close to call"),
        (0.5, "too close to call"), (0.3001, "too close to call"), (0.3, "leaning"), (0.1001, "leaning"),
        (0.1, "clear"), (0.0, "clear"),
    ],
)  # fmt: skip
def test_sureness_in_words(probability, word):
    assert sureness(probability) == word


def test_the_probability_on_the_bar_is_a_half_and_without_error_all_or_nothing():
    assert at_or_above(F(3), F(3), 0.2) == 0.5
    assert at_or_above(F(3), F(3), 0.0) == 1.0
    assert at_or_above(F(3), F(2), 0.0) == 0.0
    assert math.isclose(at_or_above(F(3), F(4), 1.0), phi(1))


def test_weight_bounds_by_hand():
    """10 and 30 with means 2 and 4: a quarter of each may move, but what one gains the other loses."""
    assert weight_bounds([F(2), F(4)], [10, 30], F(1, 4)) == (F(27, 8), F(29, 8))


@pytest.mark.parametrize(
    ("means", "weights", "bar", "share"),
    [
        ([F(4), F(2)], [1, 1], F(14, 5), F(1, 10)),
        ([F(4), F(2)], [1, 4], F(14, 5), F(1, 5)),
        ([F(4), F(3)], [1, 1], F(14, 5), None),
        ([F(2), F(1)], [1, 1], F(14, 5), None),
        ([F(14, 5)], [1], F(14, 5), F(0)),
        ([F(4), F(1), F(3)], [1, 1, 2], F(14, 5), F(0) + F(1, 60)),
        ([F(1), F(14, 5)], [1, 1], F(14, 5), F(1, 2)),
        ([F(4), F(14, 5)], [1, 1], F(14, 5), F(1, 2)),
        ([F(1), F(2), F(4)], [2, 1, 1], F(14, 5), F(4, 15)),
    ],
)
def test_the_smallest_flip_by_hand(means, weights, bar, share):
    found = flip_share(means, weights, bar)
    assert found == share


RUBRIC = Rubric((Dimension("A", F(3)), Dimension("B", F(1)), Dimension("C", F(1))))
RATINGS = [Rating("x", "A", 3), Rating("y", "A", 4), Rating("x", "B", 2), Rating("z", "B", 4)]


def test_a_result_as_json_is_exactly_this():
    """The whole shape of the command's output, key by key and digit by digit."""
    assert as_json(assess(RUBRIC, RATINGS)) == {
        "score_exact": "27/8",
        "score_4dp": "3.3750",
        "score_2dp": "3.38",
        "normalised_exact": "19/24",
        "normalised_4dp": "0.7917",
        "coverage_exact": "4/5",
        "coverage_4dp": "0.8000",
        "interviewers": 3,
        "dim_means": {"A": "7/2", "B": "3"},
        "spread": {"A": 1, "B": 2},
        "missing": ["C"],
        "band_before_caps": "yes",
        "recommendation": "yes",
        "provisional": None,
        "reasons": [],
        "flags": ["disagreement:B", "fragile_to_one_interviewer"],
        "loo": {"x": "4", "y": "3", "z": "25/8"},
        "stability": {
            "se": 0.3586607032,
            "eff_interviewers": 2.4615384615,
            "range80": [2.9153578144, 3.8346421856],
            "p_at_bar": 0.9455532583,
            "sureness": "clear",
            "weight25": ["107/32", "109/32"],
            "equal_weights": "13/4",
            "flip_share": None,
        },
    }


def test_a_result_without_ratings_as_json():
    assert as_json(assess(RUBRIC, [])) == {
        "score_exact": None,
        "score_4dp": None,
        "score_2dp": None,
        "normalised_exact": None,
        "normalised_4dp": None,
        "coverage_exact": "0",
        "coverage_4dp": "0.0000",
        "interviewers": 0,
        "dim_means": {},
        "spread": {},
        "missing": ["A", "B", "C"],
        "band_before_caps": None,
        "recommendation": "not_enough_evidence",
        "provisional": None,
        "reasons": ["no_ratings"],
        "flags": [],
        "loo": {},
        "stability": None,
    }
