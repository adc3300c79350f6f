"""Telling agencies whose word is missing; the same person is told once a day at most."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.actions import Message, notify_each
from tuphap.modules.assessments.agencies.models import Agency
from tuphap.modules.assessments.agencies.overview import overview
from tuphap.modules.assessments.agencies.queries import MANAGE, agencies_managed
from tuphap.modules.assessments.models import Period
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require_anywhere


@transaction.atomic
def remind(period: Period, *, by: Actor) -> int:
    """How many were told now."""
    require_anywhere(by, MANAGE)
    found = overview(agencies_managed(by, period), at=by.at)
    return notify_each(_messages(found.missing, by), at=by.at)


def _messages(missing: Iterable[tuple[Agency, int]], by: Actor) -> Iterable[tuple[Person, Message]]:
    day = timezone.localdate(by.at).isoformat()
    for agency, count in missing:
        if count:
            yield (
                agency.person,
                Message(
                    key=f"agencies.remind:{agency.pk}:{day}",
                    title=f"Còn {format_count(count)} đơn vị chờ ý kiến của {agency.name}",
                    body=f"{agency.unit.name} đang chờ ý kiến về số liệu năm "
                    f"{agency.period.year}. Mở danh sách, xem từng đơn vị rồi trả lời.",
                    address=reverse("agencies:index"),
                ),
            )
