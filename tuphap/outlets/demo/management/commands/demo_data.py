"""Make the illustration data, or show the accounts that belong to them."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tuphap.foundation.database.statistics import count_tables_anew
from tuphap.modules.assessments.models import Period
from tuphap.outlets.demo import assigned_work, guidance, news, published_year, year_in_progress
from tuphap.outlets.demo.people import accounts, demo_password, make_accounts
from tuphap.outlets.demo.plan import plan

BAR = 30


class Command(BaseCommand):
    help = "Tạo dữ liệu minh họa (đơn vị thật; người, số liệu và văn bản minh họa)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="không làm gì nếu đã có kỳ")
        parser.add_argument("--show-accounts", action="store_true", help="chỉ in tài khoản mẫu")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_accounts"]:
            self._show(options["port"])
            return
        if Period.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("Đã có kỳ đánh giá: dữ liệu minh họa chỉ tạo trên bản còn trống.")
        started = time.monotonic()
        with transaction.atomic():
            self._make()
        self.stdout.write(f"Dữ liệu minh họa: xong sau {time.monotonic() - started:.0f} giây.")

    def _make(self) -> None:
        for command in ("load_units", "load_rule_set"):
            call_command(command, stdout=Quiet())
        call_command("load_holidays", stdout=Quiet())
        count_tables_anew()
        shown = plan()
        now = timezone.now()
        total = published_year.size(shown) + year_in_progress.size(shown)
        step = _Progress(total)
        people = make_accounts(shown, timezone.localdate(now))
        published_year.tell(shown, step)
        count_tables_anew()
        year_in_progress.tell(shown, people, now, step)
        count_tables_anew()
        news.tell(shown, now)
        assigned_work.tell(shown, people, now)
        guidance.tell(shown, people, now)

    def _show(self, port: int) -> None:
        """The address and one account per role (design: demo accounts are printed)."""
        self.stdout.write(f"\nTư pháp số đang chạy: http://127.0.0.1:{port}/")
        self.stdout.write(f"Đăng nhập: http://127.0.0.1:{port}/dang-nhap/")
        rows = accounts(plan())
        if rows:
            self.stdout.write(f"Mật khẩu chung của tài khoản mẫu: {demo_password()}")
        for row in rows:
            self.stdout.write(f"  {row.email:40} {row.role}, {row.unit}")
        self.stdout.write("Dừng: Ctrl-C")


class Quiet:
    """Swallows the summaries of the commands called on the way."""

    def write(self, text: str) -> int:
        return len(text)


class _Progress:
    """“Đang tạo dữ liệu minh họa 134/355”, on one line of a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0

    def __call__(self) -> None:
        self.done += 1
        if not sys.stderr.isatty() and self.done % 50 and self.done != self.total:
            return
        filled = BAR * self.done // max(self.total, 1)
        end = "\n" if self.done == self.total or not sys.stderr.isatty() else "\r"
        bar = "█" * filled + "░" * (BAR - filled)
        text = f"Đang tạo dữ liệu minh họa {bar} {self.done}/{self.total}"
        sys.stderr.write(text + end)
        sys.stderr.flush()
