"""The coverage table of a loop."""

import pytest

from hiring.planning.coverage import Booking, Dimension, Policy, coverage

SQL = Dimension("sql", "SQL", must_have=True)
TALK = Dimension("talk", "Communication")
BOTH = ("sql", "talk")


def keys(table):
    return [hole.key for hole in table.holes]


def test_a_loop_with_enough_people_has_no_hole():
    table = coverage([SQL, TALK], [Booking(n, f"Kit {n}", BOTH, n) for n in (1, 2, 3)], Policy())
    assert table.holes == ()
    assert table.interviewers == 3
    assert [(row.raters, row.needed) for row in table.rows] == [(3, 2), (3, 1)]


def test_cells_say_who_rates_who_shadows_and_which_seat_is_open():
    table = coverage(
        [SQL, TALK],
        [
            Booking(1, "Data", ("sql",), 7, "Ana"),
            Booking(2, "Data", ("sql",), 8, "Bo", shadow=True),
            Booking(3, "Chat", ("talk",)),
        ],
        Policy(),
    )
    assert [column.label for column in table.columns] == ["Ana", "Bo", "Chat"]
    assert [row.cells for row in table.rows] == [("rates", "shadows", "none"), ("none", "none", "open")]


def test_a_shadow_and_an_empty_seat_are_no_raters():
    table = coverage([TALK], [Booking(1, "A", BOTH, 1, shadow=True), Booking(2, "B", BOTH)], Policy())
    assert table.rows[0].raters == 0
    assert table.interviewers == 0
    assert keys(table) == ["unrated:talk", "too_few_interviewers"]


def test_someone_with_two_interviews_counts_once_and_has_one_column():
    table = coverage([SQL], [Booking(1, "A", BOTH, 1), Booking(2, "B", BOTH, 1)], Policy(min_interviewers=1))
    assert keys(table) == ["must_have_under_rated:sql"]
    assert table.columns[0].bookings == (1, 2)


def test_a_person_who_rates_and_shadows_the_same_dimension_rates_it():
    table = coverage([SQL], [Booking(1, "A", BOTH, 1, shadow=True), Booking(2, "B", BOTH, 1)], Policy())
    assert table.rows[0].cells == ("rates",)


@pytest.mark.parametrize(
    ("bookings", "sentence"),
    [
        ([], "SQL, a must-have, needs 2 interviewers. Add an interview that covers it."),
        (
            [Booking(1, "Data", BOTH, 1), Booking(2, "Case", BOTH), Booking(3, "Talk", BOTH)],
            "SQL, a must-have, has 1 of 2 interviewers. Assign someone to Case or Talk.",
        ),
        (
            [Booking(1, "Data", BOTH, 1), Booking(2, "Case", BOTH)],
            "SQL, a must-have, has 1 of 2 interviewers. Assign someone to Case.",
        ),
        (
            [Booking(2, "Case", BOTH)],
            "SQL, a must-have, needs 2 interviewers. Assigning someone to Case is not enough: "
            "add another interview.",
        ),
    ],
)
def test_a_hole_says_what_is_missing_and_what_to_do(bookings, sentence):
    assert coverage([SQL], bookings, Policy(min_interviewers=0)).holes[0].sentence == sentence


def test_too_few_people_is_a_hole_of_the_loop():
    table = coverage([], [Booking(1, "A", (), 1)], Policy())
    assert [hole.sentence for hole in table.holes] == ["The loop has 1 of 3 interviewers. Add an interview."]


def test_a_policy_that_asks_nothing_still_wants_one_rater_of_a_must_have():
    table = coverage([SQL], [], Policy(min_interviewers=0, must_have_raters=0))
    assert (table.rows[0].needed, keys(table)) == (1, ["must_have_under_rated:sql"])


def test_a_focus_that_the_rubric_dropped_is_ignored():
    table = coverage([TALK], [Booking(1, "A", ("gone", "talk"), 1)], Policy(min_interviewers=1))
    assert table.holes == ()
