"""The same moment gives the same data, and the hours of the day never leave today empty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from hiring.demo import load
from hiring.demo.days import OFFICE, Days
from hiring.models import Application, Interview
from scorecards.models import Rating, Revision

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class TakeBackError(Exception):
    pass


def snapshot():
    return (
        list(
            Application.objects.order_by("pk").values_list(
                "candidate__name", "candidate__phone", "candidate__source", "status", "created_at", "ended_at"
            )
        ),
        list(
            Interview.objects.order_by("pk").values_list(
                "kit__key", "slot", "interviewer__name", "starts_at", "due_at", "place", "status", "reason"
            )
        ),
        list(Revision.objects.order_by("pk").values_list("kind", "made_at", "verdict", "summary", "reason")),
        list(Rating.objects.order_by("pk").values_list("dimension__key", "number", "value", "evidence")),
    )


def loaded_and_taken_back():
    found = None
    try:
        with transaction.atomic():
            load(MONDAY)
            found = snapshot()
            raise TakeBackError
    except TakeBackError:
        return found


def test_the_same_moment_gives_the_same_data(db):
    first = loaded_and_taken_back()

    assert len(first[1]) > 250
    assert loaded_and_taken_back() == first


@pytest.mark.parametrize("day", range(2, 9))
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_what_is_later_today_is_at_an_hour_of_work(day, hour):
    days = Days(datetime(2026, 3, day, hour, 40, tzinfo=UTC))

    later = days.later_today().astimezone(OFFICE)

    assert timedelta(hours=1) < later - days.now < timedelta(days=3)
    assert later.weekday() < 5
    assert 9 <= later.hour < 19


@pytest.mark.parametrize("hour", [0, 6, 9, 15, 22, 23])
@pytest.mark.parametrize("minute", [0, 3, 59])
def test_at_every_hour_an_interview_of_today_is_under_way(hour, minute):
    now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)
    days = Days(now)

    begun = days.just_begun()

    assert days.today <= begun <= now < begun + timedelta(minutes=45)
