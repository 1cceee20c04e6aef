"""A rubric admin imports a page: reads it, looks at source and draft side by side, saves, accepts what was proposed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from scorecards.models import Rubric
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

ORCHARD = Path(__file__).parents[1] / "blueprints" / "pages" / "orchard-lead.html"
SKILLS = """# Florist

## Requirements

- A knife.

## Soft skills

### Patience

- Waits.

### Care

- Looks.
"""
IMPORT = "/admin/scorecards/rubric/import/"


def test_an_uploaded_page_is_looked_at_and_saved(page, live_server, sign_in, axe):
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}/admin/scorecards/rubric/")
    page.get_by_role("link", name="Import a page").click()
    expect(page.get_by_role("heading", name="Import a page")).to_be_visible()
    axe(page)
    page.get_by_label("A file").set_input_files(ORCHARD)
    page.get_by_role("button", name="Read the page").click()
    expect(page.get_by_text("Lead Orchard Keeper, read from orchard-lead.html (HTML).")).to_be_visible()
    axe(page)

    # A part leads to where it was found.
    page.get_by_role("link", name="Blames the weather for every loss.").click()
    found = page.locator(".block:target")
    expect(found).to_have_text("Blames the weather for every loss.")
    expect(found).to_be_in_viewport()

    assert not Rubric.objects.exists()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".success")).to_contain_text("Saved as a draft: Lead Orchard Keeper, version 1.")
    assert list(Rubric.objects.get().dimensions.values_list("weight", flat=True)) == [35, 25, 25, 15]

    # The same page again has nothing to save.
    page.goto(f"{live_server.url}{IMPORT}")
    page.get_by_label("A file").set_input_files(ORCHARD)
    page.get_by_role("button", name="Read the page").click()
    expect(page.get_by_text("Nothing differs from Lead Orchard Keeper, version 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Save as a draft")).to_have_count(0)


def test_pasted_text_is_kept_when_it_cannot_be_read_and_a_proposal_is_accepted(
    page, live_server, sign_in, axe
):
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}{IMPORT}")
    page.get_by_label("Or its text").fill("# Plum cake\n\n- Plums, typed by hand")
    page.get_by_label("Role", exact=True).fill("Baker")
    page.get_by_role("button", name="Read the page").click()
    expect(page.get_by_role("alert")).to_contain_text("This does not look like a role page")
    expect(page.get_by_label("Or its text")).to_have_value("# Plum cake\n\n- Plums, typed by hand")
    expect(page.get_by_label("Role", exact=True)).to_have_value("Baker")
    axe(page)

    page.get_by_label("Role", exact=True).fill("")
    page.get_by_label("Or its text").fill(SKILLS)
    page.get_by_label("Without a scorecard, propose one").check()
    page.get_by_role("button", name="Read the page").click()
    expect(page.get_by_text("Proposed, not said by the page")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Save as a draft").click()

    # Publishing names what nobody accepted yet; the screen accepts it.
    page.get_by_role("link", name="Check and publish").click()
    expect(page.get_by_text("There are no kits: no interview could be planned.")).to_be_visible()
    expect(
        page.get_by_text("2 dimensions are still marked as proposed: read them, and untick")
    ).to_be_visible()
    page.get_by_role("link", name="Back to the draft").click()
    for place in (0, 1):
        page.locator(f"#id_dimensions-{place}-proposed").uncheck()
    page.locator("input[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()
    assert not Rubric.objects.get().dimensions.filter(proposed=True).exists()


def test_markup_in_a_page_stays_words(page, live_server, sign_in):
    """The fixture fails on any script error or request elsewhere; nothing of the page runs."""
    sign_in(make_user(is_rubric_admin=True, is_staff=True))
    page.goto(f"{live_server.url}{IMPORT}")
    page.get_by_label("Or its text").fill(
        "# Gardener\n\n## Red flags\n\n- Says &lt;script>document.title='run'&lt;/script>\n"
        "- &lt;img src=https://elsewhere.example/x onerror=\"document.title='run'\">\n"
    )
    page.get_by_role("button", name="Read the page").click()
    expect(page.locator("#block-4")).to_have_text(
        "<img src=https://elsewhere.example/x onerror=\"document.title='run'\">"
    )
    assert page.title() != "run"
    assert page.locator(".blueprint-sides img, .blueprint-sides script").count() == 0
