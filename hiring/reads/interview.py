"""What the interview page shows: the interviewer's own work, and others' cards once access opens them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet

from hiring import access
from hiring.models import Interview, User
from scorecards.actions.save_draft import Keys
from scorecards.models import Dimension, DraftField, Question, Rating, Revision, Scorecard, Sighting, Signal


def for_page(user: User) -> QuerySet[Interview]:
    return access.interviews_for(user).filter(scorecard__isnull=False).select_related(
        "application__candidate", "application__opening", "kit__exercise", "scorecard__rubric__role",
        "scorecard__author", "scorecard__assessment",
    )  # fmt: skip


def for_saving(user: User) -> QuerySet[Interview]:
    """With the keys of the rubric's parts, so that one query answers what may be written."""

    def keys(model: type[Model]) -> ArraySubquery:
        return ArraySubquery(
            model._default_manager.filter(rubric=OuterRef("scorecard__rubric")).values("key")
        )

    return (
        access.interviews_for(user)
        .filter(scorecard__isnull=False)
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


def draft_of(card: Scorecard) -> dict[str, DraftField]:
    return {each.name: each for each in DraftField.objects.filter(scorecard=card)}


@dataclass
class Row:
    name: str
    first: Rating
    now: Rating


@dataclass
class Card:
    """One submitted card for reading: what stands, the first version, and each amendment."""

    card: Scorecard
    revisions: list[Revision]
    rows: list[Row] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def first(self) -> Revision:
        return self.revisions[0]

    @property
    def amendments(self) -> list[Revision]:
        return self.revisions[1:]


def cards_for(user: User, interview: Interview) -> list[Card]:
    """The cards of the loop that the person may read, their own first. Four queries."""
    rows = access.scorecards_for(user).filter(assessment_id=interview.scorecard.assessment_id)  # type: ignore[union-attr]
    cards = list(rows.select_related("author", "kit").order_by("submitted_at", "pk"))
    pks = [each.pk for each in cards]
    revisions: defaultdict[int, list[Revision]] = defaultdict(list)
    ratings: defaultdict[int, list[Rating]] = defaultdict(list)
    sightings: defaultdict[int, dict[int, Sighting]] = defaultdict(dict)
    for revision in (
        Revision.objects.filter(scorecard__in=pks).prefetch_related("ratings__dimension").order_by("number")
    ):
        revisions[revision.scorecard_id].append(revision)
        ratings[revision.scorecard_id] += revision.ratings.all()
    for sighting in (
        Sighting.objects.filter(scorecard__in=pks).select_related("signal").order_by("number", "pk")
    ):
        sightings[sighting.scorecard_id][sighting.signal_id] = sighting
    shown = [
        Card(each, revisions[each.pk], standing(ratings[each.pk]), list(sightings[each.pk].values()))
        for each in cards
    ]
    return sorted(shown, key=lambda each: each.card.author_id != user.pk)


def standing(ratings: list[Rating]) -> list[Row]:
    found: dict[int, Row] = {}
    for rating in ratings:
        row = found.setdefault(rating.dimension_id, Row(rating.dimension.name, rating, rating))
        row.now = rating
    return sorted(found.values(), key=lambda row: (row.first.dimension.position, row.first.dimension_id))


def not_yet(user: User, interview: Interview) -> list[Interview]:
    """Who of the loop has not submitted: no secret, unlike what they say."""
    return list(
        interview.application.interviews.filter(
            status__in=Interview.LIVE, interviewer__isnull=False, scorecard__submitted_at__isnull=True
        )
        .exclude(interviewer=user)
        .select_related("interviewer", "kit")
    )
