"""Looking for units, and who goes on entering figures for a new one."""

from collections.abc import Mapping
from typing import Any

from django import forms

from tuphap.foundation.mergers.plans import candidates
from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField

LONGEST_SEARCH = 100
NOBODY = "Để trống, giao sau"


class UnitSearch(forms.Form):
    tim = WordsField(label="Tên hoặc mã đơn vị", max_length=LONGEST_SEARCH, required=False)
    ngay = DayField(label="Danh sách của ngày", required=False)


class ChoiceForm(forms.Form):
    """A list of people for every new unit that may have one; the plan's proposal is chosen."""

    plan_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {row["code"]: row["name"] for row in plan["begins"]}
        old = {row["code"]: row["name"] for row in plan["ends"]}
        self.codes: list[str] = []
        for code, posts in sorted(candidates(plan).items()):
            offered = [(str(row["post"]), f"{row['name']} ({old[row['unit']]})") for row in posts]
            proposed = next((str(row["post"]) for row in posts if row["goes_to"] == code), "")
            self.fields[f"nguoi_{code}"] = OneOfField(
                label=f"Người nhập liệu của {names[code]} (mã {code})",
                choices=[("", NOBODY), *offered],
                initial=proposed,
                required=False,
                widget=forms.Select,
            )
            self.codes.append(code)

    def choices(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"nguoi_{code}"] for code in self.codes}

    @property
    def people(self) -> list[forms.BoundField]:
        return [self[f"nguoi_{code}"] for code in self.codes]
