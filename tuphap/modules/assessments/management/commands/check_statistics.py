"""Make the statistics of the automatic checks anew, for one year or for all."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tuphap.modules.assessments.actions.statistics import make_statistics
from tuphap.modules.assessments.models import Period


class Command(BaseCommand):
    help = "Tính lại thống kê dùng cho kiểm tra tự động (không ghi năm: mọi kỳ đánh giá)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", nargs="?", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        periods = Period.objects.select_related("rule_set").order_by("year")
        if options["year"]:
            periods = periods.filter(year=options["year"])
        if not periods:
            raise CommandError("Không có kỳ đánh giá nào. Kiểm tra lại năm.")
        for period in periods:
            count = make_statistics(period, at=timezone.now())
            self.stdout.write(f"Kỳ đánh giá {period.year}: {count} dòng thống kê")
