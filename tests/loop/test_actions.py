from datetime import timedelta

import pytest

from hiring import access
from hiring.actions import plan_loop
from hiring.actions.leave import LastOfTeam, Yourself, come_back, leave
from hiring.actions.reapply import OpeningClosed, reapply
from hiring.actions.reopen import Running, reopen
from hiring.actions.swap import swap
from hiring.actions.withdraw import withdraw
from hiring.models import Interview, Message
from hiring.planning.standard_loop import seats
from scorecards.models import AuditEntry
from tests.factories import NOW, make_card, make_interview, make_opening, make_rubric, make_user, submit

pytestmark = pytest.mark.django_db


def kinds(person):
    return sorted(Message.objects.filter(recipient=person).values_list("kind", flat=True))


# --- The standard loop


def test_the_standard_loop_has_a_place_for_each_kit(application, coordinator):
    made = plan_loop.apply_standard_loop(application=application, by=coordinator)
    assert [row.kit.name for row in made] == ["Kit 1", "Kit 2"]
    assert all(row.interviewer is None and row.scorecard is None for row in made)


def test_the_standard_loop_applied_twice_adds_nothing(application, coordinator):
    plan_loop.apply_standard_loop(application=application, by=coordinator)
    assert plan_loop.apply_standard_loop(application=application, by=coordinator) == []


def test_a_must_have_of_one_kit_alone_gets_a_second_place_there():
    found = seats({1: [10, 11], 2: [12]}, must_have={10}, must_have_raters=2, least_people=1)
    assert found == {1: 2, 2: 1}


def test_places_are_added_evenly_up_to_the_least_number_of_people():
    found = seats({1: [10], 2: [11]}, must_have=(), must_have_raters=2, least_people=5)
    assert sorted(found.values()) == [2, 3]


def test_a_must_have_that_no_kit_covers_adds_no_place():
    assert seats({1: [10]}, must_have={99}, must_have_raters=2, least_people=1) == {1: 1}


def test_a_rubric_without_kits_has_an_empty_loop():
    assert seats({}, must_have={1}, must_have_raters=2, least_people=3) == {}


# --- Assigning


def test_assigning_lays_out_a_blank_card_that_counts_and_tells_the_person(application, coordinator):
    place, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    person = make_user()
    row = plan_loop.assign(interview=place, interviewer=person, by=coordinator)
    card = row.scorecard
    assert (card.author, card.kit, card.counts, card.saw_others) == (person, place.kit, True, False)
    assert kinds(person) == ["assigned"]


def test_a_shadows_card_does_not_count(application, coordinator):
    beside, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    place = plan_loop.add_interview(
        application=application, kit=beside.kit, beside=beside, shadow=True, by=coordinator
    )
    row = plan_loop.assign(interview=place, interviewer=make_user(), by=coordinator)
    assert (row.slot, row.scorecard.counts) == (beside.slot, False)


def test_someone_who_can_see_others_cards_already_is_marked_not_independent(
    application, coordinator, manager
):
    make_card(application=application)
    place = plan_loop.add_interview(
        application=application, kit=application.assessment.rubric.kits.first(), by=coordinator
    )
    row = plan_loop.assign(interview=place, interviewer=manager, by=coordinator)
    assert row.scorecard.saw_others is True


def test_someone_outside_the_team_has_seen_nothing(application, coordinator):
    make_card(application=application)
    place = plan_loop.add_interview(
        application=application, kit=application.assessment.rubric.kits.first(), by=coordinator
    )
    row = plan_loop.assign(interview=place, interviewer=make_user(), by=coordinator)
    assert row.scorecard.saw_others is False


def test_nobody_holds_two_interviews_of_one_loop(application, coordinator):
    one, two = plan_loop.apply_standard_loop(application=application, by=coordinator)
    person = make_user("Ines")
    plan_loop.assign(interview=one, interviewer=person, by=coordinator)
    with pytest.raises(plan_loop.AlreadyInLoop, match="Ines has an interview or a scorecard in this loop"):
        plan_loop.assign(interview=two, interviewer=person, by=coordinator)


