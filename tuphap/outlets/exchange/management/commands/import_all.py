"""`import_all FOLDER`: what `export_all` wrote, into an empty installation of the same version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tuphap.outlets.exchange.everything.arriving import import_all
from tuphap.rules.refusals import Refused


class Command(BaseCommand):
    help = "Nạp thư mục của export_all vào bản cài đặt trống; kiểm tra hết trước khi ghi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="thư mục của export_all")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            taken = import_all(options["folder"])
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đã nạp {taken.tables} bảng, {taken.rows} dòng, {taken.files} tệp."
            " Mỗi người đặt mật khẩu mới bằng “Quên mật khẩu” và bật lại xác thực hai bước."
        )
