"""A database that cannot answer now: a sentence, the time to come again, and every typed word."""

import json

import psycopg
import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.test import Client

from hiring.views import errors
from tests.factories import make_application, make_interview, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def broken():
    """Every statement fails as Django tells it when PostgreSQL fails it so."""

    def break_with(kind, cause=None):
        def refuse(execute, sql, params, many, context):
            raise kind("refused") from cause

        return connection.execute_wrapper(refuse)

    return break_with


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (None, errors.UNREACHABLE),
        (psycopg.errors.AdminShutdown("x"), errors.UNREACHABLE),
        (psycopg.errors.DiskFull("x"), errors.NO_ROOM),
        (psycopg.errors.TooManyConnections("x"), errors.BUSY),
        (psycopg.errors.LockNotAvailable("x"), errors.BUSY),
        (psycopg.errors.QueryCanceled("x"), errors.BUSY),
        (psycopg.errors.DeadlockDetected("x"), errors.BUSY),
    ],
)
def test_a_script_is_told_why_and_when_to_come_again(client, broken, cause, reason):
    client.force_login(make_user())
    body = json.dumps({"changes": [{"name": "summary", "value": "Typed words", "version": 0}]})
    with broken(OperationalError, cause):
        response = client.post("/interviews/1/save/", body, content_type="application/json")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json() == {"problem": f"{reason} {errors.UNSURE}", "reason": reason}


def test_a_form_comes_back_with_every_typed_word(client, broken):
    person = make_user()
    interview = make_interview(application=make_application(), interviewer=person)
    client.force_login(person)
    with broken(InterfaceError):
        response = client.post(f"/interviews/{interview.pk}/submit/", {"summary": "Typed <b>words</b>"})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    for words in (errors.UNREACHABLE, errors.UNSURE, "Typed &lt;b&gt;words&lt;/b&gt;"):
        assert words in response.text
    assert "Nothing of it was saved" not in response.text  # nobody knows


def test_a_page_that_was_only_asked_for_can_be_asked_for_again(client, broken):
    client.force_login(make_user())
    with broken(OperationalError):
        response = client.get("/")
    assert f"{errors.UNREACHABLE} {errors.SAFE}" in response.text
    assert errors.UNSURE not in response.text
    assert ">Load it again</a>" in response.text


def test_a_table_that_is_not_there_yet_means_an_update(client, broken):
    client.force_login(make_user())
    with broken(ProgrammingError, psycopg.errors.UndefinedColumn("x")):
        response = client.get("/")
    assert response.status_code == 503
    assert errors.BEING_UPDATED in response.text


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (ProgrammingError, psycopg.errors.SyntaxError("x")),
        (IntegrityError, psycopg.errors.NotNullViolation("x")),
        (DataError, None),
        (ValueError, None),
    ],
)
def test_what_time_does_not_mend_stays_an_error_of_ours(client, broken, kind, cause):
    client.force_login(make_user())
    with broken(kind, cause):
        response = client.get("/", headers={"Accept": "application/json"})
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert response.json() == {"problem": f"{errors.BROKEN} {errors.UNSURE}", "reason": errors.BROKEN}


def test_an_error_behind_another_is_seen(client, broken):
    from procrastinate.exceptions import ConnectorException

    client.force_login(make_user())
    hidden = OperationalError("refused")
    hidden.__cause__ = psycopg.errors.DiskFull("x")
    with broken(ConnectorException, hidden):
        response = client.get("/", headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert errors.NO_ROOM in response.json()["problem"]
