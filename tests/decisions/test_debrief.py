"""The debrief: when it opens, what it puts first, and ratings that change there."""

import pytest
from django.urls import reverse

from hiring.actions.debrief import (
    CardsOwed,
    NotesChanged,
    NothingToDiscuss,
    change_rating,
    open_debrief,
    write_notes,
)
from hiring.actions.decide import record_decision
from hiring.actions.plan_loop import LoopOver
from hiring.reads import debrief as reads
from hiring.reads.summary import judged
from scorecards.actions.amend import amend
from scorecards.models import AuditEntry, Revision
from scorecards.sheets import whole_rubric
from tests.factories import (
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
    publish_rubric,
)

pytestmark = pytest.mark.django_db


def page(user, application):
    found = reads.for_page(user).get(pk=application.pk)
    return reads.debrief(user, found, getattr(found, "debrief", None))


@pytest.fixture
def opened(application, manager):
    open_debrief(application=application, by=manager)
    return application


# --- Opening it


def test_it_opens_once_when_all_cards_are_in(application, coordinator):
    first = open_debrief(application=application, by=coordinator)
    assert first.early_reason == ""
    application.assessment.refresh_from_db()
    assert application.assessment.debrief_opened_at == first.opened_at
    assert open_debrief(application=application, by=coordinator) == first
    assert AuditEntry.objects.filter(action="debrief.opened").count() == 1


def test_an_owed_card_holds_it_up_and_a_shadows_does_not(application, coordinator, manager):
    make_interview(application=application, interviewer=make_user(), shadow=True)
    owed = make_interview(application=application, interviewer=make_user())
    with pytest.raises(CardsOwed, match="One scorecard is still to come"):
        open_debrief(application=application, by=coordinator, early_reason="In a hurry.")
    with pytest.raises(CardsOwed):
        open_debrief(application=application, by=manager, manages=True, early_reason=" ")
    owed.delete()
    assert open_debrief(application=application, by=coordinator)


def test_a_manager_opens_it_early_with_a_reason(client, application, manager):
    make_interview(application=application, interviewer=make_user("Late Lou"))
    client.force_login(manager)
    assert "Late Lou" in client.get(reverse("debrief", args=[application.pk])).text
    address = reverse("open_debrief", args=[application.pk])
    assert client.post(address, {"early_reason": ""}).status_code == 422
    assert client.post(address, {"early_reason": "The offer from elsewhere ends today."}).status_code == 302
    assert "The offer from elsewhere" in client.get(reverse("debrief", args=[application.pk])).text


def test_a_coordinator_cannot_open_it_early(client, application, coordinator):
    make_interview(application=application, interviewer=make_user())
    client.force_login(coordinator)
    address = reverse("open_debrief", args=[application.pk])
    assert client.post(address, {"early_reason": "Please."}).status_code == 422
    application.assessment.refresh_from_db()
    assert application.assessment.debrief_opened_at is None


def test_without_any_card_there_is_nothing_to_talk_about(opening, manager):
    with pytest.raises(NothingToDiscuss):
        open_debrief(application=make_application(opening=opening), by=manager, manages=True)


def test_an_application_that_is_over_has_no_new_debrief(application, manager):
    type(application).objects.filter(pk=application.pk).update(
        status="hired", ended_at=application.created_at
    )
    with pytest.raises(LoopOver):
        open_debrief(application=application, by=manager)


# --- What it says first


def test_disagreement_comes_first_then_red_flags_then_holes(manager):
    rubric = make_rubric(
        dimensions=[
            {"name": "Agreed"}, {"name": "Unrated"}, {"name": "Flagged"}, {"name": "Wide"}, {"name": "Narrow"},
        ],
        publish=False,
    )  # fmt: skip
    red_flag = rubric.signals.get(kind="red_flag")
    red_flag.dimension = rubric.dimensions.get(name="Flagged")
    red_flag.save()
    publish_rubric(rubric)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    both = {"Agreed": 3, "Flagged": 3}
    make_card(application=application, ratings=both | {"Wide": 1, "Narrow": 2}, author=make_user("Ann"))
    make_card(
        application=application,
        ratings=both | {"Wide": 4, "Narrow": 4},
        author=make_user("Bob"),
        signals=[red_flag],
    )
    found = page(manager, application)
    assert [(topic.name, topic.why) for topic in found.first] == [
        ("Wide", ("Ratings go from 1 to 4.",)),
        ("Narrow", ("Ratings go from 2 to 4.",)),
        ("Flagged", ("Bob saw a red flag.",)),
        ("Unrated", ("Nobody rated it.",)),
    ]
    assert [topic.name for topic in found.rest] == ["Agreed"]
    assert found.holes == ("Only two people have rated this candidate; the rubric asks for at least 3.",)


# --- Changing a rating


