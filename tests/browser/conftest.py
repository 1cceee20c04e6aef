"""Real Chromium on the live server. Every test fails when a page asks another host for anything, breaks the
content policy or prints an error."""

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from django.db import connection

AXE = Path(find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOW = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"width": 390, "height": 844}


def installed_chromium() -> str | None:
    """An installed one is used; else the one that Playwright downloaded."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args():
    arguments = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": installed_chromium(), "args": arguments}


@pytest.fixture
def browser_context_args():
    return {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "UTC",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def expected_errors():
    """Words that a console message may hold in this test; empty unless a test adds some."""
    return []


@pytest.fixture
def settled(live_server):
    """Once the browser is closed, waits for what it had still asked for: the tables are emptied after that,
    and must not meet a request that still reads them. Between two statements a request looks idle to the
    database, so requests are counted too; and one may be on its way, so all has to be still for a while."""
    under_way = []

    def begun(**_):
        under_way.append(None)

    def over(**_):
        if under_way:
            under_way.pop()

    request_started.connect(begun)
    request_finished.connect(over)
    yield
    still = 0
    with connection.cursor() as cursor:
        for _ in range(300):
            cursor.execute(
                "SELECT count(*), pg_sleep(0.04) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            still = 0 if under_way or cursor.fetchone()[0] else still + 1
            if still == 3:
                break
    request_started.disconnect(begun)
    request_finished.disconnect(over)


@pytest.fixture
def context(settled, context, live_server, expected_errors):
    found = []
    home = urlsplit(live_server.url).netloc

    def requested(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != home:
            found.append(f"asked another host: {request.url}")

    def printed(message):
        if message.type == "error" and not any(words in message.text for words in expected_errors):
            found.append(f"console: {message.text}")

    context.on("request", requested)
    context.on("console", printed)
    context.on("weberror", lambda error: found.append(f"script error: {error.error}"))
    context.set_default_timeout(10_000)
    yield context
    assert not found, "\n".join(found)


@pytest.fixture
def sign_in(context, live_server):
    """sign_in(user): by a session of its own, without the form; in another browser where one is given."""

    def enter(user, where=context):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        where.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}]
        )

    return enter


@pytest.fixture
def axe():
    """axe(page): no accessibility finding, in light and in dark.

    After a click that leads elsewhere, expect something of the new page first: a page that is left while
    it is looked at fails.
    """

    def check(page):
        page.wait_for_load_state()
        # What happens to lie under the bar at the top would count as too small to be touched.
        page.evaluate("scrollTo(0, 0)")
        for theme in ("light", "dark"):
            page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
            page.evaluate(AXE.read_text())
            result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            lines = [
                f"{theme}: {each['id']} ({each['impact']}): {each['help']}: "
                + json.dumps([node["target"] for node in each["nodes"]])
                for each in result["violations"]
            ]
            assert not lines, "\n".join(lines)

    return check
