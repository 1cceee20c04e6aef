"""What the demonstration promises, asked of one load on a Saturday evening: the least convenient day."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q

from hiring import access
from hiring.demo import load
from hiring.demo.people import LEAVER, TRAINEE
from hiring.demo.scale import grow
from hiring.models import Application, Candidate, Debrief, Decision, Interview, Message, Opening, User
from hiring.reads.home import home
from hiring.reads.loop import filling, loop
from hiring.reads.what_would_change import what_would_change
from scorecards import gathering
from scorecards.models import AuditEntry, DraftField, Rating, Revision, Rubric, Scorecard, Sighting

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 3, 7, 19, 12, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker):
    """Loaded once for the module, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(SATURDAY)
        yield
        transaction.set_rollback(True)


def person(name):
    return User.objects.get(email=f"{name}@example.org")


def test_it_has_six_openings_sixty_candidates_and_a_panel_of_twenty_five():
    panel = User.objects.filter(qualifications__isnull=False).distinct()

    assert (Opening.objects.count(), Candidate.objects.count(), panel.count()) == (6, 60, 25)
    assert Counter(Opening.objects.values_list("role__name", flat=True)) == {
        "Lead Computer Vision Scientist": 3,
        "Associate Computer Vision Scientist": 2,
        "Performance Specialist": 1,
    }


def test_an_opening_of_the_draft_rubric_waits_without_applications():
    opening = Opening.objects.get(role__name="Performance Specialist")

    assert opening.applications.count() == 0
    assert [each.status for each in opening.role.rubrics.all()] == [Rubric.Status.DRAFT]


def test_every_state_of_an_application_and_of_an_interview_occurs():
    assert set(Application.objects.values_list("status", flat=True)) == set(Application.Status.values)
    assert set(Interview.objects.values_list("status", flat=True)) == set(Interview.Status.values)
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Decision.Outcome.values)
    assert set(Revision.objects.values_list("kind", flat=True)) == set(Revision.Kind.values)


def test_the_rule_says_everything_that_it_can_say_of_those_still_running():
    running = Application.objects.filter(status="in_loop").select_related("assessment")
    found = gathering.recommendations({each.assessment_id: each.assessment.rubric_id for each in running})

    assert {each.outcome for each in found.values()} == {"no", "yes", "strong_yes", "not_enough_evidence"}
    codes = {code.name for each in found.values() for code in (*each.reasons, *each.flags)}
    assert codes >= {
        "no_ratings", "too_few_interviewers", "must_have_under_rated", "veto", "red_flag_review", "disagreement",
        "fragile_to_one_interviewer",
    }  # fmt: skip


def test_overrides_are_the_two_that_the_stories_tell_and_carry_a_reason():
    against = Decision.objects.filter(override=True).exclude(override_reason="")

    assert list(against.order_by("outcome").values_list("outcome", "recommended")) == [
        ("hire", "no"),
        ("no_hire", "yes"),
    ]
    assert not Decision.objects.filter(override=True, override_reason="").exists()


def test_what_real_life_brings_is_there():
    now = SATURDAY
    assert DraftField.objects.exists()
    assert Debrief.objects.exclude(early_reason="").exists()
    assert Interview.objects.filter(shadow=True, interviewer__name=TRAINEE).exists()
    assert Interview.objects.filter(due_at__isnull=False).exists()
    assert Interview.objects.filter(status="planned", interviewer=None).count() == 4
    assert Interview.objects.filter(interviewer__name=LEAVER, status="cancelled").exists()
    assert not Interview.objects.filter(interviewer__name=LEAVER, status="planned").exists()
    assert Scorecard.objects.filter(saw_others=True).exists()
    assert Candidate.objects.annotate(n=Count("applications")).filter(n=2).count() == 1
    assert Candidate.objects.exclude(adjustments="").exists()
    late = Interview.objects.filter(
        status="planned", scorecard__submitted_at=None, starts_at__lt=now - timedelta(days=1)
    )
    assert late.filter(interviewer__isnull=False).count() == 4
    slots = Interview.objects.filter(shadow=False, status="done").values("slot").annotate(n=Count("pk"))
    assert slots.filter(n__gt=1).exists()


