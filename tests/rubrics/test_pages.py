"""Rubric versions to read and to compare."""

import pytest

from scorecards.actions.publish import edit_as_draft, publish
from scorecards.differences import Field, Part, Weight, Word, differences
from scorecards.documents import document_of
from tests.factories import NOW, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("dimensions", "signals", "questions", "kits"),
    [(1, 1, 1, 1), (3, 1, 1, 1), (1, 3, 1, 1), (1, 1, 3, 1), (1, 1, 1, 3)],
)
def test_reading_takes_the_same_queries_for_any_size(
    client, django_assert_num_queries, dimensions, signals, questions, kits
):
    rubric = make_rubric(dimensions=dimensions, signals=signals, questions=questions, kits=kits)
    client.force_login(make_user())
    client.get("/")
    with django_assert_num_queries(12):
        assert client.get(f"/rubrics/{rubric.pk}/").status_code == 200


@pytest.mark.parametrize("roles", [1, 3])
def test_the_list_takes_the_same_queries_for_any_size(client, django_assert_num_queries, roles):
    for _ in range(roles):
        make_rubric()
    client.force_login(make_user())
    client.get("/")
    with django_assert_num_queries(3):
        assert client.get("/rubrics/").status_code == 200


@pytest.mark.parametrize(
    ("duties", "words"),
    [({"is_rubric_admin": True}, "Import the page of a role"), ({}, "A rubric admin writes one")],
)
def test_where_there_is_no_rubric_the_list_says_who_does_what_about_it(client, duties, words):
    client.force_login(make_user(**duties))
    assert words in client.get("/rubrics/").content.decode()


def test_a_draft_exists_for_rubric_admins_alone(client):
    draft = make_rubric(publish=False)
    client.force_login(make_user(is_auditor=True, is_staff=True, is_superuser=True))
    assert client.get(f"/rubrics/{draft.pk}/").status_code == 404
    assert draft.role.name not in client.get("/rubrics/").content.decode()
    client.force_login(make_user(is_rubric_admin=True))
    assert client.get(f"/rubrics/{draft.pk}/").status_code == 200


def test_text_of_a_rubric_is_never_trusted_as_html(client):
    rubric = make_rubric(introduction="<script>alert(1)</script>", dimensions=[{"name": "<b>Bold</b>"}])
    client.force_login(make_user())
    content = client.get(f"/rubrics/{rubric.pk}/").content.decode()
    assert "<script>alert" not in content
    assert "&lt;b&gt;Bold&lt;/b&gt;" in content


@pytest.mark.parametrize("against", ["0", "x", "99999999999999999999999", "-1", ""])
def test_a_version_to_compare_with_that_does_not_exist(client, against):
    rubric = make_rubric()
    client.force_login(make_user())
    assert client.get(f"/rubrics/{rubric.pk}/?against={against}").status_code == (404 if against else 200)


def test_a_version_of_another_role_is_not_compared(client):
    rubric, other = make_rubric(), make_rubric()
    client.force_login(make_user())
    assert client.get(f"/rubrics/{rubric.pk}/?against={other.pk}").status_code == 404


def test_two_versions_side_by_side_word_by_word_and_weight_by_weight(client):
    first = make_rubric(dimensions=2, weight_reason="Because.")
    second = edit_as_draft(rubric=first, by=None)
    one, two = second.dimensions.all()
    one.weight, one.meets_bar = 3, "Does what 1 really needs."
    one.save()
    two.delete()
    second.dimensions.create(name="New")
    found = differences(document_of(first), document_of(second))
    from fractions import Fraction

    assert found.weights == (
        Weight("Dimension 1", Fraction(1, 2), Fraction(3, 4)),
        Weight("Dimension 2", Fraction(1, 2), None),
        Weight("New", None, Fraction(1, 4)),
    )
    assert Part("dimensions", "Dimension 2", "removed") in found.parts
    assert Part("dimensions", "New", "added") in found.parts
    (changed,) = [part for part in found.parts if part.name == "Dimension 1"]
    assert changed.fields[1] == Field(
        "Meets the bar",
        "Does what 1 needs.",
        "Does what 1 really needs.",
        (Word("Does what 1 ", "same"), Word("really ", "added"), Word("needs.", "same")),
    )
    client.force_login(make_user(is_rubric_admin=True))
    content = client.get(f"/rubrics/{second.pk}/?against={first.pk}").content.decode()
    assert "<ins>really </ins>" in content
    assert "75%" in content


def test_versions_that_say_the_same_have_no_differences(client):
    first = make_rubric(dimensions=2)
    second = edit_as_draft(rubric=first, by=None)
    publish(rubric=second, by=None, at=NOW)
    assert differences(document_of(first), document_of(second)).none
    client.force_login(make_user())
    assert "Nothing differs." in client.get(f"/rubrics/{second.pk}/?against={first.pk}").content.decode()


def test_a_part_that_only_moved_is_said_to_have_moved():
    first = make_rubric(dimensions=3)
    second = edit_as_draft(rubric=first, by=None)
    second.dimensions.filter(name="Dimension 1").update(position=9)
    found = differences(document_of(first), document_of(second))
    assert [(part.name, part.change) for part in found.parts] == [("Dimension 1", "moved")]


def test_a_reader_sees_which_interview_covers_what(client):
    rubric = make_rubric(dimensions=2, kits=2, publish=False)
    kept = rubric.dimensions.all()[0]
    rubric.kits.all()[1].focus_links.exclude(dimension=kept).delete()
    client.force_login(make_user(is_rubric_admin=True))
    page = client.get(f"/rubrics/{rubric.pk}/").context["page"]
    assert [(each.covered, each.kits) for each in page.dimensions] == [((True, True), 2), ((True, False), 1)]
