"""Values refuse what breaks a law, and the rule is pure."""

import subprocess
import sys
from fractions import Fraction

import pytest

from scorecards.scoring import Code, Dimension, Policy, Rating, Rubric, Variances, assess, tally
from tests.conftest import ROOT

ONE = (Dimension("A", Fraction(1)),)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Dimension("A", Fraction(0)),
        lambda: Dimension("A", Fraction(-1)),
        lambda: Dimension("A", Fraction(10_001)),
        lambda: Rubric(()),
        lambda: Rubric(ONE + ONE),
        lambda: Rubric(ONE, 1),
        lambda: Rubric(ONE, 8),
        lambda: Policy(cuts=(Fraction(0), Fraction(1, 2), Fraction(1))),
        lambda: Policy(cuts=(Fraction(1, 2), Fraction(1, 2), Fraction(1))),
        lambda: Policy(cuts=(Fraction(1, 4), Fraction(1, 2), Fraction(1, 2))),
        lambda: Policy(cuts=(Fraction(1, 4), Fraction(1, 2), Fraction(2))),
        lambda: Policy(min_coverage=Fraction(-1)),
        lambda: Policy(min_coverage=Fraction(2)),
        lambda: Policy(floor=Fraction(-1)),
        lambda: Policy(floor=Fraction(2)),
        lambda: Policy(disagreement=Fraction(0)),
        lambda: Policy(disagreement=Fraction(2)),
        lambda: Policy(min_interviewers=0),
        lambda: Policy(must_have_raters=0),
        lambda: Policy(red_flag_interviewers=0),
    ],
)
def test_a_value_outside_its_range_is_refused(make):
    with pytest.raises(ValueError, match=r".+"):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Dimension("A", Fraction(10_000)),
        lambda: Rubric(ONE, 2),
        lambda: Rubric(ONE, 7),
        lambda: Policy(cuts=(Fraction(1, 4), Fraction(1, 2), Fraction(1))),
        lambda: Policy(min_coverage=Fraction(0), floor=Fraction(0), disagreement=Fraction(1)),
        lambda: Policy(min_coverage=Fraction(1), floor=Fraction(1)),
        lambda: Policy(min_interviewers=1, must_have_raters=1, red_flag_interviewers=1),
    ],
)
def test_the_ends_of_a_range_are_inside(make):
    make()


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ([("x", "B", 1)], "no dimension 'B'"),
        ([("x", "A", 0)], "0 is not on the scale from 1 to 4"),
        ([("x", "A", 5)], "5 is not on the scale from 1 to 4"),
        ([("x", "A", 1), ("x", "A", 2)], "'x' rated 'A' twice"),
    ],
)
def test_ratings_that_the_rubric_cannot_hold_are_refused(ratings, words):
    with pytest.raises(ValueError, match=words):
        tally(Rubric(ONE), [Rating(*each) for each in ratings])


def test_codes_read_as_in_the_design():
    codes = [Code("floor", "A"), Code("veto", "r,s"), Code("red_flags", "3"), Code("no_ratings")]
    assert [str(code) for code in codes] == [
        "floor:A",
        "veto:r,s",
        "red_flags_from_3_interviewers",
        "no_ratings",
    ]


def test_a_rubric_says_where_its_bar_is():
    assert Rubric(ONE).bar == Fraction(14, 5)
    assert Rubric(ONE, 5).bar == Fraction(17, 5)


def test_a_result_says_how_far_ratings_are_apart():
    result = assess(Rubric((*ONE, Dimension("B", Fraction(1)))), [Rating("x", "A", 1), Rating("y", "A", 4)])
    assert result.spread == {"A": 3}
    assert result.missing == ("B",)


def test_without_any_variance_the_score_itself_decides():
    none = Variances(*[Fraction(0)] * 4)
    for value, probability in ((2, 0.0), (3, 1.0)):
        result = assess(Rubric(ONE, variances=none), [Rating("x", "A", value)])
        assert result.stability.probability_at_bar == probability
        assert result.stability.sureness == "clear"


def test_more_than_twelve_raters_stay_exact():
    ratings = [Rating(f"p{n}", "A", 1 + n % 4) for n in range(13)]
    assert assess(Rubric(ONE), ratings).score == Fraction(31, 13)


def test_the_rule_imports_nothing_but_the_standard_library():
    program = (
        "import sys; before = set(sys.modules); import scorecards.scoring, scorecards.scoring.cases, "
        "scorecards.scoring.sentences; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before} - {'scorecards'}; "
        "print(sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_refusals_name_what_is_wrong():
    for make, words in (
        (lambda: Dimension("Data", Fraction(0)), "the weight of Data is not above 0 and up to 10000"),
        (lambda: Rubric(()), "a rubric needs a dimension"),
        (lambda: Rubric(ONE, 1), "a scale has 2 to 7 levels"),
        (lambda: Rubric(ONE + ONE), "two dimensions share a key"),
        (
            lambda: Policy(cuts=(Fraction(1), Fraction(1), Fraction(1))),
            "the cuts must rise, above 0 and up to 1",
        ),
        (lambda: Policy(floor=Fraction(2)), "min_coverage, floor and disagreement are shares from 0 to 1"),
        (lambda: Policy(min_interviewers=0), "numbers of people start at 1"),
    ):
        with pytest.raises(ValueError, match=f"^{words}$"):
            make()


def test_each_cut_belongs_to_the_band_above_it():
    rubric = Rubric(ONE)
    bands = [str(rubric.band_of(Fraction(n, 10))) for n in (10, 18, 19, 27, 28, 33, 34, 40)]
    assert bands == ["strong_no", "strong_no", "no", "no", "yes", "yes", "strong_yes", "strong_yes"]


def test_a_rubric_of_floats_would_be_wrong_and_is_not_needed():
    """Weights of 0.1, 0.2 and 0.7 are exactly one, and their order plays no part."""
    weights = [Fraction("0.1"), Fraction("0.2"), Fraction("0.7")]
    rubric = Rubric(tuple(Dimension(str(n), weight) for n, weight in enumerate(weights)))
    assert rubric.weights == (1, 2, 7)
    assert rubric.total_weight == 10
