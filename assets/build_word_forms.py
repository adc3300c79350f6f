"""The Word templates of the papers, in the layout of Nghị định 30/2020/NĐ-CP: `docxtpl` fills them.

`python assets/build_word_forms.py` writes them anew; an office may also change them in Word, as
long as the words in braces stay. The face is the one offices have; it has the widths of Tinos.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FORMS = Path(__file__).resolve().parents[1] / "tuphap/modules/assessments/papers/forms"
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


def repeat_on_each_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next(row: Any) -> None:
    """Signatures never stand on a page of their own, headings never at the foot of one."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


# --- what every paper has ---


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
        write(footer, "{%p for line in foot %}", 9)
        write(footer, "{{ line }}", 9)
        write(footer, "{%p endfor %}", 9)
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
    write(office, "{%p if head.number %}")
    write(office, "{{ head.number }}", 13, SIDE.CENTER)
    write(office, "{%p endif %}")
    write(nation, "{{ head.nation }}", 13, SIDE.CENTER, bold=True)
    write(nation, "{{ head.motto }}", 14, SIDE.CENTER, bold=True, underline=True)
    place = write(nation, "{{ head.place_and_day }}", 13, SIDE.CENTER, italic=True)
    place.paragraph_format.space_before = Pt(5)


def title_block(document: Any) -> None:
    title = write(document, "{{ title_lines }}", 14, SIDE.CENTER, bold=True)
    title.paragraph_format.space_before = Pt(14)
    write(document, "{%p for line in subtitles %}")
    write(document, "{{ line }}", 13, SIDE.CENTER, bold=True)
    write(document, "{%p endfor %}")
    write(document, "{%p if about %}")
    write(document, "{{ about }}", 13, SIDE.CENTER, italic=True)
    write(document, "{%p endif %}")
    write(document, "", 6)


def signature(cell: Any, number: int) -> None:
    block = f"signatures[{number}]"
    write(cell, f"{{%p for line in {block}.lines %}}")
    write(cell, "{{ line }}", 13, SIDE.CENTER, bold=True)
    write(cell, "{%p endfor %}")
    write(cell, f"{{{{ {block}.hint }}}}", 13, SIDE.CENTER, italic=True)
    name = write(cell, f"{{{{ {block}.name }}}}", 13, SIDE.CENTER, bold=True)
    name.paragraph_format.space_before = Mm(19)


# --- tables ---


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


# --- the three papers ---


def score_table(document: Any, *, points: bool) -> None:
    widths = [24, 106, 17, 31, 24, 18, 32] if points else [24, 108, 40, 24, 24, 32]
    table = ruled_table(document, widths)
    most = ["Điểm số tối đa"] if points else []
    basis = "Căn cứ chấm điểm" if points else "Căn cứ đánh giá"
    result = "Điểm số tự chấm" if points else "Kết quả tự đánh giá"
    names = ["Tiêu chí, chỉ tiêu", "Nội dung", *most]
    at = len(names)
    sign = "Chữ ký của công chức phụ trách"
    upper = add_row(table, widths, [*names, basis, "", result, sign], bold=True)
    lower = add_row(
        table,
        widths,
        [""] * at + ["Số liệu thực hiện (1)", "Tỷ lệ đạt được (2)", "", ""],
        bold=True,
    )
    for row in (upper, lower):
        repeat_on_each_page(row)
    merged(upper, at, at + 1)
    for column in (*range(at), at + 2, at + 3):
        join(upper.cells[column], lower.cells[column])
    most = ["{{ row.max }}"] if points else []
    figures = ["{{ row.done }}", "{{ row.ratio }}"]
    start, end = (
        ["{{ row.label }}", "{{ row.name }}", *most],
        ["{{ row.score }}", "{{ row.signed }}"],
    )
    sides = [SIDE.LEFT, SIDE.LEFT, *[SIDE.CENTER] * (len(widths) - 2)]
    control_row(table, widths, "{%tr for row in rows %}")
    control_row(table, widths, '{%tr if row.level == "criterion" %}')
    basis_row = [*start, "{{ row.basis }}", "", *end]
    row = add_row(table, widths, basis_row, bold=True, sides=sides, filled=True)
    merged(row, at, at + 1)
    keep_with_next(row)
    control_row(table, widths, '{%tr elif row.level == "indicator" %}')
    keep_with_next(add_row(table, widths, [*start, *figures, *end], italic=True, sides=sides))
    control_row(table, widths, "{%tr elif row.wide %}")
    row = add_row(table, widths, [*start, *figures, *end], sides=[SIDE.RIGHT, *sides[1:]])
    merged(row, at, at + 1)
    control_row(table, widths, "{%tr else %}")
    add_row(table, widths, [*start, *figures, *end], sides=[SIDE.RIGHT, *sides[1:]])
    control_row(table, widths, "{%tr endif %}")
    control_row(table, widths, "{%tr endfor %}")
    small_last_cells(table)
    most = ["{{ total.max }}"] if points else []
    closing = ["{{ total.label }}", "", *most, "{{ total.basis }}", "", "{{ total.score }}", ""]
    row = add_row(table, widths, closing, bold=True)
    merged(row, at, at + 1)
    merged(row, 0, 1)
    keep_with_next(row)
    note_row(table, widths)
    signature_row(table, widths, 2, under_note=True)


