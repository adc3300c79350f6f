"""“Đã xem lại”: a finding was looked at, and by whom; for colleagues, never for the unit."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.modules.assessments.actions.entries import lock_for_writing
from tuphap.modules.assessments.models import FindingReview
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.desk import DeskOf, column_in_hand, get_desk
from tuphap.modules.assessments.queries.reviews import Identity
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused


@transaction.atomic
def tick_findings(assessment_id: UUID, seen: Collection[Identity], *, by: Actor) -> int:
    """How many were not ticked before; refused where one of them says something else by now."""
    found = _locked(assessment_id, by)
    current = {finding.identity for finding in found.desk.findings}
    if not seen:
        raise Refused(
            "nothing_chosen",
            "Chưa chọn điểm nào. Đánh dấu điểm đã xem lại rồi ghi.",
            Kind.INVALID,
        )
    if not set(seen) <= current:
        raise Refused(
            "finding_changed",
            "Có điểm cần xem vừa thay đổi vì số liệu hoặc tài liệu đã khác. Chưa ghi gì. "
            "Tải lại trang rồi xem lại.",
            Kind.CONFLICT,
        )
    assert by.person_id is not None  # whoever passed the door has a name
    new = set(seen) - set(found.seen)
    FindingReview.objects.bulk_create(
        FindingReview(
            assessment=found.assessment,
            check_code=code,
            item=item,
            digest=digest,
            seen_by_id=by.person_id,
            seen_at=by.at,
        )
        for code, item, digest in sorted(new)
    )
    return len(new)


@transaction.atomic
def untick_finding(assessment_id: UUID, seen: Identity, *, by: Actor) -> None:
    """Taken back it stays with its end; once is once."""
    found = _locked(assessment_id, by)
    row = found.seen.get(seen)
    if row is not None:
        row.withdrawn_by_id, row.withdrawn_at = by.person_id, by.at
        row.save(update_fields=["withdrawn_by", "withdrawn_at"])


def _locked(assessment_id: UUID, by: Actor) -> DeskOf:
    """For whoever may write the column in hand, while it may be written; else 404 or Refused."""
    lock_for_writing(assessment_id, column_in_hand(get_visible(by, assessment_id)), by=by)
    return get_desk(by, assessment_id, timezone.localdate(by.at))
