"""The debrief page: what to talk about first, and each person's rating and evidence side by side."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from hiring import access
from hiring.models import Application, Debrief, Decision, Interview, User
from hiring.reads.cards import Card, Seen
from hiring.reads.figures import picture, score_text
from hiring.reads.judged import MARKS, TONES, Judged, judged
from hiring.reads.matrix import Voice, flagged, voices
from scorecards import scoring
from scorecards.models import Dimension, Revision
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent
from scorecards.sheets import NOT_ASSESSED
from scorecards.statements import built_once


def for_page(user: User) -> QuerySet[Any]:
    rows = access.with_duties(access.debriefs_for(user), user)
    return rows.select_related("candidate", "opening", "assessment__rubric__role", "debrief__opened_by")


@built_once
def one_for_page(user: User, pk: int) -> QuerySet[Any]:
    return for_page(user).filter(pk=pk)


@dataclass(frozen=True)
class Topic:
    """A dimension to talk about, and why; `why` is empty where nothing calls for it. `mine` and
    `my_evidence` are what the reader's own card says now."""

    key: str
    name: str
    percent: str
    must_have: bool
    meets_bar: str
    why: tuple[str, ...]
    voices: tuple[Voice, ...]
    mean: str
    later: str
    mine: str
    my_evidence: str


@dataclass(frozen=True)
class Side:
    """One of the two sets of ratings, worded and drawn."""

    title: str
    headline: str
    tone: str
    mark: str
    score: str
    picture: str
    note: str


@dataclass(frozen=True)
class DebriefPage:
    """`decided` is the decision that stands; `latest` the last change made in the debrief, in words."""

    sides: tuple[Side, ...]
    first: tuple[Topic, ...]
    rest: tuple[Topic, ...]
    red_flags: tuple[tuple[Card, Seen], ...]
    holes: tuple[str, ...]
    cards: tuple[Card, ...]
    levels: list[tuple[int, str, str]]
    may_change: bool
    decided: Decision | None
    latest: str


def owed(prefix: str = "") -> Q:
    """Cards that the debrief waits for: shadows delay nothing, a place without a person owes nothing."""
    wanted = {
        "status__in": Interview.LIVE,
        "shadow": False,
        "interviewer__isnull": False,
        "scorecard__submitted_at__isnull": True,
    }
    return Q(**{prefix + name: value for name, value in wanted.items()})


def owed_by(application: Application) -> list[Interview]:
    """Whose card the debrief waits for. One query."""
    return owed_rows(application.pk)


@built_once
def owed_rows(application: int) -> QuerySet[Interview]:
    rows = Interview.objects.filter(owed(), application=application)
    return rows.select_related("interviewer", "kit")


def stamp(application: Application) -> str:
    """Changes whenever something on the page changes: cheap to ask every second. One query.

    Counts of what is only ever added: the newest id would miss a row that another one overtook.
    """
    found = counts(application.pk)[0]
    debrief: Debrief | None = getattr(application, "debrief", None)
    opened = f"{debrief.pk}.{debrief.notes_version}" if debrief else "0"
    return "-".join([application.status, opened, *map(str, found)])


@built_once
def counts(application: int) -> QuerySet[Any]:
    """Of revisions, decisions and cards that are owed."""
    return (
        Application.objects.filter(pk=application)
        .order_by()
        .values("pk")
        .annotate(
            revisions=Count("assessment__scorecards__revisions", distinct=True),
            number=Count("decisions", distinct=True),
            owed=Count("interviews", filter=owed("interviews__"), distinct=True),
        )
        .values_list("revisions", "number", "owed")
    )


