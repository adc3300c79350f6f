"""Form fields whose sentences say what was typed, the rule, and what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
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


def require_valid(form: forms.Form, sentence: str = "") -> None:
    """A form that is wrong is refused like an action refuses, each fault beside its field."""
    if not form.is_valid():
        faults = {name: str(errors[0]) for name, errors in form.errors.items()}
        first = sentence or next(iter(faults.values()))
        raise Refused("faulty_form", first, Kind.INVALID, faults)


def with_faults(form: forms.Form, refused: Refused | None) -> forms.Form:
    """What only the action could know, beside the field it belongs to."""
    for name, sentence in (refused.fields if refused else {}).items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, sentence)
    return form
