import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.actions import plan_loop
from hiring.models import Interview, Qualification
from hiring.reads import loop as reads
from tests.factories import (
    NOW,
    make_application,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
    submit,
)

pytestmark = pytest.mark.django_db


def train(person, kit, level="trained"):
    return Qualification.objects.create(person=person, kit_key=kit.key, level=level)


@pytest.fixture
def kit(application):
    return application.assessment.rubric.kits.get(position=1)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def url(name, application, *more):
    return reverse(name, args=[application.pk, *more])


# --- Access


@pytest.mark.parametrize(
    "name", ["standard_loop", "add_interview", "fill_loop", "assign", "schedule", "swap", "cancel_interview"]
)
def test_planning_another_teams_loop_is_404_and_changes_nothing(client, application, coordinator, name):
    row = plan_loop.apply_standard_loop(application=application, by=coordinator)[0]
    client.force_login(make_user(is_coordinator=True))
    more = [] if name in {"standard_loop", "add_interview", "fill_loop"} else [row.pk]
    response = client.post(url(name, application, *more), {"interviewer": make_user().pk})
    assert response.status_code == 404
    assert application.interviews.filter(interviewer=None, status="planned", starts_at=None).count() == 2


def test_another_teams_loop_is_404_for_interviewers_superusers_and_strangers(client, application):
    person = make_user()
    make_interview(application=application, interviewer=person)
    for user in (person, make_user(is_superuser=True, is_coordinator=True), make_user(is_rubric_admin=True)):
        client.force_login(user)
        assert client.get(url("loop", application)).status_code == 404


def test_an_auditor_reads_the_loop_and_changes_nothing(client, application):
    client.force_login(make_user(is_auditor=True))
    page = client.get(url("loop", application))
    assert page.status_code == 200
    assert b"Apply the standard loop" not in page.content
    assert client.post(url("standard_loop", application)).status_code == 404


def test_an_interview_of_another_loop_cannot_be_reached_through_ones_own(signed_in, application):
    foreign = make_interview(application=make_application(), interviewer=make_user())
    response = signed_in.post(url("cancel_interview", application, foreign.pk))
    foreign.refresh_from_db()
    assert (response.status_code, foreign.status) == (404, "planned")


def test_a_change_by_get_is_refused(signed_in, application):
    assert signed_in.get(url("standard_loop", application)).status_code == 405


# --- Planning by the page


def test_a_click_applies_the_standard_loop(signed_in, application):
    response = signed_in.post(url("standard_loop", application))
    assert response.url == url("loop", application)
    assert [row.kit.name for row in application.interviews.all()] == ["Kit 1", "Kit 2"]


def test_htmx_gets_the_plan_alone_with_the_refusal_in_it(signed_in, application, kit, coordinator):
    place, other = plan_loop.apply_standard_loop(application=application, by=coordinator)
    person = make_user("Ines")
    plan_loop.assign(interview=place, interviewer=person, by=coordinator)
    response = signed_in.post(
        url("assign", application, other.pk), {"interviewer": person.pk}, headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert "<html" not in text
    assert "Ines has an interview or a scorecard in this loop already." in text


def test_times_are_read_and_shown_in_the_planners_zone(client, application, coordinator, kit):
    coordinator.time_zone = "America/New_York"
    coordinator.save()
    client.force_login(coordinator)
    row = make_interview(application=application, interviewer=make_user())
    client.post(url("schedule", application, row.pk), {"starts_at": "2026-07-01T09:30", "minutes": "60"})
    row.refresh_from_db()
    assert row.starts_at == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert "Wednesday 1 July, 09:30\u201310:30" in client.get(url("loop", application)).content.decode()


@pytest.mark.parametrize("moment", ["2026-03-29T02:30", "2026-10-25T02:30"])
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused_in_words(client, application, coordinator, moment):
    coordinator.time_zone = "Europe/Berlin"
    coordinator.save()
    client.force_login(coordinator)
    row = make_interview(application=application, interviewer=make_user())
    response = client.post(url("schedule", application, row.pk), {"starts_at": moment}, follow=True)
    row.refresh_from_db()
    assert row.starts_at == NOW + timedelta(hours=1)
    assert "On that night the clocks change" in response.content.decode()


def test_an_interview_over_the_change_of_clocks_keeps_its_length(application):
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    row = make_interview(
        application=application,
        interviewer=make_user(),
        starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=zone),
        minutes=120,
    )
    [slot] = reads.loop(application, at=NOW).slots
    assert slot.ends_at - row.starts_at == timedelta(minutes=120)
    assert slot.ends_at.astimezone(zone).strftime("%H:%M") == "02:30"


