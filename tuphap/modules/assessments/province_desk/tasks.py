"""Regular work of the province's desk."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


# A sweep, and no job for each sending: a lost turn is made up for by the next.
@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="refresh_flags", retry=GROWING_WAITS, pass_context=False)
def refresh_flags(timestamp: int) -> int:
    """Flags of dossiers sent since they were looked at, or looked at long ago."""
    from tuphap.modules.assessments.province_desk.actions import flags

    return flags.refresh_flags(timezone.now())
