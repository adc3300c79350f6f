"""The paper of a decision as it is typed in: number, day, who decided."""

from datetime import date
from typing import Any

from django import forms

from tuphap.modules.assessments.actions.decisions import DecisionPaper, paper_faults, tidied
from tuphap.modules.assessments.forms import DATE_FORMS

TEXT_FAULTS = {
    "max_length": "Đang ghi %(show_value)s ký tự, tối đa %(limit_value)s. Rút gọn rồi ghi lại.",
    "null_characters_not_allowed": "Có ký tự không dùng được. Xóa rồi gõ lại.",
}


class DecisionForm(forms.Form):
    number = forms.CharField(
        label="Số quyết định",
        max_length=40,
        help_text="Ghi như trên văn bản, ví dụ 214/QĐ-UBND.",
        error_messages={"required": "Chưa có số quyết định. Ghi như trên văn bản."},
    )
    signed_on = forms.DateField(
        label="Ngày ký",
        input_formats=DATE_FORMS,
        help_text="Ghi theo mẫu ngày/tháng/năm.",
        widget=forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Chưa có ngày ký. Ghi theo mẫu ngày/tháng/năm."},
    )
    decided_by = forms.CharField(
        label="Người quyết định",
        max_length=160,
        help_text="Chức danh và cơ quan như trên văn bản.",
        error_messages={"required": "Chưa có người quyết định. Ghi chức danh và cơ quan."},
    )

    def __init__(self, *args: Any, year: int = 0, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.today = year, today
        for name in ("number", "decided_by"):
            self.fields[name].error_messages |= TEXT_FAULTS
        wrong = str(self.data.get(self.add_prefix("signed_on"), ""))[:20]
        self.fields["signed_on"].error_messages["invalid"] = (
            f"Ngày ký “{wrong}” không có trong lịch. Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022."
        )

    def clean(self) -> dict[str, Any]:
        """What the record would refuse is said here already, beside its field."""
        values = super().clean() or {}
        if not self.errors and self.today is not None:
            for field, sentence in paper_faults(self.paper, self.year, self.today).items():
                self.add_error(field, sentence)
        return values

    @property
    def paper(self) -> DecisionPaper:
        names = ("number", "signed_on", "decided_by")
        return tidied(DecisionPaper(*(self.cleaned_data[name] for name in names)))
