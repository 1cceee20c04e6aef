"""Gathers what is left out while a page is read."""

from dataclasses import dataclass, field

from scorecards.blueprints.draft import LeftOut


@dataclass
class Report:
    """What was left out, and why."""

    left_out: list[LeftOut] = field(default_factory=list)

    def leave(self, what: str, heading: str, place: int, why: str) -> None:
        self.left_out.append(LeftOut(what, heading, place, why))
