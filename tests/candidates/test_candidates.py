import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hiring import resumes
from hiring.actions.merge import BothRunning, Gone, SamePerson, merge
from hiring.models import Application, Candidate, Resume
from scorecards.models import AuditEntry
from tests.factories import NOW, make_application, make_card, make_interview, make_opening, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nhello\n%%EOF\n"


def docx(**extra):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in extra.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def coordinator():
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def opening(coordinator):
    return make_opening(coordinators=[coordinator])


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


# --- Adding, changing, finding


def test_adding_a_candidate_leads_to_their_loop_with_the_published_rubric(signed_in, opening):
    response = signed_in.post(
        reverse("new_candidate", args=[opening.pk]),
        {"name": "Ada", "email": "ada@example.org", "resume": SimpleUploadedFile("cv.exe", PDF)},
    )
    application = Application.objects.get()
    assert response.url == reverse("loop", args=[application.pk])
    assert application.assessment.rubric == opening.role.rubrics.get()
    resume = Resume.objects.get()
    assert (resume.name, resume.kind, bytes(resume.content)) == ("cv.pdf", "pdf", PDF)


def test_a_refused_resume_keeps_what_was_typed_and_stores_nothing(signed_in, opening):
    response = signed_in.post(
        reverse("new_candidate", args=[opening.pk]),
        {"name": "Ada", "notes": "Met at a fair", "resume": SimpleUploadedFile("cv.pdf", b"MZ\x00\x01")},
    )
    assert "Upload a PDF, a Word document (.docx) or plain text." in response.content.decode()
    assert "Met at a fair" in response.content.decode()
    assert not Candidate.objects.exists()


def test_a_candidate_needs_a_name(signed_in, opening):
    response = signed_in.post(reverse("new_candidate", args=[opening.pk]), {"email": "a@example.org"})
    assert "name" in response.context["form"].errors


def test_a_change_names_the_fields_and_not_the_words(signed_in, opening):
    application = make_application(opening=opening, name="Ada")
    signed_in.post(
        reverse("edit_candidate", args=[application.candidate_id]),
        {"name": "Ada", "adjustments": "Needs a quiet room"},
    )
    application.candidate.refresh_from_db()
    entry = AuditEntry.objects.get(action="candidate.edited")
    assert application.candidate.adjustments == "Needs a quiet room"
    assert (entry.fields, entry.details, entry.scope) == (["adjustments"], {}, f"opening:{opening.pk}")


@pytest.mark.parametrize("name", ["candidate", "edit_candidate", "apply", "upload_resume"])
def test_another_teams_candidate_is_404(signed_in, name):
    foreign = make_application()
    address = reverse(name, args=[foreign.candidate_id])
    method = signed_in.get if name in {"candidate", "edit_candidate"} else signed_in.post
    assert method(address).status_code == 404


@pytest.mark.parametrize("name", ["withdraw", "reopen"])
def test_another_teams_application_is_neither_withdrawn_nor_reopened(signed_in, name):
    foreign = make_application()
    assert signed_in.post(reverse(name, args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "in_loop"


def test_an_auditor_reads_a_candidate_and_changes_nothing(client, opening):
    application = make_application(opening=opening)
    client.force_login(make_user(is_auditor=True))
    page = client.get(reverse("candidate", args=[application.candidate_id]))
    assert page.status_code == 200
    assert b"Withdraw" not in page.content
    assert client.get(reverse("edit_candidate", args=[application.candidate_id])).status_code == 404
    assert client.post(reverse("withdraw", args=[application.pk])).status_code == 404


def test_the_page_tells_nothing_of_applications_for_other_teams(signed_in, opening):
    application = make_application(opening=opening)
    make_application(candidate=application.candidate, opening=make_opening(title="Hidden opening"))
    text = signed_in.get(reverse("candidate", args=[application.candidate_id])).content.decode()
    assert "Hidden opening" not in text
    assert "Hidden opening" not in signed_in.get(reverse("candidates")).content.decode()


def test_candidates_are_found_by_every_word_of_a_search(signed_in, opening):
    make_application(opening=opening, name="Ada Lovelace")
    make_application(opening=opening, name="Ada Byron")
    make_application(name="Ada Lovelace of another team")
    page = signed_in.get(reverse("candidates"), {"search": "lovelace ada"}).context["page"]
    assert [row.name for row in page] == ["Ada Lovelace"]


@pytest.mark.parametrize(("candidates", "applications"), [(1, 1), (3, 1), (1, 3)])
def test_the_search_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, candidates, applications
):
    openings = [make_opening(coordinators=[coordinator]) for _ in range(applications)]
    for _ in range(candidates):
        first = make_application(opening=openings[0])
        for opening in openings[1:]:
            make_application(opening=opening, candidate=first.candidate)
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(6):
        client.get(reverse("candidates"))


@pytest.mark.parametrize(("applications", "files", "namesakes"), [(1, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 3)])
def test_a_candidates_page_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, applications, files, namesakes
):
    openings = [make_opening(coordinators=[coordinator]) for _ in range(applications + 1)]
    candidate = make_application(opening=openings[0], name="Ada").candidate
    for opening in openings[1:applications]:
        make_application(opening=opening, candidate=candidate)
    for number in range(files):
        Resume.objects.create(candidate=candidate, name=f"{number}.pdf", kind="pdf", size=4, content=b"%PDF")
    for _ in range(namesakes):
        make_application(opening=openings[0], name="Ada")
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(11):
        client.get(reverse("candidate", args=[candidate.pk]))


