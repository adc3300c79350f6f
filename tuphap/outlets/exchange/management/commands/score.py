"""`score FILE --rule-set CODE`: totals, conditions and every disagreement of a sheet of scores."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tuphap.outlets.exchange.score_file import check_score_file
from tuphap.rules.numbers import UNKNOWN, format_points
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import notice_of
from tuphap.rules.rule_set_file import shipped, shipped_codes
from tuphap.rules.rule_set_rows import RuleSet
from tuphap.rules.score_table import CheckedTable, ScoredLine, TableProblem

CLEAN, DISAGREES, UNREADABLE = 0, 1, 2

HELP = """Kiểm tra bảng điểm, mỗi đơn vị một dòng (CSV, XLSX, XLS, ODS). Không cần cơ sở dữ liệu.

Cột được nhận theo tên, thứ tự nào cũng được, không phân biệt hoa thường và dấu:
  Tên xã, Đơn vị …             tên đơn vị (cột Huyện để phân biệt tên trùng)
  TC1, Tiêu chí 1, TC1 / 10    điểm tiêu chí
  1.1, Chỉ tiêu 1.1, CT 1.1    điểm chỉ tiêu;  1.1.1: điểm nội dung
  Tổng điểm, Kết quả           đối chiếu với kết quả tính được
  Điều kiện 3, DK3             Đạt/Có: bảo đảm điều kiện; Không đạt/Không: không bảo đảm
  1.2.1 đã thực hiện, 1.2.1 tổng số, 1.2.1 không phát sinh, 2.4.1 ngày giao, 2.4.1 ngày thực hiện
Dưới cột 1.2.1 cũng ghi được “38/40”, mã hoặc chữ của lựa chọn, “a, c”, “không phát sinh”.
Số thập phân dùng dấu phẩy hoặc dấu chấm. Bỏ qua dòng trống, ghi chú, dòng tổng, trang tính ẩn.

Mã kết thúc: 0 không có sai lệch, 1 có sai lệch, 2 không đọc được."""


class Command(BaseCommand):
    help = HELP
    needs_database = False
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads a list here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", nargs="?", metavar="FILE", help="tệp bảng điểm")
        parser.add_argument("--rule-set", metavar="CODE", help=", ".join(shipped_codes()))
        parser.add_argument("--sheet", metavar="NAME", help="trang tính cần đọc")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            rule_set = shipped(_given(options["rule_set"], "--rule-set"))
            path = Path(_given(options["file"], "FILE"))
            table = check_score_file(path, rule_set, options["sheet"])
        except Refused as refused:
            self.stderr.write(refused.sentence)
            sys.exit(UNREADABLE)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(table), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(table, rule_set))
        sys.exit(DISAGREES if table.problems else CLEAN)


def _given(value: str | None, name: str) -> str:
    if not value:
        raise Refused("missing_argument", f"Thiếu {name}, ví dụ: score {_EXAMPLE}.")
    return value


_EXAMPLE = "bang-diem.xlsx --rule-set 25-2021"


def as_json(table: CheckedTable) -> dict[str, Any]:
    """The public shape; figures as text with a decimal point."""
    return {
        "rows": [_row_json(line) for line in table.lines],
        "problems": [_problem_json(problem) for problem in table.problems],
    }


def _row_json(line: ScoredLine) -> dict[str, Any]:
    return {
        "row": line.row,
        "unit": line.unit,
        "points": {code: _plain(points) for code, points in line.points.items()},
        "total": _plain(line.total),
        "printed_total": _plain(line.printed_total),
        "met": line.met,
    }


def _problem_json(problem: TableProblem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "rule": problem.rule,
        "message": problem.message,
    }


def _plain(value: Decimal | None) -> str | None:
    """Without superfluous zeros and without exponent: 20, 9.57."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(table: CheckedTable, rule_set: RuleSet) -> str:
    codes = [criterion.code for criterion in rule_set.criteria]
    lines = [("Dòng", "Đơn vị", *codes, "Tổng", "Kết quả", "Điều kiện")]
    lines += [_text_row(line, codes) for line in table.lines]
    widths = [max(len(row[place]) for row in lines) for place in range(len(lines[0]))]
    text = [_aligned(row, widths) for row in lines]
    text.append(f"{len(table.lines)} đơn vị, {len(table.problems)} sai lệch.")
    text += [problem.message for problem in table.problems]
    return "\n".join([*text, *filter(None, [notice_of(rule_set)])])


def _text_row(line: ScoredLine, codes: list[str]) -> tuple[str, ...]:
    verdict = {True: "Đạt", False: "Không đạt", None: UNKNOWN}[line.met]
    points = (format_points(line.points.get(code)) for code in codes)
    total = format_points(line.total)
    return (str(line.row), line.unit[:40], *points, total, verdict, _conditions(line))


def _conditions(line: ScoredLine) -> str:
    """Which fail and which nobody knows, with the figures that say so."""
    if not line.conditions:
        return "chưa xét vì có số ngoài giới hạn"
    groups = (
        (word, [f"{c.code} ({c.detail})" for c in line.conditions if c.holds is holds])
        for word, holds in (("không bảo đảm", False), ("chưa rõ", None))
    )
    open_or_failing = "; ".join(f"{word} {', '.join(found)}" for word, found in groups if found)
    return open_or_failing or "bảo đảm"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    """Names and words to the left, figures to the right."""
    words = (1, len(row) - 2, len(row) - 1)
    cells = (
        cell.ljust(width) if place in words else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()
