"""Scoring a hundred thousand assessments inside the database, in exact whole numbers.

For simulations and reports. The same rule as `scoring.recommend`, equal to it on every assessment
(tested), but for `fragile_to_one_interviewer`, which needs each interviewer's ratings one by one.

With S the sum and n the number of a dimension's ratings and w its weight, the score is N / D for
N = sum of w * S * (27720 / n) and D = 27720 * (sum of w). 27720 is the least common multiple of
1..12, so 27720 / n is whole for up to 12 raters. A cut p/q of the scale 1..M is reached where
(N - D) * q >= p * (M - 1) * D. Weights up to 10,000 keep all of it far inside a bigint.
Assessments with more than 12 raters of a dimension, or more than 62 cards, go through the core.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from scorecards import gathering, scoring
from scorecards.scoring.composite import Composite
from scorecards.scoring.values import Code

COMMON = 27720
MOST_RATERS, MOST_CARDS = 12, 62
SHARE = 10_000


def statement(*, after_debrief: bool) -> str:
    """A row for each assessment of the rubric versions that has a rating or a red flag.

    Each card of an assessment gets a bit, so that counting who rated needs no second pass. Shares are
    taken times 10,000: the database keeps them to four places, so they are whole numbers then.
    """
    ratings = gathering.standing("scorecards_rating", "dimension_id", after_debrief=after_debrief)
    sightings = gathering.standing("scorecards_sighting", "signal_id", after_debrief=after_debrief)
    return f"""
        WITH cards AS MATERIALIZED (
          SELECT id, assessment_id, author_id, rubric_id,
                 row_number() OVER (PARTITION BY assessment_id ORDER BY id) - 1 AS place
            FROM scorecards_scorecard
           WHERE rubric_id = ANY(%(rubrics)s) AND counts AND submitted_at IS NOT NULL {{chosen}}
        ), dimensions AS MATERIALIZED (
          SELECT d.id, d.weight, d.must_have, b.must_have_raters,
                 row_number() OVER (PARTITION BY d.rubric_id ORDER BY d.position, d.id) AS place,
                 (b.disagreement * {SHARE} * (b.scale_max - 1))::bigint AS apart,
                 (b.floor * {SHARE} * (b.scale_max - 1))::bigint AS floor
            FROM scorecards_dimension d JOIN scorecards_rubric b ON b.id = d.rubric_id
           WHERE d.rubric_id = ANY(%(rubrics)s)
        ), means AS (
          SELECT c.assessment_id, r.dimension_id, sum(r.value)::int AS total, count(*)::int AS raters,
                 min(r.value) AS low, max(r.value) AS high,
                 bit_or(1::bigint << least(c.place, 62)::int) AS who, max(c.place) AS last_place
            FROM {ratings} AND r.value IS NOT NULL
           GROUP BY c.assessment_id, r.dimension_id
        ), scores AS (
          SELECT m.assessment_id, sum(d.weight * m.total::bigint * ({COMMON} / least(m.raters, {MOST_RATERS}))) AS n,
                 sum(d.weight) AS rated, bit_count(bit_or(m.who)::bit(64)) AS people,
                 max(m.raters) AS most_raters, max(m.last_place) AS last_place,
                 array_agg(d.place) FILTER (WHERE (m.high - m.low) * {SHARE}::bigint >= d.apart) AS apart,
                 array_agg(d.place) FILTER (WHERE d.must_have AND m.raters >= d.must_have_raters) AS enough,
                 array_agg(d.place) FILTER (
                   WHERE d.must_have AND (m.total - m.raters) * {SHARE}::bigint < d.floor * m.raters) AS floors
            FROM means m JOIN dimensions d ON d.id = m.dimension_id
           GROUP BY m.assessment_id
        ), red AS (
          SELECT c.assessment_id, count(DISTINCT c.author_id) AS people,
                 array_agg(DISTINCT r.signal_id) FILTER (WHERE r.signal_id IN (
                   SELECT id FROM scorecards_signal WHERE rubric_id = ANY(%(rubrics)s) AND disqualifying)) AS vetoes
            FROM {sightings} AND r.seen AND r.signal_id IN (
                   SELECT id FROM scorecards_signal WHERE rubric_id = ANY(%(rubrics)s) AND kind = 'red_flag')
           GROUP BY c.assessment_id
        )
        SELECT f.assessment_id, (SELECT rubric_id FROM scorecards_assessment a WHERE a.id = f.assessment_id),
               f.n, f.rated, f.people, f.most_raters, f.last_place, f.apart, f.enough, f.floors,
               f.red_people, f.vetoes
          FROM (
            SELECT COALESCE(s.assessment_id, red.assessment_id) AS assessment_id, s.n::bigint, s.rated::bigint,
                   s.people, s.most_raters, s.last_place, s.apart, s.enough, s.floors,
                   red.people AS red_people, red.vetoes
              FROM scores s FULL JOIN red ON red.assessment_id = s.assessment_id
          ) f
    """  # noqa: S608 - built from constants


@dataclass(frozen=True, slots=True)
class Scored:
    """One assessment's recommendation; flags leave out `fragile_to_one_interviewer`."""

    assessment: int
    recommendation: scoring.Recommendation


