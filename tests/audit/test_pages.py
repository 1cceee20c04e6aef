import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from hiring.reads import audit as reads
from hiring.reads.audit import Asked, log
from scorecards import audit, chain
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
def auditor():
    return make_user("Audra", is_auditor=True)


@pytest.fixture
def manager():
    return make_user("Mara")


@pytest.fixture
def opening(manager):
    return make_opening(title="Lead scientist", managers=[manager])


@pytest.fixture
def application(opening):
    return make_application(opening=opening, name="Ada Lovelace")


def entry(action="summary.viewed", *, subject="application", pk="", scope="", actor=None, **more):
    return audit.record(actor=actor, action=action, subject=subject, subject_id=pk, scope=scope, **more)


def sentences(user, **asked):
    return [
        " ".join(part for part in (line.who, line.before, line.what, line.then) if part)
        for line in log(user, Asked.of(asked)).lines
    ]


# --- Who reads what ---------------------------------------------------------------------------------


@pytest.fixture
def coordinator(opening):
    person = make_user("Cora", is_coordinator=True)
    opening.coordinators.add(person)
    return person


def test_auditors_read_all_and_the_hiring_team_what_belongs_to_its_openings(
    auditor, manager, coordinator, application
):
    opening = application.opening
    entry(pk=application.pk, scope=f"opening:{opening.pk}", actor=manager)
    entry("person.invited", subject="user", pk=auditor.pk, actor=manager)
    other = make_application(name="Grace Hopper")
    entry(pk=other.pk, scope=f"opening:{other.opening_id}", actor=auditor)
    for person in (manager, coordinator):
        assert sentences(person) == ["Mara read the summary of Ada Lovelace for Lead scientist"]
    assert sentences(auditor) == [
        f"Audra read the summary of Grace Hopper for {other.opening}",
        "Mara invited Audra",
        "Mara read the summary of Ada Lovelace for Lead scientist",
    ]


@pytest.mark.parametrize("name", ["audit", "audit_csv", "audit_xlsx"])
def test_for_the_hiring_team_the_log_is_there_and_in_the_navigation(client, manager, coordinator, name):
    for person in (manager, coordinator):
        client.force_login(person)
        assert client.get(reverse(name)).status_code == 200
        assert f'href="{reverse("audit")}"' in client.get(reverse("home")).text


@pytest.mark.parametrize("name", ["audit", "audit_csv", "audit_xlsx"])
def test_for_others_the_log_does_not_exist(client, name):
    for person in (
        make_user(),
        make_user(is_coordinator=True),  # who may open openings, and is on the team of none
        make_user(is_superuser=True, is_staff=True),
        make_user(is_rubric_admin=True),
    ):
        client.force_login(person)
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("who", ["manager", "coordinator", "auditor"])
def test_whoever_owes_a_card_reads_nothing_of_that_application(
    auditor, manager, coordinator, opening, application, who
):
    """That a decision went against the rule, or which rating was amended, tells of cards they may not know."""
    card = make_card(application=application)
    open_scope = f"opening:{opening.pk}"
    entry("application.decided", pk=application.pk, scope=open_scope, fields=["override"])
    entry("scorecard.amended", subject="scorecard", pk=card.pk, scope=open_scope, fields=["rating-depth"])
    entry("pipeline.viewed", subject="opening", pk=opening.pk, scope=open_scope)
    reader = {"manager": manager, "coordinator": coordinator, "auditor": auditor}[who]
    assert len(sentences(reader)) == 3
    interview = make_interview(application=application, interviewer=reader)
    assert sentences(reader) == ["The product opened the pipeline of Lead scientist"]
    interview.status = "cancelled"
    interview.save()
    assert len(sentences(reader)) == 3


# --- Sentences --------------------------------------------------------------------------------------


