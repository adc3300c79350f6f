"""The papers of a council: form of a member, summary of opinions, minutes."""

from typing import Any

from word_forms.parts import (
    SIDE,
    begin,
    body,
    each,
    halves,
    otherwise,
    signature,
    when,
    width_of,
    write,
)
from word_forms.tables import Table, keys_of, words_of


def small(document: Any, text: str) -> Any:
    return body(document, text, 13, 0)


def lines(document: Any, name: str) -> None:
    with each(document, name):
        write(document, "{{ line }}", 13, SIDE.JUSTIFY)


def criteria_table(document: Any, figures: int) -> None:
    remarks = 46
    name = width_of(document) - 13 - 20 * figures - remarks
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * figures, SIDE.LEFT]
    table = Table(document, [13, name, *[20] * figures, remarks], sides)
    table.head(words_of("columns", figures + 3))
    with table.each():
        table.row(words_of("row", figures + 3))
    table.row(["", *words_of("total", figures + 1), ""], bold=True)


def opinion_paper() -> Any:
    document = begin(0.37)
    lines(document, "facts")
    write(document, "", 4)
    for figures in (1, 2, 3):
        with when(document, f"figures == {figures}"):
            criteria_table(document, figures)
    write(document, "Điều kiện công nhận theo số liệu:", bold=True)
    lines(document, "conditions")
    write(document, "Ý kiến về kết quả theo số liệu:", bold=True)
    lines(document, "stances")
    write(document, "Kiến nghị, điều kiện kèm theo:", bold=True)
    with when(document, "by_hand"):
        for _ in range(3):
            write(document, "." * 118)
        otherwise(document)
        write(document, "{{ requests }}", 13, SIDE.JUSTIFY)
    write(document, "", 6)
    signature(halves(document)[1], 1)
    return document


def summary_paper() -> Any:
    document = begin(0.4, flipped=True)
    write(document, "{{ intro }}", 12)
    write(document, "", 4)
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * 5, SIDE.LEFT, SIDE.LEFT]
    table = Table(document, [13, 38, 20, 18, 18, 18, 22, 61, 44], sides, 12)
    votes = ["Đề nghị công nhận", "Không đề nghị", "Không có ý kiến", "Vắng, không tham gia"]
    said = ["Nhận xét, kiến nghị", "Kết quả theo quy tắc"]
    table.head(["STT", "Đơn vị", "Theo số liệu", *votes, *said])
    keys = ("number", "unit", "figures", "yes", "no", "abstained", "absent", "said", "result")
    table.each_with_signatures(lambda: table.row(keys_of(*keys)))
    table.signatures(6)
    return document


def minutes_paper() -> Any:
    document = begin(0.37)
    small(document, "{{ opening }}")
    write(document, "I. Thành phần", bold=True)
    lines(document, "people")
    small(document, "{{ rules }}")
    write(document, "II. Diễn biến, kết luận", bold=True)
    lines(document, "course")
    write(document, "III. Kết quả lấy ý kiến", bold=True).paragraph_format.keep_with_next = True
    sides = [SIDE.CENTER, SIDE.LEFT, *[SIDE.CENTER] * 4, SIDE.LEFT]
    table = Table(document, [13, 34, 18, 18, 18, 20, 44], sides)
    votes = ["Đề nghị", "Không đề nghị", "Không ý kiến", "Vắng, không tham gia"]
    table.head(["STT", "Đơn vị", *votes, "Kết quả"])
    with table.each():
        table.row(keys_of("number", "unit", "yes", "no", "abstained", "absent", "result"))
    write(document, "", 4)
    small(document, "Hội đồng đề nghị công nhận đạt chuẩn: {{ met }}")
    small(document, "Hội đồng không đề nghị công nhận: {{ not_met }}")
    small(document, "{{ closing }}").paragraph_format.keep_with_next = True
    for at, cell in enumerate(halves(document)):
        signature(cell, at)
    return document


PAPERS = {
    "phieu-y-kien": opinion_paper,
    "tong-hop-y-kien": summary_paper,
    "bien-ban": minutes_paper,
}