def test_a_place_that_was_taken_meanwhile_is_not_taken_over(application, coordinator):
    place, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    plan_loop.assign(interview=place, interviewer=make_user(), by=coordinator)
    with pytest.raises(plan_loop.Taken):
        plan_loop.assign(interview=place, interviewer=make_user(), by=coordinator)


def test_someone_who_left_is_not_assigned(application, coordinator):
    place, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    with pytest.raises(plan_loop.NotAvailable):
        plan_loop.assign(interview=place, interviewer=make_user(is_active=False), by=coordinator)


def test_filling_is_all_or_nothing(application, coordinator):
    one, two = plan_loop.apply_standard_loop(application=application, by=coordinator)
    gone = make_user(is_active=False)
    with pytest.raises(plan_loop.NotAvailable):
        plan_loop.fill(application=application, people={one.pk: make_user(), two.pk: gone}, by=coordinator)
    assert not application.interviews.filter(interviewer__isnull=False).exists()
    assert not Message.objects.exists()


def test_a_kit_of_another_rubric_is_refused(application, coordinator):
    with pytest.raises(plan_loop.ForeignKit):
        plan_loop.add_interview(application=application, kit=make_rubric().kits.get(), by=coordinator)


# --- Moving


def test_moving_moves_the_whole_panel_and_tells_each(application, coordinator):
    ann, bob = make_user(), make_user()
    one = make_interview(application=application, interviewer=ann)
    make_interview(application=application, interviewer=bob, slot=one.slot, shadow=True)
    later = NOW + timedelta(days=1)
    plan_loop.schedule(interview=one, by=coordinator, starts_at=later, minutes=45, place="Room 2")
    assert set(application.interviews.values_list("starts_at", "minutes", "place", "calendar_sequence")) == {
        (later, 45, "Room 2", 1)
    }
    assert kinds(ann) == kinds(bob) == ["moved"]


def test_the_same_time_again_tells_nobody(application, coordinator):
    row = make_interview(application=application, interviewer=make_user())
    assert plan_loop.schedule(interview=row, by=coordinator, starts_at=row.starts_at) == []
    assert not Message.objects.exists()


def test_an_interview_has_no_due_date_and_a_take_home_no_start(application, coordinator):
    row = make_interview(application=application, interviewer=make_user())
    with pytest.raises(plan_loop.StartOrDue):
        plan_loop.schedule(interview=row, by=coordinator, due_at=NOW)


def test_an_interview_with_a_handed_in_card_is_not_moved_swapped_or_cancelled(application, coordinator):
    card = make_card(application=application)
    with pytest.raises(plan_loop.InterviewOver):
        plan_loop.schedule(interview=card.interview, by=coordinator, starts_at=NOW)
    with pytest.raises(plan_loop.InterviewOver):
        plan_loop.cancel(interview=card.interview, by=coordinator)
    with pytest.raises(plan_loop.InterviewOver):
        swap(interview=card.interview, interviewer=make_user(), by=coordinator)


# --- Swapping, cancelling, missing


def test_a_swap_cancels_the_row_keeps_its_card_and_adds_another(application, coordinator):
    ann, bob = make_user("Ann"), make_user("Bob")
    old = make_interview(application=application, interviewer=ann)
    new = swap(interview=old, interviewer=bob, by=coordinator)
    old.refresh_from_db()
    assert (old.status, old.scorecard.author, old.scorecard.is_open) == ("cancelled", ann, False)
    assert (new.slot, new.starts_at, new.scorecard.author) == (old.slot, old.starts_at, bob)
    assert (kinds(ann), kinds(bob)) == (["cancelled"], ["assigned"])


def test_after_a_swap_the_first_person_can_be_put_in_again(application, coordinator):
    ann, bob = make_user(), make_user()
    new = swap(
        interview=make_interview(application=application, interviewer=ann), interviewer=bob, by=coordinator
    )
    back = swap(interview=new, interviewer=ann, by=coordinator)
    assert back.interviewer == ann


