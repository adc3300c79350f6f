"""Which rows of other modules a dossier that was sent holds as they were (W2)."""

from django.db import connection
from django.utils import timezone

from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.measured import keys_of
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.reminders import waits_for_sending


def why_held(key: str, unit: int, year: int) -> str:
    """One sentence while a dossier of that year counts this figure and is not with the unit.

    Inside a transaction its dossiers are locked: sending locks them as well, so what is changed
    here is either in the copy that is sent, or refused.
    """
    found = Assessment.objects.filter(unit_id=unit, period__year=year).order_by("pk")
    if connection.in_atomic_block:
        found = found.select_for_update(of=("self",))
    for dossier in found:
        is_sent = dossier.submitted_at and dossier.status not in waits_for_sending(dossier.workflow)
        if is_sent and key in keys_of(items_of(dossier.period)).values():
            return _sentence(dossier)
    return ""


def _sentence(dossier: Assessment) -> str:
    year = dossier.period.year
    sent = (
        f" ngày {timezone.localdate(dossier.submitted_at):%d/%m/%Y}" if dossier.submitted_at else ""
    )
    return (
        f"Hồ sơ năm {year} đã gửi{sent}: kết quả, tệp của việc này chỉ xem. "
        f"Muốn sửa, đề nghị {dossier.appraising_unit.name} trả lại hồ sơ kèm lý do."
    )
