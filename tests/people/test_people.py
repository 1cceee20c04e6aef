import csv
import io

import openpyxl
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from hiring import access
from hiring.actions import import_people
from hiring.actions.people import DutyNotYours, edit_person, invite
from hiring.models import Message, Qualification, User
from hiring.reads.people import COLUMNS
from scorecards.models import AuditEntry, Role
from tests.factories import make_application, make_interview, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def form(**changes):
    return {"name": "Ada", "email": "ada@example.org", "time_zone": "Europe/Berlin"} | changes


def test_inviting_makes_a_person_without_a_password_and_tells_them(signed_in, coordinator):
    kit = make_rubric().kits.get()
    signed_in.post(
        reverse("new_person"),
        form(**{f"kit-{kit.key}": "trained", "day-0": "9:00-12:00, 13:00-17:30", "day-1": "10:00-16:00"}),
    )
    ada = User.objects.get(email="ada@example.org")
    assert not ada.has_usable_password()
    assert ada.working_hours == [
        [["09:00", "12:00"], ["13:00", "17:30"]],
        [["10:00", "16:00"]],
        [],
        [],
        [],
        [],
        [],
    ]
    assert list(ada.qualifications.values_list("kit_key", "level")) == [(kit.key, "trained")]
    message = Message.objects.get(recipient=ada)
    assert (message.kind, message.link) == ("invited", reverse("account_reset_password"))


def test_an_address_that_signs_in_already_is_refused_in_any_case(signed_in):
    make_user(email="ada@example.org")
    response = signed_in.post(reverse("new_person"), form(email="ADA@example.org"))
    assert "email" in response.context["form"].errors
    assert User.objects.filter(email__iexact="ada@example.org").count() == 1


@pytest.mark.parametrize(
    "hours", ["9-17", "17:00-09:00", "09:00-12:00, 11:00-13:00", "09:00-25:00", "09:70-10:00"]
)
def test_working_hours_that_make_no_day_are_refused(signed_in, hours):
    response = signed_in.post(reverse("new_person"), form(**{"day-0": hours}))
    assert "day-0" in response.context["form"].errors


def test_a_coordinator_hands_out_no_duty(signed_in, coordinator):
    signed_in.post(reverse("new_person"), form(is_auditor="on", is_superuser="on", is_staff="on"))
    ada = User.objects.get(email="ada@example.org")
    assert (ada.is_auditor, ada.is_superuser, ada.is_staff) == (False, False, False)
    with pytest.raises(DutyNotYours):
        invite(by=coordinator, email="x@example.org", name="X", is_auditor=True)
    with pytest.raises(DutyNotYours):
        edit_person(person=ada, by=coordinator, is_superuser=True)


def test_an_administrator_hands_out_duties_and_the_trail_says_which(client):
    admin, ada = make_user(is_superuser=True), make_user(email="ada@example.org", name="Ada")
    client.force_login(admin)
    client.post(reverse("person", args=[ada.pk]), form(time_zone="UTC", is_rubric_admin="on"))
    ada.refresh_from_db()
    assert ada.is_rubric_admin
    assert AuditEntry.objects.get(action="person.edited").fields == ["is_rubric_admin"]


@pytest.mark.parametrize("duty", ["is_superuser", "is_auditor", "is_staff", "is_rubric_admin"])
def test_a_coordinator_changes_nobody_with_a_duty(signed_in, duty):
    person = make_user(**{duty: True})
    assert signed_in.post(reverse("person", args=[person.pk]), form()).status_code == 404
    assert signed_in.post(reverse("leave", args=[person.pk])).status_code == 404


def test_the_list_links_only_to_people_whom_the_reader_may_change(signed_in):
    admin, ada = make_user("Root", is_superuser=True), make_user("Ada")
    text = signed_in.get(reverse("people")).content.decode()
    assert reverse("person", args=[ada.pk]) in text
    assert reverse("person", args=[admin.pk]) not in text
    assert "Root" in text


def test_a_coordinator_cannot_change_the_address_someone_signs_in_with(signed_in):
    ada = make_user(email="ada@example.org")
    signed_in.post(reverse("person", args=[ada.pk]), form(email="mine@example.org", name="New name"))
    ada.refresh_from_db()
    assert (ada.email, ada.name) == ("ada@example.org", "New name")


def test_training_for_kits_that_are_not_published_now_is_kept(signed_in):
    ada = make_user()
    Qualification.objects.create(person=ada, kit_key="of-an-older-rubric")
    signed_in.post(reverse("person", args=[ada.pk]), form())
    assert list(ada.qualifications.values_list("kit_key", flat=True)) == ["of-an-older-rubric"]


