"""What Word templates are put together from, in the layout of Nghị định 30/2020/NĐ-CP.

`docxtpl` fills the words in braces and takes out paragraphs and rows that only say what follows.
The face is the one offices have; it has the widths of Tinos.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"
PAGE = (210, 297)
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
GREY = "EBEBEB"


# --- small parts ---


def write(place: Any, text: str, size: float = 13, side: Any = SIDE.LEFT, **style: bool) -> Any:
    """A paragraph in a document, a cell, a header; the first one of a cell is taken over."""
    found = place.paragraphs
    fresh = len(found) == 1 and not found[0].text and not isinstance(place, type(Document()))
    paragraph = found[0] if fresh else place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = FACE
    run.bold, run.italic = style.get("bold"), style.get("italic")
    run.underline = style.get("underline")
    paragraph.alignment = side
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def rule(place: Any, width: float, of: float) -> None:
    """A line of `width` in the middle of `of` millimetres: the border of a small paragraph."""
    paragraph = write(place, "", 4)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((of - width) / 2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.name = Pt(13), FACE
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def shade(cell: Any) -> None:
    fill = OxmlElement("w:shd")
    for key, value in {"val": "clear", "color": "auto", "fill": GREY}.items():
        fill.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next(row: Any) -> None:
    """Signatures never stand on a page of their own, headings never at the foot of one."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def body(place: Any, text: str, size: float = 14, after: float = 4) -> Any:
    paragraph = write(place, text, size, SIDE.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


# --- paragraphs that depend on the texts ---


@contextmanager
def when(place: Any, condition: str) -> Iterator[None]:
    write(place, f"{{%p if {condition} %}}")
    yield
    write(place, "{%p endif %}")


def otherwise(place: Any) -> None:
    write(place, "{%p else %}")


@contextmanager
def each(place: Any, name: str, item: str = "line", size: float = 13) -> Iterator[None]:
    write(place, f"{{%p for {item} in {name} %}}", size)
    yield
    write(place, "{%p endfor %}", size)


# --- what every paper has ---


def begin(share: float, *, flipped: bool = False, ruled: bool = False) -> Any:
    """Page, heading and title; `share` of the width is the office's, the rest the nation's."""
    document = paper(flipped=flipped)
    heading_block(document, share)
    title_block(document)
    if ruled:
        rule(document, 45, width_of(document))
    return document


def paper(*, flipped: bool) -> Any:
    document = Document()
    document.styles["Normal"].font.name = FACE
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    section = document.sections[0]
    width, height = reversed(PAGE) if flipped else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side, length in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(length))
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    for header in (section.first_page_header, section.header):
        mark = write(header, "{{ draft }}", 13, SIDE.CENTER, bold=True)
        mark.runs[0].font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    page_number(write(section.header, "", 13, SIDE.CENTER))
    for footer in (section.first_page_footer, section.footer):
        with each(footer, "foot", size=9):
            write(footer, "{{ line }}", 9)
    document.core_properties.title = "{{ title }}"
    document.core_properties.author = "{{ issuer }}"
    return document


def width_of(document: Any) -> float:
    section = document.sections[0]
    return float((section.page_width - section.left_margin - section.right_margin) / Mm(1))


def plain_table(document: Any, widths: Sequence[float], rows: int = 1) -> Any:
    table = document.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def heading_block(document: Any, share: float) -> None:
    whole = width_of(document)
    left, right = whole * share, whole * (1 - share)
    office, nation = plain_table(document, (left, right)).rows[0].cells
    write(office, "{{ head.office_kind }}", 13, SIDE.CENTER)
    write(office, "{{ head.office_name }}", 13, SIDE.CENTER, bold=True)
    rule(office, 22, left)
    with when(office, "head.number"):
        write(office, "{{ head.number }}", 13, SIDE.CENTER)
    write(nation, "{{ head.nation }}", 13, SIDE.CENTER, bold=True)
    write(nation, "{{ head.motto }}", 14, SIDE.CENTER, bold=True, underline=True)
    place = write(nation, "{{ head.place_and_day }}", 13, SIDE.CENTER, italic=True)
    place.paragraph_format.space_before = Pt(5)


def title_block(document: Any) -> None:
    title = write(document, "{{ title_lines }}", 14, SIDE.CENTER, bold=True)
    title.paragraph_format.space_before = Pt(14)
    with each(document, "subtitles"):
        write(document, "{{ line }}", 13, SIDE.CENTER, bold=True)
    with when(document, "about"):
        write(document, "{{ about }}", 13, SIDE.CENTER, italic=True)
    write(document, "", 6)


def signature(cell: Any, number: int) -> None:
    block = f"signatures[{number}]"
    with each(cell, f"{block}.lines"):
        write(cell, "{{ line }}", 13, SIDE.CENTER, bold=True)
    write(cell, f"{{{{ {block}.hint }}}}", 13, SIDE.CENTER, italic=True)
    name = write(cell, f"{{{{ {block}.name }}}}", 13, SIDE.CENTER, bold=True)
    name.paragraph_format.space_before = Mm(19)


def halves(document: Any) -> Any:
    """Two cells side by side, on one page."""
    half = width_of(document) / 2
    row = plain_table(document, (half, half)).rows[0]
    keep_whole(row)
    return row.cells


def recipients_and_signature(document: Any) -> None:
    to, sign = halves(document)
    write(to, "{{ recipients.title }}", 12, bold=True, italic=True)
    with each(to, "recipients.lines"):
        write(to, "{{ line }}", 11)
    signature(sign, 0)
