"""What some communes that were not met did about the lines they lost."""

from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.queries.told import people_at
from tuphap.modules.assessments.remedies.actions import At, Wanted, save_remedy
from tuphap.modules.assessments.remedies.queries import WRITE, plan_of
from tuphap.outlets.demo.walk import Cast

PLANNED = 8
LINES = 2
WHO = "Công chức Tư pháp - hộ tịch"
SAID = (
    "Rà soát lại từng việc trong năm, lập danh mục còn thiếu và giao người theo dõi hằng tháng.",
    "Bổ sung hồ sơ, tài liệu chứng minh; báo cáo Chủ tịch Ủy ban nhân dân xã mỗi quý.",
)
# Days from writing to the last day; the first of each commune is done, the second is not.
DAYS = (60, 300)


def tell(period: Period, at: datetime) -> None:
    """Every other commune has a plan, so that the list shows both."""
    found = Assessment.objects.filter(period=period, met=False).order_by("unit__path")
    cast = Cast()
    today = timezone.localdate(at)
    rows = list(found)[::2][:PLANNED]
    officers = people_at([row.unit_id for row in rows], WRITE, today)
    for row in rows:
        by = cast.act(officers[row.unit_id][0], at)
        lines = islice(plan_of(by, row.pk, today).lines, LINES)
        for line, said, days in zip(lines, SAID, DAYS, strict=False):
            until = today + timedelta(days=days)
            kept = save_remedy(At(row.pk, line.code), Wanted(said, until, who=WHO), by=by)
            if days == DAYS[0]:
                later = cast.act(officers[row.unit_id][0], at + timedelta(days=days - 10))
                done = Wanted(
                    said,
                    until,
                    who=WHO,
                    done_on=timezone.localdate(later.at),
                    note="Đã lập danh mục.",
                )
                save_remedy(At(row.pk, line.code, kept.pk, kept.version), done, by=later)
