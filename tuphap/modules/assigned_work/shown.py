"""What the pages say of a line; plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tuphap.modules.assigned_work.kinds import KINDS, WorkKind
from tuphap.modules.assigned_work.models import Assignment
from tuphap.rules.assigned_work import State

STATES = {
    State.OPEN: ("Chưa thực hiện", "grey"),
    State.OVERDUE: ("Quá hạn", "red"),
    State.DONE: ("Đã thực hiện", "green"),
    State.LATE: ("Thực hiện trễ hạn", "amber"),
    State.WITHDRAWN: ("Đã rút lại", "grey"),
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


@dataclass(frozen=True)
class KindGroup:
    """One kind of work of one commune with the figure it gives."""

    kind: WorkKind
    lines: tuple[ShownLine, ...]
    done: int
    due: int


def shown_line(line: Assignment, today: date) -> ShownLine:
    return ShownLine(line, line.state(today))


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
