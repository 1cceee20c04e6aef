"""Laws that hold for every rubric and every set of ratings."""

import dataclasses
from fractions import Fraction

import numpy
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from scorecards.scoring import BANDS, Rubric, assess
from scorecards.scoring.stability import flip_share, weight_bounds
from tests.scoring.strategies import judged


def plain(rubric, ratings):
    """The definition, written down as it is read: the second opinion for the quick arithmetic."""
    means = {}
    for dimension in rubric.dimensions:
        values = [rating.value for rating in ratings if rating.dimension == dimension.key]
        if values:
            means[dimension.key] = (dimension.weight, Fraction(sum(values), len(values)))
    weight = sum(w for w, _ in means.values())
    return sum(w * m for w, m in means.values()) / weight if weight else None


@given(judged())
def test_the_score_is_the_weighted_mean_of_dimension_means(case):
    rubric, ratings, flags = case
    assert assess(rubric, ratings, flags).score == plain(rubric, ratings)


@given(judged())
def test_leaving_one_out_is_scoring_without_them(case):
    rubric, ratings, flags = case
    people = {rating.interviewer for rating in ratings}
    expected = {who: plain(rubric, [r for r in ratings if r.interviewer != who]) for who in people}
    assert assess(rubric, ratings, flags).leave_one_out == (expected if len(people) > 1 else {})


@given(judged(), st.randoms(use_true_random=False))
def test_the_order_of_ratings_and_dimensions_never_matters(case, random):
    rubric, ratings, flags = case
    dimensions, shuffled, flagged = list(rubric.dimensions), list(ratings), list(flags)
    for each in (dimensions, shuffled, flagged):
        random.shuffle(each)
    one = assess(rubric, ratings, flags)
    other = assess(dataclasses.replace(rubric, dimensions=tuple(dimensions)), shuffled, flagged)
    assert (one.score, one.outcome, one.provisional, one.means, one.leave_one_out) == (
        other.score,
        other.outcome,
        other.provisional,
        other.means,
        other.leave_one_out,
    )
    assert set(one.reasons) == set(other.reasons)
    assert set(one.flags) == set(other.flags)
    assert (one.stability is None) == (other.stability is None)
    if one.stability and other.stability:
        assert one.stability.weight_bounds == other.stability.weight_bounds
        assert one.stability.flip_share == other.stability.flip_share


@given(judged(), st.integers(1, 200))
def test_scaling_all_weights_changes_nothing(case, factor):
    rubric, ratings, flags = case
    scaled = dataclasses.replace(
        rubric,
        dimensions=tuple(
            dataclasses.replace(each, weight=each.weight * factor) for each in rubric.dimensions
        ),
    )
    one, other = assess(rubric, ratings, flags), assess(scaled, ratings, flags)
    assert (one.score, one.outcome, one.reasons, one.flags, one.stability) == (
        other.score,
        other.outcome,
        other.reasons,
        other.flags,
        other.stability,
    )


@given(judged(least=1), st.data())
def test_raising_a_rating_never_lowers_the_score_or_the_band(case, data):
    rubric, ratings, flags = case
    place = data.draw(st.integers(0, len(ratings) - 1))
    old = ratings[place]
    new = dataclasses.replace(old, value=data.draw(st.integers(old.value, rubric.scale_max)))
    before = assess(rubric, ratings, flags)
    after = assess(rubric, [*ratings[:place], new, *ratings[place + 1 :]], flags)
    assert after.score >= before.score
    assert BANDS.index(after.band) >= BANDS.index(before.band)


@given(judged(least=1))
def test_the_score_lies_between_the_lowest_and_the_highest_mean(case):
    rubric, ratings, flags = case
    result = assess(rubric, ratings, flags)
    assert min(result.means.values()) <= result.score <= max(result.means.values())
    assert 0 <= result.normalised <= 1
    assert 0 < result.coverage <= 1


@given(judged(least=1))
def test_the_band_is_the_highest_whose_cut_is_reached(case):
    rubric, ratings, flags = case
    result = assess(rubric, ratings, flags)
    assert BANDS.index(result.band) == sum(result.normalised >= cut for cut in rubric.policy.cuts)


@given(judged(least=1), st.fractions(0, 1, max_denominator=20))
def test_weight_bounds_contain_the_score_and_meet_at_nothing_moved(case, move):
    rubric, ratings, flags = case
    result = assess(rubric, ratings, flags)
    means = list(result.means.values())
    weights = [rubric.weights[rubric.places[key]] for key in result.means]
    low, high = weight_bounds(means, weights, move)
    assert low <= result.score <= high
    assert weight_bounds(means, weights, Fraction(0)) == (result.score, result.score)


@given(judged(least=1))
def test_weight_bounds_agree_with_linear_programming(case):
    rubric, ratings, flags = case
    result = assess(rubric, ratings, flags)
    means = [float(mean) for mean in result.means.values()]
    weights = [rubric.weights[rubric.places[key]] for key in result.means]
    shares = numpy.array(weights) / sum(weights)
    limits = [(0.75 * share, 1.25 * share) for share in shares]
    for sign, bound in zip((1, -1), result.stability.weight_bounds, strict=True):
        solved = linprog(
            [sign * mean for mean in means], A_eq=[[1] * len(means)], b_eq=[1], bounds=limits, method="highs"
        )
        assert abs(sign * solved.fun - float(bound)) < 1e-7


@given(judged(least=1))
def test_the_smallest_flip_agrees_with_linear_programming(case):
    """Least weight moved so that the score stands on the bar: sum of |change| / 2, solved as a linear program."""
    rubric, ratings, flags = case
    result = assess(rubric, ratings, flags)
    means = list(result.means.values())
    weights = [rubric.weights[rubric.places[key]] for key in result.means]
    size, total = len(means), sum(weights)
    values = [float(mean) for mean in means]
    # Variables: what each dimension gains, then what each loses.
    solved = linprog(
        [0.5] * (2 * size),
        A_eq=[[1] * size + [-1] * size, values + [-value for value in values]],
        b_eq=[0, float(rubric.bar - result.score)],
        bounds=[(0, None)] * size + [(0, weight / total) for weight in weights],
        method="highs",
    )
    found = flip_share(means, weights, rubric.bar)
    assert (found is None) == (solved.status == 2)
    if found is not None:
        assert abs(float(found) - solved.fun) < 1e-7


@given(judged())
def test_a_result_is_the_same_twice(case):
    assert assess(*case) == assess(*case)


@given(judged())
def test_caps_never_change_the_score_and_hold_the_band_at_no(case):
    rubric, ratings, flags = case
    capped = [
        code for code in assess(rubric, ratings, flags).reasons if code.name in {"floor", "veto", "red_flags"}
    ]
    result = assess(rubric, ratings, flags)
    bare = assess(
        Rubric(
            tuple(dataclasses.replace(each, must_have=False) for each in rubric.dimensions),
            rubric.scale_max,
            policy=rubric.policy,
        ),
        ratings,
    )
    assert bare.score == result.score
    assert bare.band == result.band
    if capped and result.band:
        final = result.provisional or result.outcome
        assert BANDS.index(final) <= BANDS.index("no")


@given(judged(least=1))
def test_the_probability_and_the_range_fit_the_score(case):
    result = assess(*case)
    sure = result.stability
    low, high = sure.range80
    assert low <= float(result.score) <= high
    assert 0 <= sure.probability_at_bar <= 1
    assert (sure.probability_at_bar >= 0.5) == (result.score >= result.rubric.bar)
    assert 1 <= round(sure.effective_interviewers, 9) <= result.interviewers
