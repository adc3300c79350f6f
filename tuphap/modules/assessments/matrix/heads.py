"""Heads over the columns of the matrix: what each sorts by, and what it says of the order now."""

from dataclasses import dataclass

from tuphap.modules.assessments.matrix.values import (
    DECIDED,
    MOVED,
    SEEN,
    Choice,
    Column,
    columns,
)
from tuphap.modules.assessments.queries.comparison import Matrix, Node


@dataclass(frozen=True)
class Head:
    """A head over one column: what it sorts by, and what it says of the order now."""

    label: str
    query: str
    aria: str
    strong: bool
    opens: bool
    wide: bool


@dataclass(frozen=True)
class Group:
    """A head over the columns of one node."""

    node: Node
    span: int
    heads: tuple[Head, ...]


def groups(matrix: Matrix, choice: Choice) -> list[Group]:
    found: dict[int, list[Head]] = {}
    for column in columns(matrix, choice.view):
        found.setdefault(column.node, []).append(_column_head(column, choice))
    return [
        Group(matrix.nodes[number], len(heads), tuple(heads)) for number, heads in found.items()
    ]


def _column_head(column: Column, choice: Choice) -> Head:
    """The first press shows the smallest difference or the largest figure on top."""
    down = "-" + column.key
    first, second = (column.key, down) if column.place == MOVED else (down, column.key)
    return Head(
        label=column.label,
        query=choice.query(sort=second if choice.sort == first else first),
        aria={column.key: "ascending", down: "descending"}.get(choice.sort, ""),
        strong=column.place == DECIDED,
        opens=column.opens,
        wide=bool(column.node) or column.place == SEEN,
    )
