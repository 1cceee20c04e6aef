import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hiring import tables
from hiring.actions.import_candidates import check
from hiring.actions.import_people import check as check_people
from hiring.models import Application, Candidate, User
from tests.factories import make_application, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db
COLUMNS = ("name", "email")


@pytest.fixture
def coordinator():
    return make_user("Cora", is_coordinator=True)


@pytest.fixture
def opening(coordinator):
    return make_opening(coordinators=[coordinator])


def values(content):
    return [line.values for line in tables.read(content, columns=COLUMNS, needed=["name"])[0]]


@pytest.mark.parametrize(
    "content",
    [
        "name,email\nZoë,z@example.org\n".encode(),
        "name;email\r\nZoë;z@example.org\r\n".encode("utf-8-sig"),
        "name\temail\nZoë\tz@example.org\n".encode("utf-16"),
        "Name;E-Mail\nZoë;z@example.org".encode("cp1252"),
        '\n"name" , email\n"Zoë",z@example.org\n,\n'.replace(" ,", ",").encode(),
    ],
)
def test_a_table_is_read_whatever_its_encoding_separator_and_line_ends(content):
    assert values(content) == [{"name": "Zoë", "email": "z@example.org"}]


def test_a_quoted_cell_over_two_lines_does_not_shift_the_line_numbers():
    lines, _ = tables.read(b'name,email\n"A\nB",x\nC,y\n', columns=COLUMNS, needed=["name"])
    assert [line.number for line in lines] == [2, 4]


def test_what_is_wrong_with_the_columns_is_said_of_line_one():
    _, problems = tables.read(b"nmae,email,email\nx,y,z\n", columns=COLUMNS, needed=["name"])
    assert [(each.line, each.column) for each in problems] == [(1, "nmae"), (1, "name"), (1, "email")]


def test_a_row_with_too_many_or_too_few_cells_is_a_problem_of_its_line():
    _, problems = tables.read(b"name,email\na,b,c\nd\ne,f\n", columns=COLUMNS, needed=["name"])
    assert [each.line for each in problems] == [2, 3]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02", b'name\n"unclosed'])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(tables.NotATable):
        tables.read(content, columns=COLUMNS, needed=["name"])


def test_every_problem_of_every_row_is_listed_by_line_and_column(opening):
    known = make_application(opening=opening)
    Candidate.objects.filter(pk=known.candidate_id).update(email="old@example.org")
    table = (
        "name,email,phone\n"
        ",x@example.org,\n"
        "Ada,not an address,\n"
        f"Bea,b@example.org,{'1' * 50}\n"
        "Cid,OLD@example.org,\n"
        "Dee,b@example.org,\n"
    )
    problems = check(table.encode(), opening).problems
    assert [(each.line, each.column) for each in problems] == [
        (2, "name"),
        (3, "email"),
        (4, "phone"),
        (5, "email"),
        (6, "email"),
    ]
    assert problems[4].what == "The same address is on line 4."


def send(client, address, content):
    return client.post(address, {"table": SimpleUploadedFile("x.csv", content)})


def test_a_dry_run_stores_nothing_and_the_confirmation_stores_every_row(client, coordinator, opening):
    client.force_login(coordinator)
    address = reverse("import_candidates", args=[opening.pk])
    page = send(client, address, b"name;email\nAda;a@example.org\nBea;\n")
    assert not Candidate.objects.exists()
    assert "2 rows, no problem" in page.content.decode()
    client.post(address, {"confirm": "1", "kept": page.context["table"]})
    assert list(Application.objects.order_by("pk").values_list("candidate__name", "opening")) == [
        ("Ada", opening.pk),
        ("Bea", opening.pk),
    ]


def test_one_bad_row_keeps_every_row_out(client, coordinator, opening):
    client.force_login(coordinator)
    address = reverse("import_candidates", args=[opening.pk])
    page = send(client, address, b"name,email\nAda,a@example.org\nBea,nonsense\n")
    client.post(address, {"confirm": "1", "kept": page.context["table"]})
    assert "1 problem, nothing stored" in page.content.decode()
    assert not Candidate.objects.exists()


def test_a_table_that_was_changed_on_the_way_is_refused(client, coordinator, opening):
    client.force_login(coordinator)
    page = client.post(
        reverse("import_candidates", args=[opening.pk]), {"confirm": "1", "kept": "made:up:thing"}
    )
    assert "Choose the file again." in page.content.decode()
    assert not Candidate.objects.exists()


def test_interviewers_are_imported_with_their_training(client, coordinator):
    make_rubric(kits=2)
    client.force_login(coordinator)
    table = b"name,email,time_zone,trained,in_training\nAda,A@example.org,Europe/Bern,kit 1,\n"
    assert [(p.line, p.column) for p in check_people(table).problems] == [(2, "time_zone")]
    page = send(
        client,
        reverse("import_people"),
        table.replace(b"Europe/Bern", b"Europe/Zurich").replace(b"kit 1,", b"Kit 1,Kit 2"),
    )
    client.post(reverse("import_people"), {"confirm": "1", "kept": page.context["table"]})
    ada = User.objects.get(email="a@example.org")
    assert (ada.time_zone, ada.has_usable_password()) == ("Europe/Zurich", False)
    assert sorted(ada.qualifications.values_list("level", flat=True)) == ["in_training", "trained"]


def test_unknown_kits_and_known_addresses_are_problems_of_their_line(coordinator):
    table = f"name,email,trained\nAda,a@example.org,Juggling\nCoralie,{coordinator.email.upper()},\n"
    assert [(p.line, p.column) for p in check_people(table.encode()).problems] == [
        (2, "trained"),
        (3, "email"),
    ]


def test_a_kit_that_nobody_knows_is_named_as_it_was_written():
    (problem,) = check_people(b"name,email,trained\nAda,a@example.org,Juggling Balls\n").problems
    assert problem.what == "No published kit is called \u201cJuggling Balls\u201d."


@pytest.mark.parametrize("rows", [1, 3])
def test_a_dry_run_asks_the_database_as_often_for_any_number_of_rows(
    django_assert_num_queries, opening, rows
):
    table = "name,email\n" + "".join(f"P{number},p{number}@example.org\n" for number in range(rows))
    with django_assert_num_queries(1):
        check(table.encode(), opening)
    with django_assert_num_queries(3):
        check_people(table.encode())
