"""The forms of a council: its rules, a seat, an opinion, a meeting."""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone

from tuphap.foundation.ui.fields import DayField, OneOfField, WordsField, offer
from tuphap.modules.assessments.council.actions.councils import CouncilSettings, Seat
from tuphap.modules.assessments.council.actions.meetings import Plan
from tuphap.modules.assessments.council.actions.opinions import Said
from tuphap.modules.assessments.council.models import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Council,
    CouncilMember,
    Meeting,
    Opinion,
)
from tuphap.modules.assessments.council.seat_people import accounts_for
from tuphap.rules.council import QUORUMS, VOTING_RULES
from tuphap.rules.numbers import quoted
from tuphap.rules.rule_set import RuleSet, display_name

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:hg. ]([0-5][0-9])?)?")
NOT_SETTLED = "Chưa có quy định"
UNKNOWN_HINT = "Văn bản chưa nêu số cụ thể: ghi theo quy chế của Hội đồng. Đề xuất: "


class CouncilForm(forms.Form):
    paper_number = WordsField(
        label="Số quyết định thành lập",
        max_length=40,
        required=False,
        help_text="Ví dụ 12/QĐ-UBND.",
    )
    paper_on = DayField(label="Ngày quyết định", required=False)
    quorum = OneOfField(
        label="Điều kiện họp",
        required=False,
        choices=[("", NOT_SETTLED), *((code, row.label) for code, row in QUORUMS.items())],
        widget=forms.Select,
        help_text=f"{UNKNOWN_HINT}từ hai phần ba. Chưa ghi thì chưa đóng được cuộc họp.",
    )
    voting_rule = OneOfField(
        label="Cách tính phiếu",
        required=False,
        choices=[("", NOT_SETTLED), *((code, row.label) for code, row in VOTING_RULES.items())],
        widget=forms.Select,
        help_text=f"{UNKNOWN_HINT}quá nửa. Tham gia gồm người có mặt và người gửi phiếu.",
    )
    written_counts = forms.BooleanField(
        label="Thành viên gửi phiếu về mọi hồ sơ của cuộc họp được tính là dự họp", required=False
    )

    @property
    def settings(self) -> CouncilSettings:
        return CouncilSettings(**self.cleaned_data)


class SetUpForm(CouncilForm):
    """`places` are the periods and units where none is set up yet, by their key."""

    place = OneOfField(label="Kỳ và nơi thẩm tra", widget=forms.Select)

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [] if len(places) == 1 else [("", "Chọn kỳ và nơi thẩm tra")]
        offer(self, "place", [*first, *places.items()])

    @property
    def settings(self) -> CouncilSettings:
        values = {name: value for name, value in self.cleaned_data.items() if name != "place"}
        return CouncilSettings(**values)


class SeatForm(forms.Form):
    person = OneOfField(
        label="Tài khoản",
        required=False,
        widget=forms.Select,
        help_text="Người có vị trí Thành viên hoặc Thư ký Hội đồng ở đơn vị này.",
    )
    name = WordsField(
        label="Họ và tên",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Chỉ ghi khi người này không có tài khoản.",
    )
    agency = WordsField(label="Chức vụ, cơ quan", max_length=LONGEST_NAME, required=False)
    role = OneOfField(
        label="Vai trò", choices=CouncilMember.ROLES, widget=forms.Select, initial="member"
    )
    has_vote = forms.BooleanField(label="Có quyền cho ý kiến", required=False, initial=True)
    starts_on = DayField(label="Từ ngày")

    def __init__(self, *args: Any, council: Council, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(row.pk), row.full_name) for row in accounts_for(council, day)]
        offer(self, "person", [("", "Không có tài khoản"), *people])

    @property
    def seat(self) -> Seat:
        values = self.cleaned_data
        person = int(values["person"]) if values["person"] else None
        return Seat(
            person,
            values["name"],
            values["agency"],
            values["role"],
            values["has_vote"],
            values["starts_on"],
        )


class EndSeatForm(forms.Form):
    ends_on = DayField(label="Ngày cuối tham gia")


class SignedOnForm(forms.Form):
    signed_on = DayField(label="Ngày ký phiếu", help_text="Ngày trên phiếu giấy.")


