"""The candidate summary: what it says, its queries, and who may see it."""

import pytest

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


@pytest.mark.parametrize(("dimensions", "cards", "signals"), [(1, 1, 1), (3, 1, 1), (1, 4, 1), (1, 1, 3)])
def test_the_page_takes_the_same_queries_for_any_size(
    client, manager, django_assert_num_queries, dimensions, cards, signals
):
    rubric = make_rubric(dimensions=dimensions, signals=signals)
    application = make_application(opening=make_opening(rubric=rubric, managers=[manager]))
    for _ in range(cards):
        make_card(application=application, signals=list(rubric.signals.all()))
    client.force_login(manager)
    client.get("/")
    with django_assert_num_queries(11):
        assert client.get(url(application)).status_code == 200


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
