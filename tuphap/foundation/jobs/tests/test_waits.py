"""Failed jobs wait longer each time, and what failed is told without naming anybody."""

import errno
import smtplib
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from tuphap.foundation.jobs.faults import FULL_DISK, sentence_of
from tuphap.foundation.jobs.waits import GROWING_WAITS, WAITS

pytestmark = pytest.mark.django_db


def job(attempts: int) -> Job:
    return Job(queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)


def decided(attempts: int):
    return GROWING_WAITS.get_retry_decision(exception=ValueError(), job=job(attempts))


@pytest.mark.parametrize("attempts", range(len(WAITS)))
def test_each_wait_is_that_of_the_table(attempts: int):
    early = timezone.now() + WAITS[attempts] - timedelta(seconds=2)
    assert early <= decided(attempts).retry_at <= early + timedelta(seconds=10)


def test_the_waits_grow():
    assert all(one < other for one, other in pairwise(WAITS))


def test_after_the_last_wait_the_job_gives_up():
    assert decided(len(WAITS)) is None
    assert decided(len(WAITS) + 5) is None


REFUSED = smtplib.SMTPRecipientsRefused({"mai@vi-du.gov.vn": (550, b"no such person mai")})
FAULTS = {
    REFUSED: "địa chỉ của người nhận",
    smtplib.SMTPAuthenticationError(535, b"wrong password of mai"): "tên đăng nhập",
    smtplib.SMTPServerDisconnected("gone"): "Máy chủ thư",
    ConnectionRefusedError(errno.ECONNREFUSED, "refused"): "Không kết nối",
    TimeoutError(): "không trả lời kịp",
    OSError(errno.ENOSPC, "full", "/srv/mai"): FULL_DISK,
    OperationalError("host=mai"): "Cơ sở dữ liệu",
    KeyError("mai"): "KeyError",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_is_told_without_the_words_of_others(fault: Exception):
    sentence = sentence_of(fault)
    assert FAULTS[fault] in sentence
    assert "mai" not in sentence


def test_every_task_has_a_name_for_people(settings):
    ours = {name for name in app.tasks if name.startswith("tuphap.")}
    assert ours - set(settings.TASK_NAMES) == set()
    assert set(settings.TASK_NAMES) - ours == set()