def test_nobody_owes_a_card_on_what_is_over():
    over = Interview.objects.exclude(application__status="in_loop")

    assert not over.filter(status__in=Interview.LIVE, scorecard__submitted_at=None).exists()
    assert not Interview.objects.filter(status="done", scorecard__submitted_at=None).exists()
    ended = Interview.objects.exclude(status__in=Interview.LIVE)
    assert not ended.filter(scorecard__cancelled_at=None, scorecard__isnull=False).exists()


def test_things_happen_in_their_order():
    assert not Revision.objects.filter(number=1).exclude(made_at=F("scorecard__submitted_at")).exists()
    assert not Revision.objects.filter(number=1, made_at__lt=F("scorecard__interview__starts_at")).exists()
    assert not Revision.objects.filter(number=1, made_at__lt=F("scorecard__created_at")).exists()
    assert not Debrief.objects.filter(
        early_reason="",
        application__decisions=None,
        application__assessment__scorecards__submitted_at__gt=F("opened_at"),
    ).exists()
    last = Decision.objects.filter(decided_at__lt=F("application__assessment__scorecards__submitted_at"))
    assert not last.exclude(outcome="more_evidence").exists()
    assert not Application.objects.filter(interviews__created_at__lt=F("created_at")).exists()
    assert not Application.objects.filter(created_at__lt=F("opening__created_at")).exists()


def test_nothing_has_happened_in_the_future():
    now = SATURDAY
    assert not Scorecard.objects.filter(Q(submitted_at__gt=now) | Q(cancelled_at__gt=now)).exists()
    assert not Revision.objects.filter(made_at__gt=now).exists()
    assert not Decision.objects.filter(decided_at__gt=now).exists()
    assert not Debrief.objects.filter(opened_at__gt=now).exists()
    assert not AuditEntry.objects.exclude(subject__in=("demo", "rubric")).filter(at__gt=now).exists()
    assert not Application.objects.filter(Q(created_at__gt=now) | Q(ended_at__gt=now)).exists()


def test_nobody_is_in_two_interviews_at_once():
    held = Interview.objects.filter(status__in=Interview.LIVE, interviewer__isnull=False, due_at=None)
    spans = sorted(
        (each.interviewer_id, each.starts_at, each.starts_at + timedelta(minutes=each.minutes))
        for each in held
    )

    clashes = [
        (one, other) for one, other in itertools.pairwise(spans) if one[0] == other[0] and other[1] < one[2]
    ]
    assert clashes == []


def test_the_history_goes_back_a_year_and_keeps_the_rubric_version_of_its_time():
    first = Application.objects.order_by("created_at").first()
    assert SATURDAY - first.created_at > timedelta(days=340)
    versions = Counter(
        Application.objects.values_list("assessment__rubric__role__level", "assessment__rubric__version")
    )
    assert len(versions) == 3
    kept = Application.objects.filter(assessment__rubric__published_at__gt=F("created_at"))
    assert not kept.exists()


def test_every_first_page_has_something_to_do_and_today_has_an_interview():
    now = SATURDAY
    pages = {
        name: home(person(name), at=now)
        for name in ("interviewer", "manager", "coordinator", "rubrics", "auditor", "admin")
    }

    assert {each.candidate for each in pages["interviewer"].owed} == {"Naomi Levi", "Selin Kaya"}
    today = [each for each in pages["interviewer"].coming if each.starts_at.date() == now.date()]
    assert len(today) == 1
    assert len(pages["manager"].ready) == 9
    assert pages["manager"].coming
    assert len(pages["coordinator"].holes) == 3
    assert len(pages["rubrics"].drafts) == 2
    assert len(pages["auditor"].to_check) == 5
    assert len(pages["admin"].newcomers) == 2


def test_a_manager_is_blind_to_the_loop_that_she_interviews_in():
    mara = person("manager")
    application = Application.objects.get(candidate__name="Henrik Dahl")

    assert access.owes_card(mara, application)
    assert not access.summaries_for(mara).filter(pk=application.pk).exists()


