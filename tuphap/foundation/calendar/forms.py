"""A day that differs from the plain week."""

from django import forms

from tuphap.foundation.calendar.actions import LONGEST_NAME, LONGEST_SOURCE
from tuphap.foundation.calendar.models import DayKind
from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField


class NewDayForm(forms.Form):
    day = DayField(label="Ngày")
    kind = OneOfField(label="Loại ngày", choices=DayKind.choices, widget=forms.Select)
    name = WordsField(label="Tên ngày", max_length=LONGEST_NAME)
    source = WordsField(
        label="Nguồn",
        max_length=LONGEST_SOURCE,
        help_text="Số, ngày của văn bản quyết định ngày nghỉ hoặc làm bù này",
    )


class RemoveForm(forms.Form):
    day = DayField(label="Ngày")
