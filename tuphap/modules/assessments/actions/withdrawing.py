"""Withdrawing a published copy: one person asks, another confirms, as grave as publishing (W5, W6).

It stays readable, and every public page of it says so.
"""

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.notices.actions import notify
from tuphap.foundation.publication import actions as publication
from tuphap.foundation.publication.models import PublishedCopy, Withdrawal, WithdrawalRequest
from tuphap.foundation.units.queries import successors
from tuphap.modules.assessments import notices
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.told import people_at
from tuphap.rules.permissions import Actor, Subject, may, require
from tuphap.rules.refusals import Refused
from tuphap.rules.required_words import require_words
from tuphap.rules.second_factor import require_second_factor

LONGEST_REASON = 1000
ASK, CONFIRM = "assessment.ask_withdrawal", "assessment.withdraw"


@transaction.atomic
def ask_to_withdraw(
    period: Period, copy: PublishedCopy, reason: str, *, by: Actor
) -> WithdrawalRequest:
    """Nothing public changes; those who may confirm are told."""
    require(by, ASK, Subject(place_of(period.scope_unit)))
    request = publication.ask_withdrawal(copy, _sound_reason(reason), by=by)
    units = [period.scope_unit_id, *(unit.pk for unit in successors(period.scope_unit))]
    found = people_at(units, CONFIRM, timezone.localdate(by.at))
    people = [p for at in found.values() for p in at if p.pk != by.person_id]
    notify(people, notices.withdrawal_asked_message(request, by.name), at=by.at)
    return request


@transaction.atomic
def drop_request(period: Period, copy: PublishedCopy, seen: int, *, by: Actor) -> None:
    """By whoever asked, or by whoever could confirm and does not agree."""
    request = publication.open_request(copy, seen)
    needed = ASK if request.person_id == by.person_id else CONFIRM
    require(by, needed, Subject(place_of(period.scope_unit)))
    publication.drop_request(request, by=by)


@transaction.atomic
def withdraw_published(period: Period, copy: PublishedCopy, seen: int, *, by: Actor) -> Withdrawal:
    """Dossiers stay published: what follows is a corrected copy under a new number."""
    require(by, CONFIRM, Subject(place_of(period.scope_unit)))
    require_second_factor(by, CONFIRM)
    request = publication.open_request(copy, seen)
    require(by, CONFIRM, _after(period, request))
    return publication.withdraw_copy(copy, request.reason, by=by)


def why_not_confirm(period: Period, request: WithdrawalRequest, *, by: Actor) -> str:
    """What confirming would be refused for; "" where nothing stands against."""
    try:
        require(by, CONFIRM, _after(period, request))
    except Refused as refused:
        return refused.sentence
    return ""


def _after(period: Period, request: WithdrawalRequest) -> Subject:
    done_by = {ASK: frozenset({request.person_id})}
    return Subject(place_of(period.scope_unit), done_by=done_by)


def may_ask(period: Period, *, by: Actor) -> bool:
    """Not where the unit of the period was divided: nobody goes on with what it published."""
    return may(by, ASK, Subject(place_of(period.scope_unit)))


def _sound_reason(reason: str) -> str:
    return require_words(
        reason,
        "reason",
        called="Lý do thu hồi",
        missing="Chưa có lý do thu hồi. Ghi lý do, mọi người sẽ đọc được nội dung này.",
        longest=LONGEST_REASON,
    )
