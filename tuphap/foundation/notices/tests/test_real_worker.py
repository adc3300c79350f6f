"""With a worker as in production: letters as files, a refused connection, a killed worker."""

import socket
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.access.tests.people import person
from tuphap.foundation.jobs.actions import take_up_left_jobs
from tuphap.foundation.jobs.models import JobFault
from tuphap.foundation.jobs.tests.queue import again, put
from tuphap.foundation.jobs.tests.worker import start, work
from tuphap.foundation.jobs.waits import WAITS
from tuphap.foundation.notices.models import Letter, Notice, Way
from tuphap.foundation.notices.tasks import send_letter, start_daily_letters
from tuphap.foundation.notices.tests.mail_server import mail_server
from tuphap.foundation.notices.tests.told import told, wants

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = {"TUPHAP_EMAIL_HOST": "127.0.0.1", "TUPHAP_EMAIL_STARTTLS": "false"}


def letters(data: Path) -> list:
    found = [path.read_bytes() for path in sorted((data / "mail").glob("*"))]
    parts = [
        part for text in found for part in text.split(b"\n" + b"-" * 79 + b"\n") if part.strip()
    ]
    return [message_from_bytes(part, policy=policy.default) for part in parts]


def job_of_letter() -> ProcrastinateJob:
    """The worker queues its regular jobs beside it."""
    return ProcrastinateJob.objects.get(task_name=send_letter.name)


def silent_since(moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [moment])


def nobody_listens() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_worker_writes_the_letter_once_and_the_daily_one_too(tmp_path):
    mai, hung = person("Nguyễn Thị Mai"), person("Trần Văn Hùng")
    wants(hung, Way.DAILY)
    notice = told(mai)
    told(hung)
    start_daily_letters(timestamp=0)
    work(tmp_path)
    work(tmp_path)
    found = {letter["To"]: letter for letter in letters(tmp_path)}
    assert set(found) == {mai.email, hung.email}
    assert len(letters(tmp_path)) == 2
    assert found[mai.email]["Subject"].endswith("Xã K' Dang: yêu cầu bổ sung")
    text = found[mai.email].get_content()
    assert f"https://tcpl.example.vn/thong-bao/{notice.pk}/" in text
    assert "thiếu báo cáo < 2 trang & danh sách." in text
    assert set(Notice.objects.values_list("letter", flat=True)) == {Letter.SENT}


def test_a_letter_goes_to_the_mail_server_of_the_settings(tmp_path):
    mai = person("Nguyễn Thị Mai")
    told(mai)
    sender = "Sở Tư pháp <tcpl@example.gov.vn>"
    with mail_server() as taken:
        work(tmp_path, **PLAIN, TUPHAP_EMAIL_PORT=taken.port, TUPHAP_EMAIL_FROM=sender)
    letter = message_from_bytes(taken.letter, policy=policy.default)
    assert letter["From"].addresses[0].display_name == "Sở Tư pháp"
    assert "Kính gửi Nguyễn Thị Mai," in letter.get_content()
    assert any(mai.email.encode() in line for line in taken.commands)
    assert not (tmp_path / "mail").exists()
    assert Notice.objects.get().letter == Letter.SENT


def test_a_refused_connection_waits_then_gives_up_then_is_run_again(tmp_path):
    notice = told(person("Nguyễn Thị Mai"))
    port = nobody_listens()
    work(tmp_path, **PLAIN, TUPHAP_EMAIL_PORT=port)
    job = job_of_letter()
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > timezone.now()
    assert "Không kết nối" in JobFault.objects.get(pk=job.id).sentence
    put(job, attempts=len(WAITS), scheduled_at=None)
    work(tmp_path, **PLAIN, TUPHAP_EMAIL_PORT=port)
    assert again(job).status == "failed"
    assert Notice.objects.get().letter == Letter.GAVE_UP
    put(job, status="todo")  # as the button does, see the tests of the page
    work(tmp_path)
    assert [letter["Message-ID"] for letter in letters(tmp_path)] == [f"<{notice.pk}@localhost>"]
    assert Notice.objects.get().letter == Letter.SENT


def test_a_worker_killed_in_the_middle_loses_no_letter(tmp_path):
    """The mail server takes the call and says nothing; there the worker is killed."""
    told(person("Nguyễn Thị Mai"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        process = start(tmp_path, **PLAIN, TUPHAP_EMAIL_PORT=str(silent.getsockname()[1]))
        call, _ = silent.accept()
        process.kill()
        process.wait()
        call.close()
    job = job_of_letter()
    assert job.status == "doing"
    assert take_up_left_jobs(timezone.now()) == 0
    silent_since(timezone.now() - timedelta(minutes=2))
    assert take_up_left_jobs(timezone.now()) == 1
    work(tmp_path)
    assert len(letters(tmp_path)) == 1
    assert again(job).status == "succeeded"
    assert Notice.objects.get().letter == Letter.SENT
