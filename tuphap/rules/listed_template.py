"""The mark in the file to be filled in: which version of it, for which year and which rule set.

The mark only tells. A file is read by its headings, whatever its mark says (K3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuphap.rules.listed_results import WARNING, ListFault
from tuphap.rules.score_cells import Cell, folded, shown
from tuphap.rules.score_heading_rows import DEEPEST_HEADING, Rows
from tuphap.rules.vietnamese import normalise

VERSION = 1
# The heading of the column in which a marked copy says what is wrong, with what it says there.
MARKED_HEAD = "Lỗi"
_MARKED = re.compile(rf"{MARKED_HEAD}(?:\s+(?:Trang tính|Dòng) .*)?", re.DOTALL)
_MARK = re.compile(
    r"mau nhap ket qua, phien ban (\S{1,12}?)(?:, nam (\d{4}))?(?:, bo tieu chi (\S{1,32}?))?\.?"
)


@dataclass(frozen=True)
class Mark:
    """As it stands in the file; `row` counts from 1, `place` the columns from 0."""

    version: str
    year: str
    rule_set: str
    row: int
    place: int
    text: str


def without_marks(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the column a marked copy has beside the file: it is no part of the list."""
    places = {
        place
        for row in rows[:DEEPEST_HEADING]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and _MARKED.fullmatch(normalise(cell, keep_lines=True).strip())
    }
    if not places:
        return rows
    return [[None if place in places else cell for place, cell in enumerate(row)] for row in rows]


def mark_text(year: int, rule_set: str) -> str:
    return f"Mẫu nhập kết quả, phiên bản {VERSION}, năm {year}, bộ tiêu chí {rule_set}."


def mark_in(rows: Rows) -> Mark | None:
    """The first mark above the data; None where the file is no template."""
    for number, row in enumerate(rows[:DEEPEST_HEADING], 1):
        for place, cell in enumerate(row):
            match = _MARK.fullmatch(folded(cell)) if isinstance(cell, str) else None
            if match:
                version, year, code = (part or "" for part in match.groups())
                return Mark(version, year, code, number, place, shown(cell))
    return None


def told_of(mark: Mark, year: int, rule_set: str, current: int = VERSION) -> Iterator[ListFault]:
    """Everything about the mark that whoever reads the preview has to look at."""
    if mark.version != str(current):
        yield _told(mark, "template_version", _of_version(mark.version, current))
    if mark.year not in ("", str(year)):
        sentence = f"mẫu này lập cho năm {mark.year}, đang nhập cho năm {year}. Kiểm tra lại năm."
        yield _told(mark, "template_year", sentence)
    if mark.rule_set not in ("", rule_set):
        sentence = (
            f"mẫu này lập theo bộ tiêu chí {mark.rule_set}, đang nhập theo {rule_set}."
            " Kiểm tra lại bộ tiêu chí."
        )
        yield _told(mark, "template_rule_set", sentence)


def _of_version(version: str, current: int) -> str:
    if version.isdecimal() and int(version) < current:
        known = f"mẫu phiên bản {version} cũ hơn phiên bản đang dùng ({current})."
    else:
        known = f"mẫu ghi phiên bản {version}, hệ thống chưa biết; đang dùng phiên bản {current}."
    return f"{known} Tệp vẫn được đọc theo tên cột. Tải mẫu mới cho lần sau."


def _told(mark: Mark, rule: str, sentence: str) -> ListFault:
    return ListFault(mark.row, "", mark.text, rule, sentence, WARNING, mark.place)
