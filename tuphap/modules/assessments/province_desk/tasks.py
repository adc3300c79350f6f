"""Regular work of the province's desk."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


# Queued with the move that sends a dossier: its flags stand there as soon as it does.
@app.task(retry=GROWING_WAITS, pass_context=False)
def refresh_flags_of(dossier: str) -> None:
    from tuphap.modules.assessments.province_desk.actions import flags

    flags.refresh_flags_of(UUID(dossier), timezone.now())


# The net below: a job that was lost, and dossiers other dossiers throw a light on.
@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="refresh_flags", retry=GROWING_WAITS, pass_context=False)
def refresh_flags(timestamp: int) -> int:
    """Flags of dossiers sent since they were looked at, or looked at long ago."""
    from tuphap.modules.assessments.province_desk.actions import flags

    return flags.refresh_flags(timezone.now())
