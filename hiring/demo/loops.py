"""One candidate's loop: who interviews when, and which of it is over."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from hiring.demo.batch import Event
from hiring.demo.days import STARTS
from hiring.demo.factories import InterviewFactory, ScorecardFactory
from hiring.demo.house import House
from hiring.demo.people import INES, LEAVER, LEFT_DAYS_AGO, PANEL, TRAINEE, Habits
from hiring.demo.rubrics import KitParts, Parts
from hiring.demo.stories import Story
from hiring.demo.words import Voice
from hiring.models import Application, Interview, User
from scorecards.models import Scorecard

HABITS = {each.name: each for each in PANEL}
DECIDED = ("hired", "not_hired", "override_hire", "override_no", "more_then_hired")
NOW, LATER = "now", "later"
# Days from today of the five interviews, by what the interviewer of the demonstration has to do.
RUNNING: dict[str, tuple[int | str, ...]] = {
    "ines-now": (-7, -5, NOW, 2, 3),
    "ines-later": (-8, -6, -4, LATER, 2),
    "": (-8, -6, -4, 1, 2),
}
DUE = time(18)


@dataclass
class Sitting:
    """One row of the loop. `held`: it is over and its card comes in."""

    interview: Interview
    kit: KitParts
    habits: Habits | None
    at: datetime
    held: bool

    @property
    def card(self) -> Scorecard:
        if self.interview.scorecard is None:
            raise LookupError("Nobody sits here.")
        return self.interview.scorecard

    @property
    def end(self) -> datetime:
        return self.at if self.interview.due_at else self.at + timedelta(minutes=self.interview.minutes)


@dataclass
class Loop:
    house: House
    story: Story
    application: Application
    parts: Parts
    rng: random.Random
    voice: Voice
    sittings: list[Sitting] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def has(self, mark: str) -> bool:
        return mark in self.story.marks

    @property
    def held(self) -> list[Sitting]:
        return [each for each in self.sittings if each.held]

    def lay_out(self) -> None:
        """Every kit of the role once, with what went differently."""
        days = self.days_of_kits()
        self.note(self.planned_at, self.house.coordinator, "loop.applied", self.application, ["interviews"])
        for place, (kit, day) in enumerate(zip(self.parts.kits, days, strict=True)):
            self.place(place, kit, day, last=place == len(days) - 1)

    def days_of_kits(self) -> list[int | str]:
        """Days from today."""
        count, state = len(self.parts.kits), self.story.state
        if state in DECIDED or state == "withdrawn":
            first = 7 - self.story.applied + self.rng.randint(0, 2)
            return [first + 2 * place for place in range(count)]
        if state == "running":
            mark = next((each for each in self.story.marks if each in RUNNING), "")
            return list(RUNNING[mark])
        if state == "holes":
            return [-5, -2, 2, 3, 5]
        if state == "planned":
            return [1, 2, 4, 6, 8]
        last = {"ready": -4, "debrief": -7, "more_evidence": -9, "overdue": -3}[state]
        return [last - 2 * (count - 1 - place) for place in range(count)]

    def place(self, place: int, kit: KitParts, day: int | str, *, last: bool) -> None:
        """The row of one kit; before it, the row that it takes the place of, where something went wrong."""
        state = self.story.state
        at = self.moment(kit, day)
        over = at + timedelta(minutes=kit.kit.minutes) < self.house.now
        # A withdrawal or a decision came before the last ones.
        stopped = (state == "withdrawn" and place >= 2) or (last and self.has("cut"))
        held = over and not stopped and not (last and state == "overdue")
        name = self.person(place, kit, at, over=over, last=last)
        self.taken.update({name} if name else ())
        if self.has("no-show") and place == 1:
            self.add(
                kit, at - timedelta(days=1), name, Interview.Status.NO_SHOW, "The candidate did not come."
            )
        if self.has("swap") and place == 2:
            other = self.free(kit, at, over=over)
            self.add(kit, at, other, Interview.Status.CANCELLED, f"{name} takes it over.")
        if self.has("declined") and place == 3:
            other = self.free(kit, at, over=over)
            self.add(kit, at, other, Interview.Status.DECLINED, self.voice.say("declined"))
        if self.has("leaver") and last:
            reason = f"{LEAVER} no longer takes part."
            self.add(kit, at, LEAVER, Interview.Status.CANCELLED, reason)
        if state == "withdrawn" and stopped:
            status, reason = Interview.Status.CANCELLED, "The candidate has withdrawn."
        elif stopped:
            status, reason = Interview.Status.CANCELLED, "The candidate's application was decided."
        else:
            status, reason = (Interview.Status.DONE if held else Interview.Status.PLANNED), ""
        row = self.add(kit, at, name, status, reason, held=held)
        if self.has("panel") and place == 3:
            self.add(kit, at, self.free(kit, at, over=over), status, held=held, beside=row)
        if self.has("shadow") and place == 0:
            self.add(kit, at, TRAINEE, status, held=held, beside=row, shadow=True)

    def moment(self, kit: KitParts, day: int | str) -> datetime:
        days = self.house.days
        if day == NOW:
            return days.just_begun()
        if day == LATER:
            return days.later_today()
        if kit.kit.take_home:
            return days.at(int(day), DUE)
        return days.at(int(day), self.rng.choice(STARTS))

    def person(self, place: int, kit: KitParts, at: datetime, *, over: bool, last: bool) -> str | None:
        """Whose interview it is; nobody where the story has a hole."""
        hole = self.story.state == "holes" and (place == 3 or (last and self.has("leaver")))
        if hole or (last and self.has("unfilled")):
            return None
        mine = {"ines-now": 2, "ines-later": 3, "ines-overdue": 4, "ines-soon": 4}
        for mark, its_place in mine.items():
            if self.has(mark) and place == its_place:
                return INES.name
        if self.has("manager") and last:
            return self.house.manager.name
        return self.free(kit, at, over=over)

    def free(self, kit: KitParts, at: datetime, *, over: bool) -> str:
        others = self.taken | ({INES.name} if any("ines" in mark for mark in self.story.marks) else set())
        calm = self.story.state not in ("overdue", "withdrawn") and over
        name = self.house.someone(kit, at, others, self.rng, ines=calm)
        if name is None:
            raise LookupError(f"Nobody is free for {kit.kit} of {self.story.name} at {at}.")
        return name

    def add(
        self,
        kit: KitParts,
        at: datetime,
        name: str | None,
        status: str,
        reason: str = "",
        *,
        held: bool = False,
        beside: Sitting | None = None,
        shadow: bool = False,
        planned_at: datetime | None = None,
        saw_others: bool = False,
    ) -> Sitting:
        """A row with its person's card; a row that ended before it was held has its card closed."""
        live = status in Interview.LIVE
        planned_at = planned_at or self.planned_at
        card = None
        if name is not None:
            self.taken.add(name)
            person = self.user(name)
            card = ScorecardFactory.build(
                assessment=self.application.assessment, rubric=self.parts.rubric, kit=kit.kit, author=person,
                counts=not shadow, created_at=planned_at, saw_others=saw_others,
                cancelled_at=None if live else self.ended_at(at, status, name),
            )  # fmt: skip
            self.house.batch.cards.append(card)
            if live and not kit.kit.take_home:
                self.house.days.book(name, at, kit.kit.minutes)
        interview = InterviewFactory.build(
            application=self.application, kit=kit.kit, interviewer=card and card.author, scorecard=card,
            shadow=shadow, status=status, reason=reason, created_at=planned_at,
            slot=beside.interview.slot if beside else uuid.UUID(int=self.rng.getrandbits(128), version=4),
            **({"due_at": at, "place": ""} if kit.kit.take_home else {"starts_at": at}),
            **({"place": beside.interview.place} if beside else {}),
        )  # fmt: skip
        self.house.batch.interviews.append(interview)
        if card:
            self.note(planned_at, self.house.coordinator, "interview.assigned", interview, ["interviewer"])
        sitting = Sitting(interview, kit, HABITS.get(name or ""), at, held)
        self.sittings.append(sitting)
        return sitting

    def ended_at(self, at: datetime, status: str, name: str) -> datetime:
        if name == LEAVER and self.has("leaver"):
            return self.house.now - timedelta(days=LEFT_DAYS_AGO)
        early = timedelta(days=0 if status == Interview.Status.NO_SHOW else 1)
        return min(max(at - early, self.planned_at), self.house.now - timedelta(minutes=30))

    @property
    def planned_at(self) -> datetime:
        """A day after the candidate applied."""
        return min(self.application.created_at + timedelta(hours=26), self.house.now - timedelta(minutes=50))

    def user(self, name: str) -> User:
        return self.house.panel.get(name) or self.house.manager

    def note(
        self, at: datetime, actor: User, action: str, subject: object, fields: list[str] | None = None
    ) -> None:
        self.house.batch.events.append(
            Event(at, actor, action, subject, self.application, fields=fields or [])
        )
