"""The cards of one loop: ratings around the candidate's level and the habits of who rates, in their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hiring.demo.factories import RatingFactory, RevisionFactory, SightingFactory
from hiring.demo.loops import Loop, Sitting
from hiring.demo.people import Habits
from scorecards import gathering
from scorecards.models import Dimension, DraftField, Revision, Scorecard, Signal

# Which side of the bar a decision asks for, and how far from it at least.
SIDES = {"hired": 1, "more_then_hired": 1, "override_no": 1, "not_hired": -1, "override_hire": -1}
ROOM = 0.12
TRAINED_EYE = Habits("")
LEAST, MOST = 1, 4


def whole(value: float) -> int:
    return min(MOST, max(LEAST, round(value)))


@dataclass
class Judge:
    """Everything that the panel hands in about one candidate."""

    loop: Loop

    def __post_init__(self) -> None:
        dimensions = {each.key for kit in self.loop.parts.kits for each in kit.focus}
        # What the candidate is better and worse at.
        self.bent = {key: self.loop.rng.gauss(0, 0.35) for key in sorted(dimensions)}
        self.drawn: list[dict[Dimension, int | None]] = []

    @property
    def given(self) -> dict[Dimension, list[int]]:
        """All ratings that count, by dimension."""
        found: dict[Dimension, list[int]] = {}
        for sitting, values in zip(self.loop.held, self.drawn, strict=False):
            for dimension, value in values.items():
                if value and not sitting.interview.shadow:
                    found.setdefault(dimension, []).append(value)
        return found

    def hand_in_all(self, *, latest: datetime | None = None) -> None:
        """Cards of what is over, each by its author's hour, all before `latest`."""
        self.draw()
        for place, sitting in enumerate(self.loop.held):
            at = self.hour_of(sitting)
            if latest and self.loop.has("early") and sitting is self.loop.held[-1]:
                at = latest + timedelta(hours=20)
            elif latest:
                at = min(at, latest - timedelta(minutes=35 * (place + 1)))
            self.hand_in(place, sitting, at)
        for sitting in self.loop.sittings:
            if self.loop.story.state == "overdue" and sitting is self.loop.sittings[-1]:
                self.begin(sitting)

    def hour_of(self, sitting: Sitting) -> datetime:
        hours = (sitting.habits or TRAINED_EYE).hours * self.loop.rng.uniform(0.5, 1.4)
        return min(sitting.end + timedelta(hours=hours), self.loop.house.now - timedelta(minutes=20)).replace(
            microsecond=0
        )

    def hand_in(self, place: int, sitting: Sitting, at: datetime) -> Revision:
        card, habits = sitting.card, sitting.habits or TRAINED_EYE
        values = self.drawn[place]
        seen = self.signals(place, sitting, values)
        rated = [value for value in values.values() if value]
        mean = sum(rated) / max(1, len(rated))
        verdict = min(2, whole(mean)) if any(each.kind == "red_flag" for each in seen) else whole(mean)
        revision: Revision = RevisionFactory.build(
            scorecard=card, verdict=verdict, made_at=at, asked=self.asked(sitting),
            summary=self.summary(verdict, sitting, values),
        )  # fmt: skip
        batch = self.loop.house.batch
        batch.revisions.append(revision)
        batch.submitted.append((card, at))
        batch.ratings += [
            RatingFactory.build(
                revision=revision, dimension=each, value=value, evidence=self.evidence(each, value, habits)
            )
            for each, value in values.items()
        ]
        batch.sightings += [
            SightingFactory.build(
                revision=revision,
                signal=each,
                evidence=self.loop.voice.say(f"{self.loop.parts.family} {each.key}"),
            )
            for each in seen
        ]
        self.loop.note(at, card.author, "scorecard.submitted", card)
        self.correct(place, card, values, at)
        return revision

    def draw(self) -> None:
        """Ratings that come to what the story says was decided, with some room; a little more or less of
        the candidate is drawn until they do."""
        sign = SIDES.get(self.loop.story.state, 0)
        for step in range(20):
            self.drawn = [
                self.ratings(place, sitting, sign * step * 0.1)
                for place, sitting in enumerate(self.loop.held)
            ]
            if not sign or self.above_the_bar() * sign > ROOM:
                return

    def above_the_bar(self) -> float:
        version = self.loop.parts.version
        ratings = {
            number: {each.pk: value for each, value in values.items() if value}
            for number, values in enumerate(self.drawn)
            if not self.loop.held[number].interview.shadow
        }
        score = gathering.recommend(version, gathering.Gathered(ratings)).score
        return 0.0 if score is None else float(score - version.rubric.bar)

    def ratings(self, place: int, sitting: Sitting, more: float = 0.0) -> dict[Dimension, int | None]:
        """One card's. None is "not assessed": a rare thing, but for the story in which a must-have is missed."""
        loop, rng, habits = self.loop, self.loop.rng, sitting.habits or TRAINED_EYE
        found: dict[Dimension, int | None] = {}
        for dimension in sitting.kit.focus:
            level = (
                loop.story.level + more + self.bent[dimension.key] + habits.lean + rng.gauss(0, habits.noise)
            )
            if loop.has("disagree") and dimension.key in ("evaluation", "data"):
                level += 1.2 if place >= 2 else -1.2
            missed = loop.has("under-rated") and dimension.must_have and place >= 2
            found[dimension] = None if missed or self.skipped(dimension) else whole(level)
        return found

    def skipped(self, dimension: Dimension) -> bool:
        return not dimension.must_have and self.loop.rng.random() < 0.03

    def evidence(self, dimension: Dimension, value: int | None, habits: Habits) -> str:
        if value is None:
            return "The exercise took all the time; not asked." if dimension.must_have else ""
        return self.loop.voice.evidence(dimension.key, value, terse=habits.terse)

    def signals(self, place: int, sitting: Sitting, values: dict[Dimension, int | None]) -> list[Signal]:
        """One or two that fit what was rated, and the red flags of the story."""
        loop, rng = self.loop, self.loop.rng
        rated = [value for value in values.values() if value]
        mean = sum(rated) / max(1, len(rated))
        kinds = ["strong"] * (mean >= 2.9) + ["weak"] * (mean <= 2.4) or [rng.choice(("strong", "weak"))]
        focus = {each.pk for each in values}
        found = []
        for kind in kinds:
            near = [each for each in loop.parts.signals[kind] if each.dimension_id in focus]
            found += rng.sample(near or loop.parts.signals[kind], min(rng.choice((1, 1, 2)), len(near) or 1))
        red = [each for each in loop.parts.signals["red_flag"] if not each.disqualifying]
        if (loop.has("red-flag") and place == 1) or (loop.has("red-flags") and place in (1, 3)):
            found.append(red[(1 + place) % len(red)])
        if loop.has("veto") and place == 2:
            found += [each for each in loop.parts.signals["red_flag"] if each.disqualifying]
        return found

    def summary(self, verdict: int, sitting: Sitting, values: dict[Dimension, int | None]) -> str:
        voice, habits = self.loop.voice, sitting.habits or TRAINED_EYE
        said = voice.say(f"summary {verdict}", kit=f"“{sitting.kit.kit.name}”")
        rated = sorted((each for each in values if values[each]), key=lambda each: values[each] or 0)
        if habits.terse or not rated or self.loop.rng.random() < 0.2:
            return said
        return f"{said} {voice.say('tail', good=inside(rated[-1].name), poor=inside(rated[0].name))}"

    def asked(self, sitting: Sitting) -> list[int]:
        if sitting.kit.kit.take_home:
            return []
        return [each for each in sitting.kit.questions if self.loop.rng.random() < 0.9]

    # --- What changes afterwards ---------------------------------------------------------------------

    def correct(self, place: int, card: Scorecard, values: dict[Dimension, int | None], at: datetime) -> None:
        """A slip put right soon after, or a changed mind after a night."""
        if place != 1:
            return
        if self.loop.has("wrongly"):
            self.amend(card, values, Revision.Kind.ENTERED_WRONGLY, "wrongly", at + timedelta(minutes=35))
        if self.loop.has("mind"):
            self.amend(card, values, Revision.Kind.CHANGED_MIND, "mind", at + timedelta(hours=19))

    def change_in_the_room(self, at: datetime) -> None:
        """Somebody changes a rating of their own in the debrief."""
        if not self.loop.has("room"):
            return
        batch, sitting = self.loop.house.batch, self.loop.held[2]
        card = sitting.card
        values = {each.dimension: each.value for each in batch.ratings if each.revision.scorecard is card}
        self.amend(card, values, Revision.Kind.DEBRIEF, "debrief", at)

    def amend(
        self, card: Scorecard, values: dict[Dimension, int | None], kind: str, reason: str, at: datetime
    ) -> None:
        dimension, value = next((each, value) for each, value in values.items() if value)
        lower = value == MOST or (self.loop.story.level < 2.8 and value > LEAST)
        changed = value - 1 if lower else value + 1
        batch = self.loop.house.batch
        revision: Revision = RevisionFactory.build(
            scorecard=card, number=2, kind=kind, made_at=at, reason=self.loop.voice.say(reason)
        )
        batch.revisions.append(revision)
        evidence = next(
            each.evidence
            for each in batch.ratings
            if each.revision.scorecard is card and each.dimension == dimension
        )
        batch.ratings.append(
            RatingFactory.build(revision=revision, dimension=dimension, value=changed, evidence=evidence)
        )
        self.loop.note(at, card.author, "scorecard.amended", card, [f"rating-{dimension.key}"])

    def begin(self, sitting: Sitting) -> None:
        """A draft that was begun and left lying."""
        card = sitting.card
        if self.loop.has("blank"):
            return
        first = sitting.kit.focus[0]
        for name, value in self.draft(first):
            self.loop.house.batch.drafts.append(
                DraftField(scorecard=card, name=name, value=value, saved_at=sitting.end)
            )

    def draft(self, dimension: Dimension) -> Iterable[tuple[str, str]]:
        yield f"rating-{dimension.key}", "3"
        yield f"evidence-{dimension.key}", self.loop.voice.say(f"{dimension.key} 3")
        yield "summary", f"Good on {self.loop.voice.values['p']}; the rest to be written up."

    # --- For those who decide ------------------------------------------------------------------------

    def best_and_worst(self) -> dict[str, str]:
        """Names of the dimensions with the highest and the lowest mean, as they stand inside a sentence."""
        given = self.given
        means = sorted(given, key=lambda each: (sum(given[each]) / len(given[each]), each.position))
        return {"best": inside(means[-1].name), "worst": inside(means[0].name)}


def inside(name: str) -> str:
    return name if name[:2].isupper() else name[0].lower() + name[1:]
