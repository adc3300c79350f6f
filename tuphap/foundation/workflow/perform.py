"""The one place which changes a status: lock, ask the table, ask the permission, write, remember."""

from typing import Any, TypeVar

from django.db import models, transaction

from tuphap.foundation.workflow.models import StatusChange
from tuphap.rules import permissions, workflow
from tuphap.rules.permissions import Actor, Subject
from tuphap.rules.refusals import Kind, Refused

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def perform(record: M, move_name: str, *, by: Actor, reason: str = "") -> M:
    """Take `record` through one move; raises Refused, and then nothing has changed.

    The record offers `workflow`, `access_subject(done_by)` and `check_guard(name)`.
    Answers the freshly locked record. A move already made by somebody else is refused (W7).
    """
    locked: Any = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    move = workflow.find_move(locked.workflow, move_name, locked.status)
    permissions.require(by, move.needs, subject_of(locked))
    if move.needs_reason and not reason.strip():
        raise Refused(
            "reason_missing",
            f"Chưa có lý do. Ghi lý do rồi chọn “{move.label}”.",
            Kind.INVALID,
            {"reason": "Chưa có lý do. Ghi lý do, người nhận sẽ đọc được nội dung này."},
        )
    for guard in move.guards:
        locked.check_guard(guard, at=by.at)
    locked.status = move.target
    locked.version += 1
    locked.save(update_fields=["status", "version"])
    _remember(locked, move, by, reason.strip())
    return locked


def subject_of(record: Any) -> Subject:
    """What permissions need to know of a record, with who did what on it before."""
    return record.access_subject(_done_by(record))


def history(record: models.Model) -> models.QuerySet[StatusChange]:
    return StatusChange.objects.filter(
        record_kind=record._meta.label_lower, record_id=str(record.pk)
    )


def _done_by(record: models.Model) -> dict[str, frozenset[int]]:
    done: dict[str, set[int]] = {}
    for needs, person in history(record).values_list("needs", "made_by_id"):
        if person is not None:
            done.setdefault(needs, set()).add(person)
    return {needs: frozenset(people) for needs, people in done.items()}


def _remember(record: Any, move: workflow.Move, by: Actor, reason: str) -> None:
    StatusChange.objects.create(
        record_kind=record._meta.label_lower,
        record_id=str(record.pk),
        move=move.name,
        needs=move.needs,
        source=move.source,
        target=move.target,
        reason=reason,
        made_by_id=by.person_id,
        made_by_name=by.name,
        made_at=by.at,
    )
