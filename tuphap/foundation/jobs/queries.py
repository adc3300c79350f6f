"""The jobs an administrator has to know of: given up, or waiting for another try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)

from tuphap.foundation.access.queries import reaches_all
from tuphap.foundation.jobs.models import JobFault
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.refusals import Refused

PERMISSION = "jobs.retry"
# A living worker tells every ten seconds that it lives.
SILENT_FOR = timedelta(minutes=1)
GIVEN_UP, WAITING, RUNNING = "failed", "todo", "doing"


@dataclass(frozen=True)
class ShownJob:
    """A job in words; `next_try` is None once it has given up."""

    id: int
    name: str
    attempts: int
    queued_at: datetime | None
    fault: str
    seen_at: datetime | None
    next_try: datetime | None


def require_jobs(actor: Actor) -> None:
    """Jobs belong to no single unit, so the permission must be held at the top."""
    require_anywhere(actor, PERMISSION)
    if not reaches_all(actor, PERMISSION):
        raise Refused(
            "other_unit",
            "Việc nền thuộc cả hệ thống, do người quản trị ở cấp cao nhất phụ trách.",
            permission=PERMISSION,
        )


def somebody_works(at: datetime) -> bool:
    """Whether a worker told lately that it lives; else nothing of the queue is done."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - SILENT_FOR).exists()


def given_up() -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(status=GIVEN_UP).order_by("-id")


def waiting_again() -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(status=WAITING, attempts__gt=0).order_by("-id")


def counts() -> dict[str, int]:
    """How many jobs stand where."""
    rows = ProcrastinateJob.objects.filter(status__in=(GIVEN_UP, WAITING, RUNNING))
    found = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    return {status: found.get(status, 0) for status in (WAITING, RUNNING, GIVEN_UP)}


def shown(jobs: list[ProcrastinateJob]) -> list[ShownJob]:
    """With their names, faults and first moments, in two questions."""
    ids = [job.id for job in jobs]
    faults = JobFault.objects.in_bulk(ids)
    queued = ProcrastinateEvent.objects.filter(job_id__in=ids, type="deferred")
    moments = dict(queued.values_list("job_id", "at"))
    return [_shown(job, faults.get(job.id), moments.get(job.id)) for job in jobs]


def _shown(job: ProcrastinateJob, fault: JobFault | None, queued_at: datetime | None) -> ShownJob:
    return ShownJob(
        id=job.id,
        name=settings.TASK_NAMES.get(job.task_name, job.task_name),
        attempts=job.attempts,
        queued_at=queued_at,
        fault=fault.sentence if fault else "",
        seen_at=fault.seen_at if fault else None,
        next_try=job.scheduled_at if job.status == WAITING else None,
    )
