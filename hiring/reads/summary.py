"""The candidate summary: what the panel found, and why the rule says what it says.

Fetch the application from `for_page` alone: nobody who owes a card gets here.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hiring import access
from hiring.models import Application, Decision, Interview, User
from hiring.reads import figures
from hiring.reads.cards import Card, Seen
from hiring.reads.figures import Addend, Line, Sure
from hiring.reads.judged import MARKS, TONES, Judged, judged
from hiring.reads.matrix import Row, matrix
from hiring.reads.timeline import Moment, timeline
from scorecards import scoring
from scorecards.scoring import sentences
from scorecards.scoring.rounding import shown, shown_percent, shown_score
from scorecards.sheets import RubricSheet
from scorecards.statements import built_once

AGREES = {"yes": {3, 4}, "strong_yes": {3, 4}, "no": {1, 2}, "strong_no": {1, 2}}


def for_page(user: User) -> QuerySet[Any]:
    rows: QuerySet[Any] = access.with_duties(access.summaries_for(user), user).annotate(
        decided=Exists(Decision.objects.filter(application=OuterRef("pk")))
    )
    return rows.select_related("candidate", "opening", "assessment__rubric__role", "debrief__opened_by")


@built_once
def one_for_page(user: User, pk: int) -> QuerySet[Any]:
    return for_page(user).filter(pk=pk)


@built_once
def decisions_on(application: int) -> QuerySet[Decision]:
    return Decision.objects.filter(application=application).select_related("decided_by")


@built_once
def interviews_of(application: int) -> QuerySet[Interview]:
    return (
        Interview.objects.filter(application=application)
        .select_related("interviewer", "kit", "scorecard")
        .only(
            "application",
            "status",
            "shadow",
            "starts_at",
            "due_at",
            "created_at",
            "interviewer__name",
            "kit__name",
            "scorecard__submitted_at",
        )
    )


@dataclass(frozen=True)
class Decided:
    """A decision with what the rule said at that moment; `since` says how that differs from today."""

    decision: Decision
    said: str
    score: str
    later: str
    since: str


@dataclass(frozen=True)
class Opinion:
    """A person's own verdict. `apart`: it points the other way than the computed recommendation."""

    card: Card
    apart: bool


@dataclass(frozen=True)
class Summary:
    application: Application
    sheet: RubricSheet
    result: scoring.Result
    later: scoring.Result | None
    outcome: str
    tone: str
    mark: str
    headline: str
    sureness: str
    score: str
    bar: str
    coverage: str
    least_coverage: str
    picture: str
    contributions: str
    sure: Sure | None
    reasons: tuple[Line, ...]
    flags: tuple[Line, ...]
    lifts: tuple[Line, ...]
    holds: tuple[Line, ...]
    changes: tuple[str, ...]
    people: tuple[Card, ...]
    rows: tuple[Row, ...]
    addends: tuple[Addend, ...]
    cards: tuple[Card, ...]
    signals: tuple[tuple[str, str, tuple[tuple[Card, Seen], ...]], ...]
    opinions: tuple[Opinion, ...]
    after_debrief: str
    decisions: tuple[Decided, ...]
    timeline: tuple[Moment, ...]
    unfinished: int
    # Whether the reader takes part in the debrief: an auditor learns that there was one, not what was said there.
    hears_debrief: bool


def summary(user: User, application: Application) -> Summary:
    """Everything on the page, of an application that came from `for_page`. Two queries, one more where there are
    decisions, and two more where the rubric version was not read before."""
    found = judged(user, application)
    result, names = found.result, found.names
    decisions = tuple(decisions_on(application.pk)) if getattr(application, "decided", True) else ()
    interviews = interviews_of(application.pk)
    lifts, holds = figures.pulls(result, names)
    hears = bool(getattr(application, "takes_part", False))
    return Summary(
        application=application,
        sheet=found.sheet,
        result=result,
        later=found.later,
        outcome=sentences.OUTCOMES[result.outcome],
        tone=TONES[result.outcome],
        mark=MARKS[result.outcome],
        headline=sentences.headline(result),
        sureness=sentences.sureness(result),
        score=figures.score_text(result),
        bar=shown(result.rubric.bar),
        coverage=shown_percent(result.coverage),
        least_coverage=shown_percent(result.rubric.policy.min_coverage),
        picture=figures.picture(result),
        contributions=figures.contributions(result, names),
        sure=figures.sure(result, names),
        reasons=figures.reasons(result, names),
        flags=figures.flags(result, names),
        lifts=lifts,
        holds=holds,
        changes=tuple(sentences.would_it_change(result, names)),
        people=found.counting,
        rows=matrix(found),
        addends=tuple(figures.addends(result, names)),
        cards=found.cards,
        signals=signals(found.cards),
        opinions=tuple(opinion(card, result) for card in found.cards),
        after_debrief=after_debrief(found),
        decisions=tuple(decided(each, result) for each in decisions),
        timeline=timeline(application, interviews, found.cards, decisions, debrief_told=hears),
        unfinished=sum(
            not each.shadow
            and each.is_live
            and (each.scorecard is None or each.scorecard.submitted_at is None)
            for each in interviews
        ),
        hears_debrief=hears,
    )


def decided(decision: Decision, result: scoring.Result) -> Decided:
    independent, later = (
        score_then(decision, name, result.rubric) for name in ("independent", "after_debrief")
    )
    now = figures.score_text(result)
    since = ""
    if (decision.recommended, independent) != (result.outcome, now):
        since = f"Since then the ratings changed: the rule now says {sentences.OUTCOMES[result.outcome]}"
        since += f" ({now})." if now else "."
    said = decision.recommended_words
    return Decided(decision, said, independent, later if later != independent else "", since)


def score_then(decision: Decision, name: str, rubric: scoring.Rubric) -> str:
    exact = decision.snapshot[name]["result"]["score_exact"]
    return "" if exact is None else shown_score(rubric, Fraction(exact))


def opinion(card: Card, result: scoring.Result) -> Opinion:
    agreeing = AGREES.get(result.outcome)
    return Opinion(card, agreeing is not None and card.verdict_value not in agreeing)


def signals(cards: tuple[Card, ...]) -> tuple[tuple[str, str, tuple[tuple[Card, Seen], ...]], ...]:
    """Signals seen, by kind, with who saw them; red flags first and never averaged away. A shadow's are
    shown too, though they never count."""
    found = []
    for kind, title in (("red_flag", "Red flags"), ("strong", "Strong signals"), ("weak", "Weak signals")):
        rows = tuple((card, seen) for card in cards for seen in card.seen if seen.signal.kind == kind)
        if rows:
            found.append((kind, title, rows))
    return tuple(found)


def after_debrief(found: Judged) -> str:
    """The other set in a sentence, where amendments made it differ."""
    later = found.later
    if later is None:
        return ""
    if later.score is None or later.score == found.result.score:
        return "Cards were amended after they were handed in; the score is the same with what was changed."
    return (
        f"With everything that was changed afterwards the score is {figures.score_text(later)}, "
        f"{sentences.OUTCOMES[later.outcome]}. The recommendation uses the independent ratings."
    )
