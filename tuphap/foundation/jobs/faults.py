"""Remembers why a job failed, in a sentence for the page “Việc nền”.

The texts of exceptions are not kept: that of a mail server names people (P5). The log of the
worker has the whole trace.
"""

import errno
import smtplib
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from procrastinate import App, JobContext
from procrastinate.worker import Worker

from tuphap.foundation.jobs.models import JobFault

# The first line that fits; the order is from the narrow to the wide.
SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (smtplib.SMTPAuthenticationError, "Máy chủ thư từ chối tên đăng nhập hoặc mật khẩu."),
    (smtplib.SMTPRecipientsRefused, "Máy chủ thư không nhận địa chỉ của người nhận."),
    (smtplib.SMTPSenderRefused, "Máy chủ thư không nhận địa chỉ của nơi gửi."),
    (smtplib.SMTPException, "Máy chủ thư trả lời lỗi."),
    (ConnectionError, "Không kết nối được tới máy chủ."),
    (TimeoutError, "Máy chủ không trả lời kịp."),
    (PermissionError, "Không có quyền ghi vào thư mục dữ liệu."),
    (DatabaseError, "Cơ sở dữ liệu không nhận hoặc đang bận."),
)
FULL_DISK = "Đĩa đầy, không ghi được."
KILLED = "Tiến trình chạy việc này dừng giữa chừng."


def install(app: App) -> None:
    """Called by procrastinate when its application is ready (settings)."""
    app.worker_defaults["task_middleware"].append(remember_fault)


def remember_fault(run: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Around every task of a worker; the fault goes on to the queue, which decides what follows."""
    try:
        return run()
    except Exception as fault:
        if context.job.id is not None:
            keep(context.job.id, sentence_of(fault))
        raise


def keep(job_id: int, sentence: str) -> None:
    values = {"sentence": sentence, "seen_at": timezone.now()}
    JobFault.objects.update_or_create(job_id=job_id, defaults=values)


def sentence_of(fault: BaseException) -> str:
    if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
        return FULL_DISK
    for kind, sentence in SENTENCES:
        if isinstance(fault, kind):
            return sentence
    return f"Lỗi chương trình: {type(fault).__name__}."[:200]
