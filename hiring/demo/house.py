"""What stories take place in: people, openings, rubric versions, days, and the batch that is being filled."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hiring.demo.batch import Batch, Event
from hiring.demo.days import STARTS, Days
from hiring.demo.factories import OpeningFactory
from hiring.demo.people import INES, LEAVER, LEFT_DAYS_AGO, PANEL, TRAINEE
from hiring.demo.rubrics import KitParts, Parts
from hiring.demo.stories import OPENINGS
from hiring.models import Candidate, Opening, User
from scorecards.models import Role


@dataclass
class House:
    people: dict[str, User]
    panel: dict[str, User]
    holds: dict[tuple[str, str], bool]
    versions: list[Parts]
    days: Days
    batch: Batch
    openings: dict[str, Opening] = field(default_factory=dict)
    candidates: dict[str, Candidate] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.days.now

    @property
    def manager(self) -> User:
        return self.people["manager@example.org"]

    @property
    def coordinator(self) -> User:
        return self.people["coordinator@example.org"]

    def open(self) -> None:
        """The openings with their teams."""
        for story in OPENINGS:
            opening = OpeningFactory.create(
                role=Role.objects.get(name=story.role),
                title=story.title,
                place=story.place,
                status=Opening.Status.CLOSED if story.closed else Opening.Status.OPEN,
                created_at=self.days.at(-story.opened, STARTS[0]),
            )
            opening.managers.add(self.manager, *(self.panel[name] for name in [story.second_manager] if name))
            opening.coordinators.add(self.coordinator)
            self.openings[story.key] = opening
            self.note(opening.created_at, self.coordinator, "opening.opened", opening)
            if story.closed:
                self.note(self.days.at(-story.closed, STARTS[1]), self.coordinator, "opening.closed", opening)

    def note(self, at: datetime, actor: User, action: str, opening: Opening) -> None:
        self.batch.events.append(Event(at, actor, action, opening, scope=f"opening:{opening.pk}"))

    def version_for(self, opening: Opening, at: datetime) -> Parts:
        """The version that was published at the time: an application keeps it."""
        return next(
            each
            for each in reversed(self.versions)
            if each.rubric.role_id == opening.role_id
            and each.rubric.published_at is not None
            and each.rubric.published_at <= at
        )

    def someone(
        self, kit: KitParts, at: datetime, taken: set[str], rng: random.Random, *, ines: bool
    ) -> str | None:
        """Who is trained, works here, is free then, and has the least to do. Ines is asked for what is over
        alone, so that her first page holds what the stories put there."""
        left = self.now - timedelta(days=LEFT_DAYS_AGO)
        able = [
            each.name
            for each in PANEL
            if self.holds.get((each.name, kit.kit.key))
            and each.name not in taken
            and each.name != TRAINEE
            and (ines or each.name != INES.name)
            and (each.name != LEAVER or at < left)
            and self.days.is_free(each.name, at, kit.kit.minutes)
        ]
        return min(able, key=lambda name: self.days.load(name) + rng.random() * 4, default=None)
