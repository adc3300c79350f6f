"""The form by which a sample is drawn."""

from typing import Any

from django import forms

from tuphap.foundation.ui.fields import OneOfField, WordsField, offer
from tuphap.rules.numbers import parse_count
from tuphap.rules.refusals import Refused
from tuphap.rules.sampling import MOST_PERCENT, Size

UNITS, PERCENT = "don-vi", "phan-tram"
LARGEST = 1000


class DrawForm(forms.Form):
    """`places` are the periods and units where nothing was drawn yet, by their key."""

    place = OneOfField(label="Kỳ và nơi thẩm tra", widget=forms.Select)
    amount = WordsField(label="Cỡ mẫu", max_length=6)
    measure = OneOfField(
        label="Tính theo",
        choices=[(UNITS, "số đơn vị"), (PERCENT, "phần trăm số hồ sơ, làm tròn lên")],
        widget=forms.Select,
        initial=UNITS,
    )
    by_kind = forms.BooleanField(label="Chia theo loại đơn vị (xã, phường…)", required=False)

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [] if len(places) == 1 else [("", "Chọn kỳ và nơi thẩm tra")]
        offer(self, "place", [*first, *places.items()])
        self.fields["amount"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "amount" in values and "measure" in values:
            in_percent = values["measure"] == PERCENT
            values["size"] = self._size(values["amount"], in_percent)
        return values

    def _size(self, text: str, in_percent: bool) -> Size | None:
        most = MOST_PERCENT if in_percent else LARGEST
        count = self._count(text, most)
        if count == 0:
            self.add_error("amount", "Cỡ mẫu phải từ 1 trở lên. Ghi lại.")
        return Size(count, in_percent) if count else None

    def _count(self, text: str, most: int) -> int | None:
        try:
            return parse_count(text, "Cỡ mẫu", most)
        except Refused as refused:
            self.add_error("amount", refused.sentence)
            return None
