"""Two requests at the same moment, on committed rows."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from scorecards.models import AuditEntry, DraftField, Revision, Scorecard

pytestmark = pytest.mark.django_db(transaction=True)


class AtOnce:
    """Requests of one person that all wait for the same locked card, and go on together."""

    def __init__(self, person):
        self.person, self.answers, self.threads = person, [], []

    def post(self, *arguments, **options):
        def run():
            try:
                client = Client()
                client.force_login(self.person)
                self.answers.append(client.post(*arguments, **options))
            finally:
                connection.close()

        self.threads.append(threading.Thread(target=run))

    def run(self, card):
        with transaction.atomic():
            Scorecard.objects.select_for_update().get(pk=card.pk)
            for thread in self.threads:
                thread.start()
            deadline = time.monotonic() + 20
            while self.waiting() < len(self.threads):
                assert time.monotonic() < deadline
                time.sleep(0.05)  # between looks; what is awaited is that all of them wait
        for thread in self.threads:
            thread.join(20)
        return self.answers

    def waiting(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            return cursor.fetchone()[0]


def test_two_submissions_at_once_are_one_and_both_are_told_so(interview, ann):
    card = interview.scorecard
    rubric = card.rubric
    fields = {f"rating-{each.key}": "3" for each in rubric.dimensions.all()} | {"verdict": "3"}
    DraftField.objects.bulk_create(
        DraftField(scorecard=card, name=name, value=value) for name, value in fields.items()
    )
    both = AtOnce(ann)
    for _ in range(2):
        address = reverse("submit_card", args=[interview.pk])
        both.post(address, {"flushed": "1"}, headers={"accept": "application/json"})
    answers = both.run(card)
    assert [answer.json()["submitted"] for answer in answers] == [True, True]
    assert Revision.objects.filter(scorecard=card).count() == 1
    assert AuditEntry.objects.filter(action="scorecard.submitted").count() == 1
