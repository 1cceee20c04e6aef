"""What the pipeline says of scores, and what it keeps from whoever owes a card."""

import io
import itertools

import openpyxl
import pytest
from django.urls import reverse

from hiring.reads.pipeline import Asked, pipeline
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


def rows(opening, user, **asked):
    return pipeline(opening, user, Asked.of({"show": "all"} | asked), at=NOW).rows


def test_a_row_shows_what_the_rule_says(opening, manager, application):
    [row] = rows(opening, manager)
    assert (row.shown.score, row.shown.outcome, row.shown.coverage, row.shown.interviewers) == (
        "3.33",
        "yes",
        "100%",
        3,
    )
    assert "3.33 of 4: yes" in row.shown.bar


def test_flags_are_a_few_words_each(opening, manager, panel):
    application = make_application(opening=opening)
    red_flag = application.assessment.rubric.signals.get(kind="red_flag")
    panel(application, 2, 4)
    make_card(application=application, ratings=3, signals=[red_flag])
    [row] = rows(opening, manager)
    assert row.shown.flags == ("red flag", "hangs on one person", "2 disagreements")


def test_nobody_rated_is_said_and_drawn_as_nothing(opening, manager):
    make_application(opening=opening)
    [row] = rows(opening, manager)
    assert (row.shown.score, row.shown.bar, row.shown.outcome) == ("", "", "not enough evidence")


def test_scores_sort_exactly_then_the_unrated_then_the_blinded(opening, manager, panel):
    """Depth counts three times as much: 3.25 is above 3.24 by one card of a hundred."""
    values = {"Low": (3, 3, 3), "High": (4, 4, 3), "Middle": (3, 3, 4)}
    for name, each in values.items():
        panel(make_application(opening=opening, name=name), *each)
    make_application(opening=opening, name="Unrated")
    blinded = [make_application(opening=opening, name=name) for name in ("Zoe", "Bea")]
    for each in blinded:
        panel(each, 4, 4, 4)
        make_interview(application=each, interviewer=manager)
    names = [row.candidate for row in rows(opening, manager, sort="score")]
    assert names == ["High", "Middle", "Low", "Unrated", "Bea", "Zoe"]


def test_a_recommendation_chosen_shows_those_alone_and_never_a_blinded_row(opening, manager, panel):
    for name, value in (("Yes", 3), ("No", 2), ("Strong", 4)):
        panel(make_application(opening=opening, name=name), value, value, value)
    make_application(opening=opening, name="Unrated")
    hidden = make_application(opening=opening, name="Hidden")
    panel(hidden, 3, 3, 3)
    make_interview(application=hidden, interviewer=manager)
    found = {
        outcome: [row.candidate for row in rows(opening, manager, outcome=outcome)]
        for outcome in ("strong_yes", "yes", "no", "strong_no", "not_enough_evidence")
    }
    assert found == {
        "strong_yes": ["Strong"],
        "yes": ["Yes"],
        "no": ["No"],
        "strong_no": [],
        "not_enough_evidence": ["Unrated"],
    }


@pytest.mark.parametrize(
    "query",
    [
        "?show=all",
        "?show=all&sort=score",
        "?show=all&outcome=yes",
        "?show=all&outcome=not_enough_evidence",
        "?show=ready",
        "?show=all&sort=newest",
        "?show=late",
    ],
)
def test_the_answer_is_the_same_whatever_the_hidden_cards_say(client, opening, manager, panel, query):
    """Two candidates alike in everything but the ratings, on both of whom the reader owes a card."""
    applications = [make_application(opening=opening, name="Hidden") for _ in range(2)]
    for application, value in zip(applications, (1, 4), strict=True):
        panel(application, value, value, value)
        make_interview(application=application, interviewer=manager)
    panel(make_application(opening=opening, name="Open"), 3, 3, 3)
    client.force_login(manager)
    bodies = []
    for application in applications:
        other = applications[1 - applications.index(application)]
        type(other).objects.filter(pk=other.pk).update(
            opening=make_opening(rubric=opening.role.rubrics.get())
        )
        body = client.get(reverse("pipeline", args=[opening.pk]) + query).text
        bodies.append(body.replace(f"/{application.pk}/", "/0/").split("<main", 1)[1])
        type(other).objects.filter(pk=other.pk).update(opening=opening)
    assert bodies[0] == bodies[1]
    assert ("Hidden until your scorecard is in" in bodies[0]) == (
        "outcome" not in query and "ready" not in query
    )


AXES = [(1, 1, 1, 1), (3, 1, 1, 1), (1, 3, 1, 1), (1, 1, 3, 1), (1, 1, 1, 2)]


