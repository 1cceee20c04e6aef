"""Scoring every assessment of rubric versions, a hundred thousand and more: for simulations and reports.

The rule for lists on rows as they come: a row for each card, and a lookup for each dimension.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scorecards import gathering, scoring


@dataclass(frozen=True, slots=True)
class Scored:
    """One assessment's recommendation, equal to the core's."""

    assessment: int
    recommendation: scoring.Recommendation


def score_all(rubrics: Iterable[int], *, after_debrief: bool = False) -> Iterator[Scored]:
    """Every assessment of the rubric versions that has a rating or a red flag. Two queries."""
    rules = {rubric: version.list_rule for rubric, version in gathering.versions(rubrics).items()}
    for assessment, rubric, codes, red_flags in gathering.listed(
        rules, by="rubric", after_debrief=after_debrief
    ):
        if codes or red_flags:
            yield Scored(assessment, rules[rubric].recommend(codes, red_flags))
