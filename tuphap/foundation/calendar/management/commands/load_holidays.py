"""`load_holidays [first last]`: seeds the days off and make-up days of these years, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.foundation.calendar.actions import load_holidays
from tuphap.rules.refusals import Refused

# Years assessed long ago are still imported and shown with their deadlines.
YEARS_BACK = 10


class Command(BaseCommand):
    help = "Nạp ngày nghỉ, ngày làm bù của các năm. Năm đã nạp được giữ nguyên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        next_year = timezone.localdate().year + 1
        parser.add_argument("first_year", nargs="?", type=int, default=next_year - YEARS_BACK)
        parser.add_argument("last_year", nargs="?", type=int, default=next_year)
        parser.add_argument("--again", action="store_true", help="nạp thêm ngày còn thiếu")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            summary = load_holidays(
                options["first_year"], options["last_year"], again=options["again"]
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Đã thêm {summary.added} ngày.")
        if summary.years_left:
            years = ", ".join(map(str, summary.years_left))
            self.stdout.write(f"Giữ nguyên các năm đã nạp: {years}.")
