"""The candidate summary: what it says, its queries, and who may see it."""

import re
from datetime import timedelta

import pytest

from hiring.actions.decide import record_decision
from hiring.reads.summary import for_page, summary
from scorecards.actions.amend import amend
from scorecards.sheets import whole_rubric
from tests.factories import (
    make_application,
    make_card,
    make_interview,
    make_opening,
    make_rubric,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_user(name="Mara")


@pytest.fixture
def application(manager):
    return make_application(opening=make_opening(rubric=make_rubric(dimensions=2), managers=[manager]))


def url(application):
    return f"/applications/{application.pk}/"


def test_the_recommendation_comes_first_with_its_reasons(client, manager, application):
    for value in (3, 3, 4):
        make_card(application=application, ratings=value)
    client.force_login(manager)
    content = client.get(url(application)).content.decode()
    assert "The rule recommends: yes." in content
    assert ">3.33</a> <span>of 4, bar 2.80</span>" in content
    assert "another panel of this kind" in content
    assert "Would it change?" in content


def test_missing_evidence_is_said_and_the_band_is_provisional(client, manager, application):
    make_card(application=application, ratings=4)
    client.force_login(manager)
    content = client.get(url(application)).content.decode()
    assert "Not enough evidence yet. Provisionally a strong yes." in content
    assert "Only one person has rated this candidate" in content


def test_nothing_submitted_is_a_page_of_its_own(client, manager, application):
    client.force_login(manager)
    content = client.get(url(application)).content.decode()
    assert "Nobody has rated this candidate yet." in content
    assert "No scorecard is submitted yet." in content


@pytest.mark.parametrize(
    ("dimensions", "cards", "signals", "amendments", "decisions"),
    [
        (1, 1, 1, 0, 0),
        (3, 1, 1, 0, 0),
        (1, 4, 1, 0, 0),
        (1, 12, 1, 0, 0),
        (1, 1, 3, 0, 0),
        (1, 1, 1, 1, 0),
        (1, 1, 1, 3, 0),
        (1, 1, 1, 0, 1),
        (1, 1, 1, 0, 3),
    ],
)
def test_the_page_takes_the_same_queries_for_any_size(
    client, manager, django_assert_num_queries, dimensions, cards, signals, amendments, decisions
):
    """Two fall away once the process has read the rubric version: tests/models/test_frozen.py. Decisions are read
    where there are some."""
    rubric = make_rubric(dimensions=dimensions, signals=signals)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    made = [make_card(application=application, signals=list(rubric.signals.all())) for _ in range(cards)]
    field = f"evidence-{rubric.dimensions.first().key}"
    for number in range(amendments):
        given = {field: f"Said it {number} times."}
        amend(made[0], whole_rubric(rubric), kind="changed_mind", reason="More.", fields=given)
    for _ in range(decisions):
        record_decision(application=application, by=manager, outcome="more_evidence", rationale="More.")
    client.force_login(manager)
    client.get("/")
    with django_assert_num_queries(9 if decisions else 8):
        assert client.get(url(application)).status_code == 200


def test_a_signal_that_several_saw_is_told_once_with_each_person_and_what_they_saw(
    client, manager, application
):
    rubric = application.assessment.rubric
    strong, weak = rubric.signals.get(kind="strong"), rubric.signals.get(kind="weak")
    for name, seen in (("Ann", [strong, weak]), ("Bob", [strong])):
        make_card(application=application, author=make_user(name), signals=seen, sighting=f"{name} saw it.")
    client.force_login(manager)
    page = client.get(url(application)).content.decode()
    part = re.search(r'<section class="card-box strong".*?</section>', page, re.S)[0]
    assert (part.count(strong.text), part.count("<li>")) == (1, 1)
    assert re.findall(r"(\w+) saw it", part) == ["Ann", "Bob"]


def test_the_timeline_tells_when_interviews_were_planned_and_when_they_take_place(client, manager):
    rubric = make_rubric(kits=3)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    for kit, minutes in zip(rubric.kits.order_by("position"), (0, 0, 5), strict=True):
        make_interview(
            application=application, interviewer=make_user(f"For {kit.name}"), kit=kit,
            created_at=application.created_at + timedelta(minutes=1 + minutes),
            starts_at=application.created_at + timedelta(days=minutes + 1),
        )  # fmt: skip
    client.force_login(manager)
    moments = client.get(url(application)).context["summary"].timeline
    assert [(each.what, each.who, each.note) for each in moments] == [
        ("Application added", "", ""),
        ("2 interviews planned", "", "Kit 1, Kit 2"),
        ("Interview planned", "", "Kit 3"),
        ("Interview", "For Kit 1", "Kit 1"),
        ("Interview", "For Kit 2", "Kit 2"),
        ("Interview", "For Kit 3", "Kit 3"),
    ]


def test_who_is_decided_can_be_decided_again_without_being_pressed_to(client, manager, application):
    make_card(application=application)
    client.force_login(manager)
    link = f'href="{url(application)}decision/">'
    assert f'btn-primary" {link}Decide</a>' in client.get(url(application)).content.decode()
    record_decision(
        application=application, by=manager, outcome="no_hire", rationale="No.", override_reason="No."
    )
    assert f'btn-quiet" {link}Decide again</a>' in client.get(url(application)).content.decode()


def hrefs(page):
    return set(re.findall(r'href="#([^"]+)"', page))


def test_every_number_leads_to_the_ratings_and_evidence_behind_it(client, manager, application):
    """No link leads nowhere, and each dimension's numbers lead to what each person said of it."""
    cards = [make_card(application=application, ratings=value) for value in (2, 3, 4)]
    client.force_login(manager)
    page = client.get(url(application)).text
    assert hrefs(page) - set(re.findall(r'id="([^"]+)"', page)) == set()
    dimensions = application.assessment.rubric.dimensions.all()
    wanted = {f"said-{card.pk}-{each.pk}" for card in cards for each in dimensions}
    wanted |= {f"behind-{each.pk}" for each in dimensions} | {"adds-up", "sure", "ratings", "without"}
    assert wanted <= hrefs(page)
    row = page.split(f'id="behind-{dimensions[0].pk}"')[1].split("</tr>")[0]
    for words in ("Said 2.", "Said 3.", "Said 4.", "The mean of 2, 3 and 4 is 3.00."):
        assert words in row


def test_the_numbers_behind_how_sure_it_is(manager, application):
    people = [make_user(name=name) for name in ("Ann", "Bob", "Cid")]
    for person, value in zip(people, (2, 3, 3), strict=True):
        make_card(application=application, author=person, ratings=value)
    sure = summary(manager, for_page(manager).get(pk=application.pk)).sure
    assert (sure.word, sure.equal, sure.weights_low, sure.weights_high) == (
        "too close to call",
        "2.67",
        "2.67",
        "2.67",
    )
    assert sure.flip == "No weighting brings the score to the bar."
    assert sure.without == (
        ("Ann (Kit 1)", "3.00", "yes", True),
        ("Bob (Kit 1)", "2.50", "no", False),
        ("Cid (Kit 1)", "2.50", "no", False),
    )


def test_many_disagreements_are_one_sentence_with_a_link_each(manager):
    rubric = make_rubric(dimensions=4)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    for value in (1, 4, 4):
        make_card(application=application, ratings=value)
    [flag] = [
        each
        for each in summary(manager, for_page(manager).get(pk=application.pk)).flags
        if "disagree" in each.text
    ]
    assert flag.text == "Interviewers disagree on 4 dimensions:"
    assert [label for label, _ in flag.links] == [f"Dimension {number} (1 to 4)" for number in range(1, 5)]


def test_a_verdict_that_points_the_other_way_is_marked(manager, application):
    for verdict in (1, 2, 3, 4):
        make_card(application=application, ratings=3, verdict=verdict)
    found = summary(manager, for_page(manager).get(pk=application.pk))
    assert sorted((each.card.verdict_value, each.apart) for each in found.opinions) == [
        (1, True),
        (2, True),
        (3, False),
        (4, False),
    ]


def test_whoever_owes_a_card_sees_none_of_it(client, manager, application):
    make_card(
        application=application, author=make_user(name="Bob Marker"), ratings=1, summary="SECRETSUMMARY"
    )
    mine = make_interview(application=application, interviewer=manager)
    client.force_login(manager)
    content = client.get(url(application)).content.decode()
    assert "Your own scorecard first" in content
    assert f"/interviews/{mine.pk}/" in content
    for secret in ("SECRETSUMMARY", "Bob Marker", "1.00", "strong no", "recommends"):
        assert secret not in content


def test_an_interviewer_sees_it_after_submitting_and_not_before(client, application):
    ana = make_user()
    client.force_login(ana)
    assert client.get(url(application)).status_code == 404
    make_card(application=application, author=ana)
    assert client.get(url(application)).status_code == 200


def test_it_does_not_exist_for_anybody_else(client, application):
    for user in (make_user(), make_user(is_superuser=True, is_staff=True), make_user(is_rubric_admin=True)):
        client.force_login(user)
        assert client.get(url(application)).status_code == 404
    client.force_login(make_user(is_auditor=True))
    assert client.get(url(application)).status_code == 200


def test_text_on_cards_is_never_trusted_as_html(client, manager, application):
    author = make_user(name="<i>Ana</i>")
    make_card(application=application, author=author, summary="<script>alert(1)</script>")
    client.force_login(manager)
    content = client.get(url(application)).content.decode()
    assert "<script>alert" not in content
    assert "<i>Ana" not in content
