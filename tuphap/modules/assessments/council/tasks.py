"""Work of the queue: papers of the council, each made once however often it is asked for (R10)."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS

LEFT_BEHIND = timedelta(minutes=10)


@app.task(retry=GROWING_WAITS, pass_context=False)
def make_council_paper(paper_id: int) -> bool:
    from tuphap.modules.assessments.council.actions import papers

    return papers.make_paper(paper_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="council_papers_left_behind", pass_context=False)
def council_papers_left_behind(timestamp: int) -> int:
    """What waits without a job, as after a restored backup."""
    from tuphap.modules.assessments.council.actions import papers

    now = timezone.now()
    return sum(papers.make_paper(paper, now) for paper in papers.left_behind(now - LEFT_BEHIND))