@pytest.mark.parametrize("fields", [{}, {"is_auditor": True}, {"is_rubric_admin": True}])
def test_the_people_page_is_404_for_whoever_does_not_plan(client, fields):
    client.force_login(make_user(**fields))
    other = make_user()
    assert client.get(reverse("people")).status_code == 404
    assert client.get(reverse("person", args=[other.pk])).status_code == 404
    assert client.post(reverse("leave", args=[other.pk])).status_code == 404
    assert client.get(reverse("import_people")).status_code == 404


def test_someone_leaves_and_comes_back_by_the_page(signed_in):
    ada = make_user("Ada")
    signed_in.post(reverse("leave", args=[ada.pk]))
    ada.refresh_from_db()
    assert (ada.is_active, ada.left_at is None) == (False, False)
    assert "Ada" in signed_in.get(reverse("people"), {"show": "gone"}).content.decode()
    signed_in.post(reverse("leave", args=[ada.pk]))
    ada.refresh_from_db()
    assert (ada.is_active, ada.left_at) == (True, None)


@pytest.mark.parametrize(("people", "kits", "interviews"), [(1, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 3)])
def test_the_page_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, people, kits, interviews
):
    rubric = make_rubric(kits=kits)
    opening = make_opening(rubric=rubric)
    for _ in range(people):
        person = make_user()
        for kit in rubric.kits.all():
            Qualification.objects.create(person=person, kit_key=kit.key)
        for _ in range(interviews):
            make_interview(application=make_application(opening=opening), interviewer=person)
    client.force_login(coordinator)
    client.get("/")
    with django_assert_num_queries(5):
        client.get(reverse("people"))


def test_a_long_list_comes_page_by_page_and_says_how_many_there_are(signed_in):
    User.objects.bulk_create(
        User(name=f"Person {number:03}", email=f"long{number}@example.org") for number in range(250)
    )
    first, second = (signed_in.get(reverse("people"), {"page": page}).content.decode() for page in ("1", "2"))
    assert ("Person 000" in first, "Person 249" in first) == (True, False)
    assert ("Person 000" in second, "Person 249" in second) == (False, True)
    assert "251 people." in first
    assert "Page 1 of 2" in first


def test_nobody_who_left_is_no_search_that_found_nothing(signed_in):
    assert "Nobody has left." in signed_in.get(reverse("people"), {"show": "gone"}).content.decode()
    query = {"show": "gone", "search": "x"}
    assert "Nobody fits." in signed_in.get(reverse("people"), query).content.decode()


# --- The file, and reading it in again


def exported(client, ending="csv", **query):
    return client.get(reverse(f"people_{ending}"), query).content


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_in(client, content):
    page = client.post(reverse("import_people"), {"table": SimpleUploadedFile("people.csv", content)})
    if page.context["checked"].lines and not page.context["checked"].problems:
        client.post(reverse("import_people"), {"confirm": "1", "kept": page.context["table"]})
    return page


def two_roles():
    """Two roles whose first kits have the same name."""
    return [make_rubric(role=Role.objects.create(name=name), kits=2) for name in ("Baker", "Miller")]


def train(person, *kits, level="trained"):
    for kit in kits:
        Qualification.objects.create(person=person, kit_key=kit.key, level=level)


def test_the_file_has_the_columns_that_an_import_takes(signed_in, coordinator):
    rubric = make_rubric(kits=3)
    ada = make_user("Ada", email="ada@example.org", time_zone="Europe/Berlin")
    first, second, third = rubric.kits.all()
    train(ada, second, first)
    train(ada, third, level="in_training")
    assert rows_of(exported(signed_in)) == [
        list(COLUMNS),
        ["Ada", "ada@example.org", "Europe/Berlin", "Kit 1; Kit 2", "Kit 3"],
        ["Cora", coordinator.email, "UTC", "", ""],
    ]


def test_the_excel_file_holds_the_same_as_text(signed_in):
    make_user("=1+1", email="ada@example.org")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(signed_in, "xlsx", search="ada"))).active
    assert [[cell.value for cell in row] for row in sheet] == [
        list(COLUMNS),
        ["=1+1", "ada@example.org", "UTC", "", ""],
    ]
    assert sheet["A2"].data_type == "s"


