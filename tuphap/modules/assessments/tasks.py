"""Regular work of the yearly assessment. Times are counted in UTC, seven hours behind."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS
from tuphap.modules.assessments.actions import statistics
from tuphap.modules.assessments.actions.telling import remind_units


# Every hour of the working day and not only once: a server that was off at seven still reminds
# that day, and who was told is not told again.
@app.periodic(cron="7 0-10 * * *")
@app.task(queueing_lock="send_reminders", retry=GROWING_WAITS, pass_context=False)
def send_reminders(timestamp: int) -> int:
    """Reminds units that have not sent their dossier (W10)."""
    return remind_units(timezone.now())


# A sweep and not a job for each sending: in the last week dozens of units send in an hour, and one
# making is enough for all of them. A lost turn is made up for by the next.
@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="refresh_statistics", pass_context=False)
def refresh_statistics(timestamp: int) -> int:
    """Statistics of the periods into which something was sent since they were made."""
    return statistics.refresh_statistics(timezone.now())
