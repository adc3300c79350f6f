"""The sweeper, and clearing the queue. Times are counted in UTC."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.actions import forget_old_faults, take_up_left_jobs

KEPT_HOURS = 30 * 24


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_jobs", pass_context=False)
def sweep_jobs(timestamp: int) -> int:
    """What a killed worker left behind is taken up again within ten minutes (R10)."""
    return take_up_left_jobs(timezone.now())


@app.periodic(cron="47 20 * * *")
@app.task(queueing_lock="clear_finished_jobs", pass_context=True)
async def clear_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that are done are of no use after a month; given-up ones stay until somebody acts."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_cancelled=True)


@app.periodic(cron="57 20 * * *")
@app.task(queueing_lock="clear_job_faults", pass_context=False)
def clear_job_faults(timestamp: int) -> int:
    return forget_old_faults()
