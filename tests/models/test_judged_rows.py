"""What the database itself refuses about judged rows, whoever asks."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from scorecards.models import Assessment, DraftField, Rating, Revision, Scorecard, Sighting
from tests.factories import NOW, make_application, make_card, make_interview, make_rubric, make_user, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return make_application(rubric=make_rubric(dimensions=2, kits=2))


@pytest.fixture
def card(application):
    return make_card(application=application)


def refused(words):
    return pytest.raises(IntegrityError, match=words)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE scorecards_rating SET value = 4",
        "UPDATE scorecards_rating SET evidence = 'better'",
        "UPDATE scorecards_rating SET evidence = NULL",
        "DELETE FROM scorecards_rating",
        "UPDATE scorecards_sighting SET seen = false",
        "DELETE FROM scorecards_sighting",
        "UPDATE scorecards_revision SET verdict = 1",
        "UPDATE scorecards_revision SET summary = 'better'",
        "DELETE FROM scorecards_revision",
        "UPDATE scorecards_scorecard SET submitted_at = NULL",
        "UPDATE scorecards_scorecard SET submitted_at = now()",
        "UPDATE scorecards_scorecard SET cancelled_at = now()",
        "UPDATE scorecards_scorecard SET counts = false",
        "UPDATE scorecards_scorecard SET first_ratings = '{}'",
        "UPDATE scorecards_scorecard SET first_red_flags = NULL",
        "DELETE FROM scorecards_scorecard",
    ],
)
def test_a_submitted_card_never_changes_by_any_sql(application, sql):
    make_card(application=application, signals=list(application.assessment.rubric.signals.all()))
    with refused("never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_switching_the_erasing_flag_on_by_hand_opens_nothing_but_taking_text_away(card):
    """The flag alone does not change a value; the web role cannot even take text away by it."""
    with refused("never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL scorecards.erasing = 'on'")
        cursor.execute("UPDATE scorecards_rating SET value = 4")
    with refused("writes none"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL scorecards.erasing = 'on'")
        cursor.execute("UPDATE scorecards_rating SET evidence = 'other words'")


@pytest.mark.django_db(transaction=True)
def test_a_rating_or_a_signal_cannot_join_a_revision_later(application):
    card = make_card(application=application, ratings={"Dimension 1": 3})
    revision = card.revisions.get()
    with refused("together with their revision"):
        Sighting.objects.create(
            revision=revision, scorecard=card, signal=card.rubric.signals.all()[0], evidence="Late."
        )
    with refused("together with their revision"):
        Rating.objects.create(
            revision=revision,
            scorecard=card,
            dimension=card.rubric.dimensions.get(name="Dimension 2"),
            value=3,
        )


def held(card):
    card = Scorecard.objects.get(pk=card.pk)
    return card.first_ratings, card.first_red_flags


def test_a_submitted_card_holds_its_first_ratings_and_red_flags(application):
    signals = application.assessment.rubric.signals
    card = make_card(
        application=application, ratings={"Dimension 1": 4, "Dimension 2": None}, signals=list(signals.all())
    )
    rated = card.rubric.dimensions.get(name="Dimension 1")
    assert held(card) == ([(rated.pk << 20) + 4], [signals.get(kind="red_flag").pk])


def test_what_a_card_holds_is_written_by_the_database_alone(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    assert held(card) == (None, None)
    with refused("fixed when it is laid out"), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(first_ratings=[1])
    kit = application.assessment.rubric.kits.all()[0]
    forged = Scorecard.objects.create(
        assessment=application.assessment,
        rubric=application.assessment.rubric,
        kit=kit,
        author=make_user(),
        first_ratings=[1],
        first_red_flags=[1],
    )
    submit(forged, 2)
    assert held(forged) == (
        [(each.pk << 20) + 2 for each in application.assessment.rubric.dimensions.order_by("pk")],
        [],
    )


def test_nothing_joins_the_first_revision_behind_the_submission(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    second = card.rubric.dimensions.get(name="Dimension 2")
    red_flag = card.rubric.signals.get(kind="red_flag")
    with transaction.atomic():
        submit(card, {"Dimension 1": 3})
        revision = card.revisions.get()
        with refused("submitted once"), transaction.atomic():
            Rating.objects.create(revision=revision, scorecard=card, dimension=second, value=3)
        with refused("submitted once"), transaction.atomic():
            Sighting.objects.create(revision=revision, scorecard=card, signal=red_flag, evidence="Late.")


def test_cards_from_before_come_to_hold_theirs(application):
    card = make_card(application=application, signals=list(application.assessment.rubric.signals.all()))
    wanted = held(card)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE scorecards_scorecard DROP CONSTRAINT scorecard_submitted_holds_ratings")
        cursor.execute("ALTER TABLE scorecards_scorecard DISABLE TRIGGER USER")
        cursor.execute("UPDATE scorecards_scorecard SET first_ratings = NULL, first_red_flags = NULL")
        cursor.execute("ALTER TABLE scorecards_scorecard ENABLE TRIGGER USER")
        assert held(card) == (None, None)
    import_module("scorecards.migrations.0012_first_ratings_of_earlier_cards").fill(
        None, SimpleNamespace(connection=connection)
    )
    assert held(card) == wanted


def test_one_live_card_for_each_assessment_and_author(application):
    author = make_user()
    make_interview(application=application, interviewer=author)
    with refused("scorecard_one_live_per_author"), transaction.atomic():
        Scorecard.objects.create(
            assessment=application.assessment,
            rubric=application.assessment.rubric,
            kit=application.assessment.rubric.kits.all()[1],
            author=author,
        )


def test_a_cancelled_card_makes_room_for_another(application):
    author = make_user()
    first = make_interview(application=application, interviewer=author).scorecard
    first.cancelled_at = NOW
    first.save()
    Scorecard.objects.create(
        assessment=application.assessment, rubric=first.rubric, kit=first.kit, author=author
    )
    assert author.scorecards.count() == 2


def test_a_card_has_the_rubric_version_of_its_assessment(application):
    other = make_rubric()
    with refused("scorecard_rubric_is_its_assessments"), transaction.atomic():
        Scorecard.objects.create(
            assessment=application.assessment, rubric=other, kit=other.kits.get(), author=make_user()
        )
        connection.check_constraints()


def test_a_card_has_a_kit_of_its_rubric_version(application):
    with refused("kit belongs to another rubric version"), transaction.atomic():
        Scorecard.objects.create(
            assessment=application.assessment,
            rubric=application.assessment.rubric,
            kit=make_rubric().kits.get(),
            author=make_user(),
        )


@pytest.mark.parametrize("value", [0, 5, 8])
def test_a_rating_is_on_the_scale(application, value):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    with refused("scale"), transaction.atomic():
        submit(card, value)


def test_a_rating_is_of_a_dimension_of_the_cards_rubric_version(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    with refused("dimension of the card's rubric version"), transaction.atomic():
        revision = Revision.objects.create(
            scorecard=card, number=1, kind="first", independent=True, verdict=3
        )
        Rating.objects.create(
            revision=revision, scorecard=card, dimension=make_rubric().dimensions.all()[0], value=3
        )


def test_a_signal_seen_is_one_of_the_cards_rubric_version(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    with refused("one of the card's rubric version"), transaction.atomic():
        submit(card, 3, signals=[make_rubric().signals.all()[0]])


def test_a_red_flag_needs_evidence(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    red_flag = application.assessment.rubric.signals.get(kind="red_flag")
    with refused("needs a line of evidence"), transaction.atomic():
        revision = Revision.objects.create(
            scorecard=card, number=1, kind="first", independent=True, verdict=3
        )
        Sighting.objects.create(revision=revision, scorecard=card, signal=red_flag, evidence="  ")


def test_a_dimension_is_rated_once_in_a_revision(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    dimension = card.rubric.dimensions.all()[0]
    with refused("rating_once_per_revision"), transaction.atomic():
        revision = Revision.objects.create(
            scorecard=card, number=1, kind="first", independent=True, verdict=3
        )
        Rating.objects.create(revision=revision, scorecard=card, dimension=dimension, value=3)
        Rating.objects.create(revision=revision, scorecard=card, dimension=dimension, value=4)


def test_a_card_is_submitted_together_with_its_first_revision(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    card.submitted_at = NOW
    with refused("together with its first revision"), transaction.atomic():
        card.save()


def test_an_open_card_is_not_amended_and_a_submitted_one_not_submitted_again(application, card):
    blank = make_interview(application=application, interviewer=make_user()).scorecard
    with refused("amended only after that"), transaction.atomic():
        Revision.objects.create(
            scorecard=blank, number=2, kind="changed_mind", independent=False, reason="Because."
        )
    with refused("submitted once"), transaction.atomic():
        Revision.objects.create(scorecard=card, number=1, kind="first", independent=True, verdict=3)


def test_an_amendment_has_a_reason(card):
    with refused("amendment_has_a_reason"), transaction.atomic():
        Revision.objects.create(scorecard=card, number=2, kind="changed_mind", independent=False, reason="")


def test_a_changed_mind_is_never_independent(card):
    with refused("revision_kind_fits"), transaction.atomic():
        Revision.objects.create(scorecard=card, number=2, kind="changed_mind", independent=True, reason="So.")


def test_a_first_submission_has_a_verdict(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    with refused("revision_kind_fits"), transaction.atomic():
        Revision.objects.create(scorecard=card, number=1, kind="first", independent=True)


def test_a_debrief_rating_needs_an_open_debrief(card):
    with refused("debrief has not opened"), transaction.atomic():
        Revision.objects.create(scorecard=card, number=2, kind="debrief", independent=False, reason="Talked.")


def test_nothing_is_written_to_the_draft_of_a_closed_card(card):
    with refused("scorecard is closed"), transaction.atomic():
        DraftField.objects.create(scorecard=card, name="summary", value="late words")


def test_whose_card_it_is_never_changes(application):
    card = make_interview(application=application, interviewer=make_user()).scorecard
    card.author = make_user()
    with refused("fixed when it is laid out"), transaction.atomic():
        card.save()


def test_an_assessment_keeps_its_rubric_version_and_its_debrief(application):
    with refused("keeps the rubric version"), transaction.atomic():
        Assessment.objects.update(rubric=make_rubric())
    Assessment.objects.update(debrief_opened_at=NOW)
    with refused("opens once"), transaction.atomic():
        Assessment.objects.update(debrief_opened_at=NOW + timedelta(days=1))


def test_erasing_takes_the_text_and_keeps_the_numbers(application):
    card = make_card(
        application=application, signals=list(application.assessment.rubric.signals.all()), summary="A name."
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT scorecards_erase_texts(%s)", [application.assessment_id])
    assert set(card.ratings.values_list("value", "evidence")) == {(3, None)}
    assert set(card.sightings.values_list("evidence", flat=True)) == {None}
    assert card.revisions.values_list("summary", "reason", "verdict").get() == (None, None, 3)
    with refused("never changes"), transaction.atomic():
        card.ratings.update(value=1)