def debrief(user: User, application: Application, debrief: Debrief) -> DebriefPage:
    """Two queries, however many people and dimensions, and two where the rubric version was not read before."""
    found = judged(user, application)
    own = next((card for card in found.cards if card.mine), None)
    topics = [topic(found, place, dimension, own) for place, dimension in enumerate(found.sheet.dimensions)]
    first = [each for _, each in sorted(topics, key=lambda pair: pair[0]) if each.why]
    return DebriefPage(
        sides=(
            side("Independent ratings", found.result, "The recommendation uses these."),
            side("After the debrief", found.later or found.result, aside(found), decides=False),
        ),
        first=tuple(first),
        rest=tuple(each for _, each in topics if not each.why),
        red_flags=tuple(
            (card, seen) for card in found.cards for seen in card.seen if seen.signal.kind == "red_flag"
        ),
        holes=tuple(
            sentences.reason(code, found.result, found.names)
            for code in found.result.reasons
            if code.name in ("no_ratings", "too_few_interviewers", "coverage_below_minimum")
        ),
        cards=found.cards,
        levels=found.sheet.levels,
        may_change=own is not None and application.status == Application.Status.IN_LOOP,
        decided=application.decisions.select_related("decided_by").first(),
        latest=latest(found),
    )


def aside(found: Judged) -> str:
    later = found.later
    if later is None:
        return "No rating has changed so far."
    if later.score is None or found.result.score is None:
        return "For the record beside it."
    moved = later.score - found.result.score
    if not moved:
        return "Cards were amended; the score is the same."
    return f"{shown(abs(moved))} {'higher' if moved > 0 else 'lower'} with everything that was changed afterwards."


def latest(found: Judged) -> str:
    """Who changed what last in the debrief."""
    made = [
        (each.made_at, card, each)
        for card in found.cards
        for each in card.amendments
        if each.kind == Revision.Kind.DEBRIEF
    ]
    if not made:
        return ""
    _, card, revision = max(made, key=lambda one: one[0])
    names = {each.pk: each.name for each in found.sheet.dimensions}
    about = [names[each["about"]] for each in getattr(revision, "ratings_made", []) if each["about"] in names]
    return f"{card.author} changed {sentences.listed(about) if about else 'their card'}."


def side(title: str, result: scoring.Result, note: str, *, decides: bool = True) -> Side:
    would = f"With these the rule would say: {sentences.OUTCOMES[result.outcome]}."
    return Side(
        title=title,
        headline=sentences.headline(result) if decides else would,
        tone=TONES[result.outcome],
        mark=MARKS[result.outcome],
        score=score_text(result),
        picture=picture(result, "side-independent" if decides else "side-later"),
        note=note,
    )


def topic(
    found: Judged, place: int, dimension: Dimension, own: Card | None
) -> tuple[tuple[int, int, int], Topic]:
    """With its place on the agenda: disagreement first, the widest before, then red flags, then holes."""
    result, rubric, key = found.result, found.result.rubric, str(dimension.pk)
    spread = result.tally.highs[place] - result.tally.lows[place]
    codes = {(code.name, code.about) for code in (*result.reasons, *result.flags)}
    apart = ("disagreement", key) in codes
    flags = [card for card in found.cards if dimension.pk in flagged(card)]
    raters = result.tally.counts[place]
    why = []
    if apart:
        why.append(f"Ratings go from {result.tally.lows[place]} to {result.tally.highs[place]}.")
    why += [f"{card.author} saw a red flag." for card in flags]
    if ("must_have_under_rated", key) in codes:
        why.append(f"A must-have that {sentences.people(raters)} rated.")
    elif not raters:
        why.append("Nobody rated it.")
    if ("floor", key) in codes:
        why.append("A must-have with a mean so low that it holds the recommendation at no.")
    hole = not raters or ("must_have_under_rated", key) in codes
    order = (-spread if apart else 0, -len(flags), 0 if hole else 1)
    mine = own.by_dimension.get(dimension.pk) if own else None
    later = (found.later or result).means.get(key)
    mean = result.means.get(key)
    return order, Topic(
        key=dimension.key,
        name=dimension.name,
        percent=shown_percent(Fraction(rubric.weights[place], rubric.total_weight)),
        must_have=dimension.must_have,
        meets_bar=dimension.meets_bar,
        why=tuple(why),
        voices=tuple(voices(found, dimension)),
        mean="" if mean is None else shown(mean),
        later="" if later is None else shown(later),
        mine="" if mine is None else str(mine.value or NOT_ASSESSED),
        my_evidence=mine.evidence if mine else "",
    )
