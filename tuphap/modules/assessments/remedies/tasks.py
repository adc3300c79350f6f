"""Reminders of measures that end. Times are counted in UTC, seven hours behind."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS
from tuphap.modules.assessments.remedies.actions import remind_of_remedies


@app.periodic(cron="17 0-10 * * *")
@app.task(queueing_lock="send_remedy_reminders", retry=GROWING_WAITS, pass_context=False)
def send_remedy_reminders(timestamp: int) -> int:
    """Who was told is not told again, so a server that was off at seven still reminds."""
    return remind_of_remedies(timezone.now())
