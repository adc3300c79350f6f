"""Telling members whose opinion is missing; the same people are told once a day at most."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.actions import Message, notify_each
from tuphap.modules.assessments.council.actions.councils import locked_council
from tuphap.modules.assessments.council.models import Council, CouncilMember
from tuphap.modules.assessments.council.overview import overview
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require


@transaction.atomic
def remind(council_id: UUID, *, by: Actor) -> int:
    """How many members were told now. Whoever has no account is called by telephone."""
    council = locked_council(council_id, by=by)
    require(by, "council.record", council.subject)
    missing: dict[UUID, tuple[CouncilMember, int]] = {}
    for row in overview(council, at=by.at).rows:
        for cell in row.missing:
            known = missing.get(cell.member.pk, (cell.member, 0))
            missing[cell.member.pk] = (cell.member, known[1] + 1)
    return notify_each(_messages(council, missing.values(), by), at=by.at)


def _messages(
    council: Council, missing: Iterable[tuple[CouncilMember, int]], by: Actor
) -> Iterable[tuple[Person, Message]]:
    day = timezone.localdate(by.at).isoformat()
    for member, count in missing:
        if member.person is not None:
            yield (
                member.person,
                Message(
                    key=f"council.remind:{member.pk}:{day}",
                    title=f"Còn {format_count(count)} hồ sơ chờ ý kiến thành viên Hội đồng",
                    body=f"Hội đồng năm {council.period.year} của {council.unit.name} đang lấy ý "
                    "kiến. Mở danh sách, xem từng hồ sơ rồi ghi ý kiến.",
                    address=reverse("council:opinions"),
                ),
            )
