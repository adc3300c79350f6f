"""A document as a form, and its end."""

from typing import Any

from django import forms

from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.modules.criteria.library.actions import (
    LONGEST_ABSTRACT,
    About,
)
from tuphap.modules.criteria.library.models import DocumentKind

YEAR_FAULT = "Năm đánh giá phải là số có bốn chữ số. Ghi như năm của kỳ đánh giá."


class DocumentForm(forms.Form):
    kind = OneOfField(label="Loại văn bản", choices=DocumentKind.choices, widget=forms.Select)
    number = WordsField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ 123/STP-PBGDPL")
    issued_on = DayField(label="Ngày ban hành")
    issuer = WordsField(label="Cơ quan ban hành", max_length=200)
    abstract = WordsField(
        label="Trích yếu", max_length=LONGEST_ABSTRACT, widget=forms.Textarea({"rows": 3})
    )
    rule_set = OneOfField(label="Bộ tiêu chí", required=False, widget=forms.Select)
    row = WordsField(
        label="Mã chỉ tiêu, nội dung",
        max_length=16,
        required=False,
        help_text="Ví dụ 2.4.1. Văn bản hiện cạnh nội dung này trên phiếu.",
    )
    year = forms.IntegerField(
        label="Năm đánh giá",
        required=False,
        min_value=1000,
        max_value=9999,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_FAULT),
    )

    def __init__(self, *args: Any, sets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rule_set", [("", "Không riêng bộ nào"), *sets])

    def about(self) -> About:
        return About(**self.cleaned_data)


class EndForm(forms.Form):
    ended_on = DayField(
        label="Hết hiệu lực từ ngày", required=False, help_text="Để trống khi còn hiệu lực."
    )
    replaced_by = OneOfField(label="Được thay bởi", required=False, widget=forms.Select)

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "replaced_by", [("", "Không có văn bản thay"), *others])
