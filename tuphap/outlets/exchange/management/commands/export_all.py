"""`export_all FOLDER`: everything this installation keeps, readable without it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.outlets.exchange.everything.leaving import export_all
from tuphap.rules.refusals import Refused


class Command(BaseCommand):
    help = "Xuất toàn bộ dữ liệu ra một thư mục tự mô tả (CSV, tệp, mã kiểm tra)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="thư mục mới hoặc trống")

    def handle(self, *_: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            written = export_all(options["folder"], now)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        lines = {"table": "export_all", "lines": written.rows, "manifest": written.manifest}
        record("exported", at=now, subject="Xuất toàn bộ dữ liệu", detail=lines)
        for name in written.missing:
            self.stderr.write(f"Tệp “{name}” đã mất hoặc hỏng, chỉ ghi tên trong files.csv.")
        self.stdout.write(
            f"Đã xuất {written.tables} bảng, {written.rows} dòng, {written.files} tệp vào"
            f" {options['folder']}. SHA-256 của manifest.json: {written.manifest}"
        )
