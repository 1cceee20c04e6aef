"""A loop to tell people about: Ann interviews Ada for Manu's opening, which Cora coordinates."""

import pytest

from tests.factories import make_application, make_interview, make_opening, make_user


@pytest.fixture
def cora(db):
    return make_user("Cora Nator", is_coordinator=True)


@pytest.fixture
def manu(db):
    return make_user("Manu Ager")


@pytest.fixture
def ann(db):
    return make_user("Ann Example", time_zone="Europe/Berlin")


@pytest.fixture
def application(cora, manu):
    opening = make_opening(title="Vision scientist", managers=[manu], coordinators=[cora])
    return make_application(opening=opening, name="Ada Candidate")


@pytest.fixture
def interview(application, ann):
    return make_interview(application=application, interviewer=ann)
