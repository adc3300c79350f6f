"""How each column of figures is spread among the rows shown: own beside final."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tuphap.modules.assessments.matrix.places import DECIDED, KEYS, OWN, column_name
from tuphap.modules.assessments.matrix.spans import range_words, ranges_of
from tuphap.modules.assessments.matrix.values import Choice
from tuphap.modules.assessments.queries.comparison import Matrix, Node, Row
from tuphap.rules.distribution import Distribution, distribution

SHOWN = (OWN, DECIDED)


@dataclass(frozen=True)
class Side:
    """One column of a node."""

    label: str
    of: Distribution

    @property
    def bars(self) -> list[tuple[str, str, str, str]]:
        """x, width, y and height of each bar in a drawing of 100 × 24."""
        tallest = max(self.of.counts, default=0) or 1
        width = Decimal(100) / len(self.of.counts)
        found = []
        for place, count in enumerate(self.of.counts):
            high = Decimal(24) * count / tallest
            x, y = width * place, 24 - high
            found.append((f"{x:.2f}", f"{width * 9 / 10:.2f}", f"{y:.2f}", f"{high:.2f}"))
        return found


@dataclass(frozen=True)
class RangeRow:
    """One range with how many units each side has there, and the address of these rows."""

    words: str
    cells: tuple[tuple[str, int, int, str], ...]  # label, count, of, query


@dataclass(frozen=True)
class Spread:
    node: Node
    sides: tuple[Side, ...]


def spreads(matrix: Matrix, rows: Sequence[Row]) -> list[Spread]:
    return [
        Spread(node, tuple(_side(matrix, rows, number, place) for place in SHOWN))
        for number, node in enumerate(matrix.nodes)
        if node.maximum
    ]


def range_rows(matrix: Matrix, rows: Sequence[Row], code: str, choice: Choice) -> list[RangeRow]:
    """The ranges of one node, the highest first."""
    number = next(n for n, node in enumerate(matrix.nodes) if node.code == code)
    sides = [(place, _side(matrix, rows, number, place)) for place in SHOWN]
    found = []
    for at, span in enumerate(ranges_of(matrix, matrix.nodes[number])):
        cells = tuple(
            (
                side.label,
                side.of.counts[at],
                side.of.n,
                choice.query(span=f"{code}.{KEYS[place]}.{at}"),
            )
            for place, side in sides
        )
        found.append(RangeRow(range_words(span, matrix.scale), cells))
    return found[::-1]


def _side(matrix: Matrix, rows: Sequence[Row], number: int, place: int) -> Side:
    node = matrix.nodes[number]
    values = [row.cells[number][place] for row in rows]
    spread = distribution(values, node.maximum or Decimal(0), ranges_of(matrix, node))
    return Side(column_name(place, matrix.scale), spread)
