"""Letters leave here. Each task may run twice: what was sent is not sent again."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.jobs.waits import GROWING_WAITS, gives_up
from tuphap.foundation.notices import sending

FORGOTTEN_AFTER = timedelta(minutes=10)


@app.task(retry=GROWING_WAITS, pass_context=True)
def send_letter(context: JobContext, notice_id: str) -> bool:
    """One letter at once; the last failure is written on the notice."""
    try:
        return sending.send_one(UUID(notice_id), timezone.now())
    except Exception:
        if gives_up(context.job.attempts):
            sending.give_up(UUID(notice_id))
        raise


@app.task(retry=GROWING_WAITS, pass_context=False)
def send_daily_letter(person_id: int) -> bool:
    """What failed today stays collected and goes with the next daily letter at the latest."""
    return sending.send_collected(person_id, timezone.now())


@app.periodic(cron="20 0 * * *")  # counted in UTC: 07:20 here, after the reminders
@app.task(queueing_lock="start_daily_letters", pass_context=False)
def start_daily_letters(timestamp: int) -> None:
    people = sending.people_with_collected()
    queue_each(send_daily_letter, ({"person_id": person} for person in people))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="sweep_letters", pass_context=False)
def sweep_letters(timestamp: int) -> None:
    """A letter that waits without a job, as after a restored backup, gets one again (R10)."""
    forgotten = sending.without_job(timezone.now() - FORGOTTEN_AFTER)
    queue_each(send_letter, ({"notice_id": str(pk)} for pk in forgotten))
