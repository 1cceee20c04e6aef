"""The personal calendar: a secret address that calendars subscribe to."""

import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from hiring.actions.leave import leave
from tests.factories import make_application, make_interview, make_user

pytestmark = pytest.mark.django_db


def address(person):
    person.refresh_from_db()
    return f"/calendar/{person.calendar_token}.ics"


def events(client, person):
    answer = client.get(address(person))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def in_days(number):
    return timezone.now().replace(microsecond=0) + timedelta(days=number)


def test_ones_own_interviews_are_in_it_without_a_sign_in(client, interview, application, ann):
    interview.starts_at, interview.place = in_days(3), "Room 7"
    interview.save()
    make_interview(application=application, interviewer=make_user(), starts_at=in_days(3))
    [event] = events(client, ann)
    assert event.decoded("DTSTART") == interview.starts_at
    assert event["SUMMARY"] == "Kit 1: Ada Candidate"
    assert event["LOCATION"] == "Room 7"
    assert event["UID"] == f"{interview.calendar_uid}@127.0.0.1"


def test_a_take_home_is_in_it_on_the_day_it_is_due(client, application, ann):
    due = in_days(4)
    make_interview(application=application, interviewer=ann, starts_at=None, due_at=due)
    [event] = events(client, ann)
    assert event.decoded("DTSTART") == due.astimezone(ZoneInfo(ann.time_zone)).date()


@pytest.mark.parametrize("status", ["cancelled", "declined", "no_show"])
def test_what_will_not_take_place_is_not_in_it(client, interview, ann, status):
    interview.starts_at, interview.status, interview.reason = in_days(3), status, "Ill."
    interview.save()
    assert events(client, ann) == []


def test_what_has_no_time_or_is_long_past_is_not_in_it(client, application, ann):
    make_interview(application=application, interviewer=ann, starts_at=None)
    make_interview(application=make_application(), interviewer=ann, starts_at=in_days(-61))
    assert events(client, ann) == []


def test_an_unknown_address_and_a_leavers_lead_nowhere(client, ann, cora):
    old = address(ann)
    assert client.get("/calendar/nonsense.ics").status_code == 404
    leave(person=ann, by=cora, at=timezone.now())
    assert client.get(old).status_code == 404
    assert client.get(address(ann)).status_code == 404


def test_a_new_address_ends_the_old_one(client, ann):
    old = address(ann)
    client.force_login(ann)
    shown = client.get("/account/").content.decode()
    assert f"http://testserver{old}" in shown
    assert f"webcal://testserver{old}" in shown
    answer = client.post("/account/calendar/", follow=True)
    assert "Your calendar has a new address." in answer.content.decode()
    assert address(ann) != old
    assert client.get(old).status_code == 404
    assert client.get(address(ann)).status_code == 200


def test_only_a_signed_in_person_renews_and_only_by_post(client, ann):
    assert client.post("/account/calendar/").status_code == 302
    client.force_login(ann)
    assert client.get("/account/calendar/").status_code == 405


def test_the_secret_is_in_no_log(client, ann, caplog):
    with caplog.at_level(logging.INFO, logger="requests"):
        client.get(address(ann))
    (record,) = [each for each in caplog.records if each.name == "requests"]
    assert (record.path, record.status) == ("/calendar/<slug:token>.ics", 200)
    assert ann.calendar_token not in record.getMessage()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_two_queries_for_any_number_of_interviews(client, ann, django_assert_num_queries, rows):
    for _ in range(rows):
        make_interview(application=make_application(), interviewer=ann, starts_at=in_days(1))
    url = address(ann)
    with django_assert_num_queries(2):
        client.get(url)