def test_a_hole_can_be_filled_by_somebody():
    application = Application.objects.get(candidate__name="Amina Diallo")

    open_seats = [seat for slot in loop(application, at=SATURDAY).slots for seat in slot.seats if seat.open]

    assert len(open_seats) == 2
    assert all(seat.offers for seat in open_seats)


def test_every_loop_with_a_hole_can_be_filled_at_once():
    rows = Interview.objects.filter(interviewer=None, shadow=False, status__in=Interview.LIVE)
    applications = Application.objects.filter(interviews__in=rows).distinct()

    found = {application.candidate.name: filling(application, at=SATURDAY) for application in applications}

    assert {name: len(each.choices) for name, each in found.items()} == {
        "Amina Diallo": 2,
        "Elena Popescu": 1,
        "Tuan Nguyen": 1,
    }
    assert [shortage for each in found.values() for shortage in each.shortages] == []


def test_the_draft_of_the_lead_role_would_change_some_recommendations():
    draft = Rubric.objects.get(role__name="Lead Computer Vision Scientist", status=Rubric.Status.DRAFT)

    page = what_would_change(draft)

    assert page.differing > 0
    assert page.same > page.differing


def test_words_are_not_repeated_on_card_after_card():
    evidence = Rating.objects.exclude(evidence="").values_list("evidence", flat=True)
    summaries = Revision.objects.exclude(summary="").values_list("summary", flat=True)

    for texts, share in ((evidence, 0.025), (summaries, 0.05)):
        found = Counter(texts)
        assert found.most_common(1)[0][1] <= share * len(texts)
        assert not [text for text in found if "{" in text or "  " in text]
    within = (
        Rating.objects.filter(number=1)
        .exclude(evidence="")
        .values("scorecard", "evidence")
        .annotate(n=Count("pk"))
    )
    assert not within.filter(n__gt=1).exists()


def test_every_red_flag_has_its_line_of_evidence():
    red = Sighting.objects.filter(signal__kind="red_flag")

    assert red.count() == 6
    assert not red.filter(evidence="").exists()


def test_the_decisions_reproduce(capsys):
    call_command("verify_decisions")

    assert capsys.readouterr().out == f"{Decision.objects.count()} decisions checked, all reproduce.\n"


def test_whoever_interviews_next_has_been_told():
    coming = Interview.objects.filter(status="planned", starts_at__gt=SATURDAY, interviewer__isnull=False)

    assert set(Message.objects.filter(kind="assigned").values_list("interview", flat=True)) >= set(
        coming.values_list("pk", flat=True)
    )


def test_loading_again_changes_nothing():
    def counts():
        return [
            model.objects.count()
            for model in (User, Opening, Candidate, Interview, Rating, AuditEntry, Message)
        ]

    before = counts(), list(User.objects.order_by("pk").values_list("password", "last_login"))

    load(SATURDAY + timedelta(days=1))

    assert (counts(), list(User.objects.order_by("pk").values_list("password", "last_login"))) == before


# --- Many times over -------------------------------------------------------------------------------


def test_scaled_up_it_has_so_many_applications_and_growing_again_adds_none():
    assert grow(4, now=SATURDAY) == 3 * 61
    assert grow(4, now=SATURDAY) == 0
    assert Application.objects.count() == 4 * 61


def test_what_is_added_by_the_hundred_keeps_every_promise(capsys):
    heard = []
    grow(3, now=SATURDAY, tell=lambda done, of: heard.append((done, of)))

    assert heard == [(0, 122), (122, 122)]
    test_nobody_owes_a_card_on_what_is_over()
    test_nothing_has_happened_in_the_future()
    test_things_happen_in_their_order()
    made = Application.objects.filter(opening__title__contains="team")
    assert set(made.values_list("status", flat=True)) == set(Application.Status.values)
    assert Revision.objects.filter(scorecard__interview__application__in=made, number=2).exists()
    call_command("verify_decisions")
    assert "all reproduce" in capsys.readouterr().out


def test_the_database_still_numbers_new_rows_after_it():
    grow(2, now=SATURDAY)

    Candidate.objects.create(name="Ada Lovelace")
    assert Candidate.objects.filter(name="Ada Lovelace").exists()
