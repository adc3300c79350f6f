"""The settings as a form; what cannot be shown readably is refused with its reason."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tuphap.foundation.site.queries import Wanted
from tuphap.foundation.ui.fields import WordsField
from tuphap.rules.numbers import quoted
from tuphap.rules.site_colours import SUGGESTED, fault_of
from tuphap.rules.site_texts import fault_of_links, fault_of_paragraphs
from tuphap.rules.vietnamese import normalise

LONGEST_TEXT = 3000
_TELEPHONE = re.compile(r"[0-9+][0-9 .()/+-]{2,59}")


class LinesField(forms.CharField):
    """Several lines, cleaned of what cannot be seen; `fault_of` says what is wrong with them."""

    def __init__(
        self, *, label: str, fault_of: Callable[[str], str], rows: int, help_text: str
    ) -> None:
        messages = {"max_length": f"{label} dài hơn {LONGEST_TEXT} ký tự. Rút gọn lại."}
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea({"rows": rows}),
            error_messages=messages,
            help_text=help_text,
        )
        self.fault_of = fault_of

    def clean(self, value: Any) -> str:
        text = normalise(super().clean(value), keep_lines=True).strip()
        if fault := self.fault_of(text):
            raise ValidationError(fault, "invalid")
        return text


class SiteForm(forms.Form):
    upper = WordsField(
        label="Dòng cơ quan cấp trên",
        max_length=120,
        help_text="Dòng nhỏ trên tên cơ quan, ví dụ Ủy ban nhân dân tỉnh Gia Lai.",
    )
    name = WordsField(
        label="Tên cơ quan",
        max_length=120,
        help_text="Cũng là tên cơ quan trong giấy tờ do hệ thống lập.",
    )
    brand = WordsField(
        label="Màu chủ đạo",
        max_length=7,
        help_text="Mã màu gồm dấu # và sáu chữ số. Các màu gợi ý có ở dưới.",
    )
    address = WordsField(label="Địa chỉ", max_length=200, required=False)
    telephone = WordsField(label="Điện thoại", max_length=60, required=False)
    email = WordsField(label="Thư điện tử", max_length=254, required=False)
    contact = WordsField(
        label="Chức danh người chịu trách nhiệm",
        max_length=200,
        required=False,
        help_text="Chỉ ghi chức danh, ví dụ Giám đốc Sở Tư pháp.",
    )
    intro = LinesField(
        label="Lời giới thiệu trên trang chủ",
        fault_of=fault_of_paragraphs,
        rows=5,
        help_text="Chữ thường, các đoạn cách nhau một dòng trống.",
    )
    links = LinesField(
        label="Đường dẫn trên trang chủ",
        fault_of=fault_of_links,
        rows=3,
        help_text="Mỗi dòng một đường dẫn: Tên | https://địa-chỉ",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].widget.attrs["list"] = "mau-goi-y"
        self.suggested = SUGGESTED

    def clean_brand(self) -> str:
        brand = str(self.cleaned_data["brand"]).lower()
        if fault := fault_of(brand):
            raise ValidationError(fault, "contrast")
        return brand

    def clean_telephone(self) -> str:
        text = str(self.cleaned_data["telephone"])
        if text and not _TELEPHONE.fullmatch(text):
            raise ValidationError(
                f"Điện thoại {quoted(text)} có ký tự lạ. Chỉ ghi chữ số, dấu cách, dấu chấm, "
                "dấu + và dấu ngoặc."
            )
        return text

    def clean_email(self) -> str:
        text = str(self.cleaned_data["email"])
        try:
            if text:
                validate_email(text)
        except ValidationError:
            raise ValidationError(
                f"Thư điện tử {quoted(text)} chưa đúng. Ghi theo mẫu ten@tinh.gov.vn."
            ) from None
        return text

    def wanted(self, emblem: str) -> Wanted:
        return Wanted(**self.cleaned_data, emblem=emblem)
