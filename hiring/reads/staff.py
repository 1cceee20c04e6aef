"""The people who could hold interviews, with what planning needs to know of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Count, Q, QuerySet

from hiring.models import Interview, Qualification, User
from hiring.planning.assignment import Availability, Interviewer, Level
from hiring.planning.hours import OFFICE_WEEK, Calendar, Span, Week, week_from

LOAD_DAYS = 14  # how far back and ahead interviews count as load
LOOK_AHEAD = timedelta(days=7)  # the stretch in which free time is counted
LONGEST = timedelta(days=1)  # no interview takes longer
CLASHES: dict[Availability, str] = {
    "free": "",
    "no_time_yet": "",
    "booked": "has another interview then",
    "off_hours": "is not at work then",
}


def interviewers(
    kit_keys: Iterable[str], *, at: datetime, besides: int, spans: Iterable[Span]
) -> list[Interviewer]:
    """Everyone who takes part. Four queries. What they have booked is told for the coming days and for the days
    of the spans; `besides` leaves one loop's own interviews out of it."""
    levels: dict[int, dict[str, Level]] = defaultdict(dict)
    for person, key, level in Qualification.objects.filter(kit_key__in=set(kit_keys)).values_list(
        "person_id", "kit_key", "level"
    ):
        levels[person][key] = cast(Level, level)
    load, busy = loads(at), bookings([Span(at, at + LOOK_AHEAD), *spans], besides)
    return [
        Interviewer(
            id=user.pk,
            name=user.name or user.email,
            levels=levels[user.pk],
            load=load.get(user.pk, 0),
            calendar=Calendar(user.time_zone, week_of(user), tuple(busy[user.pk])),
        )
        for user in User.objects.filter(is_active=True)
        .only("name", "email", "time_zone", "working_hours")
        .order_by("name", "pk")
    ]


def held() -> QuerySet[Interview]:
    return Interview.objects.filter(status__in=Interview.LIVE, interviewer__is_active=True)


def loads(at: datetime) -> dict[int, int]:
    """How many interviews each person has around the day."""
    near = timedelta(days=LOAD_DAYS)
    rows = held().filter(starts_at__range=(at - near, at + near)).order_by().values("interviewer_id")
    return dict(rows.annotate(number=Count("pk")).values_list("interviewer_id", "number"))


def bookings(spans: Iterable[Span], besides: int) -> dict[int, list[Span]]:
    """By person, whatever could overlap one of the spans."""
    days = Q()
    for span in spans:
        days |= Q(starts_at__range=(span.start - LONGEST, span.end))
    rows = held().filter(days).exclude(application=besides).order_by("starts_at", "pk")
    busy: dict[int, list[Span]] = defaultdict(list)
    for person, start, minutes in rows.values_list("interviewer_id", "starts_at", "minutes"):
        if person is not None and start is not None:
            busy[person].append(Span.of(start, minutes))
    return busy


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