def small_last_cells(table: Any) -> None:
    """A name and a moment, where else somebody signs."""
    for row in table.rows:
        for run in row.cells[-1].paragraphs[0].runs:
            if run.text == "{{ row.signed }}":
                run.font.size, run.bold, run.italic = Pt(8.5), None, None


def score_paper() -> Any:
    document = paper(flipped=True)
    heading_block(document, 0.36)
    title_block(document)
    write(document, "{%p if has_points %}")
    score_table(document, points=True)
    write(document, "{%p else %}")
    score_table(document, points=False)
    write(document, "{%p endif %}")
    return document


def comments_paper() -> Any:
    document = paper(flipped=True)
    heading_block(document, 0.36)
    title_block(document)
    write(document, "{{ posting }}", 12)
    write(document, "", 4)
    # Columns 3 and 4 are one for the reader: between them the signatures meet, in the middle.
    widths = [14, 66, 46, 40, 86]
    table = ruled_table(document, widths)
    who, said, answer = "Cơ quan, tổ chức, cá nhân góp ý", "Nội dung ý kiến", "Tiếp thu, giải trình"
    names = ["STT", who, said, "", answer]
    repeat_on_each_page(comment_row(table, widths, names, bold=True))
    control_row(table, widths, "{%tr if nobody %}")
    row = add_row(table, widths, ["{{ nobody }}", *[""] * 4], 12, italic=True)
    merged(row, 0, 4)
    keep_with_next(row)
    control_row(table, widths, "{%tr endif %}")
    control_row(table, widths, "{%tr for row in rows %}")
    cells = ["{{ row.number }}", "{{ row.who }}", "{{ row.said }}", "", "{{ row.answer }}"]
    sides = [SIDE.CENTER, *[SIDE.LEFT] * 4]
    control_row(table, widths, "{%tr if loop.last %}")
    keep_with_next(comment_row(table, widths, cells, sides=sides))
    control_row(table, widths, "{%tr else %}")
    comment_row(table, widths, cells, sides=sides)
    control_row(table, widths, "{%tr endif %}")
    control_row(table, widths, "{%tr endfor %}")
    signature_row(table, widths, 3, under_note=False)
    return document


def comment_row(table: Any, widths: Sequence[float], texts: Sequence[str], **style: Any) -> Any:
    row = add_row(table, widths, texts, 12, **style)
    merged(row, 2, 3)
    return row


def report_table(document: Any, widths: Sequence[float]) -> None:
    table = ruled_table(document, widths)
    count = len(widths)
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * (count - 2)]
    names = [f"{{{{ columns[{at}] }}}}" for at in range(count)]
    repeat_on_each_page(add_row(table, widths, names, 12, bold=True))
    control_row(table, widths, "{%tr for row in rows %}")
    add_row(table, widths, [f"{{{{ row[{at}] }}}}" for at in range(count)], 12, sides=sides)
    control_row(table, widths, "{%tr endfor %}")
    add_row(table, widths, [f"{{{{ total[{at}] }}}}" for at in range(count)], 12, bold=True)


def body(document: Any, text: str) -> Any:
    paragraph = write(document, text, 14, SIDE.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


def report_paper() -> Any:
    document = paper(flipped=False)
    heading_block(document, 0.36)
    title_block(document)
    rule(document, 45, width_of(document))
    body(document, "{{ opening }}")
    write(document, "{{ section }}", 14, bold=True)
    write(document, "{{ led }}", 14, bold=True)
    write(document, "{%p if posting %}")
    body(document, "{{ posting }}")
    write(document, "{%p endif %}")
    write(document, "{%p for line in led_lines %}")
    body(document, "{{ line }}")
    write(document, "{%p endfor %}")
    write(document, "{%p if led_hint %}")
    write(document, "{{ led_hint }}", 14, italic=True)
    write(document, "", 14)
    write(document, "{%p endif %}")
    write(document, "{{ scored }}", 14, bold=True)
    write(document, "", 4)
    write(document, "{%p if has_points %}")
    report_table(document, [11, 88, 19, 20, 27])
    write(document, "{%p else %}")
    report_table(document, [11, 100, 27, 27])
    write(document, "{%p endif %}")
    body(document, "{{ conditions_title }}").paragraph_format.space_before = Pt(6)
    write(document, "{%p for line in conditions %}")
    body(document, "{{ line }}")
    write(document, "{%p endfor %}")
    body(document, "{{ closing }}").paragraph_format.keep_with_next = True
    half = width_of(document) / 2
    row = plain_table(document, (half, half)).rows[0]
    keep_whole(row)
    to, sign = row.cells
    write(to, "{{ recipients.title }}", 12, bold=True, italic=True)
    write(to, "{%p for line in recipients.lines %}")
    write(to, "{{ line }}", 11)
    write(to, "{%p endfor %}")
    signature(sign, 0)
    return document


PAPERS = {"tong-hop": score_paper, "bao-cao": report_paper, "y-kien": comments_paper}


def build_word_forms() -> None:
    for name, make in PAPERS.items():
        make().save(FORMS / f"{name}.docx")


if __name__ == "__main__":
    build_word_forms()
