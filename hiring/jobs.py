"""Work that is done apart from requests, by the worker. Actions enqueue by task name."""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app

from hiring import mail
from hiring.actions import remind as reminding
from hiring.actions.retention import apply_retention
from scorecards import chain

RETRIES = RetryStrategy(max_attempts=8, exponential_wait=3)
STALLED_AFTER = 60  # seconds without a sign of life from the worker that holds a job


@contextlib.contextmanager
def own_connection() -> Iterator[None]:
    """Jobs have no request around them that looks after the connection: a restarted database costs nothing."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True, name="retry_stalled")
async def retry_stalled(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """A job whose worker was killed in the middle is given to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)


@app.task(name="mail_message")
def mail_message(message: int) -> None:
    """Right after the change that it tells of. What fails is in the row, and tried again by `mail_waiting`."""
    with own_connection(), contextlib.suppress(mail.ServerAway):
        mail.mail_message(message)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mail_waiting", name="mail_waiting")
def mail_waiting(timestamp: int) -> None:
    """The mails of the day, second tries, and whatever a killed worker left."""
    with own_connection():
        mail.mail_waiting()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="remind", name="remind")
def remind(timestamp: int) -> None:
    """Looks at the clock and not at `timestamp`: after a stop it does what is right now, once."""
    with own_connection():
        reminding.remind(at=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True, name="remove_old_jobs")
async def remove_old_jobs(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """Finished jobs are kept for a week."""
    await builtin_tasks.remove_old_jobs(context, max_hours=7 * 24)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_audit", name="seal_audit", retry=RETRIES)
def seal_audit(timestamp: int) -> None:
    """What was written to the audit trail in the last minute gets its place in the chain."""
    with own_connection():
        chain.seal()


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="export_audit_head", name="export_audit_head", retry=RETRIES)
def export_audit_head(timestamp: int) -> None:
    """Every night all stragglers are sealed, and the head goes to where the database cannot reach."""
    with own_connection():
        chain.seal(everything=True)
        chain.export_head(settings.AUDIT_HEADS)


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="apply_retention", name="apply_retention", retry=RETRIES)
def retention(timestamp: int) -> None:
    """Every night what has been kept for long enough is erased."""
    with own_connection():
        apply_retention()