def test_each_kind_of_subject_is_named_and_linked(auditor, opening, application):
    interview = make_interview(application=application, interviewer=make_user("Ivo"))
    candidate = application.candidate
    for action, subject, pk in (
        ("interview.assigned", "interview", interview.pk),
        ("scorecard.submitted", "scorecard", interview.scorecard_id),
        ("candidate.viewed", "candidate", candidate.pk),
        ("opening.closed", "opening", opening.pk),
        ("rubric.published", "rubric", opening.role.rubrics.get().pk),
        ("sign_in.failed", "user", auditor.pk),
        ("role.edited", "role", 12),
        ("something.new", "thing", "x"),
    ):
        entry(action, subject=subject, pk=pk, scope=f"opening:{opening.pk}", actor=None)
    assert sentences(auditor)[::-1] == [
        "The product gave “Kit 1” with Ada Lovelace to an interviewer",
        "The product handed in the scorecard of Ivo on Ada Lovelace",
        "The product opened the page of Ada Lovelace",
        "The product closed Lead scientist",
        f"The product published {opening.role.rubrics.get()}",
        "Somebody was refused at sign-in as Audra",
        "The product changed role 12",
        "The product something new thing x",
    ]
    assert [bool(line.link) for line in log(auditor, Asked()).lines][::-1] == [True] * 5 + [False] * 3


def test_an_erased_candidate_is_a_number_in_old_entries_too(auditor, application):
    entry("candidate.viewed", subject="candidate", pk=application.candidate_id)
    type(application.candidate).objects.update(name="", erased_at=NOW)
    assert sentences(auditor) == [
        f"The product opened the page of Erased candidate {application.candidate_id}"
    ]


def test_a_line_says_when_from_where_which_fields_and_whether_it_is_sealed(client, auditor, opening):
    entry("opening.edited", subject="opening", pk=opening.pk, fields=["title", "legal_hold"],
          details={"managers_added": [1, 2]}, scope=f"opening:{opening.pk}")  # fmt: skip
    chain.seal()
    client.force_login(auditor)
    client.get(reverse("audit"), REMOTE_ADDR="192.0.2.7")
    lines = log(auditor, Asked()).lines
    assert (lines[0].address, lines[0].sealed, lines[0].what) == ("192.0.2.7", None, "")
    assert (lines[-1].fields, lines[-1].notes, lines[-1].sealed) == (
        ("legal hold", "title"), ("managers added: 1, 2",), 1,
    )  # fmt: skip
    text = client.get(reverse("audit")).text
    for words in ("✓ sealed", "not yet sealed", "Fields: legal hold, title", "From 192.0.2.7"):
        assert words in text


# --- Filters and pages ------------------------------------------------------------------------------


def test_filters_narrow_by_person_group_opening_and_day(auditor, manager, opening, application):
    scope = f"opening:{opening.pk}"
    seen = entry(pk=application.pk, scope=scope, actor=manager)
    decided = entry("application.decided", pk=application.pk, scope=scope, actor=manager)
    alone = entry("person.edited", subject="user", pk=manager.pk, actor=auditor)
    today, tomorrow = seen.at.date(), seen.at.date() + timedelta(days=1)

    def numbers(**asked):
        return [line.pk for line in log(auditor, Asked.of(asked)).lines]

    assert numbers(person="mara") == [decided.pk, seen.pk]
    assert numbers(person=auditor.email.upper()) == [alone.pk]
    assert numbers(person="nobody") == []
    assert numbers(action="decisions") == [decided.pk]
    assert numbers(opening=str(opening.pk)) == [decided.pk, seen.pk]
    assert numbers(since=str(today), until=str(today)) == [alone.pk, decided.pk, seen.pk]
    assert numbers(since=str(tomorrow)) == []
    assert numbers(until=str(today - timedelta(days=1))) == []


@pytest.mark.parametrize(
    "query",
    [
        "?opening=x", "?since=2026-99-99", "?since=0001-01-01&until=9999-12-31", "?before=" + "9" * 40, "?action=no",
        "?after=-1", "?person=%00", "?before=0", "?after=99999999", "?opening=99999999",
    ],
)  # fmt: skip
def test_nonsense_in_a_filter_harms_nothing(client, auditor, query):
    client.force_login(auditor)
    for name in ("audit", "audit_csv"):
        assert client.get(reverse(name) + query).status_code == 200


