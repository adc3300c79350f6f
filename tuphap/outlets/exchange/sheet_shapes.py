"""What the reader of cells does not tell: hidden rows and columns, formulas, the farthest cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

MOST_PLACES = 5


@dataclass
class SheetShape:
    """Rows and columns count from 1; `far_cell` is one outside the limits, as "XFD1048576"."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: int = 0
    without_result: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    far_cell: str = ""

    def notes(self) -> Iterator[tuple[str, dict[str, str | int]]]:
        """Codes of `book.RULES` with what they name."""
        if self.hidden_rows:
            yield "hidden_rows", {"places": listed(spans(self.hidden_rows))}
        if self.hidden_columns:
            places = listed(spans(self.hidden_columns, letters))
            yield "hidden_columns", {"places": places}
        if self.formulas:
            yield "formulas", {"count": self.formulas}
        for code, cells in self._cells().items():
            if cells:
                yield code, {"count": len(cells), "places": listed(cells)}

    def _cells(self) -> Mapping[str, Sequence[str]]:
        return {
            "formulas_without_result": self.without_result,
            "errors": self.errors,
            "merged": self.merged,
        }


@dataclass
class BookShape:
    """`notes` are codes that hold for the file, `sheets` go by their names."""

    form: str
    notes: list[str] = field(default_factory=list)
    sheets: dict[str, SheetShape] = field(default_factory=dict)


def letters(column: int) -> str:
    """The name of a column in a spreadsheet: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_of(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def spans(numbers: Sequence[int], shown: object = str) -> list[str]:
    """1 2 3 7 as "1–3", "7"; the numbers ascend."""
    name = shown if callable(shown) else str
    ends = [0, *(n + 1 for n, (a, b) in enumerate(pairwise(numbers)) if b != a + 1), len(numbers)]
    runs = [(numbers[a], numbers[b - 1]) for a, b in pairwise(ends)]
    return [name(a) if a == b else f"{name(a)}–{name(b)}" for a, b in runs]


def listed(places: Sequence[str]) -> str:
    """The first few, and that there are more."""
    more = ", …" if len(places) > MOST_PLACES else ""
    return ", ".join(places[:MOST_PLACES]) + more


def named_ranges(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[str]:
    """Corners counted from 0 as "A1:H1"."""
    return [
        f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
        for (top, left), (bottom, right) in ranges
    ]
