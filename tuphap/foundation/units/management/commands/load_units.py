"""`load_units [folder]`: brings the units to the official lists and says what is left over."""

import time
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tuphap.foundation.units.actions import LoadSummary, load_epochs
from tuphap.foundation.units.kinds import DATA_FOLDER, commune_kinds
from tuphap.foundation.units.timeline import Finding
from tuphap.rules.refusals import Refused

# Longer lists are changes of a whole level; they are counted and shown with --names.
MOST_NAMES = 50


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị hành chính và quan hệ kế tiếp. Chạy lại không làm thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=DATA_FOLDER)
        parser.add_argument("--names", action="store_true", help="in đủ tên, kể cả nhóm dài")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            summary = load_epochs(options["folder"])
        except Refused as refusal:
            for sentence in list(refusal.fields.values())[1:]:
                self.stderr.write(sentence)
            raise CommandError(refusal.sentence) from refusal
        for line in _summary_lines(summary):
            self.stdout.write(line)
        if int(options["verbosity"]) > 0:
            self._write_findings(summary.findings, all_names=options["names"])
        self.stdout.write(f"Xong sau {time.monotonic() - began:.1f} giây.".replace(".", ",", 1))

    def _write_findings(self, findings: tuple[Finding, ...], *, all_names: bool) -> None:
        groups: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            level = "cấp được đánh giá" if _is_commune(finding) else "cấp trên"
            groups[f"{finding.on:%d/%m/%Y} · {finding.kind.label} · {level}"].append(finding)
        for title, found in groups.items():
            self.stdout.write(f"{title}: {len(found)}")
            if len(found) > MOST_NAMES and not all_names:
                self.stdout.write("    Thêm --names để xem từng tên.")
                continue
            for finding in sorted(found, key=lambda item: item.code):
                place = f" ({finding.place})" if finding.place else ""
                self.stdout.write(f"    {finding.code} {finding.name}{place}")


def _is_commune(finding: Finding) -> bool:
    return finding.unit_kind in commune_kinds()


def _summary_lines(summary: LoadSummary) -> list[str]:
    lists = [
        f"Danh mục từ {day:%d/%m/%Y}: {communes} đơn vị được đánh giá."
        for day, communes in summary.communes.items()
    ]
    return [
        *lists,
        f"Đơn vị: {summary.units} dòng, {summary.units_created} mới, {summary.units_updated} sửa.",
        f"Quan hệ kế tiếp: {summary.successions} dòng, {summary.successions_created} mới, "
        f"{summary.successions_updated} sửa.",
    ]
