"""Work of the night."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.presence.models import OpenPage


@app.periodic(cron="27 20 * * *")  # counted in UTC: at night here
@app.task(queueing_lock="forget_open_pages", pass_context=False)
def forget_open_pages(timestamp: int) -> int:
    """Who had what open yesterday is nobody's business; safe to run twice."""
    deleted, _ = OpenPage.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()
    return deleted
