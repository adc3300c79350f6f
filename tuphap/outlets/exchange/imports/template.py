"""The file to be filled in: the units of the year, and for each what a list of results says.

It comes back through the same import; every heading is one the import knows.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.former_years.queries.batches import (
    communes_of,
    require_year,
    sets_to_import,
    units_day,
)
from tuphap.modules.criteria.queries import newest, parsed
from tuphap.rules.listed_results import LONGEST_PAPER, LONGEST_REASON
from tuphap.rules.listed_template import mark_text
from tuphap.rules.numbers import example_up_to, format_count, format_points_short
from tuphap.rules.rule_set import PASS, RuleSet

SHEET = "Kết quả"
NAMES = 3  # number, code and unit stay in sight
HEAD_ROW = 4
WHOLE = 100
POINTS, PER_CENT, DAY, TEXT = "0.00#", "0.00", "dd/mm/yyyy", "@"
LOCKED, LINE = "#E9EEF2", "#9AA8B3"
GUIDE = (
    "Điền các ô trắng; ô nền xám là danh sách đơn vị, giữ nguyên. Dòng để trống không được ghi."
    " Lưu rồi nạp lại ở trang Nhập kết quả các năm trước."
)
_STOP = {"error_type": "stop", "error_title": "Chưa nhận giá trị này"}


@dataclass(frozen=True)
class TemplateColumn:
    """`check` is what the spreadsheet holds an input against; locked columns have none."""

    head: str
    width: int
    number_format: str = ""
    is_input: bool = True
    check: Mapping[str, Any] = field(default_factory=dict)


def columns_of(rule_set: RuleSet, year: int, *, has_above: bool) -> list[TemplateColumn]:
    above = [TemplateColumn("Đơn vị cấp trên", 22, is_input=False)] if has_above else []
    return [
        TemplateColumn("STT", 6, is_input=False),
        TemplateColumn("Mã đơn vị", 10, TEXT, is_input=False),
        TemplateColumn("Đơn vị", 28, is_input=False),
        *above,
        *_figures(rule_set),
        TemplateColumn("Kết quả", 12, TEXT, check=_one_of(("Đạt", "Chưa đạt"))),
        *_beside(rule_set),
        TemplateColumn("Số quyết định", 18, TEXT, check=_short(LONGEST_PAPER)),
        TemplateColumn("Ngày quyết định", 14, DAY, check=_since(date(year, 1, 1))),
    ]


def _beside(rule_set: RuleSet) -> list[TemplateColumn]:
    if rule_set.scale == PASS:
        return [TemplateColumn("Lý do, chỉ tiêu chưa đạt", 44, TEXT, check=_short(LONGEST_REASON))]
    check = _up_to(Decimal(WHOLE))
    return [TemplateColumn("Mức độ hài lòng (%)", 10, PER_CENT, check=check)]


def _figures(rule_set: RuleSet) -> Iterator[TemplateColumn]:
    if rule_set.scale == PASS:
        return
    for criterion in rule_set.criteria:
        head = f"{criterion.code} (tối đa {format_points_short(criterion.max_points)})"
        yield TemplateColumn(head, 11, POINTS, check=_up_to(criterion.max_points))
    yield TemplateColumn("Tổng điểm", 11, POINTS, check=_up_to(rule_set.total_max))


def _up_to(most: Decimal | None) -> dict[str, Any]:
    limit = Decimal(WHOLE) if most is None else most
    said = (
        f"Ghi số từ 0 đến {format_points_short(limit)}, ví dụ {example_up_to(limit)}."
        " Không biết thì để trống."
    )
    between = {"validate": "decimal", "criteria": "between", "minimum": 0}
    return {**_STOP, **between, "maximum": float(limit), "error_message": said}


def _one_of(words: Sequence[str]) -> dict[str, Any]:
    said = "Ghi " + " hoặc ".join(f"“{word}”" for word in words) + "."
    return {**_STOP, "validate": "list", "source": list(words), "error_message": said}


def _short(most: int) -> dict[str, Any]:
    said = f"Ghi ngắn lại, nhiều nhất {format_count(most)} ký tự."
    most_of = {"validate": "length", "criteria": "<=", "value": most}
    return {**_STOP, **most_of, "error_message": said}


def _since(first: date) -> dict[str, Any]:
    said = f"Ghi theo mẫu ngày/tháng/năm, từ {first:%d/%m/%Y}. Không biết thì để trống."
    since = {"validate": "date", "criteria": ">=", "value": first}
    return {**_STOP, **since, "error_message": said}


@dataclass(frozen=True)
class Template:
    year: int
    rule_set: RuleSet
    scope: Unit
    units_on: date
    units: Sequence[Unit]  # with their parents

    @property
    def has_above(self) -> bool:
        """One unit above all of them tells nothing."""
        return len({unit.parent_id for unit in self.units}) > 1


def template_for(year: int, code: str, scope: Unit, today: date) -> Template:
    """Refused for a year in which nothing can be brought in."""
    require_year(year, sets_to_import(), today)
    stored = newest(code)
    assert stored is not None  # it was chosen among the sets that are there
    day = units_day(scope, year)
    units = communes_of(scope, day, list(stored.unit_kinds)).select_related("parent")
    return Template(year, parsed(stored), scope, day, list(units.order_by("path")))


def write_template(template: Template, made_at: datetime) -> bytes:
    """Text stays text and nothing is calculated; inputs open, the list of units locked."""
    # 20 MB in every web process otherwise, though few of them ever write a table.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    columns = columns_of(template.rule_set, template.year, has_above=template.has_above)
    mark = mark_text(template.year, template.rule_set.code)
    title = f"Kết quả năm {template.year}, {template.scope.name}"
    day = f"đơn vị theo danh sách ngày {template.units_on:%d/%m/%Y}"
    about = {"title": title, "comments": mark, "created": made_at.replace(tzinfo=None)}
    book.set_properties(about)
    sheet = book.add_worksheet(SHEET)
    formats = _formats(book)
    sheet.write_string(0, 0, f"{title}; {day}", formats["title"])
    for row, text in enumerate((GUIDE, mark), 1):
        sheet.write_string(row, 0, text)
    for place, column in enumerate(columns):
        form = _format(book, column)
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD_ROW - 1, place, column.head, formats["head"])
        _write_column(sheet, place, column, template, form)
    _settle(sheet, len(columns), len(template.units))
    book.close()
    return out.getvalue()


def _write_column(
    sheet: Any, place: int, column: TemplateColumn, template: Template, form: Any
) -> None:
    last = HEAD_ROW + len(template.units) - 1
    for number, unit in enumerate(template.units):
        row = HEAD_ROW + number
        if column.is_input:
            sheet.write_blank(row, place, None, form)
        elif place == 0:
            sheet.write_number(row, place, number + 1, form)
        else:
            sheet.write_string(row, place, _identity(unit, place), form)
    if column.check and template.units:
        sheet.data_validation(HEAD_ROW, place, last, place, dict(column.check))


def _identity(unit: Unit, place: int) -> str:
    names = ("", unit.code, unit.name, unit.parent.name if unit.parent else "")
    return names[place]


def _settle(sheet: Any, width: int, count: int) -> None:
    last = HEAD_ROW + count - 1
    sheet.freeze_panes(HEAD_ROW, NAMES)
    sheet.autofilter(HEAD_ROW - 1, 0, last, width - 1)
    # Codes are text with zeros in front, and meant to be.
    sheet.ignore_errors({"number_stored_as_text": f"B{HEAD_ROW + 1}:B{last + 1}"})
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)


def _formats(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": LINE, "valign": "vcenter"}
    head = {**edge, "bold": True, "text_wrap": True, "bg_color": LOCKED, "align": "center"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format(head),
    }


def _format(book: Any, column: TemplateColumn) -> Any:
    shape: dict[str, Any] = {"border": 1, "border_color": LINE, "locked": not column.is_input}
    if column.number_format:
        shape["num_format"] = column.number_format
    if not column.is_input:
        shape["bg_color"] = LOCKED
    return book.add_format(shape)
