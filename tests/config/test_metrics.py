"""What Prometheus reads: behind a word, by view, and without anything that a person typed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from hiring.models import Message
from scorecards import audit
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WORD = "a word for the machine that watches"


@pytest.fixture
def watcher():
    """Asks as Prometheus does. The middleware is chosen when the first request comes."""
    with override_settings(METRICS_TOKEN=WORD):
        yield Client(headers={"Authorization": f"Bearer {WORD}"})


def figures(client):
    lines = client.get("/metrics").text.splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", WORD, f"Basic {WORD}", "Bearer é"])
def test_without_the_word_there_is_no_such_page(watcher, given):
    headers = {"Authorization": given} if given else {}
    assert Client(headers=headers).get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer None"])
def test_where_no_word_is_set_nobody_reads_it(client, given):
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_requests_are_counted_by_view_method_and_status(watcher):
    name = 'scorecards_requests_total{method="GET",status="200",view="healthz"}'
    before = float(figures(watcher).get(name, 0))
    for _ in range(3):
        watcher.get("/healthz")
    after = figures(watcher)
    assert float(after[name]) - before == 3
    assert float(after['scorecards_request_seconds_count{view="healthz"}']) >= 3


def test_no_label_holds_what_an_address_or_a_form_held(watcher):
    watcher.get("/Typed-Name/")
    watcher.get("/healthz?who=Typed-Name")
    watcher.post("/accounts/login/", {"login": "Typed-Name@example.org", "password": "Typed-Name"})
    watcher.generic("TYPED-NAME", "/healthz")
    assert "typed-name" not in watcher.get("/metrics").text.lower()


def test_what_waits_is_told(watcher):
    person = make_user()
    now = figures(watcher)
    assert (now["scorecards_database_up"], now["scorecards_mails_unsent"]) == ("1", "0")
    due = timezone.now() - timedelta(minutes=5)
    for once, at in (("due", due), ("later", due + timedelta(days=1)), ("never mailed", None)):
        Message.objects.create(recipient=person, kind="moved", once=once, subject="s", text="t", mail_at=at)
    audit.record(actor=person, action="test.done", subject="test")
    later = figures(watcher)
    assert later["scorecards_mails_unsent"] == "1"
    assert 300 <= float(later["scorecards_oldest_unsent_seconds"]) < 3600
    assert int(later["scorecards_audit_unsealed"]) - int(now["scorecards_audit_unsealed"]) == 1
    assert later["scorecards_jobs_waiting"] == now["scorecards_jobs_waiting"]


def test_a_database_that_does_not_answer_is_a_figure_too(watcher):
    from django.db import OperationalError

    def down(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(down):
        now = figures(watcher)
    assert now["scorecards_database_up"] == "0"
    assert "scorecards_mails_unsent" not in now
    assert any(name.startswith("scorecards_requests_total") for name in now)


def test_it_costs_the_same_few_statements_whatever_waits(watcher, django_assert_num_queries):
    watcher.get("/metrics")
    for waiting in (1, 3):
        for number in range(waiting):
            once = f"{waiting}-{number}"
            Message.objects.create(
                recipient=make_user(), kind="moved", once=once, subject="s", text="t", mail_at=timezone.now()
            )
        with django_assert_num_queries(4):  # a savepoint around two
            watcher.get("/metrics")