def test_the_file_holds_what_the_page_shows(signed_in):
    for name, fields in (("Ada", {}), ("Adam", {}), ("Adele", {"is_active": False})):
        make_user(name, **fields)
    shown = [rows_of(exported(signed_in, **query))[1:] for query in ({"search": "ad"}, {"show": "gone"})]
    assert [[row[0] for row in rows] for rows in shown] == [["Ada", "Adam"], ["Adele"]]
    page = signed_in.get(reverse("people"), {"show": "gone"}).content.decode()
    assert f'href="{reverse("people_csv")}?show=gone"' in page


def test_an_exported_file_makes_the_same_people_elsewhere(signed_in, coordinator):
    baker, miller = two_roles()
    ada = make_user("=Ada", email="ada@example.org", time_zone="Europe/Berlin")
    train(ada, baker.kits.all()[0], miller.kits.all()[1])
    train(ada, baker.kits.all()[1], level="in_training")
    before = set(ada.qualifications.values_list("kit_key", "level"))
    content = exported(signed_in)
    assert rows_of(content)[1][0] == "'=Ada"
    ada.delete()
    read_in(signed_in, content)
    ada = User.objects.get(email="ada@example.org")
    assert (ada.name, ada.time_zone) == ("=Ada", "Europe/Berlin")
    assert set(ada.qualifications.values_list("kit_key", "level")) == before


def test_a_row_added_to_an_exported_file_is_imported_and_the_others_are_passed_over(signed_in):
    ada = make_user("Ada", email="ada@example.org")
    train(ada, *make_rubric(kits=2).kits.all())
    content = exported(signed_in)
    page = read_in(signed_in, content + b"Bea,bea@example.org,UTC,Kit 1,\r\n")
    assert [line.values["name"] for line in page.context["checked"].lines] == ["Bea"]
    assert "2 more say what is stored already" in page.content.decode()
    assert User.objects.count() == 3
    assert (
        "All 3 rows of this file say what is stored already."
        in read_in(signed_in, exported(signed_in)).content.decode()
    )


def test_a_row_that_says_something_else_of_a_known_person_is_a_problem(signed_in):
    make_user("Ada", email="ada@example.org")
    content = exported(signed_in).replace(b"Ada,", b"Adela,")
    assert [(each.line, each.what) for each in import_people.check(content).problems] == [
        (2, import_people.KNOWN)
    ]


@pytest.mark.parametrize(("people", "kits", "roles"), [(1, 1, 1), (3, 1, 1), (1, 3, 1), (1, 1, 3)])
def test_the_file_runs_the_same_queries_for_any_size(
    client, django_assert_num_queries, coordinator, people, kits, roles
):
    rubrics = [make_rubric(kits=kits) for _ in range(roles)]
    for _ in range(people):
        person = make_user()
        for rubric in rubrics:
            train(person, *rubric.kits.all())
    client.force_login(coordinator)
    client.get("/")
    # Session and person, the three of the table, and the entry on the trail.
    with django_assert_num_queries(6):
        exported(client)


@pytest.mark.parametrize("name", ["people_csv", "people_xlsx"])
def test_nobody_exports_people_whom_they_do_not_manage(client, name):
    client.force_login(make_user(is_auditor=True))
    assert client.get(reverse(name)).status_code == 404
    assert not AuditEntry.objects.filter(action="people.exported").exists()


# --- The admin pages and the first administrator


def test_the_admin_pages_hold_people_and_openings_and_nothing_of_candidates(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    names = {model._meta.label for model in admin.site._registry if model._meta.app_label == "hiring"}
    assert names == {"hiring.User", "hiring.Opening", "hiring.Qualification"}


@pytest.mark.parametrize(("model", "name"), [("user", "Users"), ("opening", "Openings")])
def test_a_list_of_the_admin_pages_is_called_what_it_holds(client, model, name):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    page = client.get(reverse(f"admin:hiring_{model}_changelist")).content.decode()
    assert f"<h1>{name}</h1>" in page
    assert "to change" not in page


def test_the_first_administrator_is_made_once(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough passphrase\n"))
    call_command(
        "first_admin", "Root@example.org", "--name", "Root", "--password-stdin", stdout=io.StringIO()
    )
    root = User.objects.get()
    assert (root.email, root.is_superuser, access.grants_duties(root)) == ("root@example.org", True, True)
    assert root.check_password("a long enough passphrase")
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_admin", "second@example.org", "--password-stdin")


@pytest.mark.parametrize(
    ("email", "password"), [("nonsense", "a long enough passphrase"), ("root@example.org", "short")]
)
def test_a_bad_address_or_password_makes_no_administrator(monkeypatch, email, password):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    with pytest.raises(CommandError):
        call_command("first_admin", email, "--password-stdin")
    assert not User.objects.exists()
