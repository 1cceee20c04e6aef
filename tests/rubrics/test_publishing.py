"""The life of a rubric version: drafted, checked, published, edited as the next, never changed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from scorecards import checks
from scorecards.actions.publish import DraftExists, NotADraft, NotReady, duplicate, edit_as_draft, publish
from scorecards.documents import document_of
from scorecards.models import (
    AuditEntry,
    Dimension,
    Exercise,
    ExerciseDimension,
    Kit,
    KitDimension,
    KitQuestion,
    Question,
    Role,
    Rubric,
    Signal,
)
from tests.factories import NOW, make_application, make_rubric, make_user
from tests.rubrics.conftest import FIXTURES

pytestmark = pytest.mark.django_db


def test_the_fixtures_load_as_drafts_and_twice_without_harm():
    for _ in range(2):
        call_command("loaddata", *FIXTURES, verbosity=0)
    assert list(Rubric.objects.order_by("role__name").values_list("role__name", "version", "status")) == [
        ("Associate Computer Vision Scientist", 1, "draft"),
        ("Lead Computer Vision Scientist", 1, "draft"),
        ("Performance Specialist", 1, "draft"),
    ]
    lead = document_of(Rubric.objects.get(role__name__startswith="Lead"))
    assert [each["weight"] for each in lead["dimensions"]] == [20, 20, 15, 15, 15, 10, 5]
    associate = document_of(Rubric.objects.get(role__name__startswith="Associate"))
    assert [each["weight"] for each in associate["dimensions"]] == [1] * 8
    assert [(each["minutes_min"], each["minutes_max"]) for each in associate["exercises"]] == [
        (60, 120),
        (45, 45),
        (30, 30),
    ]
    for document in (lead, associate):
        assert checks.missing(document) == []
        assert (len(document["questions"]), len(document["exercises"]), len(document["kits"])) == (7, 3, 5)
    proposed = document_of(Rubric.objects.get(role__name__startswith="Performance"))
    assert "no scorecard" in proposed["introduction"]
    assert all(each["proposed"] for each in proposed["dimensions"])
    for document in (lead, associate, proposed):
        covered = [key for kit in document["kits"] for key in kit["focus"]]
        assert min(covered.count(each["key"]) for each in document["dimensions"]) >= 2


def test_publishing_retires_the_version_before_and_running_applications_go_on(lead):
    admin = make_user(is_rubric_admin=True)
    publish(rubric=lead, by=admin, at=NOW)
    application = make_application(rubric=lead)
    draft = edit_as_draft(rubric=Rubric.objects.get(pk=lead.pk), by=admin)
    assert (draft.version, draft.status, draft.based_on) == (2, "draft", lead)
    publish(rubric=draft, by=admin, at=NOW)
    assert list(lead.role.rubrics.order_by("version").values_list("status", flat=True)) == [
        "retired",
        "published",
    ]
    application.assessment.refresh_from_db()
    assert application.assessment.rubric == lead
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["rubric.published", "rubric.drafted", "rubric.retired", "rubric.published"]


def test_a_copy_keeps_every_key(lead):
    publish(rubric=lead, by=None, at=NOW)
    copy = document_of(edit_as_draft(rubric=lead, by=None))
    original = document_of(lead)
    same = set(original) - {"version", "status", "change_note"}
    assert {name: copy[name] for name in same} == {name: original[name] for name in same}


def test_one_draft_at_a_time(lead):
    with pytest.raises(DraftExists):
        edit_as_draft(rubric=lead, by=None)


def test_only_a_draft_is_published(lead):
    publish(rubric=lead, by=None, at=NOW)
    with pytest.raises(NotADraft):
        publish(rubric=lead, by=None, at=NOW)


def test_a_draft_that_lacks_something_is_not_published(lead):
    lead.weight_reason = ""
    lead.save()
    with pytest.raises(NotReady) as refusal:
        publish(rubric=lead, by=None, at=NOW)
    assert refusal.value.missing == ["The weights differ: write down why, or make them equal."]
    lead.refresh_from_db()
    assert lead.status == "draft"


def test_a_rubric_is_copied_to_another_role(lead):
    role = Role.objects.create(name="Principal Computer Vision Scientist")
    copy = duplicate(rubric=lead, role=role, by=None)
    assert (copy.role, copy.version) == (role, 1)
    assert [each.key for each in copy.dimensions.all()] == [each.key for each in lead.dimensions.all()]


BARE = {"dimensions": [], "kits": [], "signals": [], "questions": [], "exercises": [], "weight_reason": ""}
SCALE = [{"label": "Low"}, {"label": "Nearly"}, {"label": "Meets"}, {"label": "High"}]
POLICY = {"cuts": ["0.3", "0.6", "0.8"]}


def document(**parts):
    one = {"key": "a", "name": "A", "weight": 1, "must_have": False, "proposed": False}
    kit = {"name": "K", "focus": ["a"]}
    return {**BARE, "scale": SCALE, "policy": POLICY, "dimensions": [one], "kits": [kit], **parts}


def dimension(key, weight=1, **values):
    return {
        "key": key,
        "name": key.upper(),
        "weight": weight,
        "must_have": False,
        "proposed": False,
        **values,
    }


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        ({}, []),
        ({"dimensions": []}, ["There are no dimensions: nothing could be rated."]),
        ({"kits": []}, ["There are no kits: no interview could be planned."]),
        (
            {"kits": [{"name": "K", "focus": ["a"]}, {"name": "Chat", "focus": []}]},
            ["The kit “Chat” has no focus dimensions."],
        ),
        ({"dimensions": [dimension("a"), dimension("b")]}, ["No kit covers “B”."]),
        (
            {"dimensions": [dimension("a", must_have=True)]},
            ["“A” is a must-have, and only one kit covers it."],
        ),
        (
            {"dimensions": [dimension("a", 2), dimension("b")], "kits": [{"name": "K", "focus": ["a", "b"]}]},
            ["The weights differ: write down why, or make them equal."],
        ),
        (
            {"policy": {"cuts": ["0.3", "0.7", "0.8"]}},
            ["Someone who is rated “Meets” everywhere would be a no. Lower the cut for a yes."],
        ),
        (
            {"policy": {"cuts": ["0.3", "0.5", "0.6666"]}},
            [
                "Someone who is rated “Meets” everywhere would be a strong yes. Raise the cut for a strong yes."
            ],
        ),
        (
            {"dimensions": [dimension("a", proposed=True)]},
            ["One dimension is still marked as proposed: read them, and untick what you accept."],
        ),
        (
            {"signals": [{"proposed": True}, {"proposed": True}]},
            ["2 signals are still marked as proposed: read them, and untick what you accept."],
        ),
    ],
)
def test_what_is_missing_is_said_in_words(parts, sentences):
    assert checks.missing(document(**parts)) == sentences


TABLES = {
    "scorecards_rubric": "UPDATE {} SET introduction = 'x'",
    "scorecards_dimension": "UPDATE {} SET weight = 3",
    "scorecards_signal": "UPDATE {} SET text = 'x'",
    "scorecards_question": "UPDATE {} SET text = 'x'",
    "scorecards_exercise": "UPDATE {} SET brief = 'x'",
    "scorecards_kit": "UPDATE {} SET minutes = 3",
    "scorecards_exercisedimension": "UPDATE {} SET id = id",
    "scorecards_kitdimension": "UPDATE {} SET position = 9",
    "scorecards_kitquestion": "UPDATE {} SET position = 9",
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("retired", [False, True])
def test_no_sql_changes_or_deletes_a_published_rubric(lead, table, retired):
    publish(rubric=lead, by=None, at=NOW)
    if retired:
        publish(rubric=edit_as_draft(rubric=lead, by=None), by=None, at=NOW)
    before = document_of(Rubric.objects.get(pk=lead.pk))
    for sql in (TABLES[table], "DELETE FROM {}", "UPDATE {} SET id = id + 1000000"):
        with (
            pytest.raises(IntegrityError, match="published rubric never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql.format(table))
    assert document_of(Rubric.objects.get(pk=lead.pk)) == before


def test_nothing_is_added_under_a_published_rubric(lead):
    publish(rubric=lead, by=None, at=NOW)
    exercise, kit = lead.exercises.all()[0], lead.kits.all()[0]
    dimension, question = lead.dimensions.all()[6], lead.questions.all()[0]
    for make in (
        lambda: Dimension.objects.create(rubric=lead, name="New"),
        lambda: Signal.objects.create(rubric=lead, kind="weak", text="New"),
        lambda: Question.objects.create(rubric=lead, text="New"),
        lambda: Exercise.objects.create(rubric=lead, name="New"),
        lambda: Kit.objects.create(rubric=lead, name="New"),
        lambda: ExerciseDimension.objects.create(exercise=exercise, dimension=dimension),
        lambda: KitDimension.objects.create(kit=kit, dimension=dimension),
        lambda: KitQuestion.objects.create(kit=kit, question=question),
    ):
        with pytest.raises(IntegrityError, match="published rubric never changes"), transaction.atomic():
            make()


def test_a_published_rubric_is_retired_and_nothing_else(lead):
    publish(rubric=lead, by=None, at=NOW)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Rubric.objects.filter(pk=lead.pk).update(status="draft", published_at=None)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Rubric.objects.filter(pk=lead.pk).update(status="retired", retired_at=NOW, introduction="x")
    assert Rubric.objects.filter(pk=lead.pk).update(status="retired", retired_at=NOW) == 1


def test_a_draft_can_be_deleted_whole(lead):
    lead.delete()
    assert Dimension.objects.count() == Kit.objects.count() == KitQuestion.objects.count() == 0


def test_parts_belong_to_one_rubric():
    one, other = make_rubric(publish=False), make_rubric(publish=False)
    theirs = other.dimensions.all()[0]
    for make in (
        lambda: Signal.objects.create(rubric=one, kind="weak", text="x", dimension=theirs),
        lambda: Question.objects.create(rubric=one, text="x", dimension=theirs),
        lambda: Kit.objects.create(
            rubric=one, name="x", exercise=Exercise.objects.create(rubric=other, name="E")
        ),
        lambda: KitDimension.objects.create(kit=one.kits.get(), dimension=theirs),
        lambda: KitQuestion.objects.create(kit=one.kits.get(), question=other.questions.all()[0]),
        lambda: ExerciseDimension.objects.create(
            exercise=Exercise.objects.create(rubric=one, name="E"), dimension=theirs
        ),
        lambda: Dimension.objects.filter(pk=theirs.pk).update(rubric=one),
    ):
        with pytest.raises(IntegrityError, match=r"same rubric|stays with its rubric"), transaction.atomic():
            make()


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda r: Role.objects.create(name=r.role.name.upper()), "role_name_unique_in_any_case"),
        (lambda r: Rubric.objects.create(role=r.role, version=r.version), "rubric_version_unique_per_role"),
        (lambda r: Rubric.objects.create(role=r.role, version=9), "rubric_one_draft_per_role"),
        (
            lambda r: Rubric.objects.create(role=Role.objects.create(name="X"), version=0),
            "rubric_version_positive",
        ),
        (lambda r: Rubric.objects.filter(pk=r.pk).update(status="other"), "rubric_status_known"),
        (
            lambda r: Rubric.objects.filter(pk=r.pk).update(status="published"),
            "rubric_status_matches_its_dates",
        ),
        (
            lambda r: Rubric.objects.filter(pk=r.pk).update(scale_max=8, level_labels=["a"] * 8),
            "rubric_scale_between_2_and_7",
        ),
        (lambda r: Rubric.objects.filter(pk=r.pk).update(level_labels=["a"]), "rubric_label_for_each_level"),
        (
            lambda r: Rubric.objects.filter(pk=r.pk).update(level_texts=["a"] * 5),
            "rubric_no_text_beyond_the_scale",
        ),
        (lambda r: Rubric.objects.filter(pk=r.pk).update(cut_no="0.7"), "rubric_cuts_rise"),
        (lambda r: Rubric.objects.filter(pk=r.pk).update(floor="1.5"), "rubric_shares_between_0_and_1"),
        (
            lambda r: Rubric.objects.filter(pk=r.pk).update(min_interviewers=0),
            "rubric_policy_counts_positive",
        ),
        (
            lambda r: Dimension.objects.create(rubric=r, name="DIMENSION 1"),
            "dimension_name_unique_per_rubric",
        ),
        (lambda r: Dimension.objects.create(rubric=r, name=""), "dimension_named"),
        (lambda r: Dimension.objects.create(rubric=r, name="x", weight=0), "dimension_weight_positive"),
        (lambda r: Dimension.objects.create(rubric=r, name="x", weight=10_001), "dimension_weight_positive"),
        (
            lambda r: Dimension.objects.create(rubric=r, name="x", key=r.dimensions.all()[0].key),
            "dimension_key_unique",
        ),
        (
            lambda r: Dimension.objects.create(rubric=r, name="x", level_texts=["a"] * 8),
            "dimension_no_text_beyond",
        ),
        (lambda r: Signal.objects.create(rubric=r, kind="x", text="x"), "signal_kind_known"),
        (lambda r: Signal.objects.create(rubric=r, kind="weak", text=""), "signal_worded"),
        (
            lambda r: Signal.objects.create(rubric=r, kind="weak", text="x", disqualifying=True),
            "signal_only_red_flags",
        ),
        (lambda r: Question.objects.create(rubric=r, text=""), "question_worded"),
        (lambda r: Kit.objects.create(rubric=r, name="kit 1"), "kit_name_unique_per_rubric"),
        (lambda r: Kit.objects.create(rubric=r, name=""), "kit_named"),
        (lambda r: Kit.objects.create(rubric=r, name="x", minutes=0), "kit_minutes_positive"),
        (
            lambda r: Exercise.objects.create(rubric=r, name="x", minutes_min=5, minutes_max=4),
            "exercise_minutes_rise",
        ),
    ],
)
def test_the_database_holds_the_rule(make, constraint):
    rubric = make_rubric(publish=False)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(rubric)


def test_one_published_version_for_a_role(lead):
    publish(rubric=lead, by=None, at=NOW)
    draft = edit_as_draft(rubric=lead, by=None)
    with pytest.raises(IntegrityError, match="rubric_one_published_per_role"), transaction.atomic():
        Rubric.objects.filter(pk=draft.pk).update(status="published", published_at=NOW)
