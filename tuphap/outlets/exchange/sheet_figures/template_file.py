"""The sheet as a workbook to fill in: what is asked is locked, what is answered is open.

Protection has no password: it keeps from slips, and whoever has to may lift it.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from tuphap.modules.assessments.from_spreadsheet.cells import offered
from tuphap.modules.assessments.from_spreadsheet.headings import (
    CHOICE,
    CODE,
    FIELDS,
    HEADS,
    KIND,
    NAME,
    own_columns,
)
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import ABSENT, EXPLANATION
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import (
    Choice,
    choices_of,
    labels_of,
    name_of,
    texts_of,
)
from tuphap.modules.assessments.queries.open_sheet import OpenSheet
from tuphap.rules.content_scoring import NONE_CHOSEN
from tuphap.rules.numbers import LARGEST_COUNT
from tuphap.rules.rule_set import ChooseAtLeast, Deadline, Percentage

SHEET, HEAD_ROW = "Phiếu", 2
WIDTHS = {CODE: 8, NAME: 46, KIND: 40, CHOICE: 22, EXPLANATION: 40}
LONGEST_LIST = 250  # Excel refuses longer lists
EXCEL_BEGINS = date(1900, 1, 1)  # any day a spreadsheet knows
GUIDE = (
    "Điền ô trắng, ô xám không phải điền. Ô để trống giữ số đang có trên phiếu."
    " Không sửa cột Mã và dòng đầu."
)


def write_template(opened: OpenSheet, made_at: datetime) -> bytes:
    # 20 MB in every web process otherwise.
    import xlsxwriter

    out = io.BytesIO()
    # Never a formula or a link, whatever a text begins with.
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": SHEET, "created": made_at.replace(tzinfo=None)})
    _Writer(book, opened).write()
    book.close()
    return out.getvalue()


def kind_words(item: Item) -> str:
    """How the line is answered, in words."""
    labels = labels_of(item)
    if item.kind == Percentage.kind:
        return f"Hai số. Đã làm: {labels['done']}. Phải làm: {labels['due']}."
    if item.kind == Deadline.kind:
        return f"Hai ngày. Giao: {labels['assigned_on']}. Hoàn thành: {labels['done_on']}."
    scoring = item.content.scoring if item.content else None
    many = isinstance(scoring, ChooseAtLeast)
    how = "Ghi các chữ đã chọn, cách nhau bằng dấu chấm phẩy" if many else "Chọn một"
    return f"{how}: {'; '.join(offered(item))}."


def chosen_words(item: Item, given: Given) -> str:
    """As it stands in the cell: the letters, or the words of a gate."""
    answer = given.answer
    if answer.option == NONE_CHOSEN and not item.gate:
        return "Không có"
    found = [choice for choice in choices_of(item, texts_of(item, given)) if choice.ticked]
    if answer.chosen:
        return "; ".join(choice.letter for choice in found)
    return _short(item, found[0]) if found else ""


def listed(item: Item) -> list[str]:
    """The choices of a drop-down list, where they are few and short."""
    scoring = item.content.scoring if item.content else None
    if isinstance(scoring, ChooseAtLeast):
        return []
    words = [_short(item, choice) for choice in choices_of(item, {})]
    return words if len(",".join(words)) <= LONGEST_LIST else []


def _short(item: Item, choice: Choice) -> str:
    """The letter where the words would not do for a list, which a comma would cut."""
    labels = [choice.label for choice in choices_of(item, {})]
    fits = all("," not in text and len(text) <= 40 for text in labels)
    return choice.label if fits or item.gate else choice.letter


class _Writer:
    def __init__(self, book: Any, opened: OpenSheet) -> None:
        self.opened = opened
        self.sheet = book.add_worksheet(SHEET)
        base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#b3c0c9"}
        grey = {**base, "bg_color": "#eaf0f4"}
        self.bold = book.add_format({**grey, "bold": True})
        self.title = book.add_format({"bold": True})
        self.locked = book.add_format(grey)
        self.open = {
            name: book.add_format({**base, "locked": False, "num_format": form})
            for name, form in self._forms()
        }

    def _forms(self) -> Iterator[tuple[str, str]]:
        for name in FIELDS:
            is_day = name in ("assigned_on", "done_on")
            is_count = name in ("done", "due")
            yield name, "dd/mm/yyyy" if is_day else "0" if is_count else "@"

    def write(self) -> None:
        name = self.opened.name
        self.sheet.write_string(0, 0, f"{name.unit_name}. {name.stamp}.", self.title)
        self.sheet.write_string(1, 0, GUIDE)
        for place, (key, head) in enumerate(HEADS.items()):
            self.sheet.set_column(place, place, WIDTHS.get(key, 12))
            self.sheet.write_string(HEAD_ROW, place, head, self.bold)
        for row, item in enumerate(self.opened.judged.items, HEAD_ROW + 1):
            self._line(row, item, self.opened.judged.stored.get(item.code, Given()))
        self.sheet.freeze_panes(HEAD_ROW + 1, 2)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEAD_ROW)

    def _line(self, row: int, item: Item, given: Given) -> None:
        for place, text in enumerate((item.code, name_of(item), kind_words(item))):
            self.sheet.write_string(row, place, text, self.locked)
        own = {*own_columns(item), *(() if item.gate else (EXPLANATION,))}
        own |= {ABSENT} if item.can_be_absent else set()
        for place, field in enumerate(FIELDS, 3):
            if field not in own:
                self.sheet.write_blank(row, place, None, self.locked)
                continue
            self._cell(row, place, self._value(item, field, given), self.open[field])
            if rule := rule_of(item, field, self.opened.name.year):
                self.sheet.data_validation(row, place, row, place, rule)

    def _value(self, item: Item, field: str, given: Given) -> object:
        if field == CHOICE:
            return chosen_words(item, given)
        if field == ABSENT:
            return "x" if given.answer.not_applicable else ""
        return given.explanation if field == EXPLANATION else getattr(given.answer, field)

    def _cell(self, row: int, place: int, value: object, form: Any) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, place, None, form)
        elif isinstance(value, int):
            self.sheet.write_number(row, place, value, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, place, value, form)
        else:
            self.sheet.write_string(row, place, str(value), form)


def rule_of(item: Item, field: str, year: int) -> dict[str, Any] | None:
    """What the spreadsheet itself says while somebody types."""
    if field in ("done", "due"):
        limits = {"validate": "integer", "minimum": 0, "maximum": LARGEST_COUNT}
        return _told({**limits, "criteria": "between"}, "Ghi số nguyên từ 0 trở lên.")
    if field in ("assigned_on", "done_on"):
        limits = {"validate": "date", "criteria": ">=", "value": EXCEL_BEGINS}
        return _told(limits, f"Ghi ngày/tháng/năm, ví dụ 28/02/{year}.")
    words: Sequence[str] = ("x",) if field == ABSENT else listed(item) if field == CHOICE else ()
    if not words:
        return None
    return _told({"validate": "list", "source": list(words)}, "Chọn một trong danh sách.")


def _told(rule: dict[str, Any], sentence: str) -> dict[str, Any]:
    return {**rule, "error_title": "Xem lại ô này", "error_message": sentence}
