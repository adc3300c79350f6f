"""Running given-up jobs again, and taking up what a killed worker left."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from tuphap.foundation.audit.actions import record
from tuphap.foundation.jobs.faults import KILLED, keep
from tuphap.foundation.jobs.models import JobFault
from tuphap.foundation.jobs.queries import RUNNING, SILENT_FOR, given_up, require_jobs
from tuphap.foundation.jobs.queueing import MANAGER
from tuphap.foundation.jobs.waits import gives_up
from tuphap.rules.permissions import Actor

_CLOSE = "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s AND status = 'failed'"


@transaction.atomic
def retry_jobs(ids: Iterable[int] | None, *, by: Actor) -> int:
    """Run these given-up jobs again, or all where none are named; how many go.

    One that somebody else has run again meanwhile is left alone, so twice is once.
    """
    require_jobs(by)
    jobs = given_up().select_for_update(skip_locked=True, of=("self",))
    chosen = list(jobs if ids is None else jobs.filter(pk__in=list(ids)))
    for job in chosen:
        _again(job, by.at)
    if chosen:
        record(
            "jobs_retried",
            at=by.at,
            person_id=by.person_id,
            person_name=by.name,
            detail={"jobs": [job.id for job in chosen]},
        )
    return len(chosen)


def _again(job: ProcrastinateJob, at: datetime) -> None:
    try:
        with transaction.atomic():
            MANAGER.retry_job_by_id(job.id, retry_at=at)
    except UniqueViolation:
        # The same work waits in the queue already: the old job is not needed any more.
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, [job.id])


@transaction.atomic
def take_up_left_jobs(at: datetime) -> int:
    """Jobs whose worker was killed run again; one that kills its worker each time gives up."""
    silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=at - SILENT_FOR)
    running = ProcrastinateJob.objects.filter(silent, status=RUNNING).order_by("pk")
    left = list(running.select_for_update(skip_locked=True, of=("self",)))
    for job in left:
        keep(job.id, KILLED)
        if gives_up(job.attempts):
            _give_up(job)
        else:
            MANAGER.retry_job_by_id(job.id, retry_at=at)
    return len(left)


def _give_up(job: ProcrastinateJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job.id])


def forget_old_faults() -> int:
    """Faults of jobs that the queue has cleared."""
    known = ProcrastinateJob.objects.values("pk")
    deleted, _ = JobFault.objects.exclude(job_id__in=known).delete()
    return deleted
