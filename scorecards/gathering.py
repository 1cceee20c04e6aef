"""From rows to the values that the rule takes, for one assessment or for thousands, in one statement.

What counts: submitted cards that count (no shadow's, no cancelled one's). Two sets of ratings: the
independent set (first submissions, and what was put right before the debrief opened) and the
after-debrief set (everything). Within a set the newest revision of a rating or sighting stands.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from scorecards import scoring
from scorecards.frozen import Kept
from scorecards.models import Dimension, Rubric, Signal
from scorecards.scoring import lists
from scorecards.statements import array

# An amended row stands where no newer one of the same set replaces it. Amendments are few and have
# an index of their own, so first submissions are not looked up one by one.
STANDING = """
    {table} r
    JOIN cards c ON c.id = r.scorecard_id
    WHERE (r.number = 1 OR {in_set_r})
      AND NOT EXISTS (
        SELECT FROM {table} later
         WHERE later.scorecard_id = r.scorecard_id AND later.{about} = r.{about}
           AND later.number > 1 AND later.number > r.number AND {in_set_later}
      )
"""
# Values, not EXISTS: that would tempt the planner to read every revision there is into a hash table first.
INDEPENDENT = "(SELECT v.independent FROM scorecards_revision v WHERE v.id = {row}.revision_id)"
WRITTEN_BY = "(SELECT v.made_at FROM scorecards_revision v WHERE v.id = {row}.revision_id) <= %s"


def standing(table: str, about: str, *, after_debrief: bool, dated: bool = False) -> str:
    """FROM and WHERE for the rows of a set that stand; needs a CTE named `cards` (id, …). `dated` leaves out
    amendments written after a moment, which is then a parameter of the statement, twice."""
    condition = "TRUE" if after_debrief else INDEPENDENT
    if dated:
        condition = f"({condition} AND {WRITTEN_BY})"
    return STANDING.format(
        table=table,
        about=about,
        in_set_r=condition.format(row="r"),
        in_set_later=condition.format(row="later"),
    )


CARDS = """
    cards AS (
      SELECT id, assessment_id, author_id FROM scorecards_scorecard
       WHERE assessment_id = ANY(%s) AND counts AND submitted_at {submitted}
    )
"""


def statement(*, after_debrief: bool, dated: bool = False) -> str:
    """One row for each card with ratings, and one for each with red flags."""
    ratings = standing("scorecards_rating", "dimension_id", after_debrief=after_debrief, dated=dated)
    sightings = standing("scorecards_sighting", "signal_id", after_debrief=after_debrief, dated=dated)
    return f"""
        WITH {CARDS.format(submitted="<= %s" if dated else "IS NOT NULL")}
        SELECT c.assessment_id, c.author_id, array_agg(r.dimension_id::int), array_agg(r.value)
          FROM {ratings} AND r.value IS NOT NULL
         GROUP BY c.assessment_id, c.author_id
        UNION ALL
        SELECT c.assessment_id, c.author_id, array_agg(r.signal_id), NULL
          FROM {sightings} AND r.seen
           AND r.signal_id IN (SELECT id FROM scorecards_signal WHERE kind = 'red_flag')
         GROUP BY c.assessment_id, c.author_id
    """  # noqa: S608 - built from the constants above


@dataclass(frozen=True)
class Gathered:
    """The ratings and red flags of one assessment, by author's id, dimension's id and signal's id."""

    ratings: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    red_flags: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


NOTHING = Gathered()


