"""What the clock tells, at which moment, once, and after hours in which nobody asked it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from hiring import notify
from hiring.actions import plan_loop
from hiring.actions.remind import remind
from hiring.models import Message
from tests.factories import NOW, make_interview, make_user, submit

pytestmark = pytest.mark.django_db
START = NOW + timedelta(hours=1)
END = START + timedelta(hours=1)


def at(moment):
    """Ask at this moment, twice: what is new, as kind and reader. Its messages are made at this moment."""
    known = set(Message.objects.values_list("pk", flat=True))
    remind(at=moment)
    assert remind(at=moment) == 0
    new = Message.objects.exclude(pk__in=known).order_by("pk")
    found = [(message.kind, message.recipient.get_short_name()) for message in new]
    Message.objects.exclude(pk__in=known).update(created_at=moment)
    return found


def minutes(number):
    return timedelta(minutes=number)


# --- Before -----------------------------------------------------------------------------------------


def test_one_is_reminded_three_hours_before_and_not_again(interview):
    before = START - timedelta(hours=3)
    assert at(before - minutes(1)) == []
    assert at(before) == [("reminder", "Ann")]
    assert at(START - minutes(1)) == []


def test_a_worker_that_was_away_reminds_late_but_never_after_the_start(interview):
    assert at(START - minutes(5)) == [("reminder", "Ann")]
    Message.objects.all().delete()
    assert at(START) == []


def test_an_interview_that_moved_is_reminded_of_again(interview, cora):
    at(START - minutes(30))
    plan_loop.schedule(interview=interview, starts_at=START + timedelta(days=1), by=cora)
    Message.objects.update(created_at=START - minutes(20))
    assert at(START + timedelta(hours=21)) == [("reminder", "Ann")]


def test_whoever_was_just_told_needs_no_reminder(interview):
    notify.assigned(interview)
    Message.objects.update(created_at=START - minutes(50))
    assert at(START - minutes(40)) == []


def test_the_reminder_says_the_local_time_on_both_sides_of_a_clock_change(application):
    berlin = make_user("Bea", time_zone="Europe/Berlin")
    for number, day in enumerate((28, 29), start=1):
        starts = datetime(2026, 3, day, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
        row = make_interview(application=application, interviewer=berlin, starts_at=starts.astimezone(UTC))
        assert at(starts - timedelta(hours=2)) == [("reminder", "Bea")]
        message = Message.objects.filter(kind="reminder").latest("pk")
        assert message.facts[0][1].endswith("March 2026, 10:00 (Europe/Berlin), 60 minutes"), number
        plan_loop.cancel(interview=row, by=None)


def test_a_take_home_is_reminded_of_a_day_before_it_is_due(application, ann):
    due = NOW + timedelta(days=4)
    make_interview(application=application, interviewer=ann, starts_at=None, due_at=due)
    assert at(due - timedelta(hours=25)) == []
    assert at(due - timedelta(hours=24)) == [("reminder", "Ann")]
    assert at(due + minutes(60)) == [("card_due", "Ann")]
    assert at(due + timedelta(hours=24)) == [("card_overdue", "Ann")]


# --- After ------------------------------------------------------------------------------------------


def test_a_card_is_asked_for_an_hour_after_the_end_then_daily_three_times_at_most(interview):
    hours = (0, 0.5, 1, 1.5, 12, 23.5, 24, 24.5, 36, 47.5, 48, 48.5, 71.5, 72, 72.5, 95.5, 96, 120, 168)
    told = {each: found for each in hours if (found := at(END + timedelta(hours=each)))}
    assert told == {
        1: [("card_due", "Ann")],
        24: [("card_overdue", "Ann")],
        48: [("card_overdue", "Ann")],
        72: [("card_overdue", "Ann")],
    }
    last = Message.objects.filter(kind="card_overdue").order_by("pk").last()
    assert last.subject == "Scorecard 3 days late: Kit 1, Ada Candidate"
    assert "last reminder" in last.text


def test_after_days_without_a_worker_only_the_newest_is_told_and_the_rest_a_day_apart(interview):
    assert at(END + timedelta(days=5)) == [("card_overdue", "Ann")]
    assert at(END + timedelta(days=5, hours=23)) == []
    assert at(END + timedelta(days=6)) == [("card_overdue", "Ann")]
    assert at(END + timedelta(days=7)) == [("card_overdue", "Ann")]
    assert at(END + timedelta(days=8)) == []


def test_what_is_long_over_is_not_stirred_up(interview):
    assert at(START + timedelta(days=15)) == []


@pytest.mark.parametrize("how", ["submitted", "cancelled", "declined", "withdrawn", "left"])
def test_whoever_owes_nothing_is_asked_for_nothing(interview, application, ann, cora, how):
    if how == "submitted":
        make_interview(application=application)  # a place to fill: the loop is not complete
        submit(interview.scorecard)
    elif how == "withdrawn":
        application.status, application.ended_at = "withdrawn", NOW
        application.save()
    elif how == "left":
        ann.is_active = False
        ann.save()
    else:
        interview.status, interview.reason = how, "Ill."
        interview.save()
    assert [at(moment) for moment in (START - minutes(30), END + minutes(60), END + timedelta(days=1))] == [
        *([], [], [])
    ]


def test_a_shadow_is_asked_for_its_card_too(application):
    make_interview(application=application, interviewer=make_user("Sam"), shadow=True)
    assert at(END + minutes(60)) == [("card_due", "Sam")]


# --- A complete loop --------------------------------------------------------------------------------


def test_managers_hear_once_that_every_card_is_in_and_not_what_it_says(interview, application):
    other = make_interview(application=application, interviewer=make_user("Bob"))
    submit(interview.scorecard, at=END)
    assert at(END) == []
    submit(other.scorecard, 1, at=END + minutes(5), summary="Weak.")
    assert at(END + minutes(6)) == [("complete", "Manu")]
    message = Message.objects.get(kind="complete")
    assert message.link == f"/applications/{application.pk}/"
    assert message.text == (
        "Everyone who interviewed Ada Candidate for Vision scientist has handed in a scorecard. "
        "You can read them, open the debrief and decide."
    )


def test_a_place_without_a_person_is_no_complete_loop(interview, application):
    make_interview(application=application)
    submit(interview.scorecard, at=END)
    assert at(END) == []


def test_a_cancelled_place_completes_the_loop(interview, application, cora):
    place = make_interview(application=application)
    submit(interview.scorecard, at=END)
    plan_loop.cancel(interview=place, by=cora)
    assert at(END) == [("complete", "Manu")]


def test_another_card_later_makes_it_complete_again(interview, application):
    submit(interview.scorecard, at=END)
    at(END)
    more = make_interview(application=application, interviewer=make_user("Bob"))
    assert at(END + minutes(10)) == []
    submit(more.scorecard, at=END + timedelta(days=2))
    assert at(END + timedelta(days=2)) == [("complete", "Manu")]


def test_a_manager_who_owes_a_card_hears_nothing_before_it_is_in(interview, application, manu):
    shadow = make_interview(application=application, interviewer=manu, shadow=True)
    application.opening.managers.add(make_user("Mia"))
    submit(interview.scorecard, at=END)
    assert at(END) == [("complete", "Mia")]
    submit(shadow.scorecard, at=END + minutes(30))
    assert at(END + minutes(31)) == [("complete", "Manu")]


# --- All of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_a_quiet_minute_takes_the_same_queries_for_any_number_of_interviews(
    interview, application, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_interview(application=application, interviewer=make_user())
    remind(at=END + minutes(60))
    with django_assert_num_queries(4):
        assert remind(at=END + minutes(61)) == 0


def test_the_command_does_what_the_worker_does(interview, mailoutbox, capsys):
    interview.starts_at = timezone.now() + minutes(10)
    clock = interview.starts_at.astimezone(ZoneInfo("Europe/Berlin"))
    interview.save()
    call_command("remind")
    call_command("remind")
    assert capsys.readouterr().out.splitlines() == [
        "Messages made: 1. Mails sent: 1.",
        "Messages made: 0. Mails sent: 0.",
    ]
    assert [message.subject for message in mailoutbox] == [f"At {clock:%H:%M}: Kit 1, Ada Candidate"]