@pytest.mark.parametrize("query", ["", "?sort=score", "?outcome=not_enough_evidence&sort=score"])
@pytest.mark.parametrize(("applications", "cards", "dimensions", "versions"), AXES)
def test_the_pipeline_runs_the_same_queries_for_any_size(
    client, manager, django_assert_num_queries, query, applications, cards, dimensions, versions
):
    rubric = make_rubric(dimensions=dimensions, kits=2)
    opening = make_opening(rubric=rubric, managers=[manager])
    make_application(opening=opening)
    for number in range(versions):
        version = make_rubric(dimensions=dimensions, role=rubric.role, publish=False) if number else rubric
        for _ in range(applications):
            made = make_application(opening=opening, rubric=version)
            for _ in range(cards):
                make_card(application=made)
    client.force_login(manager)
    client.get("/")
    # One more where scores choose or sort: session, person, teams, opening, rows, versions, full rows,
    # ratings, trail.
    with django_assert_num_queries(8 if query else 9):
        assert client.get(reverse("pipeline", args=[opening.pk]) + query).status_code == 200


def test_exports_hold_what_the_viewer_may_see(client, opening, manager, panel, application):
    hidden = make_application(opening=opening, name="Hidden")
    panel(hidden, 4, 4, 4)
    make_interview(application=hidden, interviewer=manager)
    client.force_login(manager)
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("candidates_xlsx", args=[opening.pk])).content)
    ).active
    header, *found = [[cell.value for cell in row] for row in sheet.rows]
    given = [dict(zip(header, row, strict=True)) for row in found]
    assert [row["Name"] for row in given] == ["Ada Lovelace"]
    assert (given[0]["Recommendation"], given[0]["Score"], given[0]["Of"]) == ("yes", 3.33, 4)
    text = client.get(reverse("candidates_csv", args=[opening.pk])).content.decode("utf-8-sig")
    assert text.splitlines()[1].endswith(",3,3,yes,3.33,4,100.0,3,hangs on one person")


def test_a_file_holds_what_was_asked_for_in_that_order(client, opening, manager, panel):
    for name, value in (("Ada", 3), ("Bea", 4), ("Cid", 2), ("Dan", 3)):
        panel(make_application(opening=opening, name=name), value, value, value)
    client.force_login(manager)

    def names(query):
        content = client.get(reverse("candidates_csv", args=[opening.pk]) + query).content
        return [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()[1:]]

    assert names("") == ["Ada", "Bea", "Cid", "Dan"]
    assert names("?sort=score") == ["Bea", "Ada", "Dan", "Cid"]
    assert names("?outcome=yes&search=d") == ["Ada", "Dan"]
    page = client.get(reverse("pipeline", args=[opening.pk]) + "?sort=score&outcome=yes").text
    assert "candidates.csv?show=running&amp;search=&amp;sort=score&amp;outcome=yes" in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\uff1d"])
def test_a_cell_that_looks_like_a_formula_stays_text(client, opening, manager, start):
    name = f"{start}1+1"
    make_application(opening=opening, name=name)
    client.force_login(manager)
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("candidates_xlsx", args=[opening.pk])).content)
    ).active
    assert (sheet["A2"].value.strip(), sheet["A2"].data_type, sheet["A2"].quotePrefix) == (
        name.strip(),
        "s",
        True,
    )
    text = client.get(reverse("candidates_csv", args=[opening.pk])).content.decode("utf-8-sig")
    assert text.splitlines()[1].strip('"').startswith(f"'{start}")


def test_an_export_takes_the_same_queries_for_any_number(
    client, opening, manager, panel, django_assert_num_queries
):
    client.force_login(manager)
    for count in (1, 3):
        for _ in range(count):
            panel(make_application(opening=opening), *itertools.repeat(3, count))
        client.get("/")
        with django_assert_num_queries(8):
            client.get(reverse("candidates_csv", args=[opening.pk]))


def test_a_blinded_row_has_no_box_to_compare_it(client, opening, manager, panel):
    hidden = make_application(opening=opening, name="Hidden")
    panel(hidden, 3, 3, 3)
    make_interview(application=hidden, interviewer=manager)
    client.force_login(manager)
    assert 'name="application"' not in client.get(reverse("pipeline", args=[opening.pk])).text


def test_a_closed_account_of_numbers_stays_exact_near_a_cut(opening, make_close):
    """2.7958 is a no and shows enough decimals to say so."""
    user, application = make_close
    [row] = rows(application.opening, user)
    assert (row.shown.score, row.shown.outcome) == ("2.796", "no")


@pytest.fixture
def make_close():
    user = make_user("Max")
    rubric = make_rubric(dimensions=[{"name": "A", "weight": 7958}, {"name": "B", "weight": 2042}])
    application = make_application(opening=make_opening(rubric=rubric, managers=[user]))
    for _ in range(3):
        make_card(application=application, ratings={"A": 3, "B": 2})
    return user, application
