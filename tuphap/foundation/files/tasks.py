"""Regular work around stored files."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.files import sweeping


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_broken_uploads", pass_context=False)
def sweep_broken_uploads(timestamp: int) -> int:
    """Safe to run twice; every ten minutes, so that nothing stays much longer than the hour."""
    return sweeping.sweep(timezone.now())
