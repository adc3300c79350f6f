"""The province says how a check counts in a period."""

from collections.abc import Mapping

from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.modules.assessments.models import CheckLevel, Period
from tuphap.modules.assessments.queries.check_levels import levels_of
from tuphap.rules.numbers import quoted
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.plausibility import LEVELS, check_of
from tuphap.rules.refusals import Kind, Refused


@transaction.atomic
def set_check_levels(period: Period, wanted: Mapping[str, str], *, by: Actor) -> int:
    """All of them or none; how many count otherwise than before."""
    require(by, "period.manage", Subject(place_of(period.scope_unit)))
    for code, level in wanted.items():
        if check_of(code) is None or level not in LEVELS:
            raise Refused(
                "unknown_level",
                f"Mức {quoted(level)} không có trong danh sách. Chưa lưu gì. "
                "Tải lại trang rồi chọn lại.",
                Kind.INVALID,
            )
    assert by.person_id is not None  # whoever passed the door has a name
    Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    before = levels_of(period.pk)
    changed = {code: level for code, level in wanted.items() if before[code] != level}
    for code, level in changed.items():
        CheckLevel.objects.update_or_create(
            period=period,
            check_code=code,
            defaults={"level": level, "set_by_id": by.person_id, "set_at": by.at},
        )
    return len(changed)
