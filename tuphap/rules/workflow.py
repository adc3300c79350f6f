"""Reads the tables of moves. The tables are in `workflows/`, one per kind of record."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tuphap.rules.refusals import Kind, Refused


class Tone(StrEnum):
    """Colour and shape of a status on screen; never colour alone."""

    GREY = "grey"
    BLUE = "blue"
    AMBER = "amber"
    PLUM = "plum"
    GREEN = "green"
    RED = "red"
    GOLD = "gold"


@dataclass(frozen=True)
class Status:
    code: str
    label: str
    tone: Tone
    writable: tuple[str, ...] = ()  # the columns that may be written in this status
    is_optional: bool = False  # records may be born in the status behind it
    is_counted: bool = True  # whether the record is one of those that sums and rates speak of


@dataclass(frozen=True)
class Move:
    """One line of a table: who may take a record from one status to the next."""

    name: str
    label: str  # the verb on the button
    source: str
    target: str
    needs: str  # a permission of rules/permissions
    needs_reason: bool = False
    guards: tuple[str, ...] = ()  # names of conditions the module answers


@dataclass(frozen=True)
class Workflow:
    code: str
    title: str
    statuses: tuple[Status, ...]
    moves: tuple[Move, ...]
    thing: str = "Hồ sơ"  # what a refusal calls the record

    @property
    def initial(self) -> Status:
        return self.statuses[0]

    def status(self, code: str) -> Status:
        for status in self.statuses:
            if status.code == code:
                return status
        raise KeyError(code)

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Codes of the statuses that sums and rates leave out."""
        return tuple(status.code for status in self.statuses if not status.is_counted)

    def has_begun(self, status: str) -> bool:
        """Whether somebody has begun to write: from the first status with a column on."""
        codes = [row.code for row in self.statuses]
        first = next((row.code for row in self.statuses if row.writable), codes[0])
        return codes.index(status) >= codes.index(first)

    def moves_from(self, status: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.source == status)


def find_move(workflow: Workflow, name: str, status: str) -> Move:
    """The line of the table, or Refused: every pair that is not in the table is refused."""
    for move in workflow.moves:
        if move.name == name and move.source == status:
            return move
    label = next((move.label for move in workflow.moves if move.name == name), "")
    verb = f"việc “{label}”" if label else "việc này"
    raise Refused(
        "no_such_move",
        f"{workflow.thing} đang ở bước “{workflow.status(status).label}”, "
        f"không thực hiện được {verb}. "
        "Tải lại trang để xem bước hiện tại.",
        Kind.CONFLICT,
    )


def names(moves: Iterable[Move]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(move.name for move in moves))


def require_writable(workflow: Workflow, status: str, column: str) -> None:
    """Refuse a figure where the status does not let this column be written (W2)."""
    if column not in workflow.status(status).writable:
        raise Refused(
            "not_writable",
            f"Hồ sơ đang ở bước “{workflow.status(status).label}”, số liệu cột này chỉ xem. "
            "Số vừa nhập chưa được ghi.",
            Kind.CONFLICT,
        )
