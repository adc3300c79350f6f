"""What a killed worker leaves is taken up again; queued in one transaction with the change."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.tasks import clear_ended_sessions
from tuphap.foundation.jobs.actions import forget_old_faults, take_up_left_jobs
from tuphap.foundation.jobs.faults import KILLED, keep
from tuphap.foundation.jobs.models import JobFault
from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.jobs.tests.queue import again, given_up, put, queued, worker
from tuphap.foundation.jobs.waits import WAITS

pytestmark = pytest.mark.django_db


def test_a_job_of_a_silent_worker_runs_again():
    job = put(queued(), status="doing", worker_id=worker(timedelta(minutes=2)))
    assert take_up_left_jobs(timezone.now()) == 1
    assert again(job).status == "todo"
    assert JobFault.objects.get(pk=job.id).sentence == KILLED


def test_a_job_whose_worker_was_forgotten_runs_again():
    job = put(queued(), status="doing", worker_id=None)
    assert take_up_left_jobs(timezone.now()) == 1
    assert again(job).status == "todo"


def test_a_job_of_a_living_worker_is_left_alone():
    job = put(queued(), status="doing", worker_id=worker(timedelta(seconds=20)))
    assert take_up_left_jobs(timezone.now()) == 0
    assert again(job).status == "doing"


def test_a_job_that_kills_its_worker_each_time_gives_up():
    job = put(queued(), status="doing", worker_id=None, attempts=len(WAITS))
    assert take_up_left_jobs(timezone.now()) == 1
    assert again(job).status == "failed"


def test_a_job_goes_with_the_change_it_belongs_to():
    with transaction.atomic():
        queue_each(clear_ended_sessions, [{"timestamp": 0}])
        assert ProcrastinateJob.objects.exists()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_nothing_to_queue_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        queue_each(clear_ended_sessions, [])


def test_faults_of_cleared_jobs_are_forgotten():
    job = given_up()
    keep(job.id, "Còn.")
    keep(job.id + 1000, "Không còn.")
    assert forget_old_faults() == 1
    assert JobFault.objects.get().job_id == job.id