def test_pages_lead_to_older_and_newer_entries_and_stand_still(auditor, monkeypatch):
    monkeypatch.setattr(reads, "PAGE", 3)
    made = [entry().pk for _ in range(8)]

    def page(**asked):
        found = log(auditor, Asked(**asked))
        return [line.pk for line in found.lines], found.newer, found.older

    assert page() == (made[:4:-1], None, made[5])
    entry()
    assert page(before=made[5]) == (made[4:1:-1], made[4], made[2])
    assert page(before=made[2]) == (made[1::-1], made[1], None)
    assert page(after=made[1]) == (made[4:1:-1], made[4], made[2])


def test_without_entries_the_page_says_why(client, auditor):
    client.force_login(auditor)
    text = client.get(reverse("audit") + "?person=nobody").text
    assert "Nothing fits." in text


AXES = ["applications", "people", "openings", "fields"]


@pytest.mark.parametrize("axis", [None, *AXES])
def test_the_page_runs_the_same_queries_for_any_size(client, auditor, django_assert_num_queries, axis):
    counts = {name: 3 if name == axis else 1 for name in AXES}
    rubric = make_rubric()
    for number in range(counts["openings"]):
        opening = make_opening(rubric=rubric, title=f"Opening number {number}")
        scope = f"opening:{opening.pk}"
        entry("opening.closed", subject="opening", pk=opening.pk, scope=scope)
        for _ in range(counts["applications"]):
            application = make_application(opening=opening)
            interview = make_interview(application=application, interviewer=make_user())
            entry(pk=application.pk, scope=scope, fields=[f"f{place}" for place in range(counts["fields"])])
            entry("interview.moved", subject="interview", pk=interview.pk, scope=scope)
            entry("scorecard.opened", subject="scorecard", pk=interview.scorecard_id, scope=scope)
            entry("candidate.viewed", subject="candidate", pk=application.candidate_id, scope=scope)
    for _ in range(counts["people"]):
        person = make_user()
        entry("person.edited", subject="user", pk=person.pk, actor=person)
    entry("rubric.published", subject="rubric", pk=rubric.pk)
    chain.seal()
    client.force_login(auditor)
    with django_assert_num_queries(16):
        assert client.get(reverse("audit")).status_code == 200


# --- Files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_holds_what_the_page_shows_with_numbers_for_candidates(
    client, auditor, manager, application, ending
):
    entry(pk=application.pk, scope=f"opening:{application.opening_id}", actor=manager)
    entry("person.edited", subject="user", pk=manager.pk, actor=auditor)
    client.force_login(auditor)
    response = client.get(reverse(f"audit_{ending}") + "?person=Mara")
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    else:
        rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.values]
    header, row = rows
    assert header[:6] == ["Entry", "Time (UTC)", "Person", "Address of person", "Action", "Subject"]
    assert row[2:7] == ["Mara", manager.email, "summary.viewed", "application", str(application.pk)]
    assert "Ada" not in str(rows)
    logged = AuditEntry.objects.get(action="audit.exported")
    assert (logged.actor, logged.fields, logged.details) == (auditor, ["person"], {"rows": 1})


def test_a_file_that_would_be_too_long_says_where_it_was_cut(auditor, monkeypatch):
    monkeypatch.setattr(reads, "MOST_EXPORTED", 2)
    for _ in range(3):
        entry()
    rows = list(reads.exported(auditor, Asked()))
    assert len(rows) == 3
    assert rows[-1] == ("Cut off after 2 entries: choose dates to get the older ones.",)


def test_reading_the_log_is_on_the_log_without_the_words_that_were_searched(client, auditor):
    client.force_login(auditor)
    client.get(reverse("audit") + "?person=Xanthippe&action=views")
    logged = AuditEntry.objects.get(action="audit.viewed")
    assert (logged.actor, logged.fields, logged.details) == (auditor, ["group", "person"], {"rows": 0})