def test_withdrawing_and_reopening_by_the_page(signed_in, opening):
    application = make_application(opening=opening)
    signed_in.post(reverse("withdraw", args=[application.pk]), {"reason": "Moved away"})
    application.refresh_from_db()
    assert (application.status, application.withdrawn_reason) == ("withdrawn", "Moved away")
    signed_in.post(reverse("reopen", args=[application.pk]))
    application.refresh_from_db()
    assert application.status == "in_loop"


def test_someone_applies_for_a_second_opening_of_the_team_alone(signed_in, coordinator, opening):
    application = make_application(opening=opening)
    second, foreign = make_opening(coordinators=[coordinator]), make_opening()
    address = reverse("apply", args=[application.candidate_id])
    signed_in.post(address, {"opening": foreign.pk})
    signed_in.post(address, {"opening": second.pk})
    signed_in.post(address, {"opening": second.pk})
    assert list(application.candidate.applications.order_by("pk").values_list("opening_id", flat=True)) == [
        opening.pk,
        second.pk,
    ]


# --- Merging


def test_merging_moves_everything_fills_gaps_and_keeps_what_differs_as_notes(coordinator, opening):
    kept = make_application(opening=opening).candidate
    other = make_application(opening=make_opening(coordinators=[coordinator])).candidate
    Candidate.objects.filter(pk=kept.pk).update(name="Ada L.", email="ada@example.org", notes="First")
    Candidate.objects.filter(pk=other.pk).update(
        name="Ada L.", email="ada@work.example", phone="123", notes="Second"
    )
    Resume.objects.create(candidate=other, name="cv.pdf", kind="pdf", size=4, content=b"%PDF")
    merged = merge(kept=kept, duplicate=other, by=coordinator)
    other.refresh_from_db()
    assert (merged.email, merged.phone) == ("ada@example.org", "123")
    assert merged.notes == "First\nSecond\nAlso known with e-mail: ada@work.example"
    assert (merged.applications.count(), merged.resumes.count()) == (2, 1)
    assert (other.name, other.email, other.merged_into, other.erased_at is None) == ("", "", kept, False)


def test_two_running_applications_for_one_opening_are_not_merged(coordinator, opening):
    one, two = make_application(opening=opening).candidate, make_application(opening=opening).candidate
    with pytest.raises(BothRunning):
        merge(kept=one, duplicate=two, by=coordinator)
    assert Application.objects.filter(candidate=two).count() == 1


def test_one_cannot_be_merged_with_itself_or_with_a_merged_row(coordinator, opening):
    one = make_application(opening=opening).candidate
    two = make_application(opening=opening, status="withdrawn", ended_at=NOW).candidate
    with pytest.raises(SamePerson):
        merge(kept=one, duplicate=one, by=coordinator)
    merge(kept=one, duplicate=two, by=coordinator)
    with pytest.raises(Gone):
        merge(kept=one, duplicate=two, by=coordinator)


def test_the_address_of_a_merged_row_leads_to_the_kept_one(signed_in, coordinator, opening):
    one = make_application(opening=opening, name="Ada").candidate
    two = make_application(opening=opening, name="Ada", status="withdrawn", ended_at=NOW).candidate
    page = signed_in.get(reverse("candidate", args=[one.pk]))
    assert reverse("merge", args=[one.pk, two.pk]) in page.content.decode()
    signed_in.post(reverse("merge", args=[one.pk, two.pk]))
    response = signed_in.get(reverse("candidate", args=[two.pk]))
    assert response.url == reverse("candidate", args=[one.pk])


