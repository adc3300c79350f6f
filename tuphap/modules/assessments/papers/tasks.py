"""Work of the queue: letters, each sent once however often it is asked for (R10)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.task(retry=GROWING_WAITS, pass_context=False)
def send_copy_letter(letter_id: int) -> bool:
    from tuphap.modules.assessments.papers import actions

    return actions.send_letter(letter_id, timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="copy_letters_left_behind", pass_context=False)
def copy_letters_left_behind(timestamp: int) -> int:
    """What waits without a job, as after a restored backup."""
    from tuphap.modules.assessments.papers import actions, queries

    now = timezone.now()
    return sum(actions.send_letter(letter, now) for letter in queries.letters_left_behind(now))
