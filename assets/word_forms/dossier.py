"""The papers of a dossier: summary of points, report, summary of comments."""

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
    when,
    write,
)
from word_forms.tables import Table, join, keys_of, merged, words_of


def score_table(document: Any, *, points: bool) -> None:
    widths = [24, 106, 17, 31, 24, 18, 32] if points else [24, 108, 40, 24, 24, 32]
    sides = [SIDE.LEFT, SIDE.LEFT, *[SIDE.CENTER] * (len(widths) - 2)]
    table = Table(document, widths, sides)
    at = 3 if points else 2
    score_head(table, at, points=points)
    start = keys_of("label", "name", *(["max"] if points else []))
    end = keys_of("score", "signed")
    cells, slender = [*start, *keys_of("done", "ratio"), *end], [SIDE.RIGHT, *sides[1:]]
    with table.each(), table.when('row.level == "criterion"'):
        row = table.row([*start, "{{ row.basis }}", "", *end], bold=True, filled=True)
        merged(row, at, at + 1)
        keep_with_next(row)
        table.otherwise('row.level == "indicator"')
        keep_with_next(table.row(cells, italic=True))
        table.otherwise("row.wide")
        merged(table.row(cells, sides=slender), at, at + 1)
        table.otherwise()
        table.row(cells, sides=slender)
    small_last_cells(table.table)
    most = ["{{ total.max }}"] if points else []
    closing = ["{{ total.label }}", "", *most, "{{ total.basis }}", "", "{{ total.score }}", ""]
    row = table.row(closing, sides=table.centered, bold=True)
    merged(row, at, at + 1)
    merged(row, 0, 1)
    keep_with_next(row)
    table.note()
    table.signatures(2, under_note=True)


def score_head(table: Table, at: int, *, points: bool) -> None:
    """Two rows; only the basis has two columns of its own in the lower one."""
    basis = "Căn cứ chấm điểm" if points else "Căn cứ đánh giá"
    result = "Điểm số tự chấm" if points else "Kết quả tự đánh giá"
    names = ["Tiêu chí, chỉ tiêu", "Nội dung", *(["Điểm số tối đa"] if points else [])]
    upper = table.head([*names, basis, "", result, "Chữ ký của công chức phụ trách"])
    lower = table.head([*[""] * at, "Số liệu thực hiện (1)", "Tỷ lệ đạt được (2)", "", ""])
    merged(upper, at, at + 1)
    for column in (*range(at), at + 2, at + 3):
        join(upper.cells[column], lower.cells[column])


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
    table = Table(document, [14, 66, 46, 40, 86], [SIDE.CENTER, *[SIDE.LEFT] * 4], 12)
    who, said, answer = "Cơ quan, tổ chức, cá nhân góp ý", "Nội dung ý kiến", "Tiếp thu, giải trình"
    merged(table.head(["STT", who, said, "", answer]), 2, 3)
    with table.when("nobody"):
        row = table.row(["{{ nobody }}", *[""] * 4], sides=table.centered, italic=True)
        merged(row, 0, 4)
        keep_with_next(row)
    table.each_with_signatures(lambda: comment_row(table))
    table.signatures(3)
    return document


def comment_row(table: Table) -> Any:
    row = table.row([*keys_of("number", "who", "said"), "", "{{ row.answer }}"])
    merged(row, 2, 3)
    return row


def report_table(document: Any, widths: list[float]) -> None:
    count = len(widths)
    table = Table(document, widths, [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * (count - 2)], 12)
    table.head(words_of("columns", count))
    with table.each():
        table.row(words_of("row", count))
    table.row(words_of("total", count), sides=table.centered, bold=True)


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