@pytest.mark.parametrize("more", [0, 4])
def test_before_a_merge_both_are_seen_with_what_they_applied_for(
    signed_in, django_assert_num_queries, coordinator, opening, more
):
    two = Candidate.objects.create(name="Ada", email="ada@work.example")
    one = make_application(opening=opening, name="Ada").candidate
    for number in range(1 + more):
        past = make_opening(title=f"Glazier {number}", coordinators=[coordinator])
        make_application(opening=past, candidate=two, status="withdrawn", ended_at=NOW)
        Resume.objects.create(candidate=two, name="cv.pdf", kind="pdf", size=4, content=b"%PDF")
    make_application(opening=make_opening(title="Of another team"), candidate=two)
    signed_in.get("/")
    with django_assert_num_queries(6):
        page = signed_in.get(reverse("merge", args=[one.pk, two.pk])).content.decode()
    assert opening.title in page
    assert "Glazier 0" in page
    assert f">{1 + more}</td>" in page
    assert "Of another team" not in page
    assert reverse("merge", args=[two.pk, one.pk]) in page


def test_that_two_in_one_loop_cannot_be_merged_is_said_before(signed_in, opening):
    one, two = (make_application(opening=opening, name="Ada").candidate for _ in range(2))
    page = signed_in.get(reverse("merge", args=[one.pk, two.pk])).content.decode()
    assert f"Both are in the loop of {opening.title}." in page
    assert "Yes, merge them" not in page


def test_a_merge_with_another_teams_candidate_is_404(signed_in, opening):
    mine, foreign = make_application(opening=opening).candidate, make_application().candidate
    assert signed_in.post(reverse("merge", args=[mine.pk, foreign.pk])).status_code == 404
    assert signed_in.post(reverse("merge", args=[foreign.pk, mine.pk])).status_code == 404


# --- Résumés


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (docx(), "docx"),
        (b"Ada Lovelace\nMathematician\n", "txt"),
        ("Zoë Müller".encode("cp1252"), "txt"),
    ],
)
def test_a_file_is_known_by_its_content(content, kind):
    assert resumes.check("whatever.bin", content).kind == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"MZ\x90\x00\x03", "Upload a PDF"),
        (b"%PDF-1.7 cut", "This PDF is cut off."),
        (b"PK\x03\x04garbage", "This Word document is damaged."),
        (b"\x89PNG\r\n\x1a\n\x00", "Upload a PDF"),
        (b"x" * (resumes.MOST_BYTES + 1), "up to 10 MB"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(resumes.NotAResume, match=sentence.replace(".", r"\.")):
        resumes.check("cv.pdf", content)


def test_a_zip_that_is_no_word_document_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.txt", "x")
    with pytest.raises(resumes.NotAResume, match="Upload a PDF"):
        resumes.check("cv.docx", out.getvalue())


def test_a_zip_bomb_is_refused_without_being_unpacked():
    with pytest.raises(resumes.NotAResume, match="unpacks to far more"):
        resumes.check("cv.docx", docx(**{"word/media/bomb.xml": b"0" * 30_000_000}))


def test_a_word_document_with_macros_is_refused():
    with pytest.raises(resumes.NotAResume, match="macros"):
        resumes.check("cv.docx", docx(**{"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\cv.final.pdf", "cv.final.pdf"),
        ('cv"\r\nSet-Cookie: x.pdf', "cvSet-Cookie x.pdf"),
        ("", "resume.pdf"),
        ("Résumé Zoë.pdf", "Résumé Zoë.pdf"),
    ],
)
def test_a_file_name_cannot_break_out(name, kept):
    assert resumes.check(name, PDF).name == kept


def test_a_resume_is_an_attachment_for_the_team_and_the_loops_interviewers_alone(
    client, coordinator, opening
):
    application = make_application(opening=opening)
    resume = Resume.objects.create(
        candidate=application.candidate, name="Zoë.txt", kind="txt", size=4, content=b"<b>x"
    )
    interviewer = make_user()
    make_interview(application=application, interviewer=interviewer)
    address = reverse("resume", args=[resume.pk])
    for user in (coordinator, interviewer, make_user(is_auditor=True)):
        client.force_login(user)
        response = client.get(address)
        assert (response.status_code, response.content) == (200, b"<b>x")
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "text/plain; charset=utf-8"
    for user in (make_user(), make_user(is_superuser=True, is_coordinator=True)):
        client.force_login(user)
        assert client.get(address).status_code == 404
    assert AuditEntry.objects.filter(action="resume.read").count() == 3


def test_a_person_who_owes_a_card_sees_no_score_on_any_of_these_pages(signed_in, coordinator, opening):
    application = make_application(opening=opening)
    make_card(application=application, ratings=1, summary="Not for us.")
    make_interview(application=application, interviewer=coordinator)
    for name, pk in (
        ("loop", application.pk),
        ("candidate", application.candidate_id),
        ("pipeline", opening.pk),
    ):
        text = signed_in.get(reverse(name, args=[pk])).content.decode()
        # Texts, the score, the cell of the recommendation; its words stand in the filter that everyone has.
        for hidden in ("Said 1", "Not for us", "1.00", "nowrap rule"):
            assert hidden not in text
