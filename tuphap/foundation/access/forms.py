"""The forms of the journal and of people and posts."""

from typing import Any

from django import forms
from django.utils import timezone

from tuphap.foundation.access.queries import JournalFilter, units_to_give
from tuphap.foundation.accounts.forms import email_field
from tuphap.foundation.audit.kinds import KINDS
from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import ROLE_LABELS, Actor, Role

LONGEST_SEARCH = 100


class SearchForm(forms.Form):
    tim = WordsField(
        label="Tên, thư điện tử hoặc đơn vị", max_length=LONGEST_SEARCH, required=False
    )


class JournalForm(forms.Form):
    """Sent by GET, so its names stand in the address."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    loai = OneOfField(label="Loại việc", choices=[("", "Tất cả"), *KINDS.items()], required=False)
    ai = WordsField(label="Ai", max_length=LONGEST_SEARCH, required=False)

    def wanted(self) -> JournalFilter:
        """What was understood; a faulty field filters nothing and says so."""
        found = getattr(self, "cleaned_data", {})
        return JournalFilter(
            first=found.get("tu"),
            last=found.get("den"),
            kind=found.get("loai", ""),
            name=found.get("ai", ""),
        )


class PostForm(forms.Form):
    """A post: at a unit within reach, in a role, from a day to a day."""

    unit = OneOfField(label="Đơn vị", widget=forms.Select)
    role = OneOfField(label="Vai trò", choices=[("", "Chọn vai trò"), *ROLE_LABELS.items()])
    starts_on = DayField(label="Ngày bắt đầu")
    ends_on = DayField(label="Ngày kết thúc", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate(actor.at)
        self.units = {str(unit.pk): unit for unit in units_to_give(actor, today)}
        names = [(key, unit.name) for key, unit in self.units.items()]
        offer(self, "unit", [("", "Chọn đơn vị"), *names])
        self.fields["starts_on"].initial = today

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class PersonForm(PostForm):
    """A new person comes with the first post: nobody is without a unit."""

    full_name = WordsField(label="Họ và tên", max_length=120)
    email = email_field("Địa chỉ công vụ, cũng là tên đăng nhập")
    telephone = WordsField(label="Điện thoại", max_length=20, required=False)
    field_order = ("full_name", "email", "telephone")


class EndForm(forms.Form):
    ends_on = DayField(label="Ngày kết thúc")
