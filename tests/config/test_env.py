"""Settings fail loudly: one line that names the variable and says what is accepted."""

import os
import re
import subprocess
import sys

import pytest

from hiring.config import database, mail
from hiring.config.env import BadEnvironment, Env, read_file
from tests.conftest import ROOT

PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "example.org",
    "MAIL_URL": "smtp://localhost",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
}


def check(**changes):
    """`manage.py check` as production, with changed variables; None takes one away."""
    values = {key: value for key, value in {**PRODUCTION, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_it_needs():
    assert check().returncode == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set; production needs a long random text of its own."),
        (
            {"SECRET_KEY": "short"},
            "SECRET_KEY is too short; it accepts 50 characters or more, best at random.",
        ),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set; it accepts host names with commas between."),
        ({"MAIL_URL": None}, "MAIL_URL is not set; it accepts smtp://user:password@host:port"),
        ({"MAIL_URL": "mailto:x"}, "MAIL_URL accepts smtp://user:password@host:port"),
        ({"MODE": "prod"}, "MODE is 'prod'; it accepts production or demo or development or test."),
        ({"CONN_MAX_AGE": "long"}, "CONN_MAX_AGE is 'long'; it accepts a whole number from 0"),
        ({"HTTPS": "maybe"}, "HTTPS is 'maybe'; it accepts 1 or 0"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL accepts postgresql://user:password@host:port/name."),
    ],
)
def test_production_refuses_in_one_line(changes, message):
    done = check(**changes)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Cannot start: {message}")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_example_lists_every_variable_that_is_read():
    asked = re.compile(
        r"(?:(?:environment|load\(\))\.(?:text|flag|number|choice|listed|needed)\(|folder\(environment,)"
        r"\s*[\"']([A-Z_]+)"
    )
    read = {
        name for path in (ROOT / "hiring" / "config").glob("*.py") for name in asked.findall(path.read_text())
    }
    listed = set(read_file(ROOT / ".env.example"))
    assert read == listed


def test_a_line_without_an_equals_sign_is_named(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# fine\n\nA=1\nB\n")
    with pytest.raises(BadEnvironment, match=r"\.env, line 4: write NAME=value\."):
        read_file(path)


def test_quotes_around_a_value_are_dropped_and_an_empty_value_is_not_set(tmp_path):
    path = tmp_path / ".env"
    path.write_text("A='x y'\nB=\"z\"\nC=\n")
    env = Env(read_file(path))
    assert (env.text("A"), env.text("B"), env.text("C", "default")) == ("x y", "z", "default")


def test_a_database_url_is_taken_apart():
    found = database.parse("postgresql://me:p%40ss@db.example:5433/hire?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "me",
        "p@ss",
        "db.example",
        "5433",
        "hire",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_owner_has_an_address_of_its_own():
    values = {"DATABASE_URL": "postgresql://web@h/n", "DATABASE_OWNER_URL": "postgresql://owner@h/n"}
    assert database.settings(Env(values))["USER"] == "web"
    assert database.settings(Env({**values, "DATABASE_ROLE": "owner"}))["USER"] == "owner"


ADDRESS = {"DATABASE_URL": "postgresql://web@h/n"}


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ({}, "-c statement_timeout=20s -c lock_timeout=5s -c idle_in_transaction_session_timeout=20s"),
        (
            {"DATABASE_SECONDS": "3"},
            "-c statement_timeout=3s -c lock_timeout=3s -c idle_in_transaction_session_timeout=3s",
        ),
        ({"DATABASE_SECONDS": "0"}, None),
        ({"DATABASE_ROLE": "owner", "DATABASE_SECONDS": "0"}, "-c lock_timeout=2s"),
        ({"DATABASE_POOLED": "1"}, None),
        ({"DATABASE_URL": "postgresql://web@h/n?options=-cstatement_timeout=9s"}, "-cstatement_timeout=9s"),
    ],
)
def test_nothing_waits_for_longer_than_a_request_may_take(values, limits):
    found = database.settings(Env({**ADDRESS, **values}))
    assert found["OPTIONS"].get("options") == limits
    assert found["OPTIONS"]["connect_timeout"] == "5"


def test_behind_a_pooler_no_cursor_outlives_its_transaction():
    assert database.settings(Env(ADDRESS))["DISABLE_SERVER_SIDE_CURSORS"] is False
    assert database.settings(Env({**ADDRESS, "DATABASE_POOLED": "1"}))["DISABLE_SERVER_SIDE_CURSORS"] is True


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://h", 25, False, False),
        ("smtps://u:p@h", 465, True, False),
        ("smtp+tls://h:2525", 2525, False, True),
    ],
)
def test_a_mail_url_is_taken_apart(url, port, ssl, tls):
    found = mail.settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)
