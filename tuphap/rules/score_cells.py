"""One cell of a sheet of scores: a number, met or not met, a pair "38/40", a date.

A reader of sheets hands cells over as text, int, Decimal (never float), bool, date or None; a
datetime is a date, with the time of day where the cell has one.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from tuphap.rules.numbers import (
    LONGEST_FIGURE,
    example_up_to,
    format_count,
    format_points,
    parse_count,
    parse_decimal,
    quoted,
)
from tuphap.rules.refusals import Refused
from tuphap.rules.vietnamese import fold

Cell = str | int | Decimal | bool | date | None

_BLANKS = frozenset({"", "-", "–", "—", "...", "…"})
# fmt: off
_YES = frozenset((
    "dat", "co", "x", "1", "dung", "true", "da dat", "dat chuan", "cong nhan", "duoc cong nhan",
))
_NO = frozenset((
    "khong dat", "chua dat", "khong", "0", "sai", "chua", "false",
    "khong dat chuan", "chua dat chuan", "khong cong nhan", "chua cong nhan",
))
# fmt: on
_ABSENT = frozenset({"khong phat sinh", "kps"})
_PAIR = re.compile(r"\s*([0-9.]{1,15})\s*/\s*([0-9.]{1,15})\s*")
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class CellFault(Exception):  # noqa: N818 - a fault of the sheet, not of the program
    """A cell that breaks a rule: the rule's name and the sentence, without the place."""

    def __init__(self, rule: str, sentence: str, figure: Decimal | None = None) -> None:
        super().__init__(sentence)
        self.figure = figure  # what was read, where only its size is wrong
        self.rule = rule
        self.sentence = sentence


def is_blank(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip() in _BLANKS
    return cell is None


def folded(cell: Cell) -> str:
    """One line without marks and case, for comparing words."""
    return _folded(cell) if isinstance(cell, str) else shown(cell)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def shown(cell: Cell) -> str:
    """The value as a person finds it in the sheet."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        clock = f" {cell:%H:%M:%S}" if isinstance(cell, datetime) else ""
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}{clock}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell)


def read_points(cell: Cell, maximum: Decimal | None) -> Decimal:
    """Points of a row: from 0 up to the maximum, as written."""
    number = _number(cell, maximum)
    if number < 0:
        sentence = f"điểm âm ({format_points(number)}). Ghi số từ 0 trở lên."
        raise CellFault("negative", sentence, number)
    if maximum is not None and number > maximum:
        raise CellFault(
            "over_maximum",
            f"{format_points(number)} vượt điểm tối đa {format_points(maximum)}."
            " Kiểm tra lại số này.",
            number,
        )
    return number


def _number(cell: Cell, maximum: Decimal | None) -> Decimal:
    if isinstance(cell, Decimal | int) and not isinstance(cell, bool) and not _is_long(cell):
        return Decimal(cell)
    text = cell.strip() if isinstance(cell, str) and len(cell) <= LONGEST_FIGURE else ""
    sign = -1 if text[:1] in ("-", "−") else 1
    digits = text[1:] if sign < 0 else text
    for most in (maximum, None):
        # Above the maximum it is read once more without one, to tell by how much.
        try:
            return _with_sign(sign, parse_decimal(digits, "Điểm", most))
        except Refused as refused:
            if refused.code == "ambiguous_number":
                raise CellFault(refused.code, refused.sentence) from None
            if refused.code != "number_too_large":
                break
    example = "29,63" if maximum is None else example_up_to(maximum)
    sentence = f"{_why_no_number(cell)}. Ghi điểm bằng số, ví dụ {example}."
    raise CellFault("not_a_number", sentence)


def _with_sign(sign: int, number: Decimal) -> Decimal:
    """Arithmetic would round to the digits of the context; a figure is told as it was written."""
    return number.copy_negate() if sign < 0 else number


def _is_long(cell: Cell) -> bool:
    """Sums and comparisons of figures stay exact only while they are of bearable length."""
    return len(shown(cell)) > LONGEST_FIGURE


def _why_no_number(cell: Cell) -> str:
    text = shown(cell)
    if _is_long(cell):
        return f"{quoted(text)} dài {format_count(len(text))} ký tự, không phải là điểm"
    return f"{quoted(text)} không phải là số"


def read_verdict(cell: Cell) -> bool:
    """Met or not met, in the words offices use."""
    word = "1" if cell is True else "0" if cell is False else folded(cell)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellFault("not_a_verdict", f"{quoted(shown(cell))} không rõ. Ghi “Đạt” hoặc “Không đạt”.")


def is_word_of_verdict(cell: Cell) -> bool:
    return folded(cell) in _YES | _NO | _ABSENT


def says_absent(cell: Cell) -> bool:
    return folded(cell) in _ABSENT


def read_count(cell: Cell, label: str) -> int:
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        cell = int(cell)
    text = shown(cell) if isinstance(cell, int) else cell
    try:
        return parse_count(text if isinstance(text, str) else shown(text), label)
    except Refused as refused:
        raise CellFault("not_a_count", refused.sentence) from None


def read_pair(cell: Cell, done_label: str, due_label: str) -> tuple[int, int] | None:
    """ "38/40" as done and due; None for anything else."""
    match = _PAIR.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        return None
    return read_count(match[1], done_label), read_count(match[2], due_label)


def read_date(cell: Cell, label: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell.strip() if isinstance(cell, str) else ""
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
        if match := _DATE.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        sentence = f"{label} {quoted(text)} không có trong lịch."
    else:
        sentence = f"{label} {quoted(shown(cell))} không phải là ngày."
    raise CellFault("not_a_date", f"{sentence} Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022.")