def score_all(
    rubrics: Iterable[int], *, assessments: Iterable[int] | None = None, after_debrief: bool = False
) -> Iterator[Scored]:
    """Every assessment of the rubric versions that has something judged, or those of them that are named.

    Two queries, one more where a panel is too large for them; rows as they come.
    """
    return score(gathering.versions(rubrics), assessments, after_debrief=after_debrief)


def score(
    known: Mapping[int, gathering.Version],
    assessments: Iterable[int] | None = None,
    *,
    after_debrief: bool = False,
) -> Iterator[Scored]:
    """The same for versions that are loaded already, by rubric id."""
    left_over: dict[int, int] = {}
    chosen = "" if assessments is None else "AND assessment_id = ANY(%(assessments)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            statement(after_debrief=after_debrief).replace("{chosen}", chosen),
            {"rubrics": list(known), "assessments": None if assessments is None else list(assessments)},
        )
        while rows := cursor.fetchmany(5000):
            for row in rows:
                if (row[5] or 0) > MOST_RATERS or (row[6] or 0) >= MOST_CARDS:
                    left_over[row[0]] = row[1]
                else:
                    yield Scored(row[0], recommendation_of(known[row[1]].rubric, row[2:]))
    if left_over:
        yield from by_the_core(known, left_over, after_debrief=after_debrief)


def by_the_core(
    known: Mapping[int, gathering.Version], assessments: Mapping[int, int], *, after_debrief: bool
) -> Iterator[Scored]:
    for assessment, gathered in gathering.gather(assessments, after_debrief=after_debrief).items():
        found = gathering.recommend(known[assessments[assessment]], gathered)
        flags = tuple(code for code in found.flags if code.name != "fragile_to_one_interviewer")
        yield Scored(assessment, dataclasses.replace(found, flags=flags))


def recommendation_of(rubric: scoring.Rubric, row: tuple) -> scoring.Recommendation:
    """The rule's verdict from the counted row, in the order that the core lists reasons and flags."""
    n, rated, people, _, _, apart, enough, floors, red_people, vetoes = row
    total = Composite(n or 0, COMMON * (rated or 0), rated or 0)
    band = rubric.band_of_ratio(total.numerator, total.denominator) if rated else None
    missing = missing_of(rubric, rated or 0, people or 0, set(enough or ()))
    caps = [Code("floor", rubric.dimensions[place - 1].key) for place in sorted(floors or ())]
    if vetoes:
        caps.append(Code("veto", ",".join(sorted(str(each) for each in vetoes))))
    if (red_people or 0) >= rubric.policy.red_flag_interviewers:
        caps.append(Code("red_flags", str(red_people)))
    flags = [Code("red_flag_review")] if red_people == 1 else []
    flags += [Code("disagreement", rubric.dimensions[place - 1].key) for place in sorted(apart or ())]
    capped = scoring.Band.NO if caps and band not in (None, scoring.Band.STRONG_NO) else band
    return scoring.Recommendation(
        composite=total,
        interviewers=people or 0,
        band=band,
        outcome=scoring.NOT_ENOUGH_EVIDENCE if missing or capped is None else str(capped),
        provisional=capped if missing else None,
        reasons=tuple(missing + caps),
        flags=tuple(flags),
    )


def missing_of(rubric: scoring.Rubric, rated: int, people: int, enough: set[int]) -> list[Code]:
    if not rated:
        return [Code("no_ratings")]
    policy, found = rubric.policy, []
    if people < policy.min_interviewers:
        found.append(Code("too_few_interviewers"))
    if Fraction(rated, rubric.total_weight) < policy.min_coverage:
        found.append(Code("coverage_below_minimum"))
    return found + [
        Code("must_have_under_rated", dimension.key)
        for place, dimension in enumerate(rubric.dimensions, start=1)
        if dimension.must_have and place not in enough
    ]
