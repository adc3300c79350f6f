"""The form that names a way to look at the table of comparison."""

from django import forms

from tuphap.foundation.ui.fields import WordsField


class SavedViewForm(forms.Form):
    name = WordsField(label="Tên cách xem", max_length=60)
    is_default = forms.BooleanField(label="Mở trước tiên khi vào Đối chiếu", required=False)
