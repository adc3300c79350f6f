"""What the pages say of a line; plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from tuphap.foundation.files.signature_words import Signed, words_of
from tuphap.foundation.files.signing_day import Standing
from tuphap.modules.assigned_work.kinds import KINDS, WorkKind
from tuphap.modules.assigned_work.models import Assignment
from tuphap.rules.assigned_work import Basis, JudgedBy, State

STATES = {
    State.OPEN: ("Chưa thực hiện", "grey"),
    State.OVERDUE: ("Quá hạn", "red"),
    State.DONE: ("Đã thực hiện", "green"),
    State.LATE: ("Thực hiện trễ hạn", "amber"),
    State.WITHDRAWN: ("Đã rút lại", "grey"),
}


BASES = {Basis.SIGNATURE: "theo chữ ký số", Basis.TYPED: "theo ngày đã nhập"}
WHY_NO_FILE = "Chưa có tệp ký số."
WHY_TYPED = {
    Standing.NONE: "Tệp không có chữ ký số.",
    Standing.UNTRUSTED: "Chữ ký số trên tệp chưa được tin cậy.",
    Standing.BROKEN: "Chữ ký số trên tệp không còn đúng.",
    Standing.SOUND: "Chữ ký số trên tệp không ghi giờ ký.",
}


@dataclass(frozen=True)
class ShownLine:
    line: Assignment
    state: State

    @property
    def label(self) -> str:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What is said of the signatures of its file, held against the due day where it counts."""
        proof = self.line.proof
        asked_on = self.line.due_on if self.is_by_signing else None
        return words_of((proof.signatures or ()) if proof else (), asked_on)

    @property
    def is_by_signing(self) -> bool:
        return self.line.judged_by == JudgedBy.SIGNED.value

    @property
    def basis(self) -> str:
        """Which of the two days lateness is judged by, in plain words; "" where there is none."""
        if not self.is_by_signing or self.line.is_number or self.line.judged_on is None:
            return ""
        return BASES[self.line.judged_from]

    @property
    def why_typed(self) -> str:
        """Why the signature of the file says nothing about the day."""
        if not self.is_by_signing or self.line.is_number or self.line.days.signature_on:
            return ""
        return WHY_TYPED[self.line.standing] if self.line.file else WHY_NO_FILE


@dataclass(frozen=True)
class ShownChange:
    """One version of a line; `verb` says what was done, `file` which file came with it."""

    row: Any
    verb: str
    file: Any


@dataclass(frozen=True)
class KindGroup:
    """One kind of work of one commune with the figure it gives."""

    kind: WorkKind
    lines: tuple[ShownLine, ...]
    done: int
    due: int


def shown_line(line: Assignment, today: date) -> ShownLine:
    return ShownLine(line, line.state(today))


def shown_changes(rows: Sequence[Any]) -> list[ShownChange]:
    """`rows` newest first; each is held against the version before it."""
    return [_shown_change(row, before) for row, before in zip_longest(rows, rows[1:])]


def _shown_change(row: Any, before: Any) -> ShownChange:
    had = before.file_id if before else None
    if row.file_id != had:
        verb = "gỡ tệp" if row.file_id is None else "thay tệp" if had else "thêm tệp"
        return ShownChange(row, verb, row.file or before.file)
    if row.withdrawn_at:
        return ShownChange(row, "rút lại", None)
    verb = "giao việc" if before is None else "sửa" if row.reason else "ghi kết quả"
    return ShownChange(row, verb, None)


def groups(lines: Iterable[Assignment], today: date) -> list[KindGroup]:
    by_kind: dict[str, list[ShownLine]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(shown_line(line, today))
    return [_group(KINDS[key], tuple(rows)) for key, rows in by_kind.items()]


def _group(kind: WorkKind, rows: tuple[ShownLine, ...]) -> KindGroup:
    counted = (State.DONE,) if kind.in_time else (State.DONE, State.LATE)
    standing = [row for row in rows if row.state is not State.WITHDRAWN]
    return KindGroup(
        kind=kind,
        lines=rows,
        done=sum(_done(row, counted) for row in standing),
        due=sum(row.line.quantity for row in standing),
    )


def _done(row: ShownLine, counted: tuple[State, ...]) -> int:
    if row.line.is_number:
        return row.line.done_count or 0
    return int(row.state in counted)
