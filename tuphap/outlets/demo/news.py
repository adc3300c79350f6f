"""What the people of the illustration were told: old news were read, today's reminders go out."""

from datetime import datetime, timedelta

from django.db.models import F

from tuphap.foundation.notices.models import Letter, Notice
from tuphap.foundation.notices.tasks import start_daily_letters
from tuphap.modules.assessments.actions.telling import remind_units
from tuphap.outlets.demo.plan import Plan

READ_AFTER = timedelta(hours=2)


def tell(plan: Plan, now: datetime) -> None:
    """The letters of today are in the queue: the worker writes them into the folder `mail`."""
    old = Notice.objects.filter(made_at__lt=now - timedelta(days=plan.in_progress["news_days"]))
    old.update(read_at=F("made_at") + READ_AFTER)
    old.exclude(letter=Letter.UNWANTED).update(letter=Letter.SENT, mailed_at=F("made_at"))
    remind_units(now)
    start_daily_letters(timestamp=0)
