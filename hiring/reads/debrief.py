"""The debrief page: what to talk about first, and each person's rating and evidence side by side."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from hiring import access, charts
from hiring.models import Application, Debrief, Interview, User
from hiring.reads.cards import Card, Rated, Seen
from hiring.reads.summary import MARKS, TONES, Judged, flagged, judged, picture, score_text
from scorecards import scoring
from scorecards.models import Dimension
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent
from scorecards.sheets import NOT_ASSESSED, RubricSheet


def for_page(user: User) -> QuerySet[Any]:
    rows = access.with_duties(access.debriefs_for(user), user)
    return rows.select_related("candidate", "opening", "assessment__rubric__role", "debrief__opened_by")


@dataclass(frozen=True)
class Voice:
    """What one person says about a dimension. `now` is empty where it is what was handed in."""

    card: Card
    cell: str
    label: str
    now: str
    evidence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A dimension to talk about, and why; `why` is empty where nothing calls for it."""

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
    outcome: str
    tone: str
    mark: str
    score: str
    picture: str
    note: str


@dataclass(frozen=True)
class DebriefPage:
    sides: tuple[Side, ...]
    first: tuple[Topic, ...]
    rest: tuple[Topic, ...]
    red_flags: tuple[tuple[Card, Seen], ...]
    cards: tuple[Card, ...]
    levels: list[tuple[int, str, str]]
    may_change: bool
    stamp: str
    holes: tuple[str, ...] = field(default=())


def owed_by(application: Application) -> list[Interview]:
    """Whose card the debrief waits for. One query."""
    return list(
        application.interviews.filter(
            status__in=Interview.LIVE,
            shadow=False,
            interviewer__isnull=False,
            scorecard__submitted_at__isnull=True,
        ).select_related("interviewer", "kit")
    )


def stamp(application: Application) -> str:
    """Changes whenever something on the page changes: cheap to ask every two seconds. One query."""
    found = Application.objects.filter(pk=application.pk).aggregate(
        revision=Max("assessment__scorecards__revisions__pk"),
        submitted=Count(
            "assessment__scorecards",
            filter=Q(assessment__scorecards__submitted_at__isnull=False),
            distinct=True,
        ),
        notes=Max("debrief__notes_version"),
        decision=Max("decisions__pk"),
    )
    return "-".join(str(value or 0) for value in found.values())


def debrief(user: User, application: Application, debrief: Debrief | None) -> DebriefPage:
    """Six queries, however many people and dimensions."""
    found = judged(user, application)
    own = next((card for card in found.cards if card.mine), None)
    topics = [topic(found, place, dimension, own) for place, dimension in enumerate(found.sheet.dimensions)]
    first = [each for _, each in sorted(topics, key=lambda pair: pair[0]) if each.why]
    later = found.later or found.result
    return DebriefPage(
        sides=(
            side("Independent ratings", found.result, "side-independent", "The recommendation uses these."),
            side("After the debrief", later, "side-later", aside(found)),
        ),
        first=tuple(first),
        rest=tuple(each for _, each in topics if not each.why),
        red_flags=tuple(
            (card, seen) for card in found.cards for seen in card.seen if seen.signal.kind == "red_flag"
        ),
        cards=found.cards,
        levels=found.sheet.levels,
        may_change=own is not None and debrief is not None,
        stamp=stamp(application),
        holes=tuple(
            sentences.reason(code, found.result, found.names)
            for code in found.result.reasons
            if code.name in ("no_ratings", "too_few_interviewers", "coverage_below_minimum")
        ),
    )


def aside(found: Judged) -> str:
    return "For the record beside it." if found.later else "No rating has changed so far."


def side(title: str, result: scoring.Result, ident: str, note: str) -> Side:
    return Side(
        title=title,
        outcome=sentences.headline(result),
        tone=TONES[result.outcome],
        mark=MARKS[result.outcome],
        score=score_text(result),
        picture=picture(result, ident),
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


def voices(found: Judged, dimension: Dimension) -> list[Voice]:
    """Whoever rated it or wrote about it, in the order in which the cards came in."""
    said = []
    for card in found.counting:
        rated = card.by_dimension.get(dimension.pk)
        if rated is not None:
            said.append(voice(card, rated, found.sheet))
    return said


def voice(card: Card, rated: Rated, sheet: RubricSheet) -> Voice:
    labels = {value: label for value, label, _ in sheet.levels}
    value = rated.independent
    text = f"{card.author}: {value or 'not assessed'}"
    changed = rated.value != rated.independent
    return Voice(
        card=card,
        cell=charts.rating_cell(value, sheet.rubric.scale_max, text, changed=changed),
        label=labels.get(value or 0, "Not assessed"),
        now=(f"{rated.value} {rated.label}" if rated.value else rated.label) if changed else "",
        evidence=rated.evidence,
        reasons=tuple(each.reason or "" for each in card.amendments if amends(each, rated)),
    )


def amends(revision: object, rated: Rated) -> bool:
    made = getattr(revision, "ratings_made", [])
    return any(each["about"] == rated.dimension.pk for each in made)
