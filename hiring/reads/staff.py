"""The people who could hold interviews, with what planning needs to know of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from hiring.models import Interview, Qualification, User
from hiring.planning.assignment import Availability, Interviewer, Level
from hiring.planning.hours import OFFICE_WEEK, Calendar, Span, Week, week_from

LOAD_DAYS = 14  # how far back and ahead interviews count as load
AHEAD = timedelta(days=400)
CLASHES: dict[Availability, str] = {
    "free": "",
    "no_time_yet": "",
    "booked": "has another interview then",
    "off_hours": "is not at work then",
}


def interviewers(kit_keys: Iterable[str], *, at: datetime, besides: int) -> list[Interviewer]:
    """Everyone who takes part. Three queries. `besides` leaves one loop's own interviews out of what is booked."""
    levels: dict[int, dict[str, Level]] = defaultdict(dict)
    for person, key, level in Qualification.objects.filter(kit_key__in=set(kit_keys)).values_list(
        "person_id", "kit_key", "level"
    ):
        levels[person][key] = cast(Level, level)
    load, busy = bookings(at, besides)
    return [
        Interviewer(
            id=user.pk,
            name=user.name or user.email,
            levels=levels[user.pk],
            load=load[user.pk],
            calendar=Calendar(user.time_zone, week_of(user), tuple(busy[user.pk])),
        )
        for user in User.objects.filter(is_active=True)
        .only("name", "email", "time_zone", "working_hours")
        .order_by("name", "pk")
    ]


def bookings(at: datetime, besides: int) -> tuple[dict[int, int], dict[int, list[Span]]]:
    load: dict[int, int] = defaultdict(int)
    busy: dict[int, list[Span]] = defaultdict(list)
    near = timedelta(days=LOAD_DAYS)
    held = Interview.objects.filter(
        status__in=Interview.LIVE,
        interviewer__is_active=True,
        starts_at__range=(at - near, at + AHEAD),
    )
    for row in held.only("interviewer_id", "starts_at", "minutes", "application_id"):
        if row.interviewer_id is None or row.starts_at is None:
            continue
        load[row.interviewer_id] += row.starts_at <= at + near
        if row.application_id != besides:
            busy[row.interviewer_id].append(Span.of(row.starts_at, row.minutes))
    return load, busy


def week_of(user: User) -> Week:
    """Office hours for whoever never told, and for hours that nobody can read."""
    try:
        return week_from(user.working_hours)
    except (TypeError, ValueError):
        return OFFICE_WEEK


def span_of(interview: Interview) -> Span | None:
    if interview.starts_at is None:
        return None
    return Span.of(interview.starts_at, interview.minutes)
