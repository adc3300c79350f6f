"""One measure as a form."""

from typing import Any

from django import forms

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.modules.assessments.remedies.actions import LONGEST_TEXT, LONGEST_WHO, Wanted


class TextField(forms.CharField):
    def __init__(self, *, label: str, rows: int = 3, **options: Any) -> None:
        messages = {
            "required": f"Chưa ghi {label.lower()}.",
            "max_length": f"{label} dài hơn {LONGEST_TEXT} ký tự. Ghi ngắn lại.",
        }
        super().__init__(
            label=label,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea({"rows": rows}),
            error_messages=messages,
            **options,
        )


class RemedyForm(forms.Form):
    what = TextField(label="Việc cần làm")
    person = OneOfField(label="Người làm", required=False, widget=forms.Select)
    who = WordsField(
        label="Người làm khác",
        max_length=LONGEST_WHO,
        required=False,
        help_text="Họ tên, chức danh, khi người làm không có trong danh sách trên.",
    )
    until = DayField(label="Hạn")
    done_on = DayField(label="Ngày xong", required=False, help_text="Để trống khi chưa xong.")
    note = TextField(label="Kết quả", rows=2, required=False)
    remedy = forms.UUIDField(required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(person.pk), person.full_name) for person in people]
        offer(self, "person", [("", "Chọn người của đơn vị"), *names])

    def wanted(self) -> Wanted:
        values = dict(self.cleaned_data)
        person = values.pop("person")
        values.pop("remedy")
        return Wanted(**values, person=int(person) if person and not values["who"] else None)
