"""What the interview page shows: the interviewer's own work. Others' cards are in `reads.cards`."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet

from hiring import access
from hiring.models import Candidate, Interview, Resume, User
from hiring.reads.cards import Card
from scorecards.actions.save_draft import Keys
from scorecards.models import Dimension, DraftField, Question, Scorecard, Signal
from scorecards.sheets import NOT_ASSESSED, RubricSheet, Sheet
from scorecards.statements import built_once


def for_page(user: User) -> QuerySet[Interview]:
    return access.interviews_for(user).filter(scorecard__isnull=False).select_related(
        "application__candidate", "application__opening", "kit__exercise", "scorecard__rubric__role",
        "scorecard__author", "scorecard__assessment",
    )  # fmt: skip


@built_once
def one_for_page(user: User, pk: int) -> QuerySet[Interview]:
    return for_page(user).filter(pk=pk)


@built_once
def one_for_saving(user: User, pk: int) -> QuerySet[Interview]:
    """With the keys of the rubric's parts, so that one query answers what may be written."""

    def keys(model: type[Model]) -> ArraySubquery:
        return ArraySubquery(
            model._default_manager.filter(rubric=OuterRef("scorecard__rubric")).values("key")
        )

    return (
        access.interviews_for(user)
        .filter(pk=pk, scorecard__isnull=False)
        .select_related("scorecard")
        .annotate(
            dimension_keys=keys(Dimension),
            signal_keys=keys(Signal),
            question_keys=keys(Question),
            scale_max=F("scorecard__rubric__scale_max"),
        )
    )


def keys_of(interview: Interview) -> Keys:
    found = (interview.dimension_keys, interview.signal_keys, interview.question_keys)  # type: ignore[attr-defined]
    dimensions, signals, questions = (frozenset(map(str, each)) for each in found)
    return Keys(dimensions, signals, questions, interview.scale_max)  # type: ignore[attr-defined]


def keys_on(sheet: Sheet) -> Keys:
    return Keys(
        frozenset(str(each.key) for each in sheet.dimensions),
        frozenset(str(each.key) for each in sheet.signals),
        frozenset(str(each.key) for each in sheet.questions),
        sheet.rubric.scale_max,
    )


def card_of(interview: Interview) -> Scorecard:
    """Never missing: these reads leave out interviews without a card."""
    if interview.scorecard is None:
        raise Interview.DoesNotExist
    return interview.scorecard


def scope(interview: Interview) -> str:
    """What the audit trail files the interview under."""
    return f"opening:{interview.application.opening_id}"


def draft_of(card: Scorecard) -> dict[str, DraftField]:
    return {each.name: each for each in draft_fields(card.pk)}


@built_once
def draft_fields(card: int) -> QuerySet[DraftField]:
    return DraftField.objects.filter(scorecard=card)


@built_once
def resumes_of(user: User, candidate: int) -> QuerySet[Resume]:
    return access.resumes_for(user).filter(candidate=candidate)


def profiles(candidate: Candidate) -> list[tuple[str, str]]:
    """The candidate's own pages, each with the host to call it by. What is no web address is left out."""
    found = []
    for line in candidate.links.splitlines():
        address = urlsplit(line.strip())
        if address.scheme in {"http", "https"} and address.hostname:
            found.append((address.geturl(), address.hostname.removeprefix("www.")))
    return found


@dataclass(frozen=True)
class Amendable:
    """What the form to amend a card starts with: as it stands, or as it was typed and refused."""

    dimensions: list[tuple[Dimension, str, str]]
    signals: list[tuple[Signal, bool, str]]
    verdict: str
    summary: str

    @property
    def rated(self) -> list[tuple[Dimension, str, str]]:
        return [each for each in self.dimensions if each[1] or each[2]]

    @property
    def unrated(self) -> list[tuple[Dimension, str, str]]:
        return [each for each in self.dimensions if not (each[1] or each[2])]

    @property
    def any_seen(self) -> bool:
        return any(seen or evidence for _, seen, evidence in self.signals)


def amendable(card: Card, sheet: RubricSheet, typed: Mapping[str, str]) -> Amendable:
    rated, seen = card.by_dimension, {each.signal.pk: each for each in card.signals}

    def rating(dimension: Dimension) -> tuple[Dimension, str, str]:
        held = rated.get(dimension.pk)
        value = "" if held is None else str(held.value or NOT_ASSESSED)
        evidence = held.evidence if held else ""
        return (
            dimension,
            typed.get(f"rating-{dimension.key}", value),
            typed.get(f"evidence-{dimension.key}", evidence),
        )

    def sighting(signal: Signal) -> tuple[Signal, bool, str]:
        held = seen.get(signal.pk)
        ticked = bool(typed.get(f"seen-{signal.key}")) if typed else bool(held and held.seen)
        return signal, ticked, typed.get(f"sighting-{signal.key}", held.evidence if held else "")

    return Amendable(
        dimensions=[rating(each) for each in sheet.dimensions],
        signals=[sighting(each) for each in sheet.signals],
        verdict=typed.get("verdict", str(card.verdict_value)),
        summary=typed.get("summary", card.summary),
    )


def not_yet(user: User, interview: Interview) -> list[Interview]:
    """Who of the loop has not submitted: no secret, unlike what they say."""
    return list(
        interview.application.interviews.filter(
            status__in=Interview.LIVE, interviewer__isnull=False, scorecard__submitted_at__isnull=True
        )
        .exclude(interviewer=user)
        .select_related("interviewer", "kit")
    )
