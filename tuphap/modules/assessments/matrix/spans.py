"""Rows whose figure in one column lies in one range, as a word in an address."""

from collections.abc import Sequence
from decimal import Decimal

from tuphap.modules.assessments.matrix.places import DECIDED, KEYS, OWN, SEEN, column_name
from tuphap.modules.assessments.queries.comparison import Matrix, Node, Row
from tuphap.rules.distribution import Range, ranges
from tuphap.rules.numbers import format_points_short
from tuphap.rules.rule_set import PASS

SIDES = (OWN, SEEN, DECIDED)


def ranges_of(matrix: Matrix, node: Node) -> tuple[Range, ...]:
    return ranges(node.maximum or Decimal(0), counted=matrix.scale == PASS)


def range_words(span: Range, scale: str) -> str:
    if scale == PASS:
        return format_points_short(span.low)
    joined = "đến" if span.is_last else "đến dưới"
    return f"từ {format_points_short(span.low)} {joined} {format_points_short(span.high)}"


def span_words(matrix: Matrix, word: str) -> str:
    """What a chosen range says above the table; "" where none is."""
    found = _read(matrix, word)
    if found is None:
        return ""
    number, place, span = found
    return (
        f"{matrix.nodes[number].head}, {column_name(place, matrix.scale).lower()} "
        f"{range_words(span, matrix.scale)}"
    )


def known_span(matrix: Matrix, word: str) -> str:
    """The word, where it names a range of this matrix; else ""."""
    return word if _read(matrix, word) else ""


def in_span(matrix: Matrix, rows: Sequence[Row], word: str) -> list[Row]:
    found = _read(matrix, word)
    if found is None:
        return list(rows)
    number, place, span = found
    figures = ((row, row.cells[number][place]) for row in rows)
    return [row for row, figure in figures if figure is not None and span.holds(figure)]


def _read(matrix: Matrix, word: str) -> tuple[int, int, Range] | None:
    """Looked up in the lists of this matrix: node, side and number of the range (I4)."""
    for number, node in enumerate(matrix.nodes):
        for place in SIDES:
            prefix = f"{node.code}.{KEYS[place]}."
            if word.startswith(prefix):
                spans = dict(enumerate(ranges_of(matrix, node)))
                known = {f"{prefix}{at}": span for at, span in spans.items()}
                return (number, place, known[word]) if word in known else None
    return None
