"""What a published version says is read once in a process; whatever may still change is read each time."""

import pytest
from django.db import transaction
from django.urls import reverse

from scorecards import gathering
from scorecards.models import Rubric
from scorecards.sheets import sheet_of, whole_rubric
from tests.factories import (
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
    publish_rubric,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "read",
    [
        whole_rubric,
        lambda rubric: sheet_of(rubric, rubric.kits.all()[0]),
        lambda rubric: gathering.versions([rubric.pk]),
    ],
)
def test_a_published_version_is_read_once(django_assert_max_num_queries, read):
    rubric = make_rubric()
    first = read(rubric)
    with django_assert_max_num_queries(1):  # for the kit
        assert read(rubric) == first


def test_a_draft_is_read_each_time():
    rubric = make_rubric(publish=False)
    assert [each.name for each in whole_rubric(rubric).dimensions] == [f"Dimension {n}" for n in (1, 2, 3)]
    rubric.dimensions.filter(position=1).update(name="Judgement")
    assert whole_rubric(rubric).dimensions[0].name == "Judgement"


def test_a_publication_that_was_undone_leaves_nothing_behind():
    rubric = make_rubric(publish=False)
    with transaction.atomic():
        publish_rubric(rubric)
        whole_rubric(rubric)
        transaction.set_rollback(True)
    rubric.refresh_from_db()
    rubric.dimensions.filter(position=1).update(name="Judgement")
    assert whole_rubric(rubric).dimensions[0].name == "Judgement"


def test_the_version_itself_is_the_callers_row():
    rubric = make_rubric()
    kit = rubric.kits.all()[0]
    whole_rubric(rubric), sheet_of(rubric, kit)
    rubric.role.name = "Renamed"
    rubric.role.save()
    again = Rubric.objects.select_related("role").get(pk=rubric.pk)
    assert whole_rubric(again).rubric.role.name == "Renamed"
    assert sheet_of(again, kit).rubric.role.name == "Renamed"


def test_the_pages_ask_for_less_from_the_second_time_on(client, django_assert_num_queries):
    manager, author = make_user(), make_user()
    application = make_application(opening=make_opening(managers=[manager]))
    make_card(application=application)
    own = make_interview(application=application, interviewer=author)
    client.force_login(manager)
    summary = reverse("summary", args=[application.pk])
    client.get(summary)
    with django_assert_num_queries(6):
        client.get(summary)
    client.force_login(author)
    interview = reverse("interview", args=[own.pk])
    client.get(interview)
    with django_assert_num_queries(6):
        client.get(interview)