def test_a_changed_rating_stands_beside_the_independent_one(client, opened, manager):
    card = opened.assessment.scorecards.order_by("pk").first()
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    client.force_login(card.author)
    address = reverse("debrief_change", args=[opened.pk, depth.key])
    reason = "The exercise that Bob described."
    response = client.post(address, {"rating": "1", "evidence": "Said 3.", "reason": reason})
    assert response.status_code == 302
    revision = Revision.objects.get(scorecard=card, number=2)
    assert (revision.kind, revision.independent, revision.reason) == ("debrief", False, reason)
    found = judged(manager, opened)
    assert str(found.result.score) == "10/3"
    assert found.later.score < found.result.score
    text = client.get(reverse("debrief", args=[opened.pk])).text
    assert "after the debrief: 1 Clearly below the bar" in text
    assert reason in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"rating": "1", "reason": ""}, "Say in a line why the rating changes."),
        ({"rating": "9", "reason": "Because."}, "That is not one of the choices."),
        ({"rating": "3", "evidence": "Said 3.", "reason": "Because."}, "Nothing differs"),
    ],
)
def test_a_change_that_is_refused_keeps_what_was_typed(client, opened, given, sentence):
    card = opened.assessment.scorecards.order_by("pk").first()
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    client.force_login(card.author)
    response = client.post(
        reverse("debrief_change", args=[opened.pk, depth.key]), given | {"evidence": "Said 3."}
    )
    assert response.status_code == 422
    assert sentence in response.text
    assert "Said 3." in response.text
    assert Revision.objects.filter(number=2).count() == 0


def test_nobody_changes_anothers_rating(client, opened, manager):
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    client.force_login(manager)
    given = {"rating": "1", "evidence": "", "reason": "Because."}
    response = client.post(reverse("debrief_change", args=[opened.pk, depth.key]), given)
    assert response.status_code == 422
    assert "You have no scorecard here" in response.text


def test_before_it_opens_no_rating_changes_there(client, application):
    card = application.assessment.scorecards.order_by("pk").first()
    depth = application.assessment.rubric.dimensions.get(name="Depth")
    client.force_login(card.author)
    given = {"rating": "1", "evidence": "", "reason": "Because."}
    assert client.post(reverse("debrief_change", args=[application.pk, depth.key]), given).status_code == 404


def test_entered_wrongly_after_it_opened_no_longer_corrects(opened, manager):
    card = opened.assessment.scorecards.order_by("pk").first()
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    change_rating(application=opened, by=card.author, fields={f"rating-{depth.key}": "1"}, reason="Slip.")
    assert str(judged(manager, opened).result.score) == "10/3"


# --- Notes and what changes by itself


def test_notes_are_never_overwritten_silently(client, opened, manager):
    write_notes(debrief=opened.debrief, by=manager, notes="First thoughts.", version=0)
    with pytest.raises(NotesChanged):
        write_notes(debrief=opened.debrief, by=manager, notes="Other thoughts.", version=0)
    client.force_login(manager)
    response = client.post(
        reverse("debrief_notes", args=[opened.pk]), {"notes": "My own words.", "version": "0"}
    )
    assert response.status_code == 409
    assert "First thoughts." in response.text
    assert "My own words." in response.text
    response = client.post(
        reverse("debrief_notes", args=[opened.pk]), {"notes": "My own words.", "version": "1"}
    )
    assert response.status_code == 302
    opened.debrief.refresh_from_db()
    assert opened.debrief.notes == "My own words."


def test_a_page_asks_what_is_new_and_hears_nothing_while_nothing_is(client, opened, manager):
    client.force_login(manager)
    address = reverse("debrief_live", args=[opened.pk])
    stamp = now(opened)
    assert client.get(address, {"stamp": stamp}).status_code == 204
    write_notes(debrief=opened.debrief, by=manager, notes="Something new.", version=0)
    response = client.get(address, {"stamp": stamp})
    assert "Something new." in response.text
    assert now(opened) in response.text


def now(application):
    return reads.stamp(type(application).objects.select_related("debrief").get(pk=application.pk))


def hand_in_another(application, manager):
    make_card(application=application, ratings=1, author=make_user("Late Lou"))


def amend_a_verdict(application, manager):
    card = application.assessment.scorecards.order_by("pk").first()
    amend(
        card, whole_rubric(card.rubric), kind="changed_mind", reason="Slept on it.", fields={"verdict": "1"}
    )


def plan_another(application, manager):
    make_interview(application=application, interviewer=make_user("Still Sam"))


def decide(application, manager):
    record_decision(application=application, by=manager, outcome="more_evidence", rationale="One more talk.")


def withdraw(application, manager):
    type(application).objects.filter(pk=application.pk).update(
        status="withdrawn", ended_at=application.created_at
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (hand_in_another, "Late Lou"),
        (amend_a_verdict, "amended; first yes"),
        (plan_another, "Still Sam"),
        (decide, "more evidence needed"),
        (withdraw, "the debrief is closed"),
    ],
)
def test_whatever_changes_is_in_the_next_answer(client, opened, manager, change, words):
    client.force_login(manager)
    before = now(opened)
    change(opened, manager)
    response = client.get(reverse("debrief_live", args=[opened.pk]), {"stamp": before})
    assert (response.status_code, words in response.text) == (200, True)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client, opened, manager):
    client.force_login(manager)
    client.get("/")
    session = client.session
    session["seen"] = 0
    session.save()
    client.get(reverse("debrief_live", args=[opened.pk]), {"stamp": now(opened)})
    assert client.session["seen"] == 0
    client.get(reverse("debrief", args=[opened.pk]))
    assert client.session["seen"] > 0


