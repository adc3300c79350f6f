"""What was read from a file: sheets of cells, and which written rules it met."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuphap.rules.numbers import quoted
from tuphap.rules.score_cells import Cell

# The written rules (K4). Nothing that is hidden gets lost unsaid: rows and columns hidden by a
# filter are often figures that count, a hidden sheet is somebody's draft.
RULES: Mapping[str, str] = {
    "hidden_sheet": "Trang tính ẩn {sheet} không đọc. Bỏ ẩn trang nếu cần nhập.",
    "no_cells": "Trang {sheet} là biểu đồ hoặc macro, không đọc.",
    "hidden_rows": "Trang tính {sheet}: dòng ẩn {places} vẫn đọc như dòng thường.",
    "hidden_columns": "Trang tính {sheet}: cột ẩn {places} vẫn đọc như cột thường.",
    "xls": "Tệp .xls: không nhận biết được dòng, cột ẩn và ô công thức; mọi dòng, cột đều đọc,"
    " công thức dùng kết quả đã lưu trong tệp.",
    "merged": "Trang tính {sheet}: {count} vùng ô gộp ({places}), giá trị chỉ tính ở ô đầu vùng.",
    "formulas": "Trang tính {sheet}: {count} ô công thức, dùng kết quả đã lưu trong tệp.",
    "formulas_without_result": "Trang tính {sheet}: {count} ô công thức chưa có kết quả ({places})"
    " coi là ô trống. Mở tệp bằng Excel, lưu lại rồi thử lại nếu cần các ô này.",
    "errors": "Trang tính {sheet}: {count} ô báo lỗi công thức ({places}) coi là ô trống.",
    "times": "Trang tính {sheet}: {count} ô có cả ngày và giờ. Cột ngày chỉ lấy ngày, dấu thời gian"
    " của câu trả lời lấy cả giờ.",
    "empty_rows": "Trang tính {sheet}: bỏ qua {count} dòng trống ({places}).",
    "external_links": "Tệp nối tới tệp khác: không mở, dùng kết quả đã lưu.",
    "encoding": "Tệp dùng bảng mã {encoding}, đã chuyển sang Unicode.",
}


@dataclass(frozen=True)
class Note:
    """A written rule that this file met: a code of RULES and its sentence for the preview."""

    code: str
    sheet: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """`rows` begin with the first line of the file, empty or not."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Book:
    """`form` is what the bytes are, whatever the name says: xlsx, xls, ods or csv."""

    form: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def remark(code: str, sheet: str = "", **values: str | int) -> Note:
    """A text file is one sheet without a name, which is then left out."""
    sentence = RULES[code].format(sheet=quoted(sheet), **values)
    sentence = sentence.removeprefix(f"Trang tính {quoted('')}: ")
    return Note(code, sheet, sentence[:1].upper() + sentence[1:])
