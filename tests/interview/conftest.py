"""An interviewer with a card to write, and a colleague whose card says things that must not show."""

import pytest

from tests.factories import make_application, make_interview, make_opening, make_rubric, make_user, submit

MARKER = "MARKER-of-another-card"


@pytest.fixture
def ann(db):
    return make_user("Ann")


@pytest.fixture
def cora(db):
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def interview(ann, cora):
    opening = make_opening(rubric=make_rubric(dimensions=2), coordinators=[cora])
    application = make_application(opening=opening, name="Cand Idate")
    other = make_interview(application=application, interviewer=make_user("Bob"))
    submit(other.scorecard, 4, summary=MARKER)
    return make_interview(application=application, interviewer=ann)


@pytest.fixture
def signed_in(client, ann):
    client.force_login(ann)
    return client
