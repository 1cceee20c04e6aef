"""When things happen: working days around today, hours of the office, nobody in two rooms at once."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

OFFICE = zoneinfo.ZoneInfo("Europe/Berlin")
STARTS = (time(9, 30), time(11), time(13, 30), time(15), time(16, 30))
QUARTER = timedelta(minutes=15)


@dataclass
class Days:
    now: datetime
    booked: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    @property
    def today(self) -> datetime:
        return self.now.astimezone(OFFICE).replace(hour=0, minute=0, second=0, microsecond=0)

    def at(self, offset: int, clock: time) -> datetime:
        """So many days from today; a weekend counts as the Friday before, or in future the Monday after."""
        day = self.today.date() + timedelta(days=offset)
        while day.weekday() > 4:
            day += timedelta(days=-1 if offset < 0 else 1)
        return datetime.combine(day, clock, OFFICE)

    def after(self, moment: datetime, days: int, clock: time) -> datetime:
        """So many days later; a weekend counts as the Monday after."""
        day = moment.astimezone(OFFICE).date() + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return datetime.combine(day, clock, OFFICE)

    def is_free(self, name: str, start: datetime, minutes: int) -> bool:
        end = start + timedelta(minutes=minutes)
        return all(end <= other or start >= until for other, until in self.booked.get(name, ()))

    def book(self, name: str, start: datetime, minutes: int) -> None:
        self.booked.setdefault(name, []).append((start, start + timedelta(minutes=minutes)))

    def load(self, name: str) -> int:
        return len(self.booked.get(name, ()))

    def just_begun(self) -> datetime:
        """An interview of today that is under way, at whatever hour the demonstration is loaded."""
        start = quarter_before(self.now - timedelta(minutes=8))
        return start if start >= self.today else self.today

    def later_today(self) -> datetime:
        """In two hours, or with the next morning of work where that is no hour for it."""
        start = quarter_before(self.now) + timedelta(hours=2)
        clock = start.astimezone(OFFICE)
        if clock.weekday() < 5 and STARTS[0] <= clock.time() < time(19):
            return start
        return next(morning for day in range(4) if (morning := self.at(day, STARTS[0])) > start)


def quarter_before(moment: datetime) -> datetime:
    seconds = moment.timestamp() % QUARTER.total_seconds()
    return (moment - timedelta(seconds=seconds)).replace(microsecond=0)
