import io
import json
import zipfile

import pytest
from django.urls import reverse

from hiring.models import Candidate, Message, Resume
from hiring.reads.everything import everything_about
from scorecards.models import AuditEntry
from tests.factories import make_application, make_card, make_interview
from tests.privacy.conftest import MARK

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(client, candidate, coordinator):
    client.force_login(coordinator)
    response = client.get(reverse("export_candidate", args=[candidate.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="candidate-{candidate.pk}.zip"'
    assert response["X-Content-Type-Options"] == "nosniff"
    return zipfile.ZipFile(io.BytesIO(response.content))


def test_the_archive_holds_json_and_every_file_as_it_was_handed_in(archive, candidate):
    resumes = Resume.objects.order_by("pk")
    assert archive.namelist() == [
        "README.txt", "candidate.json", *(f"resumes/{row.pk}-{MARK}.txt" for row in resumes),
    ]  # fmt: skip
    assert archive.read(archive.namelist()[-1]) == f"The words of {MARK}".encode()
    assert json.loads(archive.read("candidate.json"))["candidate"]["number"] == candidate.pk


def test_everything_written_about_the_person_is_in_it(archive):
    found = json.loads(archive.read("candidate.json"))
    hired = next(each for each in found["applications"] if each["status"] == "Hired")
    (card,) = hired["scorecards"]
    assert found["candidate"]["adjustments"].startswith(f"{MARK} kept")
    assert [each["summary"] for each in card["versions"]] == [f"{MARK} is fine.", f"{MARK} again."]
    assert card["versions"][1]["reason"] == f"{MARK} wrote to me."
    assert [(each["rating"], each["evidence"]) for each in card["versions"][1]["ratings"]] == [
        (2, f"{MARK} was unsure.")
    ]
    assert card["versions"][0]["signals"][0]["evidence"] == "Seen in the talk."
    assert hired["debrief"]["notes"] == f"{MARK} was discussed."
    assert hired["decisions"][0]["rationale"] == f"{MARK} convinced us."
    assert {each["reason"] for each in hired["interviews"]} == {"", f"I know {MARK}."}
    assert {each["withdrawn_because"] for each in found["applications"]} == {
        "",
        f"{MARK} took another offer.",
    }


def test_messages_to_colleagues_are_listed_without_their_words_and_readers(archive):
    found = json.loads(archive.read("candidate.json"))["messages_to_colleagues"]
    sent = Message.objects.order_by("pk")
    assert [(each["at"][:19], each["about"]) for each in found] == [
        (f"{row.created_at:%Y-%m-%dT%H:%M:%S}", row.get_kind_display()) for row in sent
    ]
    assert len(found) == 3
    assert {key for each in found for key in each} == {"at", "about"}


def test_a_draft_stays_its_authors_alone(archive):
    assert "half a thought" not in archive.read("candidate.json").decode()


def test_leaving_the_house_is_on_the_trail(archive, coordinator, candidate, opening):
    entry = AuditEntry.objects.get(action="candidate.exported")
    assert (entry.actor, entry.subject_id, entry.scope) == (
        coordinator,
        str(candidate.pk),
        f"opening:{opening.pk}",
    )


def test_who_owes_a_card_exports_nothing(client, candidate, coordinator, opening):
    application = make_application(opening=opening, candidate=candidate)
    make_interview(application=application, interviewer=coordinator)
    client.force_login(coordinator)
    assert client.get(reverse("export_candidate", args=[candidate.pk])).status_code == 404
    assert "You owe a scorecard" in client.get(reverse("privacy", args=[candidate.pk])).text


@pytest.mark.parametrize(("applications", "cards", "files"), [(1, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 3)])
def test_gathering_takes_the_same_queries_for_any_size(
    opening, django_assert_num_queries, applications, cards, files
):
    candidate = Candidate.objects.create(name="Ada")
    for _ in range(applications):
        application = make_application(opening=opening, candidate=candidate)
        for _ in range(cards):
            make_card(application=application, signals=list(opening.role.rubrics.get().signals.all()))
        application.status, application.ended_at = "withdrawn", application.created_at
        application.save()
    for number in range(files):
        Resume.objects.create(candidate=candidate, name=f"{number}.txt", kind="txt", size=1, content=b"a")
    with django_assert_num_queries(10):
        everything_about(candidate)
