"""The forms of a yearly period: its settings when it is opened, and the days of its steps."""

from datetime import date
from typing import Any

from django import forms

from tuphap.foundation.ui.fields import DayField, OneOfField, offer
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.periods import PeriodSettings
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.periods import scopes_to_open, sets_to_use
from tuphap.modules.assessments.sheet.stepper import dated_steps
from tuphap.modules.criteria.models import RuleSet
from tuphap.rules.numbers import parse_count, quoted
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Refused

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
MOST_DAYS = 365
MOST_GRACE = 3600  # seconds


class WholeNumberField(forms.Field):
    """Digits only, within bounds; empty means that it is not settled yet."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, label: str, least: int, most: int, **options: Any) -> None:
        super().__init__(
            label=label,
            error_messages={"required": f"Chưa ghi {label.lower()}. Ghi bằng chữ số."},
            **options,
        )
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            number = parse_count(text, str(self.label))
        except Refused as refused:
            raise forms.ValidationError(refused.sentence, "invalid") from None
        if not self.least <= number <= self.most:
            raise forms.ValidationError(
                f"{self.label} phải từ {self.least} đến {self.most}. Đang ghi {quoted(text)}.",
                "invalid",
            )
        return number


class OpenPeriodForm(forms.Form):
    year = WholeNumberField(label="Năm đánh giá", least=EARLIEST_YEAR, most=LATEST_YEAR)
    rule_set = OneOfField(label="Bộ tiêu chí", widget=forms.Select)
    scope_unit = OneOfField(label="Phạm vi đánh giá", widget=forms.Select)
    units_on = DayField(
        label="Ngày chốt danh sách đơn vị",
        help_text="Mỗi đơn vị tồn tại vào ngày này có một hồ sơ.",
    )
    appraised_by = OneOfField(
        label="Nơi thẩm tra và quyết định",
        choices=[
            (Period.BY_PARENT, "Cấp trên trực tiếp của đơn vị"),
            (Period.BY_SCOPE, "Cấp của phạm vi đánh giá"),
        ],
        widget=forms.Select,
    )
    gates_enabled = forms.BooleanField(
        label="Áp dụng điều kiện kỷ luật ở bộ tiêu chí còn để ngỏ điều kiện này", required=False
    )
    evidence_required = forms.BooleanField(
        label="Mỗi nội dung phải có tài liệu hoặc lời giải thích", required=False, initial=True
    )
    confirm_lines = forms.BooleanField(
        label="Mỗi dòng phải có người phụ trách xác nhận", required=False
    )
    asks_registration = forms.BooleanField(
        label="Đơn vị đăng ký trước khi tự đánh giá", required=False
    )
    chair_sends = forms.BooleanField(
        label="Hồ sơ do lãnh đạo đơn vị gửi, hoặc công chức gửi kèm bản ký của lãnh đạo",
        required=False,
    )
    posting_days = WholeNumberField(
        label="Số ngày niêm yết",
        least=0,
        most=MOST_DAYS,
        required=False,
        help_text="Để trống khi chưa có quy định.",
    )
    completion_working_days = WholeNumberField(
        label="Số ngày làm việc để bổ sung hồ sơ",
        least=0,
        most=MOST_DAYS,
        required=False,
        help_text="Để trống khi chưa có quy định.",
    )
    grace_seconds = WholeNumberField(
        label="Số giây châm chước sau hạn gửi",
        least=0,
        most=MOST_GRACE,
        initial="60",
        help_text="Hồ sơ gửi đến máy chủ trong khoảng này sau nửa đêm ngày cuối vẫn đúng hạn.",
    )
    accepts_late = forms.BooleanField(
        label="Nhận hồ sơ gửi sau hạn, ghi rõ số ngày muộn", required=False, initial=True
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = {str(row.pk): row for row in sets_to_use()}
        self.scopes = {str(row.pk): row for row in scopes_to_open(actor)}
        self._offer("rule_set", "Chọn bộ tiêu chí", {k: s.short_name for k, s in self.sets.items()})
        self._offer("scope_unit", "Chọn đơn vị", {k: u.name for k, u in self.scopes.items()})

    def _offer(self, name: str, empty: str, words: dict[str, str]) -> None:
        first = [] if len(words) == 1 else [("", empty)]
        offer(self, name, [*first, *words.items()])

    def clean_rule_set(self) -> RuleSet:
        return self.sets[self.cleaned_data["rule_set"]]

    def clean_scope_unit(self) -> Unit:
        return self.scopes[self.cleaned_data["scope_unit"]]

    @property
    def settings(self) -> PeriodSettings:
        values = self.cleaned_data
        return PeriodSettings(
            appraised_by=values["appraised_by"],
            gates_enabled=values["gates_enabled"],
            evidence_required=values["evidence_required"],
            confirm_lines=values["confirm_lines"],
            asks_registration=values["asks_registration"],
            chair_sends=values["chair_sends"],
            posting_days=values["posting_days"],
            completion_working_days=values["completion_working_days"],
            grace_seconds=values["grace_seconds"],
            accepts_late=values["accepts_late"],
        )


class StepDatesForm(forms.Form):
    """A first and a last day for each step; both may stay empty."""

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = dated_steps(period.workflow, registration=period.asks_registration)
        self.steps = {step.code: step.label for step in steps}
        for code, label in self.steps.items():
            for end, word in (("tu", "từ ngày"), ("den", "đến ngày")):
                name = f"{code}-{end}"
                self.fields[name] = DayField(label=f"{label}, {word}", required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for code, label in self.steps.items():
            first, last = values.get(f"{code}-tu"), values.get(f"{code}-den")
            if first and last and last < first:
                self.add_error(
                    f"{code}-den",
                    f"{label}: ngày cuối {last:%d/%m/%Y} trước ngày đầu {first:%d/%m/%Y}. "
                    "Kiểm tra lại hai ngày.",
                )
        return values

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [
            (label, self[f"{code}-tu"], self[f"{code}-den"]) for code, label in self.steps.items()
        ]

    @property
    def days(self) -> dict[str, tuple[date | None, date | None]]:
        values = self.cleaned_data
        return {code: (values[f"{code}-tu"], values[f"{code}-den"]) for code in self.steps}
