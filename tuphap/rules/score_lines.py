"""Which lines of a sheet of scores are communes, and which are notes, groups and totals.

A commune must never vanish in silence: what could be one is taken for one, and its missing
figures are reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuphap.rules.score_cells import Cell, folded, is_blank, is_word_of_verdict, shown
from tuphap.rules.score_headers import INPUTS, REASON, Role
from tuphap.rules.score_heading_rows import Column, Heading, Rows
from tuphap.rules.vietnamese import normalise

LONGEST_NAME = 80

_TOTAL = re.compile(
    r"(?:tong cong|tong so|tong|cong|binh quan|trung binh)"
    r"(?: ?[:(].*| \d.*| (?:toan|huyen|tinh|so|cac|chung|diem|xa, |so xa).*)?"
)
# With marks where the sheet has them: "Huyền Sơn" is a commune, "Huyện Chư Păh" is not.
_GROUP = re.compile(r"(?:[ivx]+|[a-z])[.)].*|(?:huyện|quận|thành phố|thị xã|tp\.?|tx\.?|h\.) .*")
_PLAIN_GROUP = re.compile(r"(?:huyen|quan|thanh pho|thi xa) .*")
_NUMBERED = re.compile(r"[ivx]+|[a-z]")
_UNIT_NAME = re.compile(r"(?:xa|phuong|thi tran|dac khu|p\.|x\.|tt\.) ?.*")
_SHORT_UNIT = re.compile(r"(?:p|x)\. ?\w.*")
_NOTE = re.compile(
    r"(?:ghi chu|nguon|nguoi|noi nhan|ngay|tm\.|kt\.|chu tich|lap bieu|xac nhan|\W).*|.*:.*"
)
_SERIAL_HEADING = re.compile(r"(?:stt|tt|so tt|so thu tu|no\.?)")
_SERIAL = re.compile(r"[0-9]{1,5}\.?")
_FIGURE = re.compile(r"\W*[0-9].{0,29}")


@dataclass(frozen=True)
class DataLine:
    """`number` as in the file, from 1; `group` is the unit above, where the sheet names it."""

    number: int
    unit: str
    group: str
    cells: Sequence[Cell]

    def cell(self, column: Column) -> Cell:
        return self.cells[column.index] if column.index < len(self.cells) else None


def data_lines(rows: Rows, heading: Heading) -> Iterator[DataLine]:
    """Communes only: no empty lines, notes, names of groups, totals, repeated headings."""
    return _Lines(heading).of(rows)


class _Lines:
    def __init__(self, heading: Heading) -> None:
        self.heading = heading
        self.units = heading.having(Role.UNIT)[:1]
        self.parents = heading.having(Role.PARENT)
        self.figures = heading.having(*INPUTS, Role.TOTAL)
        self.reasons = [c for c in heading.having(Role.IGNORED) if c.code == REASON]
        self.taken = frozenset(c.index for c in (*self.figures, *self.parents, *self.reasons))
        self.texts = {column.index: column.text for column in heading.columns}
        self.serials = [
            c for c in heading.having(Role.IGNORED) if _SERIAL_HEADING.fullmatch(folded(c.text))
        ]

    def of(self, rows: Rows) -> Iterator[DataLine]:
        group = ""
        for place in range(self.heading.last + 1, len(rows)):
            line = DataLine(place + 1, "", "", rows[place])
            words = self._words(line)
            if self._repeats_heading(line) or self._is_total(line, words):
                continue
            unit = normalise(shown(line.cell(self.units[0]))) if self.units else ""
            if any(_is_group(word) for word in words) and not self._is_short(unit, line):
                group = " ".join(words)
            elif self._has_figures(line) or self._is_unit(unit, line):
                above = " ".join(shown(line.cell(column)) for column in self.parents)
                yield DataLine(place + 1, unit, above or group, rows[place])
            elif self._has_group_number(line) and words:
                group = " ".join(words)

    def _is_short(self, unit: str, line: DataLine) -> bool:
        """ "P. Yên Thế" begins like a numbered group; its own number or figures tell."""
        if not _SHORT_UNIT.fullmatch(unit.lower()):
            return False
        return self._has_serial(line) if self.serials else self._has_figures(line)

    def _words(self, line: DataLine) -> list[str]:
        """What is written where no figure, no reason and no unit above is expected."""
        return [
            shown(cell)
            for place, cell in enumerate(line.cells)
            if isinstance(cell, str) and place not in self.taken and not is_blank(cell)
        ]

    def _repeats_heading(self, line: DataLine) -> bool:
        """The heading printed again at the top of a page."""
        same = filled = 0
        for place, cell in enumerate(line.cells):
            if isinstance(cell, str) and place in self.texts:
                text = self.texts[place]
                same += cell == text or shown(cell) == text
                filled += not is_blank(cell)
        return same >= 2 and same * 2 > filled

    def _is_total(self, line: DataLine, words: list[str]) -> bool:
        """A total has no serial number; a commune called Trung Bình has one, or says xã."""
        return not self._has_serial(line) and any(_TOTAL.fullmatch(folded(w)) for w in words)

    def _has_serial(self, line: DataLine) -> bool:
        cells = (line.cell(column) for column in self.serials)
        return any(_SERIAL.fullmatch(folded(cell)) for cell in cells)

    def _has_group_number(self, line: DataLine) -> bool:
        """I, II or A, B in the column of serial numbers."""
        cells = (line.cell(column) for column in self.serials)
        return any(_NUMBERED.fullmatch(folded(cell)) for cell in cells)

    def _has_figures(self, line: DataLine) -> bool:
        """Signatures and dates of a foot stand below figures as well, and are none."""
        cells = (line.cell(column) for column in self.figures)
        return any(_is_figure(cell) for cell in cells if not is_blank(cell))

    def _is_unit(self, unit: str, line: DataLine) -> bool:
        if not unit or len(unit) > LONGEST_NAME or _NOTE.fullmatch(folded(unit)):
            return False
        if _UNIT_NAME.fullmatch(folded(unit)):
            return True
        return self._has_serial(line) if self.serials else True


def _is_figure(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return True
    return bool(_FIGURE.fullmatch(cell.strip())) or is_word_of_verdict(cell)


def _is_group(text: str) -> bool:
    if len(text) > LONGEST_NAME:
        return False
    word = normalise(text).lower()
    return bool(_GROUP.fullmatch(word) or (word.isascii() and _PLAIN_GROUP.fullmatch(word)))