def test_the_independent_evidence_stays_on_show_beside_the_new(client, opened, manager):
    card = opened.assessment.scorecards.order_by("pk").first()
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    change_rating(
        application=opened,
        by=card.author,
        fields={f"rating-{depth.key}": "1", f"evidence-{depth.key}": "Copied the design."},
        reason="What Bob saw.",
    )
    found = page(manager, opened)
    topic = next(each for each in (*found.first, *found.rest) if each.name == "Depth")
    voice = next(each for each in topic.voices if each.card.author_id == card.author_id)
    assert (voice.value, voice.evidence, voice.now, voice.now_evidence) == (
        3,
        "Said 3.",
        "1 Clearly below the bar",
        "Copied the design.",
    )
    assert [(change.kind, change.reason) for change in voice.changes] == [
        ("Changed in the debrief", "What Bob saw.")
    ]
    assert [side.score for side in found.sides] == ["3.33", "2.83"]
    assert found.latest.endswith("changed Depth.")


def test_a_red_flag_that_was_taken_back_later_is_still_shown_and_said_so(manager, opening, panel):
    application = make_application(opening=opening)
    red_flag = application.assessment.rubric.signals.get(kind="red_flag")
    card = make_card(application=application, ratings=3, signals=[red_flag])
    panel(application, 3, 3)
    open_debrief(application=application, by=manager)
    given = {f"seen-{red_flag.key}": ""}
    amend(card, whole_rubric(card.rubric), kind="changed_mind", reason="Misheard.", fields=given)
    found = page(manager, application)
    assert [(seen.signal, seen.standing) for _, seen in found.red_flags] == [(red_flag, "taken back later")]
    assert judged(manager, application).result.flags != judged(manager, application).later.flags


# --- After the decision


def test_after_the_decision_nothing_changes_there_and_the_words_are_kept(client, opened, manager):
    card = opened.assessment.scorecards.order_by("pk").first()
    depth = opened.assessment.rubric.dimensions.get(name="Depth")
    record_decision(application=opened, by=manager, outcome="hire", rationale="Clear.")
    client.force_login(card.author)
    given = {"rating": "1", "evidence": "MY-EVIDENCE", "reason": "MY-REASON"}
    response = client.post(reverse("debrief_change", args=[opened.pk, depth.key]), given)
    assert response.status_code == 422
    for words in ("the debrief is closed", "MY-EVIDENCE", "MY-REASON"):
        assert words in response.text
    response = client.post(reverse("debrief_notes", args=[opened.pk]), {"notes": "MY-NOTES", "version": "0"})
    assert (response.status_code, "MY-NOTES" in response.text) == (422, True)
    assert "Change my rating" not in client.get(reverse("debrief", args=[opened.pk])).text
    assert Revision.objects.filter(number=2).count() == 0


# --- Who may


def test_who_owes_a_card_sees_nothing_of_the_debrief(client, opened, manager):
    make_interview(application=opened, interviewer=manager)
    client.force_login(manager)
    text = client.get(reverse("debrief", args=[opened.pk])).text
    assert "Your own scorecard first" in text
    assert "Said 3." not in text
    for name in ("debrief_live",):
        assert client.get(reverse(name, args=[opened.pk])).status_code == 404
    assert client.post(reverse("debrief_notes", args=[opened.pk]), {"notes": "x"}).status_code == 404


def test_the_panel_takes_part_and_others_do_not(client, opened):
    author = opened.assessment.scorecards.first().author
    client.force_login(author)
    assert client.get(reverse("debrief", args=[opened.pk])).status_code == 200
    assert client.post(reverse("open_debrief", args=[opened.pk])).status_code == 404
    for stranger in (make_user(), make_user(is_auditor=True), make_user(is_superuser=True)):
        client.force_login(stranger)
        expected = 200 if stranger.is_auditor else 404
        assert client.get(reverse("summary", args=[opened.pk])).status_code == expected
        assert client.post(reverse("debrief_notes", args=[opened.pk]), {"notes": "x"}).status_code == 404


@pytest.mark.parametrize(("cards", "dimensions", "signals"), [(1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 3)])
def test_the_page_takes_the_same_queries_for_any_size(
    client, manager, django_assert_num_queries, cards, dimensions, signals
):
    rubric = make_rubric(dimensions=dimensions, signals=signals)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    for _ in range(cards):
        make_card(application=application, signals=list(rubric.signals.all()))
    open_debrief(application=application, by=manager)
    client.force_login(manager)
    client.get("/")
    with django_assert_num_queries(10):
        client.get(reverse("debrief", args=[application.pk]))
    stamp = reads.stamp(application)
    with django_assert_num_queries(4):
        client.get(reverse("debrief_live", args=[application.pk]), {"stamp": stamp})
