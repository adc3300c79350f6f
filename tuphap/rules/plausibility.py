"""Automatic checks of a sheet: what an appraiser looks at first. They decide nothing.

Each check is one line of CHECKS: its letter on screen and in print, its words, its function.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tuphap.rules.numbers import format_points

# A total that moves by a tenth of the scale or more is worth a question; no law says so.
JUMP_SHARE = Decimal("0.1")


@dataclass(frozen=True)
class CheckedLine:
    """One content of the self column. `is_full`: all points there are, or passed.

    `differs` says how its figure differs from one the system knows; "" where it does not.
    """

    code: str
    is_full: bool
    has_document: bool
    not_arisen: bool = False
    differs: str = ""


@dataclass(frozen=True)
class EarlierYear:
    """The official total of the newest earlier year."""

    year: int
    total: Decimal
    same_rule_set: bool


@dataclass(frozen=True)
class Checked:
    """What the checks look at; `failing_gates` are codes of conditions a person answered."""

    lines: tuple[CheckedLine, ...]
    failing_gates: tuple[str, ...] = ()
    total: Decimal | None = None
    total_max: Decimal | None = None
    earlier: EarlierYear | None = None


@dataclass(frozen=True)
class Finding:
    """`item` is the line it is about, "" where it is about the whole sheet."""

    letter: str
    item: str
    sentence: str


@dataclass(frozen=True)
class Check:
    letter: str
    label: str
    find: Callable[[Checked], Iterator[tuple[str, str]]]  # item, sentence


def findings(checked: Checked) -> tuple[Finding, ...]:
    """Everything worth a look, check by check."""
    return tuple(
        Finding(check.letter, item, sentence)
        for check in CHECKS
        for item, sentence in check.find(checked)
    )


def _gate_fails(checked: Checked) -> Iterator[tuple[str, str]]:
    for code in checked.failing_gates:
        yield code, "Đơn vị tự khai không đáp ứng điều kiện này."


def _full_without_document(checked: Checked) -> Iterator[tuple[str, str]]:
    for line in checked.lines:
        if line.is_full and not line.has_document:
            why = " (khai không phát sinh)" if line.not_arisen else ""
            yield line.code, f"Mức tối đa nhưng không có tài liệu{why}."


def _jump(checked: Checked) -> Iterator[tuple[str, str]]:
    earlier, total, whole = checked.earlier, checked.total, checked.total_max
    if earlier is None or total is None or whole is None:
        return
    step = total - earlier.total
    if abs(step) < whole * JUMP_SHARE:
        return
    verb = "tăng" if step > 0 else "giảm"
    other = "" if earlier.same_rule_set else " (bộ tiêu chí khác, chỉ để tham khảo)"
    yield "", f"Tổng điểm {verb} {format_points(abs(step))} so với năm {earlier.year}{other}."


def _differs_from_system(checked: Checked) -> Iterator[tuple[str, str]]:
    for line in checked.lines:
        if line.differs:
            yield line.code, line.differs


CHECKS = (
    Check("K", "điều kiện về kỷ luật", _gate_fails),
    Check("T", "tối đa, thiếu tài liệu", _full_without_document),
    Check("S", "khác số liệu hệ thống", _differs_from_system),
    Check("N", "nhảy so với năm trước", _jump),
)
