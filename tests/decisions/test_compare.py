"""Candidates side by side."""

import pytest
from django.urls import reverse

from hiring.reads.compare import compared
from tests.factories import make_application, make_card, make_interview, make_opening, make_rubric, make_user

pytestmark = pytest.mark.django_db


def side_by_side(opening, user, *applications):
    return compared(opening, user, [each.pk for each in applications])


def texts(line):
    return [text for _, _, text in line.means]


@pytest.fixture
def three(opening, panel):
    made = []
    for name, value in (("Ada", 4), ("Bea", 3), ("Cid", 2)):
        made.append(make_application(opening=opening, name=name))
        panel(made[-1], value, value, value)
    return made


def test_everyone_has_a_letter_a_score_and_means_on_one_scale(opening, manager, three):
    found = side_by_side(opening, manager, *three)
    assert [(column.letter, column.name, column.score, column.outcome) for column in found.columns] == [
        ("A", "Ada", "4.00", "strong yes"),
        ("B", "Bea", "3.00", "yes"),
        ("C", "Cid", "2.00", "no"),
    ]
    assert [(line.name, line.percent, texts(line)) for line in found.lines] == [
        ("Depth", "75%", ["4.00", "3.00", "2.00"]),
        ("Clarity", "25%", ["4.00", "3.00", "2.00"]),
    ]
    assert "A, Ada: 4.00. B, Bea: 3.00. C, Cid: 2.00." in found.lines[0].dots


def test_who_is_ahead_is_said_with_what_would_turn_it_around(opening, manager):
    first, second = (make_application(opening=opening, name=name) for name in ("Ada", "Bea"))
    for _ in range(3):
        make_card(application=first, ratings={"Depth": 4, "Clarity": 2})
        make_card(application=second, ratings={"Depth": 3, "Clarity": 4})
    # 3.5 against 3.25; each point of weight from depth to clarity takes 3 off the lead of 0.25.
    found = side_by_side(opening, manager, first, second)
    assert found.leads == (
        "Ada is ahead of Bea by 0.25 on the 2 dimensions that both were rated on; "
        "8.3% of the weight would have to move to level them.",
    )


def test_no_weighting_turns_around_who_is_better_at_everything(opening, manager, three):
    assert side_by_side(opening, manager, *three[:2]).leads[0].endswith("no weighting turns that around.")


def test_level_candidates_are_level(opening, manager, panel):
    made = [make_application(opening=opening, name=name) for name in ("Ada", "Bea")]
    for each in made:
        panel(each, 3, 3, 3)
    assert side_by_side(opening, manager, *made).leads == (
        "Ada and Bea are level on the 2 dimensions that both were rated on.",
    )


def test_nobody_is_compared_on_what_only_one_was_rated_on(opening, manager):
    first, second = (make_application(opening=opening, name=name) for name in ("Ada", "Bea"))
    make_card(application=first, ratings={"Depth": 4})
    make_card(application=second, ratings={"Clarity": 4})
    found = side_by_side(opening, manager, first, second)
    assert found.leads == ("Ada and Bea were not rated on any dimension in common.",)
    assert [texts(line) for line in found.lines] == [["4.00", ""], ["", "4.00"]]


def test_who_cannot_be_compared_is_left_out_and_named(opening, manager, three, panel):
    owed = make_application(opening=opening, name="Owed")
    panel(owed, 4, 4, 4)
    make_interview(application=owed, interviewer=manager)
    unrated = make_application(opening=opening, name="Unrated")
    old = make_application(opening=opening, name="Old", rubric=make_rubric(role=opening.role, publish=False))
    panel(old, 3, 3, 3)
    found = side_by_side(opening, manager, *three, owed, unrated, old)
    assert [column.name for column in found.columns] == ["Ada", "Bea", "Cid"]
    assert found.left_out == (
        "You owe a scorecard on Owed.",
        "Nobody has rated Unrated yet.",
        "Old was judged by another version of the rubric (version 2): the scores answer other questions.",
    )


def test_six_fit_and_a_seventh_is_said_to_be_too_many(opening, manager, panel):
    made = [make_application(opening=opening, name=f"Person {number}") for number in range(7)]
    for each in made:
        panel(each, 3)
    found = side_by_side(opening, manager, *made)
    assert len(found.columns) == 6
    assert found.left_out == ("Person 6 is one too many: 6 fit.",)


def test_another_openings_candidate_is_not_compared(client, opening, manager, three, panel):
    foreign = make_application(opening=make_opening(rubric=opening.role.rubrics.get()), name="Foreign")
    panel(foreign, 4, 4, 4)
    client.force_login(manager)
    page = client.get(
        reverse("compare", args=[opening.pk]), {"application": [three[0].pk, three[1].pk, foreign.pk]}
    )
    assert "Ada" in page.text
    assert "Foreign" not in page.text


@pytest.mark.parametrize("given", [[], ["x"], ["1", "-1", "9" * 40, "²"]])
def test_fewer_than_two_offers_whom_to_pick(client, opening, manager, three, given):
    client.force_login(manager)
    page = client.get(reverse("compare", args=[opening.pk]), {"application": given})
    assert "Whom do you want to compare?" in page.text
    assert "Ada" in page.text


def test_a_blinded_candidates_numbers_are_nowhere_on_the_page(client, opening, manager, three, panel):
    owed = make_application(opening=opening, name="Owed")
    panel(owed, {"Depth": 1, "Clarity": 4}, {"Depth": 1, "Clarity": 4})
    make_interview(application=owed, interviewer=manager)
    client.force_login(manager)
    page = client.get(
        reverse("compare", args=[opening.pk]), {"application": [each.pk for each in (*three, owed)]}
    )
    assert "You owe a scorecard on Owed." in page.text
    assert '"Owed"' not in page.text  # no entry in what the sliders compute with
    assert "1.75" not in page.text


def test_it_does_not_exist_for_others(client, opening):
    client.force_login(make_user(is_coordinator=True, is_superuser=True))
    assert client.get(reverse("compare", args=[opening.pk])).status_code == 404


@pytest.mark.parametrize(("people", "cards", "dimensions"), [(2, 1, 1), (4, 1, 1), (2, 3, 1), (2, 1, 3)])
def test_comparing_takes_the_same_queries_for_any_size(
    client, manager, django_assert_num_queries, people, cards, dimensions
):
    opening = make_opening(rubric=make_rubric(dimensions=dimensions), managers=[manager])
    made = [make_application(opening=opening) for _ in range(people)]
    for each in made:
        for _ in range(cards):
            make_card(application=each)
    client.force_login(manager)
    client.get("/")
    with django_assert_num_queries(9):
        client.get(reverse("compare", args=[opening.pk]), {"application": [each.pk for each in made]})