class OpinionForm(forms.Form):
    """A stance, a remark for each criterion, what else is asked for. Checked by the action."""

    stance = forms.CharField(label="Ý kiến", required=False)
    requests = forms.CharField(
        label="Kiến nghị, điều kiện kèm theo", required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, rule_set: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [criterion.code for criterion in rule_set.criteria]
        for number, criterion in enumerate(rule_set.criteria, 1):
            self.fields[f"remark-{criterion.code}"] = forms.CharField(
                label=f"{number}. {display_name(criterion)}",
                required=False,
                widget=forms.Textarea({"rows": 2, "aria-description": f"tối đa {LONGEST_TEXT}"}),
            )

    @property
    def remark_fields(self) -> list[forms.BoundField]:
        return [self[f"remark-{code}"] for code in self.codes]


def initial_of(opinion: Opinion | None) -> dict[str, str]:
    if opinion is None:
        return {}
    remarks = {f"remark-{code}": text for code, text in opinion.remarks.items()}
    return {"stance": opinion.stance, "requests": opinion.requests, **remarks}


def said_in(posted: QueryDict, rule_set: RuleSet) -> Said:
    remarks = {row.code: posted.get(f"remark-{row.code}", "") for row in rule_set.criteria}
    return Said(posted.get("stance", ""), remarks, posted.get("requests", ""))


class ClockField(forms.CharField):
    """Hours and minutes as people write them: 8:30, 08:30, 8h30."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> time | None:
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise forms.ValidationError(f"Chưa ghi {str(self.label).lower()}. Ví dụ 08:30.")
            return None
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise forms.ValidationError(
                f"{self.label} {quoted(text)} không phải giờ trong ngày. Ghi theo mẫu giờ:phút, "
                "ví dụ 08:30."
            )
        return time(int(found[1]), int(found[2] or 0))


class MeetingForm(forms.Form):
    """`people` and `dossiers` are what can be ticked, by id."""

    day = DayField(label="Ngày họp")
    begins = ClockField(label="Giờ bắt đầu")
    ends = ClockField(label="Giờ kết thúc", required=False)
    place = WordsField(label="Địa điểm", max_length=LONGEST_NAME, required=False)
    minutes = forms.CharField(
        label="Diễn biến, kết luận",
        required=False,
        widget=forms.Textarea({"rows": 12}),
        help_text="Thành phần, kết quả từng hồ sơ và số phiếu được in từ hệ thống, không ghi lại.",
    )
    present = forms.MultipleChoiceField(label="Thành viên có mặt", required=False)
    dossiers = forms.MultipleChoiceField(label="Hồ sơ", required=False)

    def __init__(
        self, *args: Any, people: dict[str, str], offered: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("present", people), ("dossiers", offered)):
            offer(self, name, rows.items())
            self.fields[name].error_messages["invalid_choice"] = (
                "Lần gửi có dòng không có trong danh sách. Tải lại trang rồi chọn lại."
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("begins") and values.get("ends") and values["ends"] < values["begins"]:
            self.add_error("ends", "Giờ kết thúc trước giờ bắt đầu. Kiểm tra lại.")
        return values

    @property
    def plan(self) -> Plan:
        values = self.cleaned_data
        return Plan(
            place=values["place"],
            begins_at=_moment(values["day"], values["begins"]),
            ends_at=_moment(values["day"], values["ends"]) if values["ends"] else None,
            minutes=values["minutes"],
            present=frozenset(_ids(values["present"])),
            dossiers=frozenset(_ids(values["dossiers"])),
        )


def meeting_initial(meeting: Meeting) -> dict[str, Any]:
    begins = timezone.localtime(meeting.begins_at)
    ends = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
    return {
        "day": begins.date(),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}" if ends else "",
        "place": meeting.place,
        "minutes": meeting.minutes,
        "present": [str(pk) for pk in meeting.attendance.values_list("member_id", flat=True)],
        "dossiers": [str(pk) for pk in meeting.dossiers.values_list("assessment_id", flat=True)],
    }


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _ids(values: list[str]) -> list[UUID]:
    return [UUID(value) for value in values]
