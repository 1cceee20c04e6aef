"""The decision record on paper."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from hiring.actions.debrief import change_rating, open_debrief, write_notes
from hiring.actions.decide import record_decision
from scorecards.models import AuditEntry
from tests.factories import make_application, make_card, make_interview, make_user

pytestmark = pytest.mark.django_db


def pages(response):
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


def test_the_record_says_everything_on_numbered_pages(client, application, manager):
    record_decision(
        application=application,
        by=manager,
        outcome="no_hire",
        rationale="Too little depth for this team.",
        override_reason="The exercise was somebody else's work.",
    )
    client.force_login(manager)
    response = client.get(reverse("record", args=[application.pk]))
    found = pages(response)
    text = " ".join("\n".join(found).split())
    for words in (
        "Ada Lovelace",
        "rubric version 1",
        "No hire",
        "Too little depth for this team.",
        "This decision went against the recommendation.",
        "The exercise was somebody else's work.",
        "The rule recommends: yes.",
        "3.33 of 4, bar 2.80",
        "Depth",
        "75%",
        "Said 4.",
        "How the rule works",
        "Rule version 1",
        f"Page 1 of {len(found)}",
        f"Page {len(found)} of {len(found)}",
    ):
        assert words in text, words
    assert AuditEntry.objects.filter(action="record.exported").count() == 1


def test_the_record_tells_of_the_debrief_and_shows_both_sets(client, application, manager):
    card = application.assessment.scorecards.order_by("pk").first()
    depth = application.assessment.rubric.dimensions.get(name="Depth")
    debrief = open_debrief(application=application, by=manager)
    change_rating(
        application=application, by=card.author, fields={f"rating-{depth.key}": "1"}, reason="Copied it."
    )
    write_notes(debrief=debrief, by=manager, notes="We talked for long.", version=0)
    record_decision(application=application, by=manager, outcome="hire", rationale="Still.")
    client.force_login(manager)
    text = " ".join(" ".join(pages(client.get(reverse("record", args=[application.pk])))).split())
    for words in (
        "with a score of 3.33 (after the debrief 2.83)",
        "Recomputed for this document: everything reproduces.",
        "3 Meets the bar",
        "1 Clearly below the bar",
        "Copied it.",
        "We talked for long.",
        "Sources",
    ):
        assert words in text, words


def test_the_record_can_be_kept_and_read_aloud(client, application, manager):
    """PDF/A and PDF/UA, where the fonts have every sign."""
    client.force_login(manager)
    reader = PdfReader(io.BytesIO(client.get(reverse("record", args=[application.pk])).content))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Decision record: Ada Lovelace"


@pytest.mark.parametrize(
    "words",
    [
        "#panic(1)",
        '#read("/etc/passwd")',
        "*bold* _it_ $x$ <label> @ref \\ // `raw`",
        "= Heading",
        "Zoë 李 🙂",
    ],
)
def test_what_someone_typed_stays_text(client, opening, manager, words):
    application = make_application(opening=opening, name=f"Name {words}")
    make_card(application=application, ratings=3, summary=words)
    client.force_login(manager)
    text = "\n".join(pages(client.get(reverse("record", args=[application.pk]))))
    assert words.split()[0][:6] in text
    assert "root:" not in text


def test_a_record_before_any_card_says_so(client, opening, manager):
    application = make_application(opening=opening)
    client.force_login(manager)
    text = "\n".join(pages(client.get(reverse("record", args=[application.pk]))))
    assert "No decision is recorded yet." in text
    assert "Nobody has rated this candidate yet." in text


def test_the_record_does_not_exist_for_whoever_owes_a_card_or_has_no_part(client, application, manager):
    make_interview(application=application, interviewer=manager)
    for person in (manager, make_user(), make_user(is_superuser=True)):
        client.force_login(person)
        assert client.get(reverse("record", args=[application.pk])).status_code == 404
    assert not AuditEntry.objects.filter(action="record.exported").exists()
