"""A draft tried on what is decided."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.reads.what_would_change import what_would_change
from scorecards.actions.publish import edit_as_draft
from scorecards.models import Dimension, Rubric
from tests.factories import make_application, make_card, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db

THREE = [{"name": "A", "weight": 1}, {"name": "B", "weight": 1}, {"name": "C", "weight": 1}]


def decided(rubric, ratings, *, cards=3, opening=None, **fields):
    application = make_application(rubric=rubric, opening=opening or make_opening(rubric=rubric))
    for _ in range(cards):
        make_card(application=application, ratings=ratings, **fields)
    application.status, application.ended_at = "hired", timezone.now()
    application.save()
    return application


def draft_of(rubric, **weights):
    draft = edit_as_draft(rubric=rubric, by=None)
    for name, weight in weights.items():
        draft.dimensions.filter(name=name).update(weight=weight)
    return draft


def found(draft):
    return what_would_change(Rubric.objects.get(pk=draft.pk))


def changes(page):
    return [(move.before, move.after, move.count, move.better) for move in page.moves]


def test_the_same_rubric_changes_nothing():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, 3)
    page = found(draft_of(rubric))
    assert (page.decided, page.compared, page.same, page.moves) == (1, 1, 1, ())


def test_other_weights_are_counted_by_what_they_change():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, {"A": 4, "B": 2, "C": 2})  # 2.67 of 4: a no
    decided(rubric, {"A": 4, "B": 2, "C": 2})
    decided(rubric, {"A": 3, "B": 3, "C": 3})
    page = found(draft_of(rubric, A=2))
    assert changes(page) == [("no", "yes", 2, True)]
    assert (page.differing, page.same) == (2, 1)
    assert {name: (before, after) for name, _, before, after in page.totals} == {
        "strong yes": (0, 0), "yes": (1, 3), "no": (2, 0), "strong no": (0, 0), "not enough evidence": (0, 0),
    }  # fmt: skip


def test_another_policy_counts_too():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, 3)
    draft = draft_of(rubric)
    Rubric.objects.filter(pk=draft.pk).update(min_interviewers=4)
    assert changes(found(draft)) == [("yes", "not enough evidence", 1, None)]


def test_what_the_draft_adds_is_left_out_and_said():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, 3)
    draft = draft_of(rubric)
    Dimension.objects.create(rubric=draft, name="New", weight=10_000, position=9)
    page = found(draft)
    assert (page.added, page.removed, page.moves) == (("New",), (), ())


def test_ratings_of_what_the_draft_drops_no_longer_count():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, {"A": 3, "B": 3, "C": 1})  # 2.33: a no
    draft = draft_of(rubric)
    draft.dimensions.get(name="C").delete()
    page = found(draft)
    assert page.removed == ("C",)
    assert changes(page) == [("no", "yes", 1, True)]


def test_a_red_flag_that_becomes_disqualifying_counts():
    rubric = make_rubric(dimensions=THREE)
    application = decided(rubric, 3, cards=2)
    application.status, application.ended_at = "in_loop", None
    application.save()
    make_card(application=application, ratings=3, signals=[rubric.signals.get(kind="red_flag")])
    application.status, application.ended_at = "hired", timezone.now()
    application.save()
    draft = draft_of(rubric)
    draft.signals.filter(kind="red_flag").update(disqualifying=True)
    assert changes(found(draft)) == [("yes", "no", 1, False)]


def test_another_scale_is_not_compared():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, 3)
    draft = draft_of(rubric)
    Rubric.objects.filter(pk=draft.pk).update(scale_max=5, level_labels=list("abcde"))
    page = found(draft)
    assert (page.decided, page.not_comparable, page.compared, page.moves) == (1, 1, 0, ())


def test_a_draft_that_shares_no_dimension_or_has_none_is_not_compared():
    rubric = make_rubric(dimensions=THREE)
    decided(rubric, 3)
    draft = draft_of(rubric)
    draft.dimensions.all().delete()
    assert found(draft).compared == 0
    Dimension.objects.create(rubric=draft, name="New", position=1)
    assert found(draft).compared == 0


def test_running_and_withdrawn_applications_and_other_roles_are_not_in_it():
    rubric, other = make_rubric(dimensions=THREE), make_rubric(dimensions=THREE)
    make_card(application=make_application(rubric=rubric), ratings=1)
    decided(other, 1)
    assert found(draft_of(rubric)).decided == 0


def test_nothing_is_changed_by_looking(client):
    rubric = make_rubric(dimensions=THREE)
    application = decided(rubric, {"A": 4, "B": 2, "C": 2})
    draft = draft_of(rubric, A=5)
    client.force_login(make_user(is_rubric_admin=True))
    page = client.get(reverse("what_would_change", args=[draft.pk])).content.decode()
    assert "1 of 1 recommendation would be another one" in page
    assert application.candidate.name not in page
    application.refresh_from_db()
    assert application.assessment.rubric_id == rubric.pk


def test_only_rubric_admins_try_drafts_and_only_drafts(client):
    rubric = make_rubric()
    draft = draft_of(rubric)
    for user in (make_user(is_auditor=True), make_user(is_superuser=True, is_staff=True), make_user()):
        client.force_login(user)
        assert client.get(reverse("what_would_change", args=[draft.pk])).status_code == 404
    client.force_login(make_user(is_rubric_admin=True))
    assert client.get(reverse("what_would_change", args=[rubric.pk])).status_code == 404


@pytest.mark.parametrize(
    ("applications", "versions", "cards", "dimensions"),
    [(1, 1, 3, 1), (3, 1, 3, 1), (1, 3, 3, 1), (1, 1, 5, 1), (1, 1, 3, 3)],
)
def test_it_takes_the_same_queries_for_any_size(
    django_assert_num_queries, applications, versions, cards, dimensions
):
    rubric = make_rubric(dimensions=dimensions)
    for _ in range(versions):
        for _ in range(applications):
            decided(rubric, 3, cards=cards)
        rubric.refresh_from_db()
        if rubric.role.rubrics.count() < versions:
            nxt = edit_as_draft(rubric=rubric, by=None)
            rubric.status, rubric.retired_at = "retired", timezone.now()
            rubric.save()
            nxt.status, nxt.published_at = "published", timezone.now()
            nxt.save()
            rubric = nxt
    draft = Rubric.objects.get(pk=draft_of(rubric).pk)
    with django_assert_num_queries(5):
        assert what_would_change(draft).decided == applications * versions
