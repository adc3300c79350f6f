"""A seal every minute, a look at everything every night. Times are counted in UTC."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.seals.actions import seal_and_keep, verify_and_tell
from tuphap.foundation.seals.letters import send_newest_head


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_journal", pass_context=False)
def seal_journal(timestamp: int) -> bool:
    return seal_and_keep(timezone.now())


@app.periodic(cron="10 18 * * *")
@app.task(queueing_lock="verify_journal", pass_context=False)
def verify_journal(timestamp: int) -> str:
    """The first break, or nothing."""
    report = verify_and_tell(timezone.now())
    return report.faults[0].sentence if report.faults else ""


@app.periodic(cron="40 18 * * *")
@app.task(queueing_lock="send_seal_head", pass_context=False)
def send_seal_head(timestamp: int) -> bool:
    return send_newest_head()
