"""Work of every hour."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.request_keys.models import AnsweredRequest

KEPT_FOR = timedelta(hours=25)  # a day is promised


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_answered_requests", pass_context=False)
def forget_answered_requests(timestamp: int) -> int:
    """Safe to run twice."""
    old = AnsweredRequest.objects.filter(made_at__lt=timezone.now() - KEPT_FOR)
    deleted, _ = old.delete()
    return deleted
