import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hiring.actions.openings import LoopsRunning, NobodyLeft, close_opening, edit_opening, open_opening
from hiring.models import Application, Candidate, Interview, Opening
from hiring.reads.openings import openings
from hiring.reads.pipeline import Asked
from hiring.reads.pipeline import pipeline as read_pipeline
from scorecards.models import AuditEntry
from tests.factories import (
    NOW,
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def opening(coordinator):
    return make_opening(coordinators=[coordinator], managers=[make_user("Manu")])


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def pipeline(opening, user, *, at, **asked):
    return read_pipeline(opening, user, Asked.of(asked), at=at)


def form_of(opening, **changes):
    return {
        "title": opening.title,
        "managers": [row.pk for row in opening.managers.all()],
        "coordinators": [row.pk for row in opening.coordinators.all()],
        "retention_days": opening.retention_days,
    } | changes


# --- The list


def test_an_opening_counts_who_is_in_the_loop_ready_and_decided(coordinator, opening):
    make_application(opening=opening)
    ready = make_application(opening=opening)
    make_card(application=ready)
    half = make_application(opening=opening)
    make_card(application=half)
    make_interview(application=half, interviewer=make_user())
    make_application(opening=opening, status="hired", ended_at=NOW)
    make_application(opening=opening, status="withdrawn", ended_at=NOW)
    [row] = openings(coordinator)
    assert (row.in_loop, row.ready, row.decided, row.withdrawn) == (3, 1, 1, 1)


def test_a_shadow_who_is_late_does_not_hold_up_ready_to_decide(coordinator, opening):
    application = make_application(opening=opening)
    make_card(application=application)
    make_interview(application=application, interviewer=make_user(), shadow=True)
    [row] = openings(coordinator)
    assert row.ready == 1


def test_the_list_holds_ones_own_openings_and_all_for_an_auditor(coordinator, opening):
    other = make_opening()
    assert [row.pk for row in openings(coordinator)] == [opening.pk]
    assert {row.pk for row in openings(make_user(is_auditor=True))} == {opening.pk, other.pk}


def test_someone_without_any_opening_has_no_such_page(client):
    client.force_login(make_user())
    assert client.get(reverse("openings")).status_code == 404
    assert client.get(reverse("candidates")).status_code == 404


@pytest.mark.parametrize(("count", "applications"), [(1, 1), (3, 1), (1, 3)])
def test_the_list_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, count, applications
):
    rubric = make_rubric()
    for _ in range(count):
        opening = make_opening(rubric=rubric, coordinators=[coordinator])
        for _ in range(applications):
            make_card(application=make_application(opening=opening))
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(5):
        client.get(reverse("openings"))


# --- Opening and changing


def test_a_coordinator_opens_an_opening_and_is_on_its_team(signed_in, coordinator):
    manager, rubric = make_user(), make_rubric()
    response = signed_in.post(
        reverse("new_opening"),
        {
            "role": rubric.role.pk,
            "title": "Scientist",
            "managers": [manager.pk],
            "coordinators": [coordinator.pk],
            "retention_days": 400,
        },
    )
    opening = Opening.objects.get()
    assert response.url == opening.get_absolute_url()
    assert (list(opening.managers.all()), list(opening.coordinators.all())) == ([manager], [coordinator])
    assert AuditEntry.objects.get(action="opening.opened").scope == f"opening:{opening.pk}"


def test_a_role_without_a_published_rubric_is_not_offered(signed_in, coordinator):
    draft = make_rubric(publish=False)
    response = signed_in.post(reverse("new_opening"), {"role": draft.role.pk, "title": "X"})
    assert "role" in response.context["form"].errors


def test_who_is_not_a_coordinator_opens_nothing(client):
    client.force_login(make_user(is_auditor=True))
    assert client.get(reverse("new_opening")).status_code == 404


def test_only_the_openings_coordinators_change_it(client, opening):
    for user in (opening.managers.get(), make_user(is_coordinator=True), make_user(is_auditor=True)):
        client.force_login(user)
        assert client.post(reverse("edit_opening", args=[opening.pk]), form_of(opening)).status_code == 404
        assert client.post(reverse("close_opening", args=[opening.pk])).status_code == 404


def test_a_change_is_on_the_trail_with_the_names_of_what_changed(signed_in, opening):
    new = make_user()
    signed_in.post(
        reverse("edit_opening", args=[opening.pk]), form_of(opening, title="New title", managers=[new.pk])
    )
    opening.refresh_from_db()
    assert (opening.title, list(opening.managers.all())) == ("New title", [new])
    assert AuditEntry.objects.get(action="opening.edited").fields == ["managers", "title"]


def test_saving_without_a_change_leaves_no_entry(signed_in, opening):
    signed_in.post(reverse("edit_opening", args=[opening.pk]), form_of(opening))
    assert not AuditEntry.objects.filter(action="opening.edited").exists()


def test_an_opening_without_a_manager_is_refused(coordinator, opening):
    with pytest.raises(NobodyLeft):
        edit_opening(opening=opening, by=coordinator, managers=[], coordinators=[coordinator])
    with pytest.raises(NobodyLeft):
        open_opening(
            by=coordinator, managers=[coordinator], coordinators=[], role=opening.role, title="Nobody's"
        )


