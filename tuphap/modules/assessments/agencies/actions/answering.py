"""What an agency says of the figures of one unit, bound to the figures it read (W3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.agencies.models import LONGEST_REMARK, Agency, AgencyWord
from tuphap.modules.assessments.agencies.queries import (
    ANSWER,
    lines_of,
    marks_now,
    once_asked,
    waiting_steps,
)
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

NO_LONGER_ASKED, WORD_CHANGED, LINE_CHANGED = "no_longer_asked", "word_changed", "line_changed"


@dataclass(frozen=True)
class Said:
    """`remarks` by line; `marks` of the figures that stood on the page."""

    stance: str
    marks: Mapping[str, str]
    remarks: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def answer(agency_id: UUID, dossier_id: UUID, said: Said, version: int, *, by: Actor) -> AgencyWord:
    """`version` is that of the word the page showed, 0 where there was none."""
    agency, _ = once_asked(by, agency_id, dossier_id)
    dossier = _locked(agency, dossier_id, by)
    items = lines_of(agency)
    remarks = _sound_remarks(said, items)
    stored = AgencyWord.objects.filter(agency=agency, assessment=dossier).first()
    _require_seen(said, marks_now([dossier], items)[dossier.pk])
    if (stored.version if stored else 0) != version:
        raise Refused(
            WORD_CHANGED,
            "Chưa lưu: ý kiến của cơ quan vừa được ghi ở cửa sổ khác. Xem ý kiến đã ghi rồi lưu "
            "lại nếu cần.",
            Kind.CONFLICT,
        )
    assert by.person_id is not None  # whoever holds the permission has a name
    word = stored or AgencyWord(agency=agency, assessment=dossier, version=0)
    word.stance, word.remarks, word.marks = said.stance, remarks, dict(said.marks)
    word.version += 1
    word.said_by_id, word.said_at = by.person_id, by.at
    word.save()
    return word


def _locked(agency: Agency, dossier_id: UUID, by: Actor) -> Assessment:
    """Held until the word is written, so that no figure changes in between."""
    rows = Assessment.objects.filter(period=agency.period, appraising_unit=agency.unit)
    dossier = rows.select_for_update(no_key=True, of=("self",)).filter(pk=dossier_id).first()
    if dossier is None:
        raise Http404
    require(by, ANSWER, subject_of(dossier))
    if agency.ended_at is not None:
        raise Refused(
            NO_LONGER_ASKED,
            f"{agency.unit.name} không còn hỏi ý kiến {agency.name} trong kỳ này. Chưa lưu gì.",
            Kind.CONFLICT,
        )
    if dossier.status not in waiting_steps(dossier.workflow):
        raise Refused(
            NO_LONGER_ASKED,
            f"Hồ sơ đang ở bước “{dossier.step.label}”, không còn chờ ý kiến của cơ quan. "
            "Chưa lưu gì.",
            Kind.CONFLICT,
        )
    return dossier


def _sound_remarks(said: Said, items: tuple[str, ...]) -> dict[str, str]:
    texts = {item: normalise(text, keep_lines=True).strip() for item, text in said.remarks.items()}
    remarks = {item: text for item, text in texts.items() if text}
    if said.stance not in dict(AgencyWord.STANCES):
        raise _fault("stance", "Chưa chọn đồng ý hay có ý kiến. Chọn một rồi lưu.")
    if set(remarks) - set(items):
        raise _fault("stance", "Lần gửi có dòng không thuộc phần được hỏi. Tải lại trang.")
    long = next((item for item, text in remarks.items() if len(text) > LONGEST_REMARK), None)
    if long is not None:
        raise _fault(
            f"remark-{long}",
            f"Ý kiến về {long} dài {format_count(len(remarks[long]))} ký tự, tối đa "
            f"{format_count(LONGEST_REMARK)}. Rút gọn lại.",
        )
    if said.stance == AgencyWord.AGREES and remarks:
        raise _fault(
            "stance",
            "Đã chọn đồng ý nhưng có ghi ý kiến. Chọn “Có ý kiến”, hoặc xóa phần đã ghi.",
        )
    if said.stance == AgencyWord.REMARKS and not remarks:
        raise _fault("stance", "Đã chọn có ý kiến nhưng chưa ghi gì. Ghi ở ít nhất một dòng.")
    return remarks


def _require_seen(said: Said, now: Mapping[str, str]) -> None:
    changed = [item for item, mark in now.items() if said.marks.get(item) != mark]
    if changed or set(said.marks) - set(now):
        raise Refused(
            LINE_CHANGED,
            f"Chưa lưu: số liệu {', '.join(changed) or 'của trang'} đã đổi từ khi mở trang. "
            "Xem số liệu mới rồi lưu lại; ý kiến đã ghi còn ở dưới.",
            Kind.CONFLICT,
        )


def _fault(field: str, sentence: str) -> Refused:
    return Refused("faulty_word", sentence, Kind.INVALID, {field: sentence})
