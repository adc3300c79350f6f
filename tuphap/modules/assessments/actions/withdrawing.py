"""Withdrawing a published copy: it stays readable, and every public page of it says so."""

from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.publication.actions import withdraw_copy
from tuphap.foundation.publication.models import PublishedCopy, Withdrawal
from tuphap.modules.assessments.actions.publishing import PERMISSION
from tuphap.modules.assessments.models import Period
from tuphap.rules.permissions import Actor, Subject, may, require
from tuphap.rules.required_words import require_words
from tuphap.rules.second_factor import require_second_factor

LONGEST_REASON = 1000


@transaction.atomic
def withdraw_published(
    period: Period, copy: PublishedCopy, reason: str, *, by: Actor
) -> Withdrawal:
    """Dossiers stay published: what follows is a corrected copy under a new number."""
    require(by, PERMISSION, Subject(place_of(period.scope_unit)))
    require_second_factor(by, PERMISSION)
    return withdraw_copy(copy, _sound_reason(reason), by=by)


def may_withdraw(period: Period, *, by: Actor) -> bool:
    """Not where the unit of the period has ended: its rights to write ended with it (M5)."""
    return may(by, PERMISSION, Subject(place_of(period.scope_unit)))


def _sound_reason(reason: str) -> str:
    return require_words(
        reason,
        "reason",
        called="Lý do thu hồi",
        missing="Chưa có lý do thu hồi. Ghi lý do, mọi người sẽ đọc được nội dung này.",
        longest=LONGEST_REASON,
    )
