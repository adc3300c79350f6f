"""The forms: assigning to many communes, changing a line, withdrawing it, reporting it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.foundation.units.models import Unit
from tuphap.modules.assigned_work.actions import LONGEST_REASON, Order, Report
from tuphap.modules.assigned_work.kinds import KINDS
from tuphap.modules.assigned_work.models import JUDGED_LABELS, Assignment
from tuphap.rules.assigned_work import LONGEST_NAME, JudgedBy, read_lines
from tuphap.rules.numbers import parse_count
from tuphap.rules.refusals import Refused

BY_NAME, BY_NUMBER = "ten", "so"
WAYS = ((BY_NAME, "Theo danh sách tên"), (BY_NUMBER, "Chỉ giao số lượng"))
LONGEST_PASTE = 70_000


class CountField(forms.Field):
    """A whole number as people write it; empty is None."""

    widget = forms.TextInput({"inputmode": "numeric", "maxlength": "20"})

    def __init__(self, *, label: str, **options: Any) -> None:
        super().__init__(label=label, required=False, **options)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_count(text, str(self.label))
        except Refused as refused:
            raise ValidationError(refused.sentence, "invalid") from None


class AssignForm(forms.Form):
    kind = OneOfField(label="Loại việc", choices=[(key, row.label) for key, row in KINDS.items()])
    year = OneOfField(label="Năm đánh giá")
    way = OneOfField(label="Cách giao", choices=WAYS, widget=forms.RadioSelect, initial=BY_NAME)
    lines = forms.CharField(
        label="Danh sách văn bản, nhiệm vụ",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea({"rows": 6}),
        help_text="Mỗi dòng một tên. Hạn riêng ghi sau dấu “;”, ví dụ: Nghị quyết về mức thu; "
        "30/06/2022. Dán được nhiều dòng từ bảng tính.",
    )
    quantity = CountField(label="Số lượng", help_text="Chỉ ghi khi giao số lượng.")
    due_on = DayField(
        label="Hạn chung", required=False, help_text="Cho các dòng không ghi hạn riêng."
    )
    judged_by = OneOfField(
        label="Đúng hạn xét",
        choices=[(row.value, label) for row, label in JUDGED_LABELS.items()],
        widget=forms.RadioSelect,
        initial=JudgedBy.ISSUED.value,
    )
    everyone = forms.BooleanField(label="Tất cả các đơn vị trong phạm vi", required=False)
    units = forms.MultipleChoiceField(
        label="Giao cho",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Đơn vị vừa gửi không có trong danh sách. Chọn lại."},
    )

    def __init__(self, *args: Any, communes: list[Unit], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes = {str(unit.pk): unit for unit in communes}
        names = [(key, unit.name) for key, unit in self.communes.items()]
        offer(self, "units", names)
        offer(self, "year", [(str(year), str(year)) for year in years])

    def clean_year(self) -> int:
        return int(self.cleaned_data["year"])

    def clean_units(self) -> list[Unit]:
        if self.cleaned_data.get("everyone"):
            return list(self.communes.values())
        chosen = [self.communes[key] for key in self.cleaned_data["units"]]
        if not chosen:
            raise ValidationError("Chưa chọn đơn vị nào. Chọn ít nhất một đơn vị.")
        return chosen

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("way") == BY_NAME and "lines" in values and "due_on" in values:
            try:
                values["lines"] = read_lines(values["lines"], values["due_on"])
            except Refused as refused:
                self.add_error("lines", refused.fields["lines"])
        is_open = not values.get("quantity") and not self.errors.get("quantity")
        if values.get("way") == BY_NUMBER and is_open:
            self.add_error("quantity", "Chưa ghi số lượng. Ghi số từ 1 trở lên.")
        return values

    @property
    def order(self) -> Order:
        values = self.cleaned_data
        by_name = values["way"] == BY_NAME
        return Order(
            kind=values["kind"],
            year=values["year"],
            judged_by=JudgedBy(values["judged_by"]),
            lines=values["lines"] if by_name else (),
            quantity=0 if by_name else values["quantity"],
            due_on=values["due_on"],
        )


class ReasonForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text="Đơn vị được giao đọc được.",
        error_messages={
            "required": "Chưa có lý do. Ghi lý do, đơn vị được giao sẽ đọc được.",
            "max_length": f"Lý do dài quá {LONGEST_REASON} ký tự. Ghi ngắn lại.",
        },
    )


class ChangeForm(ReasonForm):
    name = WordsField(label="Tên", max_length=LONGEST_NAME, required=False)
    quantity = CountField(label="Số lượng")
    due_on = DayField(label="Hạn", required=False)
    field_order = ("version", "name", "quantity", "due_on", "reason")

    def __init__(self, *args: Any, line: Assignment, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            version=line.version,
            name=line.name,
            quantity=str(line.quantity),
            due_on=line.due_on,
        )
        super().__init__(*args, **kwargs)
        del self.fields["name" if line.is_number else "quantity"]


class ReportForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    issued_on = DayField(label="Ngày ban hành", required=False)
    signed_on = DayField(label="Ngày ký", required=False)
    done_count = CountField(label="Số đã thực hiện")
    reference = WordsField(label="Số, ký hiệu", max_length=80, required=False)
    url = WordsField(
        label="Đường dẫn tới văn bản",
        max_length=500,
        required=False,
        help_text="Trang công khai, bắt đầu bằng https:// hoặc http://.",
    )

    def __init__(self, *args: Any, line: Assignment, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(
            version=line.version,
            issued_on=line.issued_on,
            signed_on=line.signed_on,
            done_count="" if line.done_count is None else str(line.done_count),
            reference=line.reference,
            url=line.url,
        )
        super().__init__(*args, **kwargs)
        for name in ("issued_on", "signed_on") if line.is_number else ("done_count",):
            del self.fields[name]
        if not line.is_number:
            self.fields["issued_on"].label = line.its_kind.done_label

    @property
    def told(self) -> Report:
        values = self.cleaned_data
        return Report(
            issued_on=values.get("issued_on"),
            signed_on=values.get("signed_on"),
            done_count=values.get("done_count"),
            reference=values["reference"],
            url=values["url"],
        )


class FileForm(forms.Form):
    """One file, sound or not: what is wrong with it is found behind the fence."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="Tệp",
        allow_empty_file=True,
        error_messages={
            "required": "Chưa chọn tệp. Chọn một tệp rồi tải lên.",
            "invalid": "Chưa chọn tệp. Chọn một tệp rồi tải lên.",
        },
    )


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


def default_years(today: date, known: list[int]) -> list[int]:
    """This year first: work of last year may still be told in January."""
    return sorted({today.year, today.year - 1, *known}, reverse=True)
