"""Writing part I.1 of the report: what the unit led and organised, in its own words."""

from uuid import UUID

from django.db import transaction

from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.models import ReportText
from tuphap.modules.assessments.papers.queries import current_copy
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.sheet.page import subject_of_own_work
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, may, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

FIELD, LONGEST = "chi-dao", 6000
WRITES = "assessment.fill"


def can_write_report(dossier: Assessment, actor: Actor) -> bool:
    """Until the dossier is sent, also while its result hangs out; again when it came back."""
    return current_copy(dossier) is None and may(actor, WRITES, subject_of_own_work(dossier))


@transaction.atomic
def write_report(assessment_id: UUID, text: str, version: int, *, by: Actor) -> ReportText:
    """Keep the text; Refused where it is too long, the dossier is sent, or another came first."""
    found = get_visible(by, assessment_id)
    require(by, WRITES, subject_of_own_work(found))
    dossier = Assessment.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if current_copy(dossier) is not None:
        raise Refused(
            "already_sent",
            "Hồ sơ đã gửi nên báo cáo chỉ xem. Nội dung vừa ghi chưa được lưu.",
            Kind.CONFLICT,
        )
    text = _sound(text)
    row = ReportText.objects.filter(pk=dossier.pk).first() or ReportText(pk=dossier.pk)
    if row.text == text:
        return row
    if row.version != version:
        raise Refused("outdated", OUTDATED, Kind.CONFLICT, {FIELD: OUTDATED})
    assert by.person_id is not None  # whoever holds the permission has a name
    row.text, row.version = text, version + 1
    row.written_by_id, row.written_at = by.person_id, by.at
    row.save()
    return row


OUTDATED = (
    "Nội dung này vừa được sửa ở cửa sổ khác. Bản trong hệ thống ở dưới; "
    "ghép hai bản trong ô rồi lưu lại, chưa ghi gì."
)


def _sound(text: str) -> str:
    text = normalise(text, keep_lines=True).strip()
    if len(text) > LONGEST:
        sentence = (
            f"Nội dung dài {format_count(len(text))} ký tự, tối đa {format_count(LONGEST)}. "
            "Rút gọn rồi lưu."
        )
        raise Refused("too_long", sentence, Kind.INVALID, {FIELD: sentence})
    return text
