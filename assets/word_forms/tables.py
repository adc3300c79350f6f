"""Tables of Word templates: with rows that repeat, cells for several, signatures at their end."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from word_forms.parts import (
    FACE,
    keep_whole,
    keep_with_next,
    plain_table,
    repeat_on_each_page,
    shade,
    signature,
    write,
)


def ruled_table(document: Any, widths: Sequence[float]) -> Any:
    table = plain_table(document, widths, rows=0)
    table.style = "Table Grid"
    return table


def add_row(
    table: Any, widths: Sequence[float], texts: Iterable[str], size: float = 11.5, **style: Any
) -> Any:
    row = table.add_row()
    keep_whole(row)
    sides = style.pop("sides", [SIDE.CENTER] * len(widths))
    filled = style.pop("filled", False)
    for cell, text, width, side in zip(row.cells, texts, widths, sides, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = write(cell, text, size, side, **style)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        if filled:
            shade(cell)
    return row


def headed_table(
    document: Any, widths: Sequence[float], names: Sequence[str], size: float = 11.5
) -> Any:
    table = ruled_table(document, widths)
    repeat_on_each_page(add_row(table, widths, names, size, bold=True))
    return table


def words_of(name: str, count: int) -> list[str]:
    """“{{ name[0] }}”, “{{ name[1] }}” …"""
    return [f"{{{{ {name}[{at}] }}}}" for at in range(count)]


def keys_of(*keys: str) -> list[str]:
    return [f"{{{{ row.{key} }}}}" for key in keys]


def rows_of(
    table: Any,
    widths: Sequence[float],
    name: str,
    cells: Sequence[str],
    size: float = 11.5,
    **style: Any,
) -> None:
    """A row for each of `name`."""
    control_row(table, widths, f"{{%tr for row in {name} %}}")
    add_row(table, widths, cells, size, **style)
    control_row(table, widths, "{%tr endfor %}")


def rows_with_signatures(table: Any, widths: Sequence[float], add: Callable[[], Any]) -> None:
    """The same where signatures follow: the last of them stays with these."""
    control_row(table, widths, "{%tr for row in rows %}")
    control_row(table, widths, "{%tr if loop.last %}")
    keep_with_next(add())
    control_row(table, widths, "{%tr else %}")
    add()
    control_row(table, widths, "{%tr endif %}")
    control_row(table, widths, "{%tr endfor %}")


def control_row(table: Any, widths: Sequence[float], words: str) -> None:
    """A row that `docxtpl` takes out: it only says which rows follow."""
    add_row(table, widths, [words, *[""] * (len(widths) - 1)])


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


def note_row(table: Any, widths: Sequence[float]) -> None:
    row = add_row(table, widths, [""] * len(widths), sides=[SIDE.LEFT] * len(widths))
    merged(row, 0, len(widths) - 1)
    for words, italic in (("Ghi chú: ", True), ("{{ note }}", False)):
        run = row.cells[0].paragraphs[0].add_run(words)
        run.font.size, run.font.name, run.italic = Pt(11.5), FACE, italic
    open_sides(row.cells[0], ("left", "bottom", "right"))
    keep_with_next(row)


def signature_row(table: Any, widths: Sequence[float], left: int, *, under_note: bool) -> None:
    """The first `left` columns, and the others. A row of the same table: LibreOffice does not keep
    the last row of a table with a paragraph or a table after it."""
    row = table.add_row()
    keep_whole(row)
    last = len(widths) - 1
    merged(row, 0, left - 1)
    merged(row, left, last)
    sides = ("left", "bottom", "right")
    for number, at in enumerate((0, left)):
        cell = row.cells[at]
        open_sides(cell, ("top", *sides) if under_note else sides)
        write(cell, " ", 8)
        signature(cell, number)