def test_a_take_home_gets_a_due_date(signed_in, coordinator, manager):
    rubric = make_rubric(publish=False)
    rubric.kits.update(take_home=True)
    type(rubric).objects.filter(pk=rubric.pk).update(status="published", published_at=NOW)
    application = make_application(
        opening=make_opening(rubric=rubric, coordinators=[coordinator], managers=[manager])
    )
    place = plan_loop.apply_standard_loop(application=application, by=coordinator)[0]
    signed_in.post(url("schedule", application, place.pk), {"due_at": "2026-05-01T12:00"})
    place.refresh_from_db()
    assert (place.due_at, place.starts_at) == (datetime(2026, 5, 1, 12, tzinfo=UTC), None)


def test_filling_shows_the_plan_first_and_then_does_what_was_shown(signed_in, application, kit, coordinator):
    plan_loop.apply_standard_loop(application=application, by=coordinator)
    ann, bob = make_user("Ann"), make_user("Bob")
    train(ann, kit)
    train(bob, application.assessment.rubric.kits.get(position=2))
    page = signed_in.get(url("fill_loop", application))
    assert not application.interviews.filter(interviewer__isnull=False).exists()
    filling = page.context["filling"]
    signed_in.post(
        url("fill_loop", application), {f"place-{choice.place}": choice.person for choice in filling.choices}
    )
    assert [(row.kit.name, row.interviewer.name) for row in application.interviews.all()] == [
        ("Kit 1", "Ann"),
        ("Kit 2", "Bob"),
    ]


def test_filling_names_the_kit_that_nobody_can_cover(signed_in, application, kit, coordinator):
    plan_loop.apply_standard_loop(application=application, by=coordinator)
    train(make_user("Ann"), kit)
    text = signed_in.get(url("fill_loop", application)).content.decode()
    assert "Nobody is trained for Kit 2." in text
    assert "Plans needs 1 interviewer. Assign someone to Kit 2." in text


# --- What the page says


def test_a_hole_is_marked_in_words_until_enough_people_judge_the_dimension(application, coordinator):
    one, two = plan_loop.apply_standard_loop(application=application, by=coordinator)

    def holes():
        return [hole.sentence for hole in reads.loop(application, at=NOW).coverage.holes]

    assert holes() == [
        "Craft, a must-have, needs 2 interviewers. Assign someone to Kit 1 and Kit 2.",
        "Speech needs 1 interviewer. Assign someone to Kit 1.",
        "Plans needs 1 interviewer. Assign someone to Kit 2.",
        "The loop has 0 of 2 interviewers. Assign someone to Kit 1 and Kit 2.",
    ]
    plan_loop.assign(interview=one, interviewer=make_user(), by=coordinator)
    assert holes() == [
        "Craft, a must-have, has 1 of 2 interviewers. Assign someone to Kit 2.",
        "Plans needs 1 interviewer. Assign someone to Kit 2.",
        "The loop has 1 of 2 interviewers. Assign someone to Kit 2.",
    ]
    plan_loop.assign(interview=two, interviewer=make_user(), by=coordinator)
    assert holes() == []


def test_a_shadow_closes_no_hole(application):
    make_interview(application=application, interviewer=make_user(), shadow=True)
    assert {row.raters for row in reads.loop(application, at=NOW).coverage.rows} == {0}


def test_being_booked_twice_is_a_warning_that_names_no_other_candidate(application):
    ann = make_user("Ann")
    row = make_interview(application=application, interviewer=ann)
    make_interview(
        application=make_application(name="Secret Person"),
        interviewer=ann,
        starts_at=row.starts_at + timedelta(minutes=30),
    )
    [slot] = reads.loop(application, at=NOW).slots
    assert slot.seats[0].warnings[0] == "Ann has another interview then."


def test_a_double_booking_is_seen_weeks_ahead_and_however_early_the_other_began(application, kit):
    ann, day = make_user("Ann"), NOW + timedelta(days=42)
    train(ann, kit)
    make_interview(application=application, interviewer=ann, starts_at=day)
    other = make_interview(
        application=make_application(), interviewer=ann, starts_at=day - timedelta(hours=20), minutes=1230
    )
    [slot] = reads.loop(application, at=NOW).slots
    assert slot.seats[0].warnings == ("Ann has another interview then.",)
    other.minutes = 1200
    other.save()
    [slot] = reads.loop(application, at=NOW).slots
    assert slot.seats[0].warnings == ()


