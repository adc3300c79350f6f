"""Work of the queue: papers of decisions, each made once however often it is asked for (R10)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.task(retry=GROWING_WAITS, pass_context=False)
def make_decision_paper(paper_id: int) -> bool:
    from tuphap.modules.assessments.decision_papers.actions import papers

    return papers.make_paper(paper_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="decision_papers_left_behind", pass_context=False)
def decision_papers_left_behind(timestamp: int) -> int:
    """What waits without a job, as after a restored backup."""
    from tuphap.modules.assessments.decision_papers import queries
    from tuphap.modules.assessments.decision_papers.actions import papers

    now = timezone.now()
    return sum(papers.make_paper(paper, now) for paper in queries.left_behind(now))
