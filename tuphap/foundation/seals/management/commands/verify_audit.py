"""`verify_audit`: whether the journal and every history are as they were sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.foundation.seals.actions import verify_and_tell
from tuphap.rules.numbers import format_count


class Command(BaseCommand):
    help = "Kiểm tra nhật ký và lịch sử số liệu theo các dấu niêm phong; nêu chỗ hỏng đầu tiên."

    def handle(self, *_: Any, **__: Any) -> None:
        report = verify_and_tell(timezone.now())
        if report.faults:
            raise CommandError("\n".join(fault.sentence for fault in report.faults))
        self.stdout.write(
            f"Nguyên vẹn: {format_count(report.rows)} dòng dưới"
            f" {format_count(report.seals)} dấu niêm phong."
        )
