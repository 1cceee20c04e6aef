"""From rows to the values that the rule takes, for one assessment or for thousands, in one statement.

What counts: submitted cards that count (no shadow's, no cancelled one's). Two sets of ratings: the
independent set (first submissions, and what was put right before the debrief opened) and the
after-debrief set (everything). Within a set the newest revision of a rating or sighting stands.
"""

import functools
import itertools
from collections.abc import Iterable, Mapping
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
INDEPENDENT = "EXISTS (SELECT FROM scorecards_revision v WHERE v.id = {row}.revision_id AND v.independent)"


WRITTEN_BY = "EXISTS (SELECT FROM scorecards_revision v WHERE v.id = {row}.revision_id AND v.made_at <= %s)"


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

    @functools.cached_property
    def list_rule(self) -> lists.ListRule:
        """Made once for a list: it remembers the patterns that it meets."""
        return lists.ListRule(self.rubric, list(self.places))


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


# First submissions come card by card, each rating as one number; amendments, which are few, one by one.
LISTED = """
    WITH {cards}
    SELECT c.assessment_id, c.author_id, 1, (
             SELECT array_agg(r.dimension_id * {code} + r.value) FROM scorecards_rating r
              WHERE r.scorecard_id = c.id AND r.number = 1 AND r.value IS NOT NULL)
      FROM cards c
    UNION ALL
    SELECT c.assessment_id, c.author_id, r.number, ARRAY[r.dimension_id * {code} + COALESCE(r.value, 0)]
      FROM scorecards_rating r JOIN cards c ON c.id = r.scorecard_id
     WHERE r.number > 1 AND {in_set}
    UNION ALL
    SELECT c.assessment_id, c.author_id, 0, array_agg(r.signal_id)
      FROM {sightings} AND r.seen
       AND r.signal_id IN (SELECT id FROM scorecards_signal WHERE kind = 'red_flag')
     GROUP BY c.assessment_id, c.author_id
"""


@dataclass(slots=True)
class Listed:
    """Ratings as codes (dimension's id * 8 + value) and red flags, by author."""

    cards: dict[int, list[int]] = field(default_factory=dict)
    red_flags: dict[int, list[int]] = field(default_factory=dict)
    amended: list[tuple[int, int, int]] = field(default_factory=list)

    def settle(self) -> None:
        """Amendments take the place of what was handed in, the newest last."""
        for _, author, code in sorted(self.amended):
            kept = [each for each in self.cards.get(author, ()) if each // lists.CODE != code // lists.CODE]
            self.cards[author] = [*kept, code] if code % lists.CODE else kept
        self.cards = {author: codes for author, codes in self.cards.items() if codes}


def listed(assessments: Iterable[int], *, after_debrief: bool = False) -> dict[int, Listed]:
    """What was judged, in the least space, for long lists. One query."""
    statement = LISTED.format(
        cards=CARDS.format(submitted="IS NOT NULL"),
        code=lists.CODE,
        in_set="TRUE" if after_debrief else INDEPENDENT.format(row="r"),
        sightings=standing("scorecards_sighting", "signal_id", after_debrief=after_debrief),
    )
    found: dict[int, Listed] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(assessments)])
        for assessment, author, number, codes in cursor.fetchall():
            held = found.get(assessment)
            if held is None:
                held = found[assessment] = Listed()
            if number == 1:
                if codes is not None:
                    held.cards[author] = codes
            elif number:
                held.amended.append((number, author, codes[0]))
            else:
                held.red_flags[author] = codes
    for held in found.values():
        if held.amended:
            held.settle()
    return found


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
    found, nothing = listed(assessments, after_debrief=after_debrief), Listed()
    rules = {rubric: version.list_rule for rubric, version in known.items()}
    return {
        assessment: rules[rubric].recommend(
            (held := found.get(assessment, nothing)).cards.values(), held.red_flags
        )
        for assessment, rubric in assessments.items()
    }
