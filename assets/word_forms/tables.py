"""Tables of Word templates: rows that repeat, cells for several, signatures at their end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from word_forms.parts import FACE, keep_whole, keep_with_next, plain_table, shade, signature, write


class Table:
    """Ruled, as wide as its columns; `sides` say where the words of each column stand."""

    def __init__(
        self, document: Any, widths: Sequence[float], sides: Sequence[Any] = (), size: float = 11.5
    ) -> None:
        self.widths, self.size = widths, size
        self.centered = [SIDE.CENTER] * len(widths)
        self.sides = sides or self.centered
        self.table = plain_table(document, widths, rows=0)
        self.table.style = "Table Grid"

    def head(self, names: Iterable[str]) -> Any:
        """Again on each page."""
        row = self.row(names, sides=self.centered, bold=True)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return row

    def row(
        self,
        texts: Iterable[str],
        *,
        sides: Sequence[Any] = (),
        size: float = 0,
        filled: bool = False,
        **style: Any,
    ) -> Any:
        row = self.table.add_row()
        keep_whole(row)
        columns = zip(row.cells, texts, self.widths, sides or self.sides, strict=True)
        for cell, text, width, side in columns:
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            shape = write(cell, text, size or self.size, side, **style).paragraph_format
            shape.space_before = shape.space_after = Pt(1)
            if filled:
                shade(cell)
        return row

    @contextmanager
    def each(self, name: str = "rows") -> Iterator[None]:
        self._only(f"for row in {name}")
        yield
        self._only("endfor")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        self._only(f"if {condition}")
        yield
        self._only("endif")

    def otherwise(self, condition: str = "") -> None:
        self._only(f"elif {condition}" if condition else "else")

    def each_with_signatures(self, add: Callable[[], Any]) -> None:
        """The last row stays with the signatures that follow."""
        with self.each(), self.when("loop.last"):
            keep_with_next(add())
            self.otherwise()
            add()

    def note(self) -> None:
        row = self.row([""] * len(self.widths), sides=[SIDE.LEFT] * len(self.widths))
        merged(row, 0, len(self.widths) - 1)
        for words, italic in (("Ghi chú: ", True), ("{{ note }}", False)):
            run = row.cells[0].paragraphs[0].add_run(words)
            run.font.size, run.font.name, run.italic = Pt(11.5), FACE, italic
        open_sides(row.cells[0], ("left", "bottom", "right"))
        keep_with_next(row)

    def signatures(self, left: int, *, under_note: bool = False) -> None:
        """Under the first `left` columns, and the others. A row of the same table: LibreOffice does
        not keep the last row of a table with a paragraph or a table after it."""
        row = self.table.add_row()
        keep_whole(row)
        merged(row, 0, left - 1)
        merged(row, left, len(self.widths) - 1)
        sides = ("left", "bottom", "right")
        for number, at in enumerate((0, left)):
            cell = row.cells[at]
            open_sides(cell, ("top", *sides) if under_note else sides)
            write(cell, " ", 8)
            signature(cell, number)

    def _only(self, words: str) -> None:
        """A row that `docxtpl` takes out: it only says which rows follow."""
        self.row(
            [f"{{%tr {words} %}}", *[""] * (len(self.widths) - 1)], sides=self.centered, size=11.5
        )


def words_of(name: str, count: int) -> list[str]:
    """“{{ name[0] }}”, “{{ name[1] }}” …"""
    return [f"{{{{ {name}[{at}] }}}}" for at in range(count)]


def keys_of(*keys: str) -> list[str]:
    return [f"{{{{ row.{key} }}}}" for key in keys]


def merged(row: Any, first: int, last: int) -> None:
    join(row.cells[first], row.cells[last])


def join(first: Any, last: Any) -> None:
    """One cell for several; empty paragraphs of the others would make the row high."""
    for paragraph in first.merge(last).paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)


def open_sides(cell: Any, sides: Sequence[str]) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
