"""A rubric admin's journey: create, weigh, reorder, preview, publish, change, compare, publish again."""

import pytest
from playwright.sync_api import expect

from scorecards.actions.publish import edit_as_draft
from scorecards.documents import document_of
from scorecards.models import Role, Rubric
from tests.factories import make_rubric, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def add_dimension(page, place, name):
    page.locator("#dimensions-group .add-row a").click()
    page.locator(f"#id_dimensions-{place}-name").fill(name)


def test_a_rubric_from_nothing_to_its_second_version(page, live_server, sign_in):
    Role.objects.create(name="Gardener")
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}/admin/scorecards/rubric/add/")
    page.locator("#id_role").select_option(label="Gardener")
    for place, name in enumerate(("Soil", "Plants", "People")):
        add_dimension(page, place, name)

    # A new rubric starts with equal weights, shown as shares while one types.
    board = page.locator("[data-weight-sum]")
    expect(board).to_have_text("The weights add up to 3, not 100: they are used as ratios.")
    page.locator("#id_dimensions-0-weight").fill("98")
    expect(board).to_have_text("The weights add up to 100.")
    expect(page.locator("[data-percent]").first).to_have_text("98.0%")

    # Reordered with the keyboard: People moves before Plants.
    page.locator("#dimensions-2 [data-move=up]").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()
    rubric = Rubric.objects.get()
    assert list(rubric.dimensions.values_list("name", flat=True)) == ["Soil", "People", "Plants"]

    # Reordered by drag: the last one goes first.
    parts = page.locator("#dimensions-group [data-part]:not(.empty-form)")
    parts.nth(2).locator(".part-handle").drag_to(parts.nth(0), target_position={"x": 200, "y": 60})
    expect(parts.nth(0)).to_contain_text("Plants")

    # A kit that covers them.
    page.locator("#kits-group .add-row a").click()
    page.locator("#id_kits-0-name").fill("In the garden")
    for name in ("Soil", "People", "Plants"):
        page.locator("#kits-0").get_by_label(name, exact=True).check()
    page.locator("input[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()
    assert list(rubric.dimensions.values_list("name", flat=True)) == ["Plants", "Soil", "People"]

    # The preview is the real form.
    page.get_by_role("link", name="In the garden").click()
    expect(page.get_by_role("heading", name="Preview: In the garden")).to_be_visible()
    page.get_by_role("group", name="Soil").get_by_label("3 Meets the bar").check()
    page.go_back()

    # Publishing says what is missing, then publishes.
    page.get_by_role("link", name="Check and publish").click()
    expect(page.get_by_text("The weights differ: write down why, or make them equal.")).to_be_visible()
    page.get_by_role("link", name="Back to the draft").click()
    page.locator("#id_weight_reason").fill("Nothing grows without it.")
    page.locator("input[name=_continue]").click()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("is published. Running applications keep the version they have.")).to_be_visible()
    first = document_of(Rubric.objects.get())

    # The next version, changed, compared and published; the first stays as it was.
    page.get_by_role("button", name="Edit as a new draft").click()
    page.locator("#id_dimensions-0-name").fill("Plants and trees")
    page.locator("input[name=_continue]").click()
    page.get_by_role("link", name="Compare with version 1").click()
    expect(page.get_by_role("heading", name="What changed from version 1 to 2")).to_be_visible()
    expect(page.locator("ins").first).to_have_text(" and trees")
    page.go_back()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("version 2 is published")).to_be_visible()
    one, two = Rubric.objects.order_by("version")
    assert (one.status, two.status) == ("retired", "published")
    assert document_of(one) | {"status": "published"} == first


def test_leaving_with_unsaved_changes_warns(page, live_server, sign_in):
    role = Role.objects.create(name="Gardener")
    rubric = Rubric.objects.create(role=role, version=1)
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}/admin/scorecards/rubric/{rubric.pk}/change/")
    page.locator("#id_introduction").fill("Typed words")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{live_server.url}/rubrics/")
    assert asked == ["beforeunload"]


def test_parts_fold_to_a_line_that_follows_what_is_typed(page, live_server, sign_in):
    rubric = make_rubric(dimensions=5, publish=False)
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}/admin/scorecards/rubric/{rubric.pk}/change/")
    name = page.locator("#id_dimensions-0-name")
    expect(name).to_be_hidden()
    page.locator("#dimensions-0 [data-fold]").focus()
    page.keyboard.press("Enter")
    expect(name).to_be_visible()
    name.fill("Patience")
    page.locator("#id_dimensions-0-must_have").check()
    expect(page.locator("#dimensions-0 .inline_label")).to_have_text("Patience")
    expect(page.locator("#dimensions-0 [data-note]")).to_have_text("20.0% · must-have")
    page.locator("#dimensions-group").get_by_role("button", name="Fold all").click()
    expect(name).to_be_hidden()

    # An error is never folded away.
    page.locator("#dimensions-group").get_by_role("button", name="Open all").click()
    page.locator("#id_dimensions-3-weight").fill("0")
    page.locator("#dimensions-group").get_by_role("button", name="Fold all").click()
    page.locator("#rubric_form").evaluate("form => { form.noValidate = true }")
    page.locator("input[name=_continue]").click()
    expect(page.locator("#dimensions-3 .errorlist")).to_be_visible()
    expect(page.locator("#id_dimensions-0-name")).to_be_hidden()


def test_what_a_kit_asks_is_put_in_order_with_the_keyboard(page, live_server, sign_in):
    rubric = make_rubric(dimensions=3, publish=False)
    one, two, three = rubric.dimensions.all()
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}/admin/scorecards/rubric/{rubric.pk}/change/")
    page.get_by_role("button", name=f"Move {three.name} up", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("#kits-0").get_by_label(two.name, exact=True).uncheck()
    page.locator("input[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()
    assert list(rubric.kits.get().focus_links.values_list("dimension_id", flat=True)) == [three.pk, one.pk]


def test_rubric_pages_have_no_accessibility_finding(page, live_server, sign_in, axe, expected_errors):
    # Axe itself sets a style inline to look into the sheets that the admin's sheet imports.
    expected_errors.append("Applying inline style violates")
    rubric = make_rubric(dimensions=3, kits=2, signals=2)
    draft = edit_as_draft(rubric=rubric, by=None)
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    kit = rubric.kits.all()[0]
    for path in (
        "/rubrics/",
        f"/rubrics/{rubric.pk}/",
        f"/rubrics/{draft.pk}/what-would-change/",
        f"/admin/scorecards/rubric/{draft.pk}/change/",
        f"/admin/scorecards/rubric/{draft.pk}/publish/",
        f"/admin/scorecards/rubric/{rubric.pk}/change/",
        f"/admin/scorecards/rubric/{rubric.pk}/preview/{kit.pk}/",
    ):
        page.goto(live_server.url + path)
        axe(page)
