"""Form fields whose sentences say what was typed, the rule, and what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tuphap.rules.numbers import quoted
from tuphap.rules.vietnamese import normalise

MOST_YEARS_AWAY = 100


class DayField(forms.DateField):
    """A day as people write it, day first. Give a label: it opens the sentence."""

    def __init__(self, *, label: str, **options: Any) -> None:
        messages = {"required": f"Chưa ghi {label.lower()}. Ghi theo mẫu ngày/tháng/năm."}
        options.setdefault("widget", forms.DateInput({"inputmode": "numeric"}))
        super().__init__(label=label, error_messages=messages, **options)

    def to_python(self, value: Any) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError:
            sentence = (
                f"{self.label} {quoted(value)} không có trong lịch. "
                "Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022."
            )
            raise ValidationError(sentence, "invalid") from None
        # A slip in the year; some of them are no moment in any time zone.
        if day and abs(day.year - timezone.localdate().year) > MOST_YEARS_AWAY:
            sentence = f"{self.label} {quoted(value)} có năm quá xa. Kiểm tra lại năm."
            raise ValidationError(sentence, "far_away")
        return day


class WordsField(forms.CharField):
    """One line of text, cleaned of what cannot be seen (I2)."""

    def __init__(self, *, label: str, max_length: int, **options: Any) -> None:
        messages = {
            "required": f"Chưa ghi {label.lower()}.",
            "max_length": f"{label} dài hơn {max_length} ký tự. Ghi ngắn lại.",
        }
        super().__init__(label=label, max_length=max_length, error_messages=messages, **options)

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "").strip()


class OneOfField(forms.ChoiceField):
    """A list to choose from; what is not in it was not offered."""

    def __init__(self, *, label: str, **options: Any) -> None:
        messages = {
            "required": f"Chưa chọn {label.lower()}.",
            "invalid_choice": f"{label} vừa gửi không có trong danh sách. Chọn lại.",
        }
        super().__init__(label=label, error_messages=messages, **options)


def offer(form: forms.BaseForm, field: str, choices: Iterable[tuple[str, str]]) -> None:
    """What may be chosen is known only when the form is shown or read."""
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = list(choices)
