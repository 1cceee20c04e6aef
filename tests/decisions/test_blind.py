"""The blind rule on every page of results: whatever the cards say that one may not see, the answer is the same."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import transaction

from hiring.actions.debrief import open_debrief
from hiring.actions.decide import record_decision
from scorecards.actions.amend import amend
from scorecards.sheets import whole_rubric
from tests.factories import NOW, make_application, make_interview, make_user, submit

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/openings/",
    "/candidates/",
    "/decisions/",
    "/decisions/?show=overrides",
    "/candidates/{candidate}/",
    "/openings/{opening}/",
    "/openings/{opening}/?show=all&sort=score",
    "/openings/{opening}/?show=all&outcome=yes",
    "/openings/{opening}/?show=all&outcome=not_enough_evidence&sort=score",
    "/openings/{opening}/?show=ready",
    "/openings/{opening}/?show=decided",
    "/openings/{opening}/compare/",
    "/openings/{opening}/compare/?application={application}&application={others[0]}&application={others[1]}",
    "/openings/{opening}/candidates.csv",
    "/openings/{opening}/candidates.csv?sort=score&outcome=yes",
    "/openings/{opening}/candidates.xlsx",
    "/applications/{application}/",
    "/applications/{application}/debrief/",
    "/applications/{application}/debrief/live/?stamp=0",
    "/applications/{application}/decision/",
    "/applications/{application}/record.pdf",
    "/applications/{application}/loop/",
]


def all_bad(cards, red_flag):
    for card in cards:
        submit(card, 1, verdict=1, signals=[red_flag], summary="SECRET and bad.")


def all_good(cards, red_flag):
    for card in cards:
        submit(card, 4, verdict=4, summary="SECRET and splendid.")


def apart_and_amended(cards, red_flag):
    for card, value in zip(cards, (1, 4, 4), strict=True):
        submit(card, {"Depth": value}, verdict=value)
    given = {f"rating-{cards[0].rubric.dimensions.first().key}": "3"}
    amend(cards[0], whole_rubric(cards[0].rubric), kind="changed_mind", reason="SECRET.", fields=given)


SAYINGS = (all_bad, all_good, apart_and_amended)


@pytest.fixture
def hidden(opening, panel):
    """An application with three cards to come, between two that everybody on the team may see."""
    application = make_application(opening=opening, name="Hidden Hannah", created_at=NOW)
    others = [make_application(opening=opening, name=name) for name in ("Ann Open", "Zoe Open")]
    for each, value in zip(others, (2, 3), strict=True):
        panel(each, value, value, value)
    cards = [
        make_interview(application=application, interviewer=make_user(name), starts_at=NOW).scorecard
        for name in ("Pam", "Pia", "Pit")
    ]
    return application, others, cards


def fetched(client, path):
    response = client.get(path)
    if path.endswith(".xlsx") and response.status_code == 200:
        return 200, list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    text = response.content.decode("utf-8", "replace")
    for changing in (
        response.get("X-Request-ID", ""),
        response.context and response.context.get("csrf_token"),
    ):
        text = text.replace(str(changing or "\0"), "")
    return response.status_code, text


def owes_as(kind, application, manager):
    """Someone who owes a card in one of the ways in which one can."""
    at = NOW - timedelta(hours=2)
    if kind == "interviewer":
        person = make_user("Ines")
    elif kind == "superuser":
        person = make_user("Supe", is_superuser=True, is_staff=True, is_auditor=True)
    else:
        person = manager
    make_interview(
        application=application, interviewer=person, starts_at=at, shadow=kind == "shadowing manager"
    )
    return person


def addresses(application, others):
    ids = {
        "opening": application.opening_id,
        "application": application.pk,
        "candidate": application.candidate_id,
        "others": [each.pk for each in others],
    }
    return {path: path.format(**ids) for path in PAGES}


def answers_to(client, hidden, meanwhile=lambda say: None):
    """Every page, once for each thing that the hidden cards may say: path -> answers."""
    application, others, cards = hidden
    red_flag = application.assessment.rubric.signals.get(kind="red_flag")
    found = {}
    for say in SAYINGS:
        before = transaction.savepoint()
        say(cards, red_flag)
        meanwhile(say)
        for path, address in addresses(application, others).items():
            found.setdefault(path, []).append(fetched(client, address))
        transaction.savepoint_rollback(before)
        for card in cards:
            card.refresh_from_db()
    return found


def varying(found):
    return {path for path, answers in found.items() if any(each != answers[0] for each in answers)}


@pytest.mark.parametrize(
    ("kind", "summary"),
    [("manager", 200), ("shadowing manager", 200), ("interviewer", 404), ("superuser", 200)],
)
def test_every_answer_is_the_same_whatever_the_hidden_cards_say(client, hidden, manager, kind, summary):
    client.force_login(owes_as(kind, hidden[0], manager))
    client.get("/")
    found = answers_to(client, hidden)
    assert varying(found) == set()
    assert not any("SECRET" in str(answers) for answers in found.values())
    application = "/applications/{application}/"
    assert [found[f"{application}{page}"][0][0] for page in ("", "record.pdf", "debrief/live/?stamp=0")] == [
        summary,
        404,
        404,
    ]


def test_the_pages_do_differ_for_a_manager_who_owes_nothing(client, hidden, manager):
    """Else the test above could not fail."""
    client.force_login(manager)
    client.get("/")
    assert varying(answers_to(client, hidden)) >= {
        "/openings/{opening}/",
        "/openings/{opening}/?show=all&sort=score",
        "/openings/{opening}/?show=all&outcome=not_enough_evidence&sort=score",
        "/openings/{opening}/compare/?application={application}&application={others[0]}&application={others[1]}",
        "/openings/{opening}/candidates.csv",
        "/openings/{opening}/candidates.xlsx",
        "/applications/{application}/",
        "/applications/{application}/debrief/",
        "/applications/{application}/debrief/live/?stamp=0",
        "/applications/{application}/decision/",
        "/applications/{application}/record.pdf",
    }


def test_a_debrief_and_a_decision_on_hidden_cards_say_nothing_either(client, hidden, manager):
    """Decided for more evidence by a deputy while the manager still owes a card."""
    application = hidden[0]
    deputy = make_user("Dep")
    application.opening.managers.add(deputy)
    client.force_login(owes_as("manager", application, manager))
    client.get("/")

    def meanwhile(say):
        open_debrief(application=application, by=deputy, manages=True, early_reason="SECRET hurry.")
        record_decision(
            application=application, by=deputy, outcome="more_evidence", rationale=f"SECRET {say.__name__}"
        )

    found = answers_to(client, hidden, meanwhile)
    assert varying(found) == set()
    assert not any("SECRET" in str(answers) for answers in found.values())
