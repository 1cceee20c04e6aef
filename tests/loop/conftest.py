"""A team, an opening with a rubric of two kits, and a candidate."""

import pytest

from scorecards.models import Dimension, Kit, KitDimension
from tests.factories import make_application, make_opening, make_rubric, make_user, publish_rubric


@pytest.fixture
def coordinator(db):
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def manager(db):
    return make_user("Manu")


@pytest.fixture
def rubric(db):
    """Kit 1 judges Craft (a must-have) and Speech, kit 2 judges Craft and Plans."""
    rubric = make_rubric(
        dimensions=[{"name": "Craft", "must_have": True}, {"name": "Speech"}, {"name": "Plans"}],
        kits=0,
        publish=False,
        min_interviewers=2,
    )
    craft, speech, plans = Dimension.objects.filter(rubric=rubric)
    for position, focus in enumerate([(craft, speech), (craft, plans)], start=1):
        kit = Kit.objects.create(rubric=rubric, name=f"Kit {position}", position=position)
        for each in focus:
            KitDimension.objects.create(kit=kit, dimension=each)
    publish_rubric(rubric)
    return rubric


@pytest.fixture
def opening(rubric, manager, coordinator):
    return make_opening(rubric=rubric, managers=[manager], coordinators=[coordinator])


@pytest.fixture
def application(opening):
    return make_application(opening=opening, name="Ada Candidate")
