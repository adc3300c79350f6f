"""A file of scores on the disk, checked against a rule set."""

from datetime import date
from pathlib import Path

import holidays

from tuphap.outlets.exchange.book import Sheet
from tuphap.outlets.exchange.book_file import best_sheet, read_book
from tuphap.outlets.exchange.reading_faults import unreadable
from tuphap.outlets.exchange.reading_limits import MOST_BYTES
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set_rows import RuleSet
from tuphap.rules.score_headers import vocabulary_of
from tuphap.rules.score_heading_rows import Rows, recognised
from tuphap.rules.score_table import CheckedTable, check_table

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
        if path.stat().st_size > MOST_BYTES:
            raise unreadable("file_too_large")
        data = path.read_bytes()
    except (OSError, ValueError):
        raise _refused(
            "unreadable_file", f"Không mở được tệp {quoted(str(path))}. Kiểm tra quyền đọc."
        ) from None
    return data


def score_sheet_of(data: bytes, rule_set: RuleSet, sheet_name: str | None = None) -> Sheet:
    """The sheet that is named, else the visible one with the most known headings."""
    vocabulary = vocabulary_of(rule_set)

    def understood(rows: Rows) -> int:
        return recognised(rows, vocabulary)

    sheet = best_sheet(read_book(data, understood), understood, sheet_name)
    if sheet is None:
        raise _refused("no_sheet", f"Không có trang tính {quoted(sheet_name)} trong tệp.")
    return sheet


def public_calendar(rule_set: RuleSet) -> WorkCalendar:
    """Public holidays as the package knows them; the editable table needs a database."""
    last = (rule_set.last_year or rule_set.first_year + _YEARS_AHEAD) + 1
    known = holidays.country_holidays("VN", years=range(rule_set.first_year - 1, last + 1))
    return WorkCalendar(off=frozenset(day for day in known if type(day) is date))


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID)