def test_an_opening_closes_once_nobody_is_in_the_loop(signed_in, coordinator, opening):
    application = make_application(opening=opening)
    with pytest.raises(LoopsRunning, match="1 candidate is still in the loop"):
        close_opening(opening=opening, by=coordinator)
    Application.objects.filter(pk=application.pk).update(status="hired", ended_at=NOW)
    signed_in.post(reverse("close_opening", args=[opening.pk]))
    opening.refresh_from_db()
    assert opening.status == "closed"
    signed_in.post(reverse("close_opening", args=[opening.pk]))
    opening.refresh_from_db()
    assert opening.status == "open"


def test_records_are_kept_for_a_day_at_least(opening):
    with pytest.raises(IntegrityError, match="opening_retention_positive"), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(retention_days=0)


# --- The pipeline


def test_a_row_says_how_far_the_loop_is(coordinator, opening):
    application = make_application(opening=opening, name="Ada")
    make_card(application=application)
    make_interview(application=application, interviewer=make_user(), starts_at=NOW - timedelta(hours=5))
    make_interview(application=application, interviewer=make_user(), starts_at=NOW + timedelta(days=1))
    make_interview(application=application, interviewer=make_user(), shadow=True)
    Interview.objects.create(application=application, kit=application.assessment.rubric.kits.get())
    [row] = pipeline(opening, coordinator, at=NOW).rows
    assert (row.places, row.cards, row.unfilled, row.late) == (4, 1, 1, 1)
    assert (row.next, row.ready, row.blinded) == ("Mon 2 Mar, 10:00", False, False)


def test_a_reader_who_owes_a_card_is_told_so_on_that_row_alone(coordinator, opening):
    mine = make_application(opening=opening, name="Ada")
    make_interview(application=mine, interviewer=coordinator)
    make_application(opening=opening, name="Bea")
    assert [(row.candidate, row.blinded) for row in pipeline(opening, coordinator, at=NOW).rows] == [
        ("Ada", True),
        ("Bea", False),
    ]


def test_the_pipeline_is_searched_and_filtered(coordinator, opening):
    late = make_application(opening=opening, name="Ada Lovelace")
    make_interview(application=late, interviewer=make_user(), starts_at=NOW - timedelta(hours=5))
    make_application(opening=opening, name="Bea Empty")
    make_application(opening=opening, name="Cid Gone", status="withdrawn", ended_at=NOW)

    def names(**given):
        return [row.candidate for row in pipeline(opening, coordinator, at=NOW, **given).rows]

    assert names() == ["Ada Lovelace", "Bea Empty"]
    assert names(show="late") == ["Ada Lovelace"]
    assert names(show="holes") == ["Bea Empty"]
    assert names(show="withdrawn") == ["Cid Gone"]
    assert names(show="all", search="love ADA") == ["Ada Lovelace"]
    assert names(show="nonsense") == ["Ada Lovelace", "Bea Empty"]


@pytest.mark.parametrize(("applications", "interviews"), [(1, 1), (3, 1), (1, 3), (3, 3)])
def test_the_pipeline_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, opening, applications, interviews
):
    for _ in range(applications):
        application = make_application(opening=opening)
        for _ in range(interviews):
            make_interview(application=application, interviewer=make_user(), starts_at=timezone.now())
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(9):
        client.get(reverse("pipeline", args=[opening.pk]))


@pytest.mark.parametrize("name", ["pipeline", "candidates_csv", "candidates_xlsx", "import_candidates"])
def test_another_teams_opening_is_404(client, opening, name):
    client.force_login(make_user(is_coordinator=True, is_superuser=True))
    assert client.get(reverse(name, args=[opening.pk])).status_code == 404


def test_an_auditor_reads_the_pipeline_and_adds_nobody(client, opening):
    client.force_login(make_user(is_auditor=True))
    assert client.get(reverse("pipeline", args=[opening.pk])).status_code == 200
    assert client.post(reverse("new_candidate", args=[opening.pk]), {"name": "X"}).status_code == 404
    assert not Candidate.objects.exists()


# --- Export


def test_an_exported_cell_is_never_a_formula_and_the_export_is_on_the_trail(signed_in, opening):
    candidate = Candidate.objects.create(name='=HYPERLINK("http://x")', phone="+41 31 000", source="@cmd")
    make_application(opening=opening, candidate=candidate)
    text = signed_in.get(reverse("candidates_csv", args=[opening.pk])).content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert "'+41 31 000" in text
    assert "'@cmd" in text
    assert AuditEntry.objects.get(action="candidates.exported").details == {"rows": 1}


def test_an_export_leaves_out_whom_the_reader_owes_a_card_on(signed_in, coordinator, opening):
    make_interview(application=make_application(opening=opening, name="Owed"), interviewer=coordinator)
    make_application(opening=opening, name="Free")
    text = signed_in.get(reverse("candidates_csv", args=[opening.pk])).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Name", "Free"]


def test_an_exported_workbook_holds_strings_alone(signed_in, opening):
    candidate = Candidate.objects.create(name="=1+1", phone="007", links="http://example.org")
    make_application(opening=opening, candidate=candidate)
    response = signed_in.get(reverse("candidates_xlsx", args=[opening.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    row = [(cell.value, cell.data_type) for cell in sheet[2]][:4]
    assert row == [("=1+1", "s"), ("", "s"), ("007", "s"), ("http://example.org", "s")]
    assert sheet["A2"].hyperlink is None


def test_where_no_role_can_be_opened_the_form_says_what_is_missing(client):
    client.force_login(make_user(is_coordinator=True))
    assert "A rubric admin makes one" in client.get(reverse("new_opening")).content.decode()
    make_rubric()
    assert "No role can be opened yet" not in client.get(reverse("new_opening")).content.decode()
