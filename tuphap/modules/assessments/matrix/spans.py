"""Rows whose figure in one column lies in one range, or is in the mean of that column, as a word
in an address."""

from collections.abc import Sequence
from decimal import Decimal

from tuphap.modules.assessments.matrix.places import DECIDED, KEYS, OWN, SEEN, column_name
from tuphap.modules.assessments.queries.comparison import Matrix, Node, Row
from tuphap.rules.distribution import Range, ranges
from tuphap.rules.numbers import format_points_short
from tuphap.rules.rule_set import PASS
from tuphap.rules.year_figures import in_mean

SIDES = (OWN, SEEN, DECIDED)
IN_MEAN = "co"  # in the place of the number of a range


def ranges_of(matrix: Matrix, node: Node) -> tuple[Range, ...]:
    return ranges(node.maximum or Decimal(0), counted=matrix.scale == PASS)


def range_words(span: Range, scale: str) -> str:
    if scale == PASS:
        return format_points_short(span.low)
    joined = "đến" if span.is_last else "đến dưới"
    return f"từ {format_points_short(span.low)} {joined} {format_points_short(span.high)}"


def span_words(matrix: Matrix, word: str) -> str:
    """What a chosen range says above the table; "" where none is."""
    if mean := _read_mean(matrix, word):
        number, place = mean
        own = f"{column_name(OWN, matrix.scale).lower()} và " if place == OWN else ""
        return f"số {own}chính thức của {matrix.nodes[number].head}"
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
    return word if _read(matrix, word) or _read_mean(matrix, word) else ""


def in_span(matrix: Matrix, rows: Sequence[Row], word: str) -> list[Row]:
    if mean := _read_mean(matrix, word):
        return [row for row in rows if _is_in_mean(row, *mean)]
    found = _read(matrix, word)
    if found is None:
        return list(rows)
    number, place, span = found
    figures = ((row, row.cells[number][place]) for row in rows)
    return [row for row, figure in figures if figure is not None and span.holds(figure)]


def mean_word(code: str, place: int) -> str:
    """The word for the units of a mean as `rules/year_figures.py` makes it."""
    return f"{code}.{KEYS[place]}.{IN_MEAN}"


def _read_mean(matrix: Matrix, word: str) -> tuple[int, int] | None:
    known = {
        mean_word(node.code, place): (number, place)
        for number, node in enumerate(matrix.nodes)
        for place in (OWN, DECIDED)
    }
    return known.get(word)


def _is_in_mean(row: Row, number: int, place: int) -> bool:
    """The own mean is of those units that are in the final one, too."""
    cell = row.cells[number]
    return in_mean(row.counted, cell.final) and cell[place] is not None


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
