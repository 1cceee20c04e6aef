"""An opening with a manager and a rubric of two dimensions, and a candidate whom three people rated."""

import pytest

from tests.factories import make_application, make_card, make_opening, make_rubric, make_user


@pytest.fixture
def manager(db):
    return make_user("Mara")


@pytest.fixture
def coordinator(db):
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def opening(manager, coordinator):
    rubric = make_rubric(
        dimensions=[{"name": "Depth", "weight": 3}, {"name": "Clarity", "weight": 1}], kits=2
    )
    return make_opening(rubric=rubric, managers=[manager], coordinators=[coordinator])


@pytest.fixture
def panel():
    """panel(application, 3, 3, 4): a submitted card for each, with the value for every dimension or by name."""

    def rate(application, *values, **fields):
        return [make_card(application=application, ratings=value, **fields) for value in values]

    return rate


@pytest.fixture
def application(opening, panel):
    made = make_application(opening=opening, name="Ada Lovelace")
    panel(made, 3, 3, 4)
    return made
