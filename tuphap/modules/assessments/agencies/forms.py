"""The form by which a coordinator asks an agency."""

from datetime import date
from typing import Any

from django import forms

from tuphap.foundation.ui.fields import OneOfField, WordsField, offer
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.agencies.actions.asking import Asked
from tuphap.modules.assessments.agencies.models import LONGEST_NAME, LONGEST_TERM
from tuphap.modules.assessments.agencies.queries import answerers_at
from tuphap.modules.assessments.models import Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.rule_set import display_name

_TERM = f"Thời hạn phải là số ngày làm việc từ 1 đến {LONGEST_TERM}."


class AskForm(forms.Form):
    """`offices` are the units for which this person may ask; usually one."""

    office = OneOfField(label="Nơi thẩm tra", widget=forms.Select)
    name = WordsField(label="Cơ quan", max_length=LONGEST_NAME, help_text="Ví dụ Công an tỉnh.")
    person = OneOfField(
        label="Người trả lời",
        widget=forms.Select,
        help_text="Người có vị trí Cơ quan phối hợp ở đơn vị này.",
    )
    term_days = forms.IntegerField(
        label="Thời hạn trả lời, ngày làm việc",
        required=False,
        min_value=1,
        max_value=LONGEST_TERM,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Để trống nếu chưa đặt thời hạn.",
        error_messages={"invalid": _TERM, "min_value": _TERM, "max_value": _TERM},
    )
    codes = forms.MultipleChoiceField(
        label="Phần được hỏi",
        error_messages={
            "required": "Chưa chọn tiêu chí hoặc chỉ tiêu nào. Chọn ít nhất một.",
            "invalid_choice": "Lần gửi có mã không có trong bộ tiêu chí. Tải lại trang rồi chọn.",
        },
    )

    def __init__(
        self, *args: Any, period: Period, offices: list[Unit], day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", [(str(unit.pk), unit.name) for unit in offices])
        people = {p.pk: p.full_name for unit in offices for p in answerers_at(unit, day)}
        self.has_people = bool(people)
        offer(self, "person", [("", "Chọn người"), *((str(k), v) for k, v in people.items())])
        self.groups = [
            (
                (criterion.code, display_name(criterion)),
                [(row.code, display_name(row)) for row in criterion.indicators],
            )
            for criterion in parsed(period.rule_set).criteria
        ]
        offer(self, "codes", [pair for first, rest in self.groups for pair in (first, *rest)])

    @property
    def asked(self) -> Asked:
        values = self.cleaned_data
        return Asked(
            values["name"], int(values["person"]), tuple(values["codes"]), values["term_days"]
        )
