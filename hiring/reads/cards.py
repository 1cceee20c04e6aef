"""Submitted cards as they stand, each with its first version: for every page that shows what was written."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from hiring import access
from hiring.models import User
from scorecards.models import Dimension, Rating, Revision, Scorecard, Sighting, Signal
from scorecards.sheets import RubricSheet
from scorecards.statements import built_once

NOT_ASSESSED = "Not assessed"
NOT_RATED = "Not rated"
ERASED = "(erased)"


@dataclass(frozen=True)
class Rated:
    """One dimension of a card. `value` stands now, `independent` in the independent set, `first` was
    handed in, each with its words; None says "not assessed"."""

    dimension: Dimension
    value: int | None
    label: str
    evidence: str
    independent: int | None
    independent_evidence: str
    first: int | None
    first_label: str
    first_evidence: str
    amended: bool


@dataclass(frozen=True)
class Seen:
    """A signal on a card. `seen` false: an amendment took it back, or it was only written about.
    `independent`: it is in the independent set, so the rule counts it (a shadow's never)."""

    signal: Signal
    seen: bool
    evidence: str
    independent: bool
    amended: bool

    @property
    def standing(self) -> str:
        """Where the two sets differ, which of them has it."""
        if self.seen == self.independent:
            return ""
        return "only after the debrief" if self.seen else "taken back later"


@dataclass(frozen=True)
class Card:
    """A submitted card as it stands with all its amendments; `amendments` tell what changed when."""

    pk: int
    author_id: int
    author: str
    mine: bool
    counts: bool
    saw_others: bool
    kit: str
    submitted_at: datetime
    verdict: str
    first_verdict: str
    verdict_value: int
    summary: str
    first_summary: str
    ratings: tuple[Rated, ...]
    signals: tuple[Seen, ...]
    amendments: tuple[Revision, ...]

    @functools.cached_property
    def by_dimension(self) -> dict[int, Rated]:
        return {each.dimension.pk: each for each in self.ratings}

    @property
    def seen(self) -> tuple[Seen, ...]:
        """In either set: what was taken back later still counts for the recommendation."""
        return tuple(each for each in self.signals if each.seen or each.independent)


def cards_behind(user: User, assessment: int, sheet: RubricSheet) -> tuple[Card, ...]:
    """All submitted cards of an application that the person reads the summary of, their own first. One query."""
    return cards_from(revisions_behind(assessment), user, sheet)


def cards_for(user: User, assessment: int, sheet: RubricSheet) -> tuple[Card, ...]:
    """The submitted cards that the person may read, their own first. One query."""
    return cards_from(revisions_for(user, assessment), user, sheet)


@built_once
def revisions_behind(assessment: int) -> QuerySet[Any]:
    return revisions(access.scorecards_behind(assessment))


@built_once
def revisions_for(user: User, assessment: int) -> QuerySet[Any]:
    return revisions(access.scorecards_for(user).filter(assessment=assessment))


def revisions(cards: QuerySet[Scorecard]) -> QuerySet[Any]:
    return (
        Revision.objects.filter(scorecard__in=cards)
        .select_related("scorecard")
        .defer("scorecard__first_ratings", "scorecard__first_red_flags")
        .annotate(
            author=F("scorecard__author__name"),
            kit=F("scorecard__kit__name"),
            ratings_made=made(Rating, "dimension", "value"),
            seen=made(Sighting, "signal", "seen"),
        )
        .order_by("scorecard__submitted_at", "scorecard", "number")
    )


def cards_from(rows: Iterable[Any], user: User, sheet: RubricSheet) -> tuple[Card, ...]:
    found: dict[int, list[Any]] = {}
    for revision in rows:
        found.setdefault(revision.scorecard_id, []).append(revision)
    cards = [card_of(revisions, user, sheet) for revisions in found.values()]
    return tuple(sorted(cards, key=lambda card: not card.mine))


def made(model: type[Rating] | type[Sighting], about: str, value: str) -> ArraySubquery:
    """What a revision wrote about dimensions or signals, as a list of objects."""
    rows = model._default_manager.filter(revision=OuterRef("pk"))
    return ArraySubquery(rows.values(made=JSONObject(about=f"{about}_id", value=value, evidence="evidence")))


def card_of(revisions: list[Any], user: User, sheet: RubricSheet) -> Card:
    first, card = revisions[0], revisions[0].scorecard
    verdicts = [each for each in revisions if each.verdict]
    summaries = [each.summary for each in revisions if each.summary] or [""]
    return Card(
        pk=card.pk,
        author_id=card.author_id,
        author=first.author,
        mine=card.author_id == user.pk,
        counts=card.counts,
        saw_others=card.saw_others,
        kit=first.kit,
        submitted_at=card.submitted_at or first.made_at,
        verdict=verdicts[-1].get_verdict_display(),
        first_verdict=first.get_verdict_display(),
        verdict_value=verdicts[-1].verdict,
        summary=ERASED if first.summary is None else summaries[-1],
        first_summary=first.summary or "",
        ratings=tuple(ratings_of(revisions, sheet)),
        signals=tuple(signals_of(revisions, sheet)),
        amendments=tuple(revisions[1:]),
    )


def ratings_of(revisions: list[Any], sheet: RubricSheet) -> Iterable[Rated]:
    labels = sheet.labels
    for dimension in sheet.dimensions:
        written = history(revisions, "ratings_made", dimension.pk)
        if not written:
            continue
        (_, first), (_, now) = written[0], written[-1]
        own = [each for independent, each in written if independent]
        handed_in = any(each["about"] == dimension.pk for each in revisions[0].ratings_made)
        yield Rated(
            dimension=dimension,
            value=now["value"],
            label=labels.get(now["value"], NOT_ASSESSED),
            evidence=text_of(now),
            independent=own[-1]["value"] if own else None,
            independent_evidence=text_of(own[-1]) if own else "",
            first=first["value"] if handed_in else None,
            first_label=labels.get(first["value"], NOT_ASSESSED) if handed_in else NOT_RATED,
            first_evidence=text_of(first) if handed_in else "",
            amended=len(written) > 1 or not handed_in,
        )


def signals_of(revisions: list[Any], sheet: RubricSheet) -> Iterable[Seen]:
    for signal in sheet.signals:
        written = history(revisions, "seen", signal.pk)
        if not written:
            continue
        own = [each for independent, each in written if independent]
        now, independent = written[-1][1], bool(own and own[-1]["value"])
        yield Seen(
            signal=signal,
            seen=now["value"],
            evidence=text_of(own[-1] if independent and not now["value"] else now),
            independent=independent,
            amended=len(written) > 1 or all(each["about"] != signal.pk for each in revisions[0].seen),
        )


def history(revisions: list[Any], name: str, about: int) -> list[tuple[bool, dict[str, Any]]]:
    """What was written about one thing, oldest first, each with whether it is of the independent set."""
    return [
        (revision.independent, each)
        for revision in revisions
        for each in getattr(revision, name)
        if each["about"] == about
    ]


def text_of(written: dict[str, Any]) -> str:
    return ERASED if written["evidence"] is None else written["evidence"]
