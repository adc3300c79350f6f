"""The form that names a way to look at the table of comparison."""

from django import forms

from tuphap.foundation.ui.fields import WordsField


class SavedViewForm(forms.Form):
    name = WordsField(
        label="Tên cách xem",
        max_length=60,
        help_text="Tối đa 60 ký tự. Tên đã có thì cách xem mới thay cách xem cũ.",
    )
    is_default = forms.BooleanField(label="Mở trước tiên khi vào Đối chiếu", required=False)
