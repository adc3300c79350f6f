"""Jobs in every state, for tests."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.tasks import clear_ended_sessions
from tuphap.foundation.jobs.queueing import queue_each


def queued(timestamp: int = 0) -> ProcrastinateJob:
    queue_each(clear_ended_sessions, [{"timestamp": timestamp}])
    return ProcrastinateJob.objects.order_by("-id")[0]


def put(job: ProcrastinateJob, **values: Any) -> ProcrastinateJob:
    """Where a worker would have brought it."""
    names = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        words = f"UPDATE procrastinate_jobs SET {names} WHERE id = %s"
        cursor.execute(words, [*values.values(), job.id])
    return again(job)


def again(job: ProcrastinateJob) -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(pk=job.pk)


def given_up(timestamp: int = 0) -> ProcrastinateJob:
    return put(queued(timestamp), status="failed", attempts=7)


def worker(silent_for: timedelta) -> int:
    """A worker that told so long ago that it lives; its number."""
    with connection.cursor() as cursor:
        words = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id"
        cursor.execute(words, [timezone.now() - silent_for])
        return int(cursor.fetchone()[0])


def clear() -> None:
    """Tests with real transactions empty the tables of Django, but not those of the queue."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
