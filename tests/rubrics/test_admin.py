"""The rubric screen in the admin pages."""

import pytest
from django.urls import reverse

from scorecards.models import AuditEntry, Exercise, Kit, Role, Rubric
from tests.factories import make_rubric, make_user, publish_rubric

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = make_user(is_rubric_admin=True, is_staff=True)
    client.force_login(user)
    return user


def change(rubric):
    return reverse("admin:scorecards_rubric_change", args=[rubric.pk])


def posted(client, rubric, **changes):
    """The screen's own form, as a browser would send it back, with changes."""
    context = client.get(change(rubric)).context
    data = {}
    forms = [context["adminform"].form]
    for group in context["inline_admin_formsets"]:
        forms += [group.formset.management_form, *group.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False:
                continue
            data[field.html_name] = field.field.prepare_value(value) if not isinstance(value, bool) else "on"
    data |= changes
    return client.post(change(rubric), data)


@pytest.mark.parametrize(
    ("dimensions", "signals", "questions", "kits"),
    [(1, 1, 1, 1), (3, 1, 1, 1), (1, 3, 1, 1), (1, 1, 3, 1), (1, 1, 1, 3), (12, 14, 3, 5)],
)
def test_the_screen_takes_the_same_queries_for_any_size(
    client, admin, django_assert_num_queries, dimensions, signals, questions, kits
):
    rubric = make_rubric(
        dimensions=dimensions, signals=signals, questions=questions, kits=kits, publish=False
    )
    Exercise.objects.create(rubric=rubric, name="E")
    client.get(change(rubric))  # content types are read once for the process
    with django_assert_num_queries(18):
        response = client.get(change(rubric))
    assert response.status_code == 200


def test_saving_the_screen_unchanged_changes_nothing(client, admin):
    from scorecards.documents import document_of

    rubric = make_rubric(dimensions=3, kits=2, publish=False)
    before = document_of(rubric)
    assert posted(client, rubric).status_code == 302
    assert document_of(Rubric.objects.get()) == before


def test_weights_and_order_are_saved(client, admin):
    rubric = make_rubric(dimensions=3, publish=False)
    response = posted(
        client,
        rubric,
        **{"dimensions-0-weight": "40", "dimensions-0-position": "3", "dimensions-2-position": "1"},
    )
    assert response.status_code == 302
    assert list(rubric.dimensions.values_list("name", "weight")) == [
        ("Dimension 3", 1), ("Dimension 2", 1), ("Dimension 1", 40),
    ]  # fmt: skip
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.actor) == ("rubric.edited", admin)
    assert {"weight", "position"} <= set(entry.fields)


def test_kits_keep_what_is_ticked(client, admin):
    rubric = make_rubric(dimensions=3, kits=1, publish=False)
    first = rubric.dimensions.all()[0]
    assert posted(client, rubric, **{"kits-0-focus_on": [first.pk], "kits-0-ask": []}).status_code == 302
    kit = rubric.kits.get()
    assert list(kit.focus.all()) == [first]
    assert kit.questions.count() == 0


