"""How somebody wants letters."""

from django import forms

from tuphap.foundation.notices.models import Way
from tuphap.foundation.ui.fields import OneOfField

WAY_HINTS = {
    Way.AT_ONCE: "Mỗi thông báo một thư, gửi trong vài phút.",
    Way.DAILY: "Các thông báo trong ngày gộp vào một thư, gửi đầu buổi sáng hôm sau. "
    "Thư có đường dẫn dùng một lần vẫn gửi ngay.",
    Way.NONE: "Chỉ xem thông báo trên trang này, kể cả lời nhắc hạn. "
    "Thư có đường dẫn dùng một lần vẫn gửi ngay.",
}


class WayForm(forms.Form):
    way = OneOfField(label="Cách nhận thư", choices=Way.choices)

    def clean_way(self) -> Way:
        return Way(self.cleaned_data["way"])
