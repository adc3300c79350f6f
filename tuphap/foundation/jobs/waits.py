"""How long a failed job waits before each further try."""

from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

# After the last of them the job gives up; an administrator sees it and can run it again.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)


class GrowingWaits(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None gives up. A job run again by hand gets one more try each time."""
        if gives_up(job.attempts):
            return None
        seconds = int(WAITS[job.attempts].total_seconds())
        return RetryDecision(retry_in={"seconds": seconds})


def gives_up(attempts: int) -> bool:
    """Whether a failure now, after so many earlier tries, is the last one."""
    return attempts >= len(WAITS)


GROWING_WAITS = GrowingWaits()
