"""The Word templates of the council's papers, with the parts of the papers of a dossier.

`python assets/build_council_word_forms.py` writes them anew.
"""

from pathlib import Path
from typing import Any

from build_word_forms import (
    SIDE,
    add_row,
    control_row,
    heading_block,
    keep_whole,
    keep_with_next,
    paper,
    plain_table,
    repeat_on_each_page,
    ruled_table,
    signature,
    signature_row,
    title_block,
    width_of,
    write,
)
from docx.shared import Mm

FORMS = Path(__file__).resolve().parents[1] / "tuphap/modules/assessments/council/typeset"


def body(document: Any, text: str) -> Any:
    paragraph = write(document, text, 13, SIDE.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def each(document: Any, name: str, **style: Any) -> None:
    write(document, f"{{%p for line in {name} %}}")
    write(document, "{{ line }}", 13, SIDE.JUSTIFY, **style)
    write(document, "{%p endfor %}")


def criteria_table(document: Any, figures: int) -> None:
    remarks = 46
    name = width_of(document) - 13 - 20 * figures - remarks
    widths = [13, name, *[20] * figures, remarks]
    table = ruled_table(document, widths)
    last = figures + 2
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * figures, SIDE.LEFT]
    names = [f"{{{{ columns[{at}] }}}}" for at in range(last + 1)]
    repeat_on_each_page(add_row(table, widths, names, bold=True))
    control_row(table, widths, "{%tr for row in rows %}")
    add_row(table, widths, [f"{{{{ row[{at}] }}}}" for at in range(last + 1)], sides=sides)
    control_row(table, widths, "{%tr endfor %}")
    totals = [f"{{{{ total[{at}] }}}}" for at in range(1, figures + 1)]
    add_row(table, widths, ["", "{{ total[0] }}", *totals, ""], bold=True, sides=sides)


def opinion_paper() -> Any:
    document = paper(flipped=False)
    heading_block(document, 0.37)
    title_block(document)
    each(document, "facts")
    write(document, "", 4)
    for figures in (1, 2, 3):
        write(document, f"{{%p if figures == {figures} %}}")
        criteria_table(document, figures)
        write(document, "{%p endif %}")
    write(document, "Điều kiện công nhận theo số liệu:", bold=True)
    each(document, "conditions")
    write(document, "Ý kiến về kết quả theo số liệu:", bold=True)
    each(document, "stances")
    write(document, "Kiến nghị, điều kiện kèm theo:", bold=True)
    write(document, "{%p if by_hand %}")
    for _ in range(3):
        write(document, "." * 118)
    write(document, "{%p else %}")
    write(document, "{{ requests }}", 13, SIDE.JUSTIFY)
    write(document, "{%p endif %}")
    write(document, "", 6)
    half = width_of(document) / 2
    row = plain_table(document, (half, half)).rows[0]
    keep_whole(row)
    signature(row.cells[1], 1)
    return document


def summary_paper() -> Any:
    document = paper(flipped=True)
    heading_block(document, 0.4)
    title_block(document)
    write(document, "{{ intro }}", 12)
    write(document, "", 4)
    widths = [13, 38, 20, 18, 18, 18, 22, 61, 44]
    table = ruled_table(document, widths)
    names = [
        "STT",
        "Đơn vị",
        "Theo số liệu",
        "Đề nghị công nhận",
        "Không đề nghị",
        "Không có ý kiến",
        "Vắng, không tham gia",
        "Nhận xét, kiến nghị",
        "Kết quả theo quy tắc",
    ]
    keys = ["number", "unit", "figures", "yes", "no", "abstained", "absent", "said", "result"]
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * 5, SIDE.LEFT, SIDE.LEFT]
    repeat_on_each_page(add_row(table, widths, names, 12, bold=True))
    cells = [f"{{{{ row.{key} }}}}" for key in keys]
    control_row(table, widths, "{%tr for row in rows %}")
    control_row(table, widths, "{%tr if loop.last %}")
    keep_with_next(add_row(table, widths, cells, 12, sides=sides))
    control_row(table, widths, "{%tr else %}")
    add_row(table, widths, cells, 12, sides=sides)
    control_row(table, widths, "{%tr endif %}")
    control_row(table, widths, "{%tr endfor %}")
    signature_row(table, widths, 6, under_note=False)
    return document


def minutes_paper() -> Any:
    document = paper(flipped=False)
    heading_block(document, 0.37)
    title_block(document)
    body(document, "{{ opening }}")
    write(document, "I. Thành phần", bold=True)
    each(document, "people")
    body(document, "{{ rules }}")
    write(document, "II. Diễn biến, kết luận", bold=True)
    each(document, "course")
    write(document, "III. Kết quả lấy ý kiến", bold=True).paragraph_format.keep_with_next = True
    widths = [13, 34, 18, 18, 18, 20, 44]
    table = ruled_table(document, widths)
    names = ["STT", "Đơn vị", "Đề nghị", "Không đề nghị", "Không ý kiến", "Vắng, không tham gia"]
    keys = ["number", "unit", "yes", "no", "abstained", "absent", "result"]
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * 4, SIDE.LEFT]
    repeat_on_each_page(add_row(table, widths, [*names, "Kết quả"], bold=True))
    control_row(table, widths, "{%tr for row in rows %}")
    add_row(table, widths, [f"{{{{ row.{key} }}}}" for key in keys], sides=sides)
    control_row(table, widths, "{%tr endfor %}")
    write(document, "", 4)
    body(document, "Hội đồng đề nghị công nhận đạt chuẩn: {{ met }}")
    body(document, "Hội đồng không đề nghị công nhận: {{ not_met }}")
    body(document, "{{ closing }}").paragraph_format.keep_with_next = True
    half = width_of(document) / 2
    row = plain_table(document, (half, half)).rows[0]
    keep_whole(row)
    for at in (0, 1):
        signature(row.cells[at], at)
    return document


PAPERS = {
    "phieu-y-kien": opinion_paper,
    "tong-hop-y-kien": summary_paper,
    "bien-ban": minutes_paper,
}


def build_council_word_forms() -> None:
    for name, make in PAPERS.items():
        make().save(FORMS / f"{name}.docx")


if __name__ == "__main__":
    build_council_word_forms()