def test_back_to_back_is_no_double_booking(application, kit):
    ann = make_user("Ann")
    train(ann, kit)
    row = make_interview(application=application, interviewer=ann)
    make_interview(
        application=make_application(), interviewer=ann, starts_at=row.starts_at + timedelta(minutes=60)
    )
    [slot] = reads.loop(application, at=NOW).slots
    assert slot.seats[0].warnings == ()


def test_a_candidate_in_two_interviews_at_once_is_a_warning(application, kit):
    row = make_interview(application=application, interviewer=make_user(), kit=kit)
    make_interview(
        application=application,
        interviewer=make_user(),
        kit=application.assessment.rubric.kits.get(position=2),
        starts_at=row.starts_at,
    )
    first, second = reads.loop(application, at=NOW).slots
    assert first.warnings == ("The candidate is in “Kit 2” at the same time.",)
    assert second.warnings == ("The candidate is in “Kit 1” at the same time.",)


def test_working_hours_are_the_interviewers_own(application, kit):
    weekdays = [[["09:00", "17:00"]]] * 5 + [[], []]
    near = make_user("Near", time_zone="Europe/Berlin", working_hours=weekdays)
    far = make_user("Far", time_zone="America/New_York", working_hours=weekdays)
    for person in (near, far):
        train(person, kit)
    # 10:00 UTC is 11:00 in Berlin and 05:00 in New York.
    Interview.objects.create(application=application, kit=kit, starts_at=NOW + timedelta(hours=1))
    [slot] = reads.loop(application, at=NOW).slots
    assert [(offer.name, offer.free) for offer in slot.seats[0].offers] == [("Near", True), ("Far", False)]


def test_offers_put_trained_free_and_less_busy_people_first(application, kit):
    names = ("Busy now", "Learning", "Loaded", "Rested")
    people = {name: make_user(name) for name in names}
    for name, person in people.items():
        train(person, kit, "in_training" if name == "Learning" else "trained")
    start = NOW + timedelta(days=1)
    Interview.objects.create(application=application, kit=kit, starts_at=start)
    make_interview(application=make_application(), interviewer=people["Busy now"], starts_at=start)
    make_interview(application=make_application(), interviewer=people["Loaded"])
    [slot] = reads.loop(application, at=NOW).slots
    assert [
        offer.name for offer in slot.seats[0].others if "trained" in offer.why or "training" in offer.why
    ][:4] == ["Rested", "Loaded", "Learning", "Busy now"]


def test_a_late_card_is_called_late_and_a_handed_in_one_says_nothing_of_its_content(signed_in, application):
    late = make_interview(application=application, interviewer=make_user(), starts_at=NOW - timedelta(days=1))
    done = make_interview(application=application, interviewer=make_user())
    submit(done.scorecard, 1)
    cards = {seat.pk: seat.card for slot in reads.loop(application, at=NOW).slots for seat in slot.seats}
    assert cards == {late.pk: "late", done.pk: "in"}
    assert "Said 1" not in signed_in.get(url("loop", application)).content.decode()


def test_a_declined_interview_can_be_planned_again(signed_in, application):
    row = make_interview(application=application, interviewer=make_user())
    Interview.objects.filter(pk=row.pk).update(status="declined", reason="On leave")
    signed_in.post(url("replace", application, row.pk))
    again = application.interviews.get(status="planned")
    assert (again.kit, again.interviewer, again.starts_at) == (row.kit, None, row.starts_at)


@pytest.mark.parametrize(
    ("interviews", "people", "dimensions", "kits"),
    [(1, 1, 1, 1), (3, 1, 1, 3), (1, 3, 1, 1), (1, 1, 3, 1), (3, 3, 3, 3)],
)
def test_the_page_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, interviews, people, dimensions, kits
):
    rubric = make_rubric(dimensions=dimensions, kits=kits)
    opening = make_opening(rubric=rubric, coordinators=[coordinator])
    application = make_application(opening=opening)
    for kit in rubric.kits.all()[:interviews]:
        Interview.objects.create(application=application, kit=kit, starts_at=timezone.now())
        make_interview(application=application, interviewer=make_user(), kit=kit)
    for _ in range(people):
        person = make_user()
        train(person, rubric.kits.first())
        make_interview(application=make_application(opening=opening), interviewer=person)
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(14):
        client.get(url("loop", application))
