"""What people type about candidates, and what nobody may know, is in no log line."""

import logging

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hiring.config import embedded
from hiring.config.logs import Json
from hiring.models import Candidate
from tests.audit.conftest import connect
from tests.factories import PASSWORD, make_interview, make_opening, make_rubric, make_user

MARK = "Xanthippe"
pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """Every record at every level, as production writes it. The statements that Django can show at DEBUG are
    shown in tests alone, where a fixture counts queries."""
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        yield lambda: "\n".join(Json().format(record) for record in caplog.records)


def test_no_journey_leaves_a_candidates_words_or_a_secret_in_a_log(client, lines):
    manager, coordinator, interviewer = make_user(), make_user(is_coordinator=True), make_user()
    opening = make_opening(rubric=make_rubric(dimensions=1), managers=[manager], coordinators=[coordinator])
    client.post("/accounts/login/", {"login": f"{MARK}@example.org", "password": f"{MARK} secret"})
    client.post("/accounts/login/", {"login": coordinator.email, "password": PASSWORD})
    client.post(
        reverse("new_candidate", args=[opening.pk]),
        {"name": MARK, "email": f"{MARK}@example.org", "notes": MARK, "adjustments": MARK,
         "resume": SimpleUploadedFile(f"{MARK}.txt", f"{MARK} was here".encode())},
    )  # fmt: skip
    candidate = Candidate.objects.get(name=MARK)
    application = candidate.applications.get()
    client.get(reverse("candidates") + f"?search={MARK}")
    client.get(reverse("resume", args=[candidate.resumes.get().pk]))
    interview = make_interview(application=application, interviewer=interviewer)
    client.force_login(interviewer)
    page = reverse("interview", args=[interview.pk])
    client.get(page)
    client.post(
        f"{page}save/",
        {"changes": [{"name": "summary", "value": MARK, "version": 0}]},
        content_type="application/json",
    )
    client.post(f"{page}submit/", {"summary": MARK, "verdict": "9"})
    client.post(f"{page}decline/", {"reason": MARK})
    client.force_login(coordinator)
    client.post(reverse("withdraw", args=[application.pk]), {"reason": MARK})
    client.post(reverse("hold_candidate", args=[candidate.pk]), {"reason": MARK})
    client.post(reverse("hold_candidate", args=[candidate.pk]), {"lift": "1"})
    client.get(reverse("export_candidate", args=[candidate.pk]))
    client.get(f"/nowhere/?name={MARK}")
    client.post(reverse("erase_candidate", args=[candidate.pk]), {"because": "asked", "sure": "on"})
    found = lines()
    assert '"path": "/candidates/"' in found
    for secret in (
        MARK,
        PASSWORD,
        settings.SECRET_KEY,
        settings.AUDIT_KEY,
        settings.DATABASES["default"]["PASSWORD"],
    ):
        assert secret not in found


def test_an_error_page_logs_where_it_happened_and_not_what_was_typed(client, lines, monkeypatch):
    coordinator = make_user(is_coordinator=True)
    opening = make_opening(coordinators=[coordinator])

    def broken(*args, **kwargs):
        raise ValueError(f"cannot store {MARK}")

    monkeypatch.setattr("hiring.views.candidates.add_candidate", broken)
    client.force_login(coordinator)
    client.raise_request_exception = False
    address = reverse("new_candidate", args=[opening.pk])
    assert client.post(address, {"name": MARK}).status_code == 500
    found = lines()
    assert '"error": "ValueError"' in found
    assert MARK not in found


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not embedded.in_use(), reason="another PostgreSQL's log is its keeper's")
def test_the_databases_own_log_quotes_neither_statements_nor_rows():
    with connect("postgres") as rows:
        before = rows.execute("SELECT size FROM pg_stat_file('server.log')").fetchone()[0]
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO hiring_candidate (name, email, phone, links, source, notes, adjustments, created_at)"
                " VALUES (%s, %s, NULL, '', '', '', '', now())",
                [MARK, MARK],
            )
        log = rows.execute("SELECT pg_read_file('server.log', %s, 1000000)", [before]).fetchone()[0]
    assert "hiring_candidate" in log
    assert MARK not in log
