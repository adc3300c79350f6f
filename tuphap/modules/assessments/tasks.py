"""Regular work of the yearly assessment. Times are counted in UTC, seven hours behind."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS
from tuphap.modules.assessments.actions.telling import remind_units


# Every hour of the working day and not only once: a server that was off at seven still reminds
# that day, and who was told is not told again.
@app.periodic(cron="7 0-10 * * *")
@app.task(queueing_lock="send_reminders", retry=GROWING_WAITS, pass_context=False)
def send_reminders(timestamp: int) -> int:
    """Reminds units that have not sent their dossier (W10)."""
    return remind_units(timezone.now())
