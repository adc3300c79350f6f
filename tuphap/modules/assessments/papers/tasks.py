"""Work of the queue: papers and letters, each done once however often it is asked for (R10)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.task(retry=GROWING_WAITS, pass_context=False)
def make_paper(paper_id: int) -> bool:
    from tuphap.modules.assessments.papers import actions

    return actions.make_paper(paper_id, timezone.now())


@app.task(retry=GROWING_WAITS, pass_context=False)
def send_copy_letter(letter_id: int) -> bool:
    from tuphap.modules.assessments.papers import actions

    return actions.send_letter(letter_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="papers_left_behind", pass_context=False)
def papers_left_behind(timestamp: int) -> int:
    """What waits without a job, as after a restored backup."""
    from tuphap.modules.assessments.papers import actions, queries

    now = timezone.now()
    papers, letters = queries.left_behind(now)
    made = sum(actions.make_paper(paper, now) for paper in papers)
    return made + sum(actions.send_letter(letter, now) for letter in letters)