def test_bad_input_gets_a_sentence_at_the_field_and_loses_nothing(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    response = posted(client, rubric, **{"dimensions-0-weight": "0", "dimensions-1-name": "Typed anew"})
    content = response.content.decode()
    assert response.status_code == 200
    assert "Ensure this value is greater than or equal to 1." in content
    assert "Typed anew" in content
    assert list(rubric.dimensions.values_list("weight", flat=True)) == [1, 1]


def test_two_parts_with_one_name_are_refused_in_words(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    response = posted(client, rubric, **{"dimensions-1-name": "DIMENSION 1"})
    assert response.status_code == 200
    assert "This name is there twice. Give each its own." in response.content.decode()


def test_labels_fit_the_scale(client, admin):
    rubric = make_rubric(publish=False)
    response = posted(client, rubric, scale_max="5")
    assert "There are 5 levels and 4 labels: give one for each." in response.content.decode()


def test_a_published_version_is_shown_and_not_changed(client, admin):
    rubric = make_rubric()
    response = client.get(change(rubric))
    assert "never changes" in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert client.post(change(rubric), {"introduction": "x"}).status_code == 403


def test_edit_makes_the_next_draft_and_then_leads_to_it(client, admin):
    rubric = make_rubric()
    url = reverse("admin:scorecards_rubric_edit", args=[rubric.pk])
    first = client.post(url)
    draft = rubric.role.rubrics.get(status="draft")
    assert first["Location"] == client.post(url)["Location"] == change(draft)
    assert client.get(url).status_code == 405


def test_publishing_lists_what_is_missing_and_then_publishes(client, admin):
    rubric = make_rubric(dimensions=[{"name": "A", "weight": 2}, {"name": "B"}], publish=False)
    url = reverse("admin:scorecards_rubric_publish", args=[rubric.pk])
    assert "The weights differ: write down why" in client.get(url).content.decode()
    client.post(url)
    rubric.refresh_from_db()
    assert rubric.status == "draft"
    Rubric.objects.update(weight_reason="Because.")
    assert "Nothing is missing" in client.get(url).content.decode()
    client.post(url)
    rubric.refresh_from_db()
    assert (rubric.status, rubric.published_by) == ("published", admin)


def test_a_rubric_is_copied_to_another_role(client, admin):
    rubric, role = make_rubric(), Role.objects.create(name="Another")
    response = client.post(reverse("admin:scorecards_rubric_duplicate", args=[rubric.pk]), {"role": role.pk})
    assert response["Location"] == change(role.rubrics.get())


def test_the_preview_is_the_real_form(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    response = client.get(reverse("admin:scorecards_rubric_preview", args=[rubric.pk, rubric.kits.get().pk]))
    content = response.content.decode()
    for dimension in rubric.dimensions.all():
        assert f'name="rating-{dimension.key}"' in content
    for signal in rubric.signals.all():
        assert f'name="sighting-{signal.key}"' in content


def test_only_rubric_admins_open_rubrics_in_admin(client):
    rubric = make_rubric(publish=False)
    pages = [change(rubric), reverse("admin:scorecards_rubric_changelist")]
    pages += [
        reverse(f"admin:scorecards_rubric_{name}", args=[rubric.pk]) for name in ("publish", "duplicate")
    ]
    client.force_login(make_user(is_staff=True, is_auditor=True, is_coordinator=True))
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(make_user(is_rubric_admin=True))
    assert {client.get(page).status_code for page in pages} == {302}


def test_what_was_judged_is_never_in_admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for name in (
        "assessment",
        "scorecard",
        "rating",
        "sighting",
        "revision",
        "draftfield",
        "auditentry",
        "auditseal",
    ):
        assert client.get(f"/admin/scorecards/{name}/").status_code == 404
    for name in ("decision", "debrief", "application"):
        assert client.get(f"/admin/hiring/{name}/").status_code == 404


def test_two_dimensions_swap_their_names(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    response = posted(
        client, rubric, **{"dimensions-0-name": "Dimension 2", "dimensions-1-name": "Dimension 1"}
    )
    assert response.status_code == 302
    assert list(rubric.dimensions.values_list("name", flat=True)) == ["Dimension 2", "Dimension 1"]


def test_the_name_of_a_deleted_dimension_is_free_on_the_same_screen(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    response = posted(client, rubric, **{"dimensions-0-DELETE": "on", "dimensions-1-name": "Dimension 1"})
    assert response.status_code == 302
    assert list(rubric.dimensions.values_list("name", flat=True)) == ["Dimension 1"]
    assert [each.name for each in rubric.kits.get().focus.all()] == ["Dimension 1"]


def test_more_level_texts_than_levels_are_refused(client, admin):
    rubric = make_rubric(dimensions=1, publish=False)
    response = posted(client, rubric, **{"dimensions-0-level_texts": "\n".join("abcdef")})
    assert "There are 6 texts and 4 levels." in response.content.decode()


def test_a_stale_screen_never_overwrites_unseen(client, admin):
    rubric = make_rubric(dimensions=1, publish=False)
    stale = {"seen": "0"}
    assert posted(client, rubric, introduction="of another").status_code == 302
    response = posted(client, rubric, introduction="mine", **stale)
    content = response.content.decode()
    assert "Someone else saved this draft while you had it open." in content
    assert "mine" in content
    rubric.refresh_from_db()
    assert rubric.introduction == "of another"
    assert 'name="seen" value="1"' in content


def test_focus_and_questions_keep_the_order_in_which_they_stand(client, admin):
    rubric = make_rubric(dimensions=3, publish=False)
    one, two, three = rubric.dimensions.all()
    first, second, third = rubric.questions.all()
    posted(client, rubric, **{"kits-0-focus_on": [three.pk, one.pk], "kits-0-ask": [second.pk, first.pk]})
    kit = rubric.kits.get()
    assert list(kit.focus_links.values_list("dimension_id", "position")) == [(three.pk, 1), (one.pk, 2)]
    assert list(kit.question_links.values_list("question_id", "position")) == [(second.pk, 1), (first.pk, 2)]
    assert two.kit_links.count() == third.kit_links.count() == 0


def test_the_screen_shows_what_is_ticked_first_and_in_its_order(client, admin):
    rubric = make_rubric(dimensions=3, publish=False)
    one, two, three = rubric.dimensions.all()
    posted(client, rubric, **{"kits-0-focus_on": [three.pk, one.pk]})
    (kits,) = [
        each for each in client.get(change(rubric)).context["inline_admin_formsets"] if each.opts.model is Kit
    ]
    field = kits.formset.forms[0].fields["focus_on"]
    assert [pk for pk, _ in field.choices] == [three.pk, one.pk, two.pk]


def test_an_order_that_was_typed_survives_an_error_elsewhere(client, admin):
    rubric = make_rubric(dimensions=2, publish=False)
    one, two = rubric.dimensions.all()
    response = posted(
        client,
        rubric,
        **{"kits-0-focus_on": [two.pk, one.pk], "dimensions-0-weight": "0", "kits-0-name": "K"},
    )
    (kits,) = [each for each in response.context["inline_admin_formsets"] if each.opts.model is Kit]
    assert [pk for pk, _ in kits.formset.forms[0].fields["focus_on"].choices] == [two.pk, one.pk]


def test_a_version_that_was_published_in_the_meantime_gives_back_what_was_typed(client, admin):
    from scorecards.forms.rubric import RubricForm

    rubric = make_rubric(publish=False)
    form = RubricForm({"introduction": "Typed words", "seen": "0"}, instance=rubric)
    publish_rubric(Rubric.objects.get(pk=rubric.pk))
    assert "Somebody has published this version in the meantime" in str(form.errors["seen"])
    assert form["introduction"].value() == "Typed words"


def test_a_copy_to_a_role_that_has_a_draft_by_now_is_refused_in_words(client, admin):
    rubric, other = make_rubric(), make_rubric(publish=False)
    url = reverse("admin:scorecards_rubric_duplicate", args=[rubric.pk])
    response = client.post(url, {"role": other.role_id}, follow=True)
    assert f"{other.role} has a draft already. Nothing was copied." in response.content.decode()
    assert Rubric.objects.count() == 2


@pytest.mark.parametrize("role", ["", "0", "x", "9" * 30])
def test_a_copy_to_no_role_at_all_is_not_found(client, admin, role):
    url = reverse("admin:scorecards_rubric_duplicate", args=[make_rubric().pk])
    assert client.post(url, {"role": role}).status_code == 404
