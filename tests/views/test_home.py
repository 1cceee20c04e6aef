"""The first page: what each person has to do, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_application, make_card, make_interview, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db


def page(client, user):
    client.force_login(user)
    return client.get("/").context["home"]


def test_an_interviewer_sees_cards_owed_oldest_first_and_what_is_coming(client):
    ana, now = make_user(), timezone.now()
    for name, starts in (("Late", -3), ("Later", -1), ("Soon", 2), ("Next month", 40)):
        application = make_application(name=name)
        make_interview(application=application, interviewer=ana, starts_at=now + timedelta(days=starts))
    home = page(client, ana)
    assert [row.candidate for row in home.owed] == ["Late", "Later"]
    assert [row.candidate for row in home.coming] == ["Soon"]


def test_a_submitted_card_is_owed_no_more(client):
    ana = make_user()
    make_card(application=make_application(), author=ana)
    home = page(client, ana)
    assert (home.owed, home.coming) == ((), ())


def test_a_manager_sees_whom_to_decide_on_unless_they_owe_a_card_themselves(client):
    mara = make_user()
    opening = make_opening(managers=[mara])
    ready, owing, open_card = (make_application(opening=opening) for _ in range(3))
    for application in (ready, owing, open_card):
        make_card(application=application)
    make_interview(application=owing, interviewer=mara)
    make_interview(application=open_card, interviewer=make_user())
    assert [row.pk for row in page(client, mara).ready] == [ready.pk]


def test_a_coordinator_sees_loops_with_open_places(client):
    cory = make_user()
    application = make_application(opening=make_opening(coordinators=[cory]))
    make_interview(application=application)
    make_interview(application=make_application())
    assert [(row.pk, row.unfilled) for row in page(client, cory).holes] == [(application.pk, 1)]


def test_a_rubric_admin_sees_drafts(client):
    draft = make_rubric(publish=False)
    assert [row.pk for row in page(client, make_user(is_rubric_admin=True)).drafts] == [draft.pk]
    assert page(client, make_user()).drafts == ()


def test_an_auditor_sees_openings_to_look_through(client):
    opening = make_opening()
    make_application(opening=opening)
    assert [(row.pk, row.running) for row in page(client, make_user(is_auditor=True)).to_check] == [
        (opening.pk, 1)
    ]


def test_an_administrator_sees_who_never_signed_in(client):
    new = make_user(name="New")
    make_user(name="Gone", is_active=False)
    assert new in page(client, make_user(is_superuser=True, is_staff=True)).newcomers
    assert page(client, make_user()).newcomers == ()


def test_nothing_to_do_says_so(client):
    assert page(client, make_user()).nothing
    assert "Nothing waits for you." in client.get("/").content.decode()


def steps(client, user):
    client.force_login(user)
    return [(step.title.split()[0], bool(step.url), step.done) for step in client.get("/").context["steps"]]


def test_where_nothing_is_there_yet_the_page_says_what_comes_first(client):
    root = make_user(is_superuser=True, is_coordinator=True, is_rubric_admin=True)
    assert steps(client, root) == [
        ("Make", True, False),
        ("Invite", True, False),
        ("Open", True, False),
        ("Add", False, False),
    ]
    make_rubric()
    admin = make_user(is_rubric_admin=True)
    assert steps(client, admin) == [
        ("Make", True, True),
        ("Invite", False, True),
        ("Open", False, False),
        ("Add", False, False),
    ]
    assert steps(client, make_user()) == []


def test_first_steps_are_gone_once_there_is_an_opening(client):
    make_opening()
    assert steps(client, make_user(is_coordinator=True)) == []
    assert "Nothing waits for you." in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, rows):
    user = make_user(is_rubric_admin=True, is_auditor=True, is_coordinator=True)
    for _ in range(rows):
        opening = make_opening(managers=[user], coordinators=[user])
        make_rubric(publish=False)
        make_card(application=make_application(opening=opening))
        hole = make_application(opening=opening)
        make_interview(application=hole)
        make_interview(application=hole, interviewer=user)
    client.force_login(user)
    with django_assert_num_queries(10):
        assert client.get("/").status_code == 200
