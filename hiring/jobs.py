"""Work that is done apart from requests, by the worker. Actions enqueue by task name."""

from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app

RETRIES = RetryStrategy(max_attempts=8, exponential_wait=3)
STALLED_AFTER = 60  # seconds without a sign of life from the worker that holds a job


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True, name="retry_stalled")
async def retry_stalled(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """A job whose worker was killed in the middle is given to another."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True, name="remove_old_jobs")
async def remove_old_jobs(context, timestamp: int) -> None:  # type: ignore[no-untyped-def]
    """Finished jobs are kept for a week."""
    await builtin_tasks.remove_old_jobs(context, max_hours=7 * 24)
