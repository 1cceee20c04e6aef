"""Two people who plan the same loop at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hiring.actions import plan_loop
from hiring.actions.refusal import Refusal
from scorecards.models import Scorecard
from tests.factories import make_application, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run them together; each answers "done" or the name of what refused it."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait(10)
            call()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.fixture
def coordinator():
    return make_user(is_coordinator=True)


@pytest.fixture
def application(coordinator):
    rubric = make_rubric(kits=2, min_interviewers=1)
    return make_application(opening=make_opening(rubric=rubric, coordinators=[coordinator]))


def test_one_place_goes_to_one_of_two_people(application, coordinator):
    place = plan_loop.apply_standard_loop(application=application, by=coordinator)[0]
    people = make_user(), make_user()
    found = at_once(
        *(
            lambda person=person: plan_loop.assign(interview=place, interviewer=person, by=coordinator)
            for person in people
        )
    )
    assert found == ["Taken", "done"]
    assert Scorecard.objects.count() == 1


def test_one_person_gets_one_of_two_places(application, coordinator):
    places = plan_loop.apply_standard_loop(application=application, by=coordinator)
    person = make_user()
    found = at_once(
        *(
            lambda place=place: plan_loop.assign(interview=place, interviewer=person, by=coordinator)
            for place in places
        )
    )
    assert found == ["AlreadyInLoop", "done"]


def test_the_standard_loop_applied_by_two_people_is_there_once(application, coordinator):
    found = at_once(
        *[lambda: plan_loop.apply_standard_loop(application=application, by=coordinator)] * 2,
    )
    assert found == ["done", "done"]
    assert sorted(application.interviews.values_list("kit__name", flat=True)) == ["Kit 1", "Kit 2"]
