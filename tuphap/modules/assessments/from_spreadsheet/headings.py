"""The columns a spreadsheet may have for a sheet, and by which words they are known."""

import re
from collections.abc import Mapping, Sequence

from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION
from tuphap.modules.assessments.lines.items import Item
from tuphap.rules.rule_set import Deadline, Percentage
from tuphap.rules.score_cells import Cell, folded, is_blank
from tuphap.rules.score_heading_rows import Column

Rows = Sequence[Sequence[Cell]]

CODE, NAME, KIND, CHOICE = "code", "name", "kind", "choice"
# In the order of the template.
HEADS: Mapping[str, str] = {
    CODE: "Mã",
    NAME: "Nội dung",
    KIND: "Cách trả lời",
    "done": "Số đã làm",
    "due": "Số phải làm",
    "assigned_on": "Ngày giao",
    "done_on": "Ngày hoàn thành",
    CHOICE: "Lựa chọn",
    ABSENT: "Không phát sinh",
    EXPLANATION: "Giải thích",
}
FIELDS = tuple(HEADS)[3:]
# fmt: off
_ALSO: Mapping[str, tuple[str, ...]] = {
    CODE: ("ma noi dung", "ma so", "ma nd", "ma muc", "ma chi tieu"),
    NAME: ("ten noi dung", "ten", "noi dung danh gia"),
    KIND: ("loai", "kieu tra loi"),
    "done": ("so da thuc hien", "da thuc hien", "da lam", "so thuc hien", "tu so", "so hoan thanh"),
    "due": ("tong so", "phai lam", "so phai thuc hien", "phai thuc hien", "mau so"),
    "assigned_on": ("ngay duoc giao",),
    "done_on": ("ngay thuc hien", "ngay ban hanh", "ngay lam xong"),
    CHOICE: ("chon", "cac muc da chon", "tra loi"),
    ABSENT: ("kps",),
    EXPLANATION: ("giai trinh",),
}
# fmt: on
_MEANINGS: Mapping[str, str] = {
    word: meaning
    for meaning, head in HEADS.items()
    for word in (folded(head), *_ALSO.get(meaning, ()))
}
_CODE = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){2}|dk ?[0-9]{1,2})\.?")
_PREFIX = re.compile(r"(?:noi dung|nd|muc|chi tieu|ct|ma)[ .:]+(?=[0-9])")
ROWS_TRIED = 40


def meaning_of(cell: Cell) -> str:
    """Which column a heading names; "" for one that is not known."""
    return _MEANINGS.get(folded(cell).rstrip(" .:*"), "") if isinstance(cell, str) else ""


def code_in(cell: Cell) -> str:
    """A code as it stands in a cell, in the way of the sheet: “nd 1.2.1.” is 1.2.1."""
    return _PREFIX.sub("", folded(cell)).rstrip(".").replace("dk ", "dk").upper()


def looks_like_code(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_CODE.fullmatch(_PREFIX.sub("", folded(cell))))


def recognised(rows: Rows) -> int:
    """How much of a table is ours: the headings of its best row, and rows that begin with codes."""
    heads = max((sum(map(bool, map(meaning_of, row))) for row in rows[:ROWS_TRIED]), default=0)
    coded = sum(len(row) > 1 and looks_like_code(row[0]) for row in rows[:ROWS_TRIED])
    return heads + coded


def heading_row(rows: Rows) -> int | None:
    """The place of the first row that names at least two columns, one of them with answers."""
    for place, row in enumerate(rows[:ROWS_TRIED]):
        found = {meaning_of(cell) for cell in row} - {""}
        if len(found) > 1 and found.intersection(FIELDS):
            return place
    return None


def code_column(rows: Rows) -> int | None:
    """The column of which most filled cells are codes; the first one where there are several."""
    width = max((len(row) for row in rows), default=0)
    for place in range(width):
        filled = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
        if filled and 2 * sum(map(looks_like_code, filled)) > len(filled):
            return place
    return None


def own_columns(item: Item) -> tuple[str, ...]:
    """The columns in which this line is answered."""
    return item.fields if item.kind in (Percentage.kind, Deadline.kind) else (CHOICE,)


def letters(place: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 26 is AA."""
    return Column(place, "", None).letters