def test_cancelling_closes_the_card_and_tells_why(application, coordinator):
    ann = make_user()
    row = make_interview(application=application, interviewer=ann)
    plan_loop.cancel(interview=row, by=coordinator, reason="The role changed.")
    row.refresh_from_db()
    assert (row.status, row.scorecard.is_open, row.calendar_sequence) == ("cancelled", False, 1)
    assert "The role changed." in Message.objects.get(recipient=ann).text
    assert not access.owes_card(ann, application)


def test_when_the_candidate_does_not_come_nobody_in_the_slot_owes_a_card(application, coordinator):
    ann, bob = make_user(), make_user()
    one = make_interview(application=application, interviewer=ann)
    make_interview(application=application, interviewer=bob, slot=one.slot)
    plan_loop.no_show(interview=one, by=coordinator)
    assert set(application.interviews.values_list("status", flat=True)) == {"no_show"}
    assert not access.owes_card(ann, application)
    assert not access.owes_card(bob, application)


def test_a_missed_interview_is_planned_again_without_its_old_time(application, coordinator):
    row = make_interview(application=application, interviewer=make_user())
    plan_loop.no_show(interview=row, by=coordinator)
    row.refresh_from_db()
    again = plan_loop.replace(interview=row, by=coordinator)
    assert (again.kit, again.starts_at, again.interviewer) == (row.kit, None, None)
    assert again.slot != row.slot


def test_every_change_is_on_the_audit_trail_of_the_opening(application, coordinator):
    place, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    plan_loop.assign(interview=place, interviewer=make_user(), by=coordinator)
    place.refresh_from_db()
    plan_loop.schedule(interview=place, by=coordinator, starts_at=NOW, place="R1")
    swap(interview=place, interviewer=make_user(), by=coordinator)
    withdraw(application=application, by=coordinator)
    reopen(application=application, by=coordinator)
    entries = AuditEntry.objects.order_by("pk")
    assert list(entries.values_list("action", flat=True)) == [
        "loop.applied",
        "interview.assigned",
        "interview.moved",
        "interview.swapped",
        "application.withdrawn",
        "application.reopened",
    ]
    assert set(entries.values_list("scope", "actor")) == {
        (f"opening:{application.opening_id}", coordinator.pk)
    }


# --- Withdrawing, reopening, applying again


def test_withdrawing_cancels_what_is_planned_and_leaves_handed_in_cards(application, coordinator):
    ann = make_user()
    card = make_card(application=application)
    row = make_interview(application=application, interviewer=ann)
    withdraw(application=application, by=coordinator, reason="Took another job.")
    application.refresh_from_db()
    row.refresh_from_db()
    card.refresh_from_db()
    assert (application.status, application.withdrawn_reason) == ("withdrawn", "Took another job.")
    assert (row.status, card.submitted_at is None) == ("cancelled", False)
    assert kinds(ann) == ["cancelled"]


def test_a_loop_that_is_over_is_not_planned(application, coordinator):
    withdraw(application=application, by=coordinator)
    with pytest.raises(plan_loop.LoopOver):
        plan_loop.apply_standard_loop(application=application, by=coordinator)


def test_reopening_keeps_the_rubric_version_and_cancelled_interviews(application, coordinator):
    row = make_interview(application=application, interviewer=make_user())
    rubric = application.assessment.rubric
    withdraw(application=application, by=coordinator)
    again = reopen(application=application, by=coordinator)
    row.refresh_from_db()
    assert (again.status, again.ended_at, again.assessment.rubric) == ("in_loop", None, rubric)
    assert row.status == "cancelled"


def test_reopening_beside_a_running_application_is_refused(application, coordinator):
    withdraw(application=application, by=coordinator)
    reapply(candidate=application.candidate, opening=application.opening, by=coordinator)
    with pytest.raises(Running):
        reopen(application=application, by=coordinator)


def test_applying_again_takes_the_rubric_that_is_published_now(application, coordinator):
    withdraw(application=application, by=coordinator)
    old = application.assessment.rubric
    type(old).objects.filter(pk=old.pk).update(status="retired", retired_at=NOW)
    new = make_rubric(role=old.role)
    again = reapply(candidate=application.candidate, opening=application.opening, by=coordinator)
    assert again.assessment.rubric == new


