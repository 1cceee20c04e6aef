"""The upload page: preview first, then saved; nothing typed is lost; a page's words are never markup on ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scorecards.models import Rubric
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = "# Gardener\n\n## Scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Red flags\n\n- Steps on beds.\n"
EVIL = """<h1>Gardener <img src=x onerror=alert(1)></h1><h2>Scorecard &lt;script&gt;alert(2)&lt;/script&gt;</h2>
<table><tr><th>Dimension</th><th>Meets bar</th><th>Weight</th></tr>
<tr><td>&lt;b&gt;Soil&lt;/b&gt;</td><td>&lt;img src=x onerror=alert(3)&gt;</td><td>60%</td></tr><tr><td>"Plants' onmouseover=alert(4)</td><td>x</td><td>40%</td></tr></table>
<h2>Red flags</h2><ul><li>&lt;script&gt;alert(5)&lt;/script&gt;</li><li>&lt;/li&gt;&lt;a href="javascript:alert(6)"&gt;click&lt;/a&gt;</li></ul>
<h2>Exercises</h2><ul><li><b>Case &lt;iframe&gt; study</b><ul><li>&lt;svg onload=alert(7)&gt;</li></ul></li></ul>
<h2>What to assess</h2><ul><li><b>A&lt;i&gt;</b>: &lt;u&gt;what?&lt;/u&gt;</li></ul>"""


@pytest.fixture
def url():
    return reverse("admin:scorecards_rubric_import")


@pytest.fixture
def admin(client):
    user = make_user(is_rubric_admin=True, is_staff=True)
    client.force_login(user)
    return user


def test_only_rubric_admins_open_it(client, url):
    assert client.get(url).status_code == 302
    client.force_login(make_user(is_staff=True, is_auditor=True, is_coordinator=True))
    assert (client.get(url).status_code, client.post(url, {"page": PAGE}).status_code) == (403, 403)


def test_the_list_of_rubrics_leads_to_it(client, admin, url):
    assert url in client.get(reverse("admin:scorecards_rubric_changelist")).content.decode()


def test_a_pasted_page_is_shown_and_not_saved(client, admin, url):
    response = client.post(url, {"page": PAGE, "read": "1"})
    content = response.content.decode()
    assert 'id="block-3"' in content
    assert '<a href="#block-3">Soil</a>' in content
    assert "Save as a draft" in content
    assert not Rubric.objects.exists()


def test_a_file_is_shown_with_its_text_ready_to_be_read_again(client, admin, url):
    upload = SimpleUploadedFile("gardener.md", PAGE.encode())
    response = client.post(url, {"file": upload, "role": "Digger", "read": "1"})
    form = response.context["form"]
    assert (form["page"].value(), form["role"].value()) == (PAGE, "Digger")
    assert "read from gardener.md (Markdown)" in " ".join(response.content.decode().split())


def test_saving_makes_the_draft_that_was_shown(client, admin, url):
    response = client.post(url, {"page": PAGE, "source": "gardener.md", "save": "1"})
    rubric = Rubric.objects.get()
    assert response["Location"] == reverse("admin:scorecards_rubric_change", args=[rubric.pk])
    assert (rubric.created_by, rubric.source, list(rubric.dimensions.values_list("weight", flat=True))) == (
        admin,
        "gardener.md (Markdown)",
        [60, 40],
    )


def test_saving_twice_makes_no_twin_and_says_why(client, admin, url):
    client.post(url, {"page": PAGE, "save": "1"})
    response = client.post(url, {"page": PAGE, "save": "1"})
    content = response.content.decode()
    assert Rubric.objects.count() == 1
    assert "There is Gardener, version 1 already. Nothing differs from it. Nothing was saved." in content
    assert response.context["form"]["page"].value() == PAGE


def test_a_changed_page_of_a_published_role_is_saved_as_the_next_draft(client, admin, url):
    client.post(url, {"page": PAGE, "save": "1"})
    Rubric.objects.update(status="published", published_at="2026-03-02T00:00Z")
    changed = PAGE.replace("Steps on beds.", "Steps on the beds.")
    content = client.post(url, {"page": changed, "read": "1"}).content.decode()
    assert "<ins> the</ins>" in content or "<ins>the </ins>" in content
    assert "Save as the next draft" in content
    assert "What the page has different: 1 signal changed" in content
    client.post(url, {"page": changed, "save": "1"})
    assert list(Rubric.objects.order_by("version").values_list("version", "status")) == [
        (1, "published"),
        (2, "draft"),
    ]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("", "Choose a file or paste the page&#x27;s text."),
        ("# Plum cake\n\n- Plums", "This does not look like a role page"),
        ('{"content": {"rendered": "<h2>Re', "begins as JSON and breaks off"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, admin, url, page, sentence):
    response = client.post(url, {"page": page, "role": "Typed role", "propose": "on", "read": "1"})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    form = response.context["form"]
    assert (form["page"].value(), form["role"].value(), bool(form["propose"].value())) == (
        page,
        "Typed role",
        True,
    )


def test_a_binary_file_is_refused_and_typed_text_stays(client, admin, url):
    upload = SimpleUploadedFile("page.pdf", b"%PDF-1.7 " + bytes(range(256)))
    response = client.post(url, {"file": upload, "page": "typed before", "read": "1"})
    assert "This is a PDF." in response.content.decode()
    assert response.context["form"]["page"].value() == "typed before"


def test_a_file_that_is_too_large_is_refused(client, admin, url):
    upload = SimpleUploadedFile("page.md", b"x" * 1_800_001)
    response = client.post(url, {"file": upload, "role": "Typed role", "read": "1"})
    assert "larger than 1.8 MB" in response.content.decode()
    assert response.context["form"]["role"].value() == "Typed role"


def test_words_of_the_page_are_never_markup(client, admin, url):
    content = client.post(url, {"page": EVIL, "read": "1"}).content.decode()
    shown = content[content.index('class="blueprint-top"') : content.index('class="blueprint-input"')]
    for evil in ("<img", "<script", "<iframe", "<svg", "<b>", "<i>", "<u>", 'href="javascript', '<a href="j'):
        assert evil not in shown
    for word in ("alert(2)", "alert(3)", "alert(4)", "alert(5)", "alert(6)", "alert(7)"):
        assert word in shown
    assert "alert(1)" not in shown
    client.post(url, {"page": EVIL, "save": "1"})
    rubric = Rubric.objects.get()
    change = client.get(reverse("admin:scorecards_rubric_change", args=[rubric.pk])).content.decode()
    assert "<img src=x" not in change
    assert "<script>alert(5)" not in change
    assert rubric.dimensions.all()[0].name == "<b>Soil</b>"


def test_one_of_several_scorecards_is_chosen(client, admin, url):
    page = "# Gardener\n\n## Junior scorecard\n\n- Soil (60%)\n- Plants (40%)\n\n## Senior scorecard\n\n- People (70%)\n- Soil (30%)\n"
    content = client.post(url, {"page": page, "read": "1"}).content.decode()
    assert 'value="Junior" checked' in content
    content = client.post(url, {"page": page, "level": "Senior", "read": "1"}).content.decode()
    assert 'value="Senior" checked' in content
    client.post(url, {"page": page, "level": "Senior", "save": "1"})
    assert list(Rubric.objects.get().dimensions.values_list("name", flat=True)) == ["People", "Soil"]


def test_a_proposal_is_offered_made_and_accepted(client, admin, url):
    page = "# Florist\n\n## Requirements\n\n- A knife.\n\n## Soft skills\n\n### Patience\n\n- Waits.\n\n### Care\n\n- Looks.\n"
    content = client.post(url, {"page": page, "read": "1"}).content.decode()
    assert "from 2 competencies" in content
    assert 'name="save"' not in content
    content = client.post(url, {"page": page, "propose": "on", "read": "1"}).content.decode()
    assert "Proposed, not said by the page" in content
    client.post(url, {"page": page, "propose": "on", "save": "1"})
    rubric = Rubric.objects.get()
    assert set(rubric.dimensions.values_list("proposed", flat=True)) == {True}
    screen = client.get(reverse("admin:scorecards_rubric_change", args=[rubric.pk])).content.decode()
    assert 'name="dimensions-0-proposed"' in screen


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_runs_the_same_queries_for_any_size(client, admin, url, count, django_assert_num_queries):
    page = (
        "# Gardener\n\n## Scorecard\n\n"
        + "".join(f"- Soil {n}\n" for n in range(2 * count))
        + "\n## Red flags\n\n"
        + "- Steps.\n" * count
    )
    client.post(url, {"page": page, "save": "1"})
    changed = page + "\n## Concerns\n\n" + "- Sleeps.\n" * count
    client.post(url, {"page": changed, "read": "1"})
    with django_assert_num_queries(13):
        client.post(url, {"page": changed, "read": "1"})
