"""What the people who run the service watch: is anything waiting longer than it should?"""

from dataclasses import dataclass

from django.db import connection, transaction

# Counting stops here: that it is far too much is known by then.
ENOUGH = 100_000

QUESTION = f"""
SELECT
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
  (SELECT count(*) FROM (SELECT FROM hiring_message WHERE mail_at <= now() LIMIT {ENOUGH}) unsent),
  (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(mail_at)), 0)
     FROM hiring_message WHERE mail_at <= now()),
  (SELECT count(*) FROM (
     SELECT FROM scorecards_auditentry
      WHERE id > coalesce((SELECT entry_id FROM scorecards_auditseal ORDER BY position DESC LIMIT 1), 0)
      LIMIT {ENOUGH}) unsealed)
"""  # noqa: S608 - a number of our own


@dataclass(frozen=True)
class Vitals:
    jobs_waiting: int
    jobs_running: int
    jobs_failed: int
    mails_unsent: int
    oldest_unsent_seconds: float
    audit_unsealed: int


def vitals() -> Vitals:
    """In one question, which takes two seconds at most. Raises a DatabaseError where there is no answer."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")
        cursor.execute(QUESTION)
        *counts, oldest, unsealed = cursor.fetchone()
    waiting, running, failed, unsent = counts
    return Vitals(waiting, running, failed, unsent, float(oldest), unsealed)