def test_a_closed_opening_takes_nobody(application, coordinator):
    closed = make_opening(status="closed")
    with pytest.raises(OpeningClosed):
        reapply(candidate=application.candidate, opening=closed, by=coordinator)


# --- Leaving


def test_a_leavers_open_interviews_become_places_to_fill_and_the_coordinator_learns_of_it(
    application, coordinator
):
    ann = make_user("Ann")
    row = make_interview(application=application, interviewer=ann)
    [place] = leave(person=ann, by=coordinator, at=NOW)
    row.refresh_from_db()
    assert (row.status, row.scorecard.is_open) == ("cancelled", False)
    assert (place.interviewer, place.starts_at, place.slot) == (None, row.starts_at, row.slot)
    assert kinds(coordinator) == ["left"]
    assert kinds(ann) == []


def test_a_leaver_keeps_handed_in_cards(application, coordinator):
    ann = make_user()
    card = make_card(application=application, author=ann)
    assert leave(person=ann, by=coordinator, at=NOW) == []
    card.refresh_from_db()
    assert (card.author, card.cancelled_at) == (ann, None)


def test_an_interview_that_is_past_is_to_be_planned_at_a_new_time(application, coordinator):
    ann = make_user()
    make_interview(application=application, interviewer=ann)
    [place] = leave(person=ann, by=coordinator, at=NOW + timedelta(days=2))
    assert place.starts_at is None


def test_a_leaver_is_signed_out_and_may_not_sign_in(client, coordinator):
    ann = make_user()
    client.force_login(ann)
    leave(person=ann, by=coordinator, at=NOW)
    assert client.get("/").status_code == 302


def test_nobody_takes_themselves_off(coordinator):
    with pytest.raises(Yourself):
        leave(person=coordinator, by=coordinator, at=NOW)


def test_the_last_manager_of_an_open_opening_stays(opening, manager, coordinator):
    with pytest.raises(LastOfTeam):
        leave(person=manager, by=coordinator, at=NOW)
    manager.refresh_from_db()
    assert manager.is_active


def test_someone_who_comes_back_may_sign_in_and_has_no_old_interviews(application, coordinator):
    ann = make_user()
    make_interview(application=application, interviewer=ann)
    leave(person=ann, by=coordinator, at=NOW)
    come_back(person=ann, by=coordinator)
    ann.refresh_from_db()
    assert ann.is_active
    assert not Interview.objects.filter(interviewer=ann, status__in=Interview.LIVE).exists()


def test_no_message_of_planning_holds_anything_that_was_judged(application, coordinator):
    card = make_interview(application=application, interviewer=make_user("Ann")).scorecard
    submit(card, 1, summary="Brilliant talker")
    row = make_interview(application=application, interviewer=make_user("Bea"))
    swap(interview=row, interviewer=make_user("Cid"), by=coordinator)
    withdraw(application=application, by=coordinator)
    for message in Message.objects.all():
        assert "Brilliant" not in message.text
        assert "Said 1" not in message.text


def test_times_in_a_row_keep_panels_together_and_leave_set_times_alone(application, coordinator):
    one, _ = plan_loop.apply_standard_loop(application=application, by=coordinator)
    plan_loop.add_interview(application=application, kit=one.kit, beside=one, by=coordinator)
    fixed = make_interview(application=application, interviewer=make_user(), starts_at=NOW)
    plan_loop.schedule_in_a_row(
        application=application, by=coordinator, starts_at=NOW + timedelta(days=1), pause=15
    )
    rows = application.interviews.exclude(pk=fixed.pk).order_by("kit__position", "pk")
    assert [row.starts_at - NOW - timedelta(days=1) for row in rows] == [
        timedelta(0),
        timedelta(0),
        timedelta(minutes=75),
    ]
    fixed.refresh_from_db()
    assert fixed.starts_at == NOW
