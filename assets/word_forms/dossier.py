"""The papers of a dossier: summary of points, report, summary of comments."""

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt

from word_forms.parts import (
    SIDE,
    begin,
    body,
    each,
    keep_with_next,
    otherwise,
    recipients_and_signature,
    repeat_on_each_page,
    when,
    write,
)
from word_forms.tables import (
    add_row,
    control_row,
    headed_table,
    join,
    keys_of,
    merged,
    note_row,
    rows_of,
    rows_with_signatures,
    ruled_table,
    signature_row,
    words_of,
)


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
    document = begin(0.36, flipped=True)
    with when(document, "has_points"):
        score_table(document, points=True)
        otherwise(document)
        score_table(document, points=False)
    return document


def comments_paper() -> Any:
    document = begin(0.36, flipped=True)
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
    cells = [*keys_of("number", "who", "said"), "", "{{ row.answer }}"]
    sides = [SIDE.CENTER, *[SIDE.LEFT] * 4]
    rows_with_signatures(table, widths, lambda: comment_row(table, widths, cells, sides=sides))
    signature_row(table, widths, 3, under_note=False)
    return document


def comment_row(table: Any, widths: Sequence[float], texts: Sequence[str], **style: Any) -> Any:
    row = add_row(table, widths, texts, 12, **style)
    merged(row, 2, 3)
    return row


def report_table(document: Any, widths: Sequence[float]) -> None:
    count = len(widths)
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * (count - 2)]
    table = headed_table(document, widths, words_of("columns", count), 12)
    rows_of(table, widths, "rows", words_of("row", count), 12, sides=sides)
    add_row(table, widths, words_of("total", count), 12, bold=True)


def report_paper() -> Any:
    document = begin(0.36, ruled=True)
    body(document, "{{ opening }}")
    write(document, "{{ section }}", 14, bold=True)
    write(document, "{{ led }}", 14, bold=True)
    with when(document, "posting"):
        body(document, "{{ posting }}")
    with each(document, "led_lines"):
        body(document, "{{ line }}")
    with when(document, "led_hint"):
        write(document, "{{ led_hint }}", 14, italic=True)
        write(document, "", 14)
    write(document, "{{ scored }}", 14, bold=True)
    write(document, "", 4)
    with when(document, "has_points"):
        report_table(document, [11, 88, 19, 20, 27])
        otherwise(document)
        report_table(document, [11, 100, 27, 27])
    body(document, "{{ conditions_title }}").paragraph_format.space_before = Pt(6)
    with each(document, "conditions"):
        body(document, "{{ line }}")
    body(document, "{{ closing }}").paragraph_format.keep_with_next = True
    recipients_and_signature(document)
    return document


PAPERS = {"tong-hop": score_paper, "bao-cao": report_paper, "y-kien": comments_paper}
