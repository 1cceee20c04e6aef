"""Work that is done apart from requests, by the worker. Actions enqueue by task name."""

import contextlib

from django.utils import timezone
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from hiring import mail
from hiring.actions import remind as reminding

STALLED_AFTER = 60  # seconds without a sign of life from the worker that holds a job


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
    with contextlib.suppress(mail.ServerAway):
        mail.mail_message(message)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mail_waiting", name="mail_waiting")
def mail_waiting(timestamp: int) -> None:
    """The mails of the day, second tries, and whatever a killed worker left."""
    mail.mail_waiting()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="remind", name="remind")
def remind(timestamp: int) -> None:
    """Looks at the clock and not at `timestamp`: after a stop it does what is right now, once."""
    reminding.remind(at=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True, name="remove_old_jobs")
async def remove_old_jobs(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """Finished jobs are kept for a week."""
    await builtin_tasks.remove_old_jobs(context, max_hours=7 * 24)
