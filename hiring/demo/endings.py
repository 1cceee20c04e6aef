"""How a candidate's story goes on after the loop: withdrawn, debriefed, decided, or asked for more evidence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hiring.actions.decide import goes_against
from hiring.demo.batch import Event
from hiring.demo.cards import Judge
from hiring.demo.days import STARTS
from hiring.demo.loops import DECIDED, Loop
from hiring.models import Application, Debrief, Decision, Interview
from hiring.snapshots import recommended, snapshot_of
from scorecards import scoring

HIRE, NO_HIRE, MORE = Decision.Outcome.HIRE, Decision.Outcome.NO_HIRE, Decision.Outcome.MORE_EVIDENCE
OUTCOMES = {
    "hired": (HIRE, "hire"),
    "not_hired": (NO_HIRE, "no_hire"),
    "override_hire": (HIRE, "override_hire"),
    "override_no": (NO_HIRE, "override_no"),
}


@dataclass
class Ending:
    loop: Loop
    judge: Judge

    def tell(self) -> None:
        state = self.loop.story.state
        if state in ("withdrawn", "withdrawn_early"):
            self.withdraw()
        elif state in DECIDED or state == "more_evidence":
            self.decide(state)
        elif state == "debrief":
            opened = self.loop.house.days.at(-1, STARTS[-1])
            self.judge.hand_in_all(latest=opened)
            self.debrief(min(opened, self.loop.house.now - timedelta(minutes=40)))
        else:
            self.judge.hand_in_all()

    def withdraw(self) -> None:
        application, house = self.loop.application, self.loop.house
        days = 5 if self.loop.story.state == "withdrawn_early" else 13
        at = house.days.at(days - self.loop.story.applied, STARTS[2])
        self.judge.hand_in_all(latest=at)
        application.status, application.ended_at = Application.Status.WITHDRAWN, at
        application.withdrawn_reason = self.loop.voice.say("withdrawn")
        fields = ["status", "withdrawn_reason"]
        self.loop.note(at, house.coordinator, "application.withdrawn", application, fields)

    def decide(self, state: str) -> None:
        """A debrief for most, then the decision two days later."""
        loop, days = self.loop, self.loop.house.days
        last = max(each.at for each in loop.held)
        met = days.after(last, 3, STARTS[3])
        self.judge.hand_in_all(latest=met)
        if loop.has("room") or loop.has("early") or loop.rng.random() < 0.75:
            self.debrief(met)
        at = days.after(met, 2, STARTS[4])
        if state == "more_evidence":
            self.record(MORE, "more_evidence", at)
            self.one_more_interview(days.at(2, STARTS[1]), at, held=False)
        elif state == "more_then_hired":
            self.record(MORE, "more_evidence", at)
            again = days.after(at, 5, STARTS[1])
            self.one_more_interview(again, at, held=True)
            self.end(HIRE, "then_hire", days.after(again, 3, STARTS[2]))
        else:
            outcome, section = OUTCOMES[state]
            self.end(outcome, section, at)

    def end(self, outcome: str, section: str, at: datetime) -> None:
        application = self.loop.application
        hired = outcome == HIRE
        application.status = Application.Status.HIRED if hired else Application.Status.NOT_HIRED
        application.ended_at = at
        self.record(outcome, section, at)

    def record(self, outcome: str, section: str, at: datetime) -> None:
        """The decision is made of what the database holds when everything else is written."""
        loop = self.loop
        rationale = loop.voice.say(section, **self.judge.best_and_worst())
        against = (
            loop.voice.say(f"{section}_reason", **self.judge.best_and_worst())
            if "override" in section
            else ""
        )

        def made() -> Decision:
            snapshot = snapshot_of(loop.application.assessment, until=at)
            override = goes_against(outcome, recommended(snapshot))
            return Decision(
                application=loop.application, outcome=outcome, rationale=rationale,
                recommended=recommended(snapshot), override=override, override_reason=against if override else "",
                decided_by=loop.house.manager, decided_at=at, rule_version=scoring.RULE_VERSION, snapshot=snapshot,
            )  # fmt: skip

        loop.house.batch.decisions.append(made)
        loop.note(at, loop.house.manager, "application.decided", loop.application, ["status"])

    def one_more_interview(self, at: datetime, decided_at: datetime, *, held: bool) -> None:
        """Somebody new asks again. They had read the summary, which their card says."""
        loop = self.loop
        kit = loop.parts.kits[0]
        name = loop.free(kit, at, over=held)
        status = Interview.Status.DONE if held else Interview.Status.PLANNED
        row = loop.add(
            kit, at, name, status, held=held, planned_at=decided_at + timedelta(hours=3), saw_others=not held
        )
        if held:
            self.judge.drawn.append(self.judge.ratings(len(loop.held) - 1, row))
            self.judge.hand_in(len(loop.held) - 1, row, row.end + timedelta(hours=4))

    def debrief(self, opened: datetime) -> None:
        loop, house = self.loop, self.loop.house
        assessment = loop.application.assessment
        assessment.debrief_opened_at = opened
        house.batch.debriefs.append(
            Debrief(
                application=loop.application, opened_at=opened, opened_by=house.manager, notes_version=1,
                early_reason=loop.voice.say("early") if loop.has("early") else "",
                notes=loop.voice.say("notes", **self.judge.best_and_worst()),
            )
        )  # fmt: skip
        self.judge.change_in_the_room(opened + timedelta(minutes=25))
        house.batch.events.append(
            Event(opened, house.manager, "debrief.opened", loop.application, loop.application)
        )
