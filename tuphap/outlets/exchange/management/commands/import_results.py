"""`import_results FILE --year Y`: brings results of a former year in, as the page does."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tuphap.modules.assessments.actions.decisions import DecisionPaper
from tuphap.outlets.exchange.imports.at_once import Order, Outcome, run
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_cells import CellFault, read_date

CLEAN, FAULTS, REFUSED = 0, 1, 2

HELP = """Nhập kết quả một năm trước từ danh sách (CSV, XLSX, XLS, ODS), như trang Nhập kết quả.

Dòng đúng được ghi, dòng có lỗi không ghi và được nêu tên; nhập lại cùng tệp không đổi gì.
Mã kết thúc: 0 mọi dòng đã ghi hoặc đã có, 1 có dòng lỗi không ghi,
2 không đọc được hoặc bị từ chối."""


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", metavar="FILE", help="tệp danh sách")
        parser.add_argument("--year", type=int, required=True, help="năm đánh giá")
        parser.add_argument("--rule-set", default="", metavar="CODE", help="mặc định theo năm")
        parser.add_argument(
            "--answers", action="store_true", help="phản hồi biểu mẫu: điểm tự chấm"
        )
        parser.add_argument("--decision", default="", metavar="NUMBER", help="số quyết định")
        parser.add_argument("--signed-on", default="", metavar="DAY", help="ngày ký, 07/02/2020")
        parser.add_argument("--decided-by", default="", metavar="TEXT", help="người quyết định")
        parser.add_argument("--person", default="", metavar="EMAIL", help="người nhập")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            outcome = run(_order(options), timezone.now())
        except Refused as refused:
            self.stderr.write(refused.sentence)
            sys.exit(REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(outcome), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(outcome))
        sys.exit(FAULTS if outcome.preview.left_out or outcome.preview.errors else CLEAN)


def _order(options: dict[str, Any]) -> Order:
    return Order(
        path=Path(options["file"]),
        year=options["year"],
        rule_set=options["rule_set"],
        answers=options["answers"],
        paper=_paper(options),
        person=options["person"],
        dry_run=options["dry_run"],
    )


def _paper(options: dict[str, Any]) -> DecisionPaper | None:
    given = [options[name] for name in ("decision", "signed_on", "decided_by")]
    if options["answers"] or (options["dry_run"] and not any(given)):
        return None
    if not all(given):
        sentence = "Chưa ghi đủ quyết định: cần --decision, --signed-on, --decided-by."
        raise Refused("paper_missing", sentence, Kind.INVALID)
    return DecisionPaper(options["decision"], _day(options["signed_on"]), options["decided_by"])


def _day(text: str) -> date:
    try:
        return read_date(text, "Ngày ký")
    except CellFault as fault:
        raise Refused("not_a_date", fault.sentence, Kind.INVALID) from None


def as_json(outcome: Outcome) -> dict[str, Any]:
    preview = outcome.preview
    return {
        "new": preview.new,
        "same": preview.same,
        "left_out": preview.left_out,
        "empty": preview.empty,
        "written": outcome.written,
        "faults": [
            {name: value for name, value in asdict(fault).items() if name != "place"}
            for fault in preview.faults
        ],
    }


def as_text(outcome: Outcome) -> str:
    preview = outcome.preview
    empty = f", {preview.empty} dòng để trống" if preview.empty else ""
    lines = [
        f"{preview.new} dòng mới, {preview.same} dòng đã có, {preview.left_out} dòng không ghi"
        f"{empty};"
        f" đã ghi {outcome.written}."
    ]
    for fault in preview.faults:
        sheet = f"Trang tính {quoted(fault.sheet)}, dòng" if preview.has_sheets else "Dòng"
        column = f", cột {fault.column}" if fault.column else ""
        value = f" (đang ghi {fault.value})" if fault.value else ""
        lines.append(f"{sheet} {fault.row}{column}{value}: {fault.sentence}")
    return "\n".join(lines)
