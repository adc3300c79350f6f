"""Work assigned to a commune: reading pasted lines, and what a line's days come to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise, same_text

LONGEST_NAME = 300
MOST_LINES = 200
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_APART = re.compile(r"[;\t]")


class JudgedBy(StrEnum):
    """Which day decides whether a paper came in time."""

    ISSUED = "issued"
    SIGNED = "signed"


class Basis(StrEnum):
    """Which of two days was taken."""

    SIGNATURE = "signature"
    TYPED = "typed"


@dataclass(frozen=True)
class Days:
    """What is said of one line: typed by the unit, and read from the signature of its file."""

    issued_on: date | None = None
    signed_on: date | None = None
    signature_on: date | None = None


class State(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Line:
    """One document or task by name; without a day of its own the common one counts."""

    name: str
    due_on: date | None


def state_of(due_on: date | None, judged_on: date | None, today: date) -> State:
    """The last day still counts."""
    if judged_on is None:
        return State.OVERDUE if due_on is not None and today > due_on else State.OPEN
    return State.LATE if due_on is not None and judged_on > due_on else State.DONE


def judged_day(judged_by: JudgedBy, days: Days) -> tuple[date | None, Basis]:
    """A signature that can be believed comes before what was typed."""
    if judged_by is JudgedBy.ISSUED:
        return days.issued_on, Basis.TYPED
    if days.signature_on is not None:
        return days.signature_on, Basis.SIGNATURE
    return days.signed_on, Basis.TYPED


def contradictions(days: Days) -> tuple[str, ...]:
    """Where typed days and the signature do not go together, for both sides to read."""
    found: list[str] = []
    proven = days.signature_on
    if proven is None:
        return ()
    if days.signed_on is not None and days.signed_on != proven:
        found.append(
            f"Ngày ký đã nhập ({days.signed_on:%d/%m/%Y}) khác ngày trên chữ ký số "
            f"({proven:%d/%m/%Y})."
        )
    if days.issued_on is not None and days.issued_on < proven:
        found.append(
            f"Ngày ban hành, hoàn thành đã nhập ({days.issued_on:%d/%m/%Y}) trước ngày trên "
            f"chữ ký số ({proven:%d/%m/%Y})."
        )
    return tuple(found)


def read_lines(text: str, common: date | None) -> tuple[Line, ...]:
    """“Tên; 30/06/2026” or only “Tên”, one per line; all faults at once, by number of line."""
    rows = [(n, row.strip()) for n, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if not rows:
        raise _faulty(["Chưa ghi văn bản, nhiệm vụ nào. Ghi mỗi dòng một tên."])
    if len(rows) > MOST_LINES:
        raise _faulty(
            [f"Đang ghi {format_count(len(rows))} dòng, tối đa {MOST_LINES}. Chia thành nhiều lần."]
        )
    faults: list[str] = []
    lines = [_line(number, row, common, faults) for number, row in rows]
    faults += _doubles(lines)
    if faults:
        raise _faulty(faults)
    return tuple(lines)


def _line(number: int, row: str, common: date | None, faults: list[str]) -> Line:
    name, *rest = (normalise(part).strip() for part in _APART.split(row, maxsplit=1))
    due_on = _day(number, rest[0], faults) if rest and rest[0] else common
    if not name:
        faults.append(f"Dòng {number}: chưa ghi tên. Ghi tên trước dấu “;”.")
    if len(name) > LONGEST_NAME:
        faults.append(f"Dòng {number}: tên dài {len(name)} ký tự, tối đa {LONGEST_NAME}.")
    return Line(name, due_on)


def _day(number: int, text: str, faults: list[str]) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in reversed(match.groups()))) if match else _no_day()
    except ValueError:
        faults.append(
            f"Dòng {number}: ngày {quoted(text)} không có trong lịch. "
            "Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022."
        )
        return None


def _no_day() -> date:
    raise ValueError


def _doubles(lines: Iterable[Line]) -> list[str]:
    seen: list[str] = []
    doubled: list[str] = []
    for line in lines:
        if any(same_text(line.name, name) for name in seen):
            doubled.append(f"{quoted(line.name)} ghi hai lần. Bỏ bớt một dòng.")
        seen.append(line.name)
    return doubled


def _faulty(faults: list[str]) -> Refused:
    return Refused("faulty_lines", faults[0], Kind.INVALID, {"lines": " ".join(faults)})
