"""A file of scores on the disk, checked against a rule set."""

from datetime import date
from pathlib import Path

import holidays

from tuphap.outlets.exchange.delimited_text import read_delimited
from tuphap.outlets.exchange.workbook_file import Sheet, is_workbook, read_workbook
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set_rows import RuleSet
from tuphap.rules.score_headers import vocabulary_of
from tuphap.rules.score_heading_rows import recognised
from tuphap.rules.score_table import CheckedTable, check_table

LARGEST_BYTES = 20_000_000
# A set without a last year is counted with holidays for this long.
_YEARS_AHEAD = 15


def check_score_file(path: Path, rule_set: RuleSet, sheet_name: str | None = None) -> CheckedTable:
    """Every line and every problem of the file; Refused when it cannot be read at all."""
    sheet = score_sheet_of(read_bytes(path), rule_set, sheet_name)
    table = check_table(sheet.rows, rule_set, public_calendar(rule_set))
    if not table.lines:
        raise _refused(
            "no_lines",
            f"Tệp {quoted(path.name)} có dòng tiêu đề nhưng chưa có dòng đơn vị nào."
            " Ghi mỗi đơn vị một dòng dưới tiêu đề.",
        )
    return table


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of bearable size."""
    try:
        if not path.is_file():
            raise _refused("no_file", f"Không có tệp {quoted(str(path))}. Kiểm tra lại đường dẫn.")
        if path.stat().st_size > LARGEST_BYTES:
            raise _refused(
                "file_too_large",
                f"Tệp {quoted(path.name)} lớn hơn {LARGEST_BYTES // 1_000_000} MB."
                " Bỏ hình ảnh, trang tính thừa hoặc chia thành nhiều tệp.",
            )
        data = path.read_bytes()
    except (OSError, ValueError):
        raise _refused(
            "unreadable_file", f"Không mở được tệp {quoted(str(path))}. Kiểm tra quyền đọc."
        ) from None
    if not data:
        raise _refused("empty_file", f"Tệp {quoted(path.name)} không có dữ liệu.")
    return data


def score_sheet_of(data: bytes, rule_set: RuleSet, sheet_name: str | None = None) -> Sheet:
    """The sheet that is named, else the visible one with the most known headings."""
    vocabulary = vocabulary_of(rule_set)
    if not is_workbook(data):
        rows = read_delimited(data, lambda lines: recognised(lines, vocabulary))
        return Sheet("", rows)
    sheets = read_workbook(data)
    if sheet_name is not None:
        sheets = [sheet for sheet in sheets if sheet.name == sheet_name]
    if not sheets:
        missing = quoted(sheet_name) if sheet_name is not None else "nào đang hiện"
        raise _refused("no_sheet", f"Không có trang tính {missing} trong tệp.")
    return max(sheets, key=lambda sheet: recognised(sheet.rows, vocabulary))


def public_calendar(rule_set: RuleSet) -> WorkCalendar:
    """Public holidays as the package knows them; the editable table needs a database."""
    last = (rule_set.last_year or rule_set.first_year + _YEARS_AHEAD) + 1
    known = holidays.country_holidays("VN", years=range(rule_set.first_year - 1, last + 1))
    return WorkCalendar(off=frozenset(day for day in known if type(day) is date))


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID)
