"""The messages page, its mark on every page, and who hears of a debrief and a decision."""

import pytest
from django.urls import reverse

from hiring import notify
from hiring.actions.debrief import open_debrief
from hiring.actions.decide import record_decision
from hiring.models import Message
from tests.factories import make_card, make_interview, make_user

pytestmark = pytest.mark.django_db


def page(client, person, query=""):
    client.force_login(person)
    return client.get("/messages/" + query)


def told(kind):
    return {message.recipient.get_short_name() for message in Message.objects.filter(kind=kind)}


def test_every_message_is_shown_newest_first_with_its_link(client, interview, ann, cora):
    notify.invited(ann, cora)
    notify.assigned(interview)
    answer = page(client, ann)
    assert [row.subject for row in answer.context["found"].rows] == [
        "You hold: Kit 1, Ada Candidate",
        "You are invited to take part in interviews",
    ]
    html = answer.content.decode()
    assert f'href="/interviews/{interview.pk}/"' in html
    assert "Monday 2 March 2026, 11:00 (Europe/Berlin), 60 minutes" in html


def test_what_is_new_is_marked_on_every_page_until_it_was_shown(client, interview, ann):
    notify.assigned(interview)
    client.force_login(ann)
    assert client.get("/").context["unread"] == 1
    first, second = page(client, ann), page(client, ann)
    assert [row.new for row in first.context["found"].rows] == [True]
    assert first.context["unread"] == 0
    assert [row.new for row in second.context["found"].rows] == [False]
    assert b"inbox-new" not in second.content


def test_nobody_sees_anybody_elses(client, interview, cora):
    notify.assigned(interview)
    answer = page(client, cora)
    assert answer.context["found"].rows == ()
    assert "No messages yet." in answer.content.decode()
    assert Message.objects.get().read_at is None


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/messages/").url == "/accounts/login/?next=/messages/"


def test_messages_can_only_be_read(client, ann):
    client.force_login(ann)
    assert client.post("/messages/").status_code == 405


def many(person, number):
    Message.objects.bulk_create(
        Message(
            recipient=person,
            kind="invited",
            once=f"{person.pk} {each}",
            subject=f"Number {each}",
            text="Hello.",
        )
        for each in range(number)
    )


def test_older_ones_are_on_further_pages_and_stay_new_until_then(client, ann):
    many(ann, 31)
    first = page(client, ann)
    assert (len(first.context["found"].rows), first.context["unread"]) == (30, 1)
    assert [row.new for row in page(client, ann, "?page=2").context["found"].rows] == [True]
    assert page(client, ann, "?page=nonsense").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_messages(
    client, ann, django_assert_num_queries, number
):
    many(ann, number)
    client.force_login(ann)
    client.get("/rubrics/")
    with django_assert_num_queries(9):
        client.get("/messages/")


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_mark_in_the_navigation_costs_no_query_of_its_own(client, django_assert_num_queries, number):
    person = make_user()
    many(person, number)
    client.force_login(person)
    client.get("/rubrics/")
    with django_assert_num_queries(3):
        assert client.get("/rubrics/").context["unread"] == number


# --- Debrief and decision ---------------------------------------------------------------------------


def test_a_debrief_is_announced_to_whoever_may_be_there(application, manu):
    make_card(application=application, author=make_user("Ann"))
    make_interview(application=application, interviewer=make_user("Bob"))
    gone = make_interview(application=application, interviewer=make_user("Cid"))
    gone.status = "cancelled"
    gone.save()
    open_debrief(application=application, by=manu, early_reason="The offer cannot wait.", manages=True)
    assert told("debrief") == {"Ann", "Cora"}
    assert Message.objects.filter(kind="debrief").first().link == reverse("debrief", args=[application.pk])


def test_a_decision_is_announced_without_saying_which(application, manu):
    make_card(application=application, ratings=4, author=make_user("Ann"))
    make_interview(application=application, interviewer=make_user("Bob"))
    record_decision(
        application=application,
        by=manu,
        outcome="hire",
        rationale="All of it.",
        override_reason="Enough seen.",
    )
    assert told("decided") == {"Ann", "Cora"}
    assert told("cancelled") == {"Bob"}
    assert {message.text for message in Message.objects.filter(kind="decided")} == {
        "Manu Ager has recorded a decision on Ada Candidate for Vision scientist."
    }


def test_whoever_owes_a_card_hears_of_no_debrief_and_of_no_decision(application, manu, cora):
    make_card(application=application, author=make_user("Ann"))
    make_interview(application=application, interviewer=cora, shadow=True)
    open_debrief(application=application, by=manu)
    record_decision(application=application, by=manu, outcome="more_evidence", rationale="Too little.")
    assert (told("debrief"), told("decided")) == ({"Ann"}, {"Ann"})