def gather(
    assessments: Iterable[int], *, after_debrief: bool = False, until: datetime | None = None
) -> dict[int, Gathered]:
    """What was judged, by assessment id; those without anything are left out. One query.

    `until` gives it as it stood at that moment: what was handed in or amended later is not there.
    """
    moments = [] if until is None else [until] * 5
    found: dict[int, tuple[dict[int, dict[int, int]], dict[int, tuple[int, ...]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            statement(after_debrief=after_debrief, dated=until is not None), [list(assessments), *moments]
        )
        for assessment, author, ids, values in cursor.fetchall():
            ratings, red_flags = found.setdefault(assessment, ({}, {}))
            if values is None:
                red_flags[author] = tuple(ids)
            else:
                ratings[author] = dict(zip(ids, values, strict=True))
    return {key: Gathered(ratings, red_flags) for key, (ratings, red_flags) in found.items()}


@dataclass(frozen=True)
class Version:
    """A rubric version as the rule sees it; keys are the ids of dimensions and signals, as text."""

    rubric: scoring.Rubric
    places: Mapping[int, int]

    @property
    def list_rule(self) -> lists.ListRule:
        """It remembers the patterns that it meets, from one list to the next."""
        return lists.rule_of(self.rubric, tuple(self.places))


VERSIONS = Kept[Version]()


def versions(rubrics: Iterable[int]) -> dict[int, Version]:
    """Rubric versions by id; one without dimensions is left out. One query, however many, and none for
    published ones that this process has read before."""
    wanted = set(rubrics)
    known = {pk: version for pk in wanted if (version := VERSIONS.get(pk))}
    return known if len(known) == len(wanted) else known | read_versions(wanted - known.keys())


def read_versions(rubrics: Iterable[int]) -> dict[int, Version]:
    vetoes = Signal.objects.filter(rubric=OuterRef("rubric"), disqualifying=True).values("pk")
    rows = (
        Dimension.objects.filter(rubric__in=list(rubrics))
        .select_related("rubric")
        .annotate(vetoes=ArraySubquery(vetoes))
        .order_by("rubric", "position", "pk")
    )
    found = {}
    for pk, group in itertools.groupby(rows, key=lambda row: row.rubric_id):
        dimensions = list(group)
        version = version_of(dimensions[0].rubric, dimensions, dimensions[0].vetoes)
        found[pk] = VERSIONS.keep(pk, dimensions[0].rubric, version)
    return found


def version_on(rubric: Rubric, dimensions: Iterable[Dimension], signals: Iterable[Signal]) -> Version:
    """Of a page that has its rows at hand. No query."""
    if known := VERSIONS.get(rubric.pk):
        return known
    vetoes = [each.pk for each in signals if each.disqualifying]
    return VERSIONS.keep(rubric.pk, rubric, version_of(rubric, dimensions, vetoes))


def version_of(rubric: Rubric, dimensions: Iterable[Dimension], vetoes: Iterable[int]) -> Version:
    """From rows that are loaded already, in the rubric's order."""
    rows = list(dimensions)
    return Version(
        scoring.Rubric(
            tuple(scoring.Dimension(str(each.pk), Fraction(each.weight), each.must_have) for each in rows),
            rubric.scale_max,
            frozenset(str(each) for each in vetoes),
            policy_of(rubric),
        ),
        {each.pk: place for place, each in enumerate(rows)},
    )


def policy_of(rubric: Rubric) -> scoring.Policy:
    return scoring.Policy(
        cuts=(Fraction(rubric.cut_no), Fraction(rubric.cut_yes), Fraction(rubric.cut_strong_yes)),
        min_coverage=Fraction(rubric.min_coverage),
        min_interviewers=rubric.min_interviewers,
        must_have_raters=rubric.must_have_raters,
        floor=Fraction(rubric.floor),
        red_flag_interviewers=rubric.red_flag_interviewers,
        disagreement=Fraction(rubric.disagreement),
    )


def recommend(version: Version, gathered: Gathered) -> scoring.Recommendation:
    """The rule for a list: quick, without how sure the score is."""
    places = version.places
    counted = scoring.tally_of(
        len(places),
        {
            author: [(places[dimension], value) for dimension, value in mine.items()]
            for author, mine in gathered.ratings.items()
        },
    )
    return scoring.recommend(version.rubric, counted, red_flags_of(gathered))


def assess(version: Version, gathered: Gathered) -> scoring.Result:
    """Everything the rule says, for a page about one application."""
    return scoring.assess(version.rubric, ratings_of(gathered), red_flags_of(gathered))


def ratings_of(gathered: Gathered) -> list[scoring.Rating]:
    return [
        scoring.Rating(str(author), str(dimension), value)
        for author, mine in sorted(gathered.ratings.items())
        for dimension, value in sorted(mine.items())
    ]


def red_flags_of(gathered: Gathered) -> list[scoring.RedFlag]:
    return [
        scoring.RedFlag(str(author), str(signal))
        for author, mine in sorted(gathered.red_flags.items())
        for signal in sorted(mine)
    ]


# A row for each card as it was handed in, which the card itself holds, and after it one for each amendment of the set.
LISTED = """
    WITH cards AS MATERIALIZED (
      SELECT assessment_id, rubric_id, id, author_id, first_ratings, first_red_flags
        FROM scorecards_scorecard
       WHERE {chosen} = ANY(%s::bigint[]) AND counts AND submitted_at IS NOT NULL
    )
    SELECT assessment_id, rubric_id, id, author_id, 1 AS number, first_ratings, first_red_flags FROM cards
    UNION ALL
    SELECT c.assessment_id, c.rubric_id, c.id, c.author_id, r.number,
           ARRAY[(r.dimension_id << {dimension}) + COALESCE(r.value, 0)], NULL
      FROM scorecards_rating r JOIN cards c ON c.id = r.scorecard_id
     WHERE r.number > 1 AND {in_set}
    UNION ALL
    SELECT c.assessment_id, c.rubric_id, c.id, c.author_id, r.number, NULL, ARRAY[r.signal_id, r.seen::int]
      FROM scorecards_sighting r JOIN cards c ON c.id = r.scorecard_id
     WHERE r.number > 1 AND {in_set}
       AND r.signal_id IN (SELECT id FROM scorecards_signal WHERE kind = 'red_flag')
     ORDER BY assessment_id, id, number
"""
AT_ONCE = 2000

Listed = tuple[int, int, Collection[int], Collection[tuple[int, int]]]


def listed(ids: Iterable[int], *, by: str = "assessment", after_debrief: bool = False) -> Iterator[Listed]:
    """What was judged, in the least space: assessment, rubric, codes of ratings, (author, signal) of red flags.

    The ids are of assessments, or of rubric versions where it is `by` "rubric". One query; rows as they come.
    """
    statement = LISTED.format(
        chosen={"assessment": "assessment_id", "rubric": "rubric_id"}[by],
        dimension=lists.DIMENSION,
        in_set="TRUE" if after_debrief else INDEPENDENT.format(row="r"),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [array(ids)])
        yield from grouped(itertools.chain.from_iterable(iter(lambda: cursor.fetchmany(AT_ONCE), [])))


def grouped(rows: Iterable[tuple[int, int, int, int, int, list[int], list[int]]]) -> Iterator[Listed]:
    """Everyone with a card gets a place among those of the assessment, which goes into the codes."""
    held, version, place = 0, 0, 0
    codes: list[int] = []
    red_flags: list[tuple[int, int]] = []
    for assessment, rubric, _, author, number, ratings, flags in rows:
        if assessment != held:
            if held:
                yield held, version, codes, red_flags
            held, version, codes, red_flags, place = assessment, rubric, [], [], -1
        if number == 1:
            place += 1
            shift = place << lists.PLACE
            codes += [code + shift for code in ratings] if place else ratings
            red_flags += [(author, signal) for signal in flags]
        elif ratings:
            code = ratings[0] + (place << lists.PLACE)
            codes = [each for each in codes if each >> lists.PLACE != code >> lists.PLACE]
            codes += [code] if code & lists.VALUES else []  # without a value: taken back
        else:
            signal, seen = flags
            red_flags = [each for each in red_flags if each != (author, signal)]
            red_flags += [(author, signal)] if seen else []
    if held:
        yield held, version, codes, red_flags


def recommendations(
    assessments: Mapping[int, int],
    *,
    known: Mapping[int, Version] | None = None,
    after_debrief: bool = False,
) -> dict[int, scoring.Recommendation]:
    """The rule for many: assessment id -> rubric id in, assessment id -> recommendation out.

    Two queries, whether for one assessment or for thousands; one where the versions are given.
    """
    known = versions(set(assessments.values())) if known is None else known
    rules = {rubric: version.list_rule for rubric, version in known.items()}
    found = {
        assessment: rules[rubric].recommend(codes, red_flags)
        for assessment, rubric, codes, red_flags in listed(assessments, after_debrief=after_debrief)
    }
    return {
        assessment: found.get(assessment) or rules[rubric].recommend(())
        for assessment, rubric in assessments.items()
    }
