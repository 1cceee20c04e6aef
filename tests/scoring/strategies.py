"""Random rubrics and ratings, small enough to shrink well and wide enough to hit ties and gaps."""

from fractions import Fraction

from hypothesis import strategies as st

from scorecards.scoring import Dimension, Policy, Rating, RedFlag, Rubric

KEYS = "ABCDEFGH"
PEOPLE = "pqrstu"
SHARES = [Fraction(n, 20) for n in range(1, 21)]


@st.composite
def policies(draw):
    cuts = draw(st.lists(st.sampled_from(SHARES), min_size=3, max_size=3, unique=True).map(sorted))
    return Policy(
        cuts=tuple(cuts),
        min_coverage=draw(st.sampled_from(SHARES)),
        min_interviewers=draw(st.integers(1, 4)),
        must_have_raters=draw(st.integers(1, 3)),
        floor=draw(st.sampled_from(SHARES)),
        red_flag_interviewers=draw(st.integers(1, 3)),
        disagreement=draw(st.sampled_from(SHARES)),
    )


@st.composite
def rubrics(draw):
    keys = KEYS[: draw(st.integers(1, len(KEYS)))]
    return Rubric(
        tuple(Dimension(key, Fraction(draw(st.integers(1, 40))), draw(st.booleans())) for key in keys),
        draw(st.integers(2, 7)),
        frozenset(draw(st.sets(st.sampled_from("vwx")))),
        draw(st.one_of(st.just(Policy()), policies())),
    )


@st.composite
def judged(draw, least=0):
    """A rubric, ratings of it and red flags."""
    rubric = draw(rubrics())
    pairs = draw(
        st.sets(
            st.tuples(st.sampled_from(PEOPLE), st.sampled_from([each.key for each in rubric.dimensions])),
            min_size=least,
            max_size=30,
        )
    )
    ratings = [Rating(who, key, draw(st.integers(1, rubric.scale_max))) for who, key in sorted(pairs)]
    flags = draw(st.sets(st.builds(RedFlag, st.sampled_from(PEOPLE), st.sampled_from("vwxyz")), max_size=4))
    return rubric, ratings, sorted(flags, key=lambda flag: (flag.interviewer, flag.signal))
