"""Finds the heading of a sheet of scores, below titles, over one or several lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tuphap.rules.score_cells import Cell, folded, is_blank, shown
from tuphap.rules.score_headers import INPUTS, Meaning, Role, Vocabulary, meaning_below, meaning_of

Rows = Sequence[Sequence[Cell]]

# A heading stands near the top; its lines are few.
DEEPEST_HEADING = 60
MOST_LINES = 4
_COUNTED = re.compile(r"[0-9]{1,3}")
_STRONG = INPUTS | {Role.TOTAL, Role.CONDITION, Role.RESULT, Role.NOT_IN_SET}


@dataclass(frozen=True)
class Column:
    """`text` is the heading as written, `index` counts from 0; no meaning: nobody knows it."""

    index: int
    text: str
    meaning: Meaning | None

    @property
    def role(self) -> Role | None:
        return self.meaning.role if self.meaning else None

    @property
    def code(self) -> str:
        """Of the node or condition, where the heading means one."""
        return self.meaning.code if self.meaning else ""

    @property
    def letters(self) -> str:
        """The name of the column in a spreadsheet: 0 is A, 26 is AA."""
        name, number = "", self.index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            name = chr(ord("A") + rest) + name
        return name


@dataclass(frozen=True)
class Heading:
    """`first` and `last` are indexes of its lines; data begin after `last`."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def having(self, *roles: Role) -> tuple[Column, ...]:
        """In the order of the sheet; asked for every line, so each answer is kept."""
        if roles not in self._answers:
            self._answers[roles] = tuple(c for c in self.columns if c.role in roles)
        return self._answers[roles]

    @cached_property
    def _answers(self) -> dict[tuple[Role, ...], tuple[Column, ...]]:
        return {}


def find_heading(rows: Rows, vocabulary: Vocabulary) -> Heading | None:
    """The first lines that name at least one figure, beside the unit or another figure."""
    for place in range(min(len(rows), DEEPEST_HEADING)):
        roles = [m.role for m in _meanings(rows[place], vocabulary)]
        if Role.UNIT not in roles and not _may_do_without_unit(rows, place, roles, vocabulary):
            continue
        heading = _heading_at(rows, place, vocabulary)
        if heading.having(*vocabulary.enough):
            return heading
    return None


def _may_do_without_unit(
    rows: Rows, place: int, roles: Sequence[Role], vocabulary: Vocabulary
) -> bool:
    """Two figures or more, and no line just below which names the unit and takes these along."""
    below = (m for row in rows[place + 1 : place + 3] for m in _meanings(row, vocabulary))
    unit_below = any(meaning.role is Role.UNIT for meaning in below)
    return sum(role in INPUTS for role in roles) >= 2 and not unit_below


def recognised(rows: Rows, vocabulary: Vocabulary) -> int:
    """How many columns are understood: tells the right delimiter from a wrong one."""
    heading = find_heading(rows, vocabulary)
    return sum(column.meaning is not None for column in heading.columns) if heading else 0


def _meanings(row: Sequence[Cell], vocabulary: Vocabulary) -> list[Meaning]:
    found = (meaning_of(shown(cell), vocabulary) for cell in row if not is_blank(cell))
    return [meaning for meaning in found if meaning]


def _heading_at(rows: Rows, place: int, vocabulary: Vocabulary) -> Heading:
    first, last = place, place
    while first > 0 and place - first < 2 and _is_upper_line(rows[first - 1], vocabulary):
        first -= 1
    unit = _unit_index(rows[place], vocabulary)
    while last + 1 < len(rows) and last - first < MOST_LINES - 1:
        if not _is_lower_line(rows[last + 1], unit, vocabulary):
            break
        last += 1
    columns = _columns(rows[first : last + 1], vocabulary)
    if last + 1 < len(rows) and _is_numbering(rows[last + 1]):
        last += 1
    return Heading(first, last, tuple(_one_unit_column(list(columns))))


def _unit_index(row: Sequence[Cell], vocabulary: Vocabulary) -> int | None:
    for index, cell in enumerate(row):
        meaning = meaning_of(shown(cell), vocabulary)
        if meaning and meaning.role is Role.UNIT:
            return index
    return None


def _is_upper_line(row: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Group names over the line of the unit; a title is one cell and does not count."""
    return sum(m.role in _STRONG for m in _meanings(row, vocabulary)) >= 2


def _is_lower_line(row: Sequence[Cell], unit: int | None, vocabulary: Vocabulary) -> bool:
    """A line below the name of the unit column, which is merged and so empty there.

    The cells themselves do not decide: the points 3.1 would read as the indicator 3.1.
    """
    if unit is None or (unit < len(row) and not is_blank(row[unit])):
        return False
    texts = [cell for cell in row if isinstance(cell, str) and not is_blank(cell)]
    return bool(texts) and not _is_numbering(row) and _has_words(texts, vocabulary)


def _has_words(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    meanings = [meaning_of(text, vocabulary) for text in texts]
    words = sum(any(c.isalpha() for c in text) for text in texts)
    return any(meanings) and (words > 0 or len(texts) > 1)


def _is_numbering(row: Sequence[Cell]) -> bool:
    """The line (1) (2) (3) or A B 1 2 under many official headings."""
    cells = [folded(cell) for cell in row if not is_blank(cell)]
    if len(cells) < 3:
        return False
    bare = [cell.strip("()").split("=")[0].strip() for cell in cells]
    letters = [cell for cell in bare if cell in ("a", "b", "c")]
    numbers = [int(cell) for cell in bare if _COUNTED.fullmatch(cell)]
    follows = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) + len(letters) == len(cells) and len(numbers) >= 2 and follows


def _columns(lines: Rows, vocabulary: Vocabulary) -> Iterator[Column]:
    """Each column read from top to bottom; a group name reaches right to the next name."""
    width = max((len(line) for line in lines), default=0)
    for index in range(width):
        text, meaning = "", None
        for depth, line in enumerate(lines):
            own = shown(line[index]) if index < len(line) else ""
            if not own:
                continue
            above, above_meaning = _group(lines[:depth], index, vocabulary)
            meaning = meaning_below(own, above, above_meaning, vocabulary)
            text = own
        if text:
            yield Column(index, text, meaning)


def _group(lines: Rows, index: int, vocabulary: Vocabulary) -> tuple[str, Meaning | None]:
    """The nearest name above, straight or to the left in the same line."""
    for depth in range(len(lines) - 1, -1, -1):
        line = lines[depth]
        for place in range(min(index, len(line) - 1), -1, -1):
            if text := shown(line[place]):
                above, meaning = _group(lines[:depth], place, vocabulary)
                return text, meaning_below(text, above, meaning, vocabulary)
    return "", None


def _one_unit_column(columns: list[Column]) -> Iterator[Column]:
    """Beside a column that says xã, one that only says đơn vị names the unit above."""
    units = [c for c in columns if c.role is Role.UNIT]
    has_commune = any(column.code for column in units)
    for column in columns:
        if column in units and has_commune and not column.code:
            yield Column(column.index, column.text, Meaning(Role.PARENT))
        else:
            yield column
