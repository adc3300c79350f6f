"""Work of the night."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app


@app.periodic(cron="17 20 * * *")  # counted in UTC: at night here
@app.task(queueing_lock="clear_ended_sessions", pass_context=False)
def clear_ended_sessions(timestamp: int) -> int:
    """Ended sessions are of no use and hold who was here when; safe to run twice."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted
