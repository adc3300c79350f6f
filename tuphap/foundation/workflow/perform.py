"""The one place which changes a status: lock, ask table and permission, write, remember."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.workflow.models import StatusChange
from tuphap.rules import permissions, workflow
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, Subject
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_REASON = 4000

M = TypeVar("M", bound=models.Model)
DoneBy = Mapping[str, frozenset[int]]


@transaction.atomic
def perform(record: M, move_name: str, *, by: Actor, reason: str = "") -> M:
    """Take `record` through one move; raises Refused, and then nothing has changed.

    The record offers `workflow`, `access_subject(done_by)` and `check_guard(name)`.
    Answers the freshly locked record. A move already made by somebody else is refused (W7).
    """
    locked: Any = _locked(record)
    move = _checked(locked, move_name, _done_by(locked), by, reason)
    locked.status = move.target
    locked.version += 1
    locked.save(update_fields=["status", "version"])
    _remembered(locked, move, by, reason).save()
    return locked


@transaction.atomic
def perform_many(
    records: models.QuerySet[M], move_name: str, *, by: Actor, reason: str = ""
) -> list[M]:
    """Take all records through the same move, or, with Refused, none.

    Every record is asked the same questions as in `perform`; only reading and writing are done for
    all at once. They are locked in one order, so two of these never wait for each other in turn.
    `records` names what the questions need in `select_related`.
    """
    locked: list[Any] = list(records.select_for_update(of=("self",)).order_by("pk"))
    done_by = _done_by_record(locked)
    moves: dict[workflow.Move, list[Any]] = {}
    for record in locked:
        move = _checked(record, move_name, done_by.get(str(record.pk), {}), by, reason)
        moves.setdefault(move, []).append(record)
    for move, moving in moves.items():
        records.model._default_manager.filter(pk__in=[record.pk for record in moving]).update(
            status=move.target, version=F("version") + 1
        )
        for record in moving:
            record.status = move.target
            record.version += 1
        StatusChange.objects.bulk_create(_remembered(r, move, by, reason) for r in moving)
    return locked


def subject_of(record: Any) -> Subject:
    """What permissions need to know of a record, with who did what on it before."""
    subject: Subject = record.access_subject(_done_by(record))
    return subject


def history(record: models.Model) -> models.QuerySet[StatusChange]:
    return StatusChange.objects.filter(
        record_kind=record._meta.label_lower, record_id=str(record.pk)
    )


def _locked(record: models.Model) -> Any:
    kind: Any = type(record)
    found = _to_move(kind).first(record.pk)
    if found is None:
        raise kind.DoesNotExist(f"{record._meta.label} {record.pk}")
    return found


@cache
def _to_move(model: type[models.Model]) -> KeptQuery[Any]:
    key = UUID(int=0) if isinstance(model._meta.pk, models.UUIDField) else -1
    rows = model._default_manager.select_for_update(of=("self",))
    return KeptQuery(lambda pk: rows.filter(pk=pk), example=(key,))


def _checked(record: Any, move_name: str, done_by: DoneBy, by: Actor, reason: str) -> workflow.Move:
    """The move, when table, permission, reason and guards allow it now; else Refused."""
    move = workflow.find_move(record.workflow, move_name, record.status)
    permissions.require(by, move.needs, record.access_subject(done_by))
    _require_reason(move, _tidy(reason))
    for guard in move.guards:
        record.check_guard(guard, at=by.at)
    return move


def _require_reason(move: workflow.Move, reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        sentence = (
            f"Lý do dài {format_count(len(reason))} ký tự, "
            f"tối đa {format_count(LONGEST_REASON)}. Rút gọn lại."
        )
        raise Refused("reason_too_long", sentence, Kind.INVALID, {"reason": sentence})
    if move.needs_reason and not reason:
        raise Refused(
            "reason_missing",
            f"Chưa có lý do. Ghi lý do rồi chọn “{move.label}”.",
            Kind.INVALID,
            {"reason": "Chưa có lý do. Ghi lý do, người nhận sẽ đọc được nội dung này."},
        )


def _tidy(reason: str) -> str:
    return normalise(reason, keep_lines=True).strip()


_DONE: KeptQuery[Any] = KeptQuery(
    lambda kind, pk: StatusChange.objects.filter(record_kind=kind, record_id=pk).values_list(
        "needs", "made_by_id"
    ),
    example=("kind", "pk"),
)


def _done_by(record: models.Model) -> DoneBy:
    return _people(_DONE.values(record._meta.label_lower, str(record.pk)))


def _done_by_record(records: Sequence[models.Model]) -> dict[str, DoneBy]:
    """The same for many records of one kind, in one query."""
    if not records:
        return {}
    rows = StatusChange.objects.filter(
        record_kind=records[0]._meta.label_lower, record_id__in=[str(r.pk) for r in records]
    ).values_list("record_id", "needs", "made_by_id")
    found: dict[str, list[tuple[str, int | None]]] = {}
    for record_id, needs, person in rows:
        found.setdefault(record_id, []).append((needs, person))
    return {record_id: _people(pairs) for record_id, pairs in found.items()}


def _people(pairs: Iterable[tuple[Any, ...]]) -> DoneBy:
    done: dict[str, set[int]] = {}
    for needs, person in pairs:
        if person is not None:
            done.setdefault(needs, set()).add(person)
    return {needs: frozenset(people) for needs, people in done.items()}


def _remembered(record: Any, move: workflow.Move, by: Actor, reason: str) -> StatusChange:
    return StatusChange(
        record_kind=record._meta.label_lower,
        record_id=str(record.pk),
        move=move.name,
        needs=move.needs,
        source=move.source,
        target=move.target,
        reason=_tidy(reason),
        made_by_id=by.person_id,
        made_by_name=by.name,
        made_at=by.at,
    )
