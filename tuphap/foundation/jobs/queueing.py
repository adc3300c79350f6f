"""Queueing within the transaction of the caller.

`task.defer()` does so in a request only: inside a worker procrastinate speaks through a connection
of its own, and a job would run although the change it belongs to was taken back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

MANAGER = JobManager(DjangoConnector())


def queue_each(task: Task[Any, Any, Any], arguments: Iterable[Mapping[str, Any]]) -> None:
    """One job for each set of arguments; all of them in one statement."""
    wanted = [dict(one) for one in arguments]
    if wanted:
        JobDeferrer(MANAGER, task.configure().job).batch_defer(*wanted)
