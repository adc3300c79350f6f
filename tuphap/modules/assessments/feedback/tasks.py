"""What is kept no longer than it is needed."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS
from tuphap.modules.assessments.feedback.actions import forget_senders


@app.periodic(cron="23 19 * * *")
@app.task(queueing_lock="forget_who_gave_feedback", retry=GROWING_WAITS, pass_context=False)
def forget_who_gave_feedback(timestamp: int) -> int:
    """Safe to run twice."""
    return forget_senders(timezone.now())
