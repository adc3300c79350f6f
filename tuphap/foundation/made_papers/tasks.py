"""Work of the queue: papers of every kind, each made once however often it is asked for (R10)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.task(retry=GROWING_WAITS, pass_context=False)
def make_paper(model: str, paper_id: int) -> bool:
    from tuphap.foundation.made_papers import actions

    return actions.make(model, paper_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="papers_left_behind", pass_context=False)
def papers_left_behind(timestamp: int) -> int:
    """What waits without a job, as after a restored backup."""
    from tuphap.foundation.made_papers import actions, queries

    now = timezone.now()
    return sum(actions.make(model, paper, now) for model, paper in queries.left_behind(now))
