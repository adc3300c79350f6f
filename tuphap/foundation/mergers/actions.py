"""Planning, applying and undoing a dated change of units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.actions import record
from tuphap.foundation.mergers import plans, writing
from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.mergers.queries import why_not_undone
from tuphap.foundation.mergers.writing import NOTHING_ELSE, TakenBack
from tuphap.foundation.units.kinds import known_kinds
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Actor, Place, Subject, may, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_cells import Cell
from tuphap.rules.unit_changes import Fault, Line, examples_in, read_lines, unknown_heads
from tuphap.rules.unit_plan import Plan

PERMISSION = "unit.change"
MOST_NAMED = 10


def plan_change(
    rows: Sequence[Sequence[Cell]], file_name: str, *, by: Actor
) -> tuple[UnitChange | None, list[Fault]]:
    """Tries the file on the units of now and keeps the plan; no unit and no post is touched."""
    require_anywhere(by, PERMISSION)
    assert by.person_id is not None  # nobody holds no permission
    lines, faults = read_lines(rows, known_kinds())
    if faults:
        return None, faults
    plan, faults = plans.plan_of(lines, timezone.localdate(by.at))
    if plan is None:
        return None, faults
    _require_reach(_before(plan), by)
    stored = plans.stored_plan(replace(plan, warnings=(*_unread(rows), *plan.warnings)))
    change = UnitChange.objects.create(
        effective_on=plan.effective_on,
        file_name=file_name[:200],
        lines=[{**asdict(line), "effective_on": line.effective_on.isoformat()} for line in lines],
        plan=stored,
        plan_hash=plans.hash_of(stored),
        planned_at=by.at,
        planned_by_id=by.person_id,
    )
    return change, []


@transaction.atomic
def apply_change(
    pk: UUID, plan_hash: str, choices: Mapping[str, str] | None = None, *, by: Actor
) -> UnitChange:
    """Exactly the plan that was previewed. `choices` gives the post (its key) that goes on entering
    figures for a new code, "" for nobody; without it the proposals hold. Twice does it once."""
    _lock_units()
    change = _locked(pk)
    if change.undone_at is not None:
        raise Refused(
            "change_undone",
            "Thay đổi này đã hoàn tác. Nạp lại tệp để có bản xem trước mới.",
            Kind.CONFLICT,
        )
    if change.applied_at is not None:
        return change
    plan, stored = _as_of_now(change, by)
    if plan is None or plan_hash != change.plan_hash or plans.hash_of(stored) != plan_hash:
        raise Refused(
            "units_changed",
            "Đơn vị hoặc vị trí công tác đã thay đổi sau khi xem trước, chưa áp dụng gì. "
            "Nạp lại tệp để xem trước theo số liệu hiện nay.",
            Kind.CONFLICT,
        )
    _require_reach(_before(plan), by)
    posts = _chosen(stored, choices)
    change.done = {**writing.carry_out(plan, posts), "posts": posts}
    change.applied_at, change.applied_by_id = by.at, by.person_id
    change.save()
    _record("units_changed", change, by)
    return change


@transaction.atomic
def undo_change(pk: UUID, *, by: Actor) -> UnitChange:
    """As before the change, as long as nothing was written for what began with it (M7)."""
    _lock_units()
    change = _locked(pk)
    if change.undone_at is not None:
        return change
    _require_reach(_after(change), by)
    reason = why_not_undone(change)
    if reason:
        raise Refused("not_undone", reason, Kind.CONFLICT)
    taken = writing.take_back(change.done)
    change.undone_at, change.undone_by_id = by.at, by.person_id
    change.done = {**change.done, "taken_back": taken.words}
    change.save()
    _record("units_change_undone", change, by, taken)
    return change


def _unread(rows: Sequence[Sequence[Cell]]) -> list[str]:
    names = ", ".join(unknown_heads(rows)[:MOST_NAMED])
    examples = ", ".join(map(str, examples_in(rows)[:MOST_NAMED]))
    return [
        *([f"Bỏ qua dòng {examples} của tệp: dòng ví dụ, không nạp."] if examples else []),
        *([f"Không đọc các cột {names}. Kiểm tra lại tên cột nếu cần."] if names else []),
    ]


def _lock_units() -> None:
    with connection.cursor() as cursor:
        # Two changes, or a change and a load of lists, would both find the codes free.
        cursor.execute("LOCK TABLE units_unit, units_succession IN SHARE ROW EXCLUSIVE MODE")


def _locked(pk: UUID) -> UnitChange:
    """With its units and their posts: whoever gives or ends one of them waits, or is waited for."""
    change = UnitChange.objects.select_for_update().get(pk=pk)
    keys = [unit["key"] for unit in change.plan["ends"]] + change.done.get("begun", [])
    for rows in (Unit.objects.filter(pk__in=keys), Post.objects.filter(unit__in=keys)):
        list(rows.select_for_update().order_by("pk").values_list("pk"))
    return change


def _as_of_now(change: UnitChange, by: Actor) -> tuple[Plan | None, dict[str, Any]]:
    plan, _ = plans.plan_of(lines_of(change), timezone.localdate(by.at))
    return plan, plans.stored_plan(plan) if plan else {}


def lines_of(change: UnitChange) -> list[Line]:
    return [
        Line(**{**line, "effective_on": date.fromisoformat(line["effective_on"])})
        for line in change.lines
    ]


def _require_reach(places: Collection[Place], by: Actor) -> None:
    """The right has to reach every unit that ends, and every one that something is put under."""
    outside = [place for place in places if not may(by, PERMISSION, Subject(place))]
    if outside:
        raise Refused(
            "outside_reach",
            f"Tệp có {len(outside)} đơn vị ngoài phạm vi phụ trách. "
            "Chỉ ghi các đơn vị trong phạm vi của mình, hoặc chuyển tệp cho người phụ trách.",
            permission=PERMISSION,
        )


def _before(plan: Plan) -> list[Place]:
    ends = [Place(unit.path, unit.valid_from.isoformat()) for unit in plan.ends]
    new = {begin.code for begin in plan.begins}
    above = {begin.parent for begin in plan.begins} - new - {""}
    return ends + [place_of(unit) for unit in Unit.objects.filter(code__in=above, valid_to=None)]


def _after(change: UnitChange) -> list[Place]:
    day = change.effective_on.isoformat()
    return [Place(begin["path"], day) for begin in change.plan["begins"]]


def _chosen(stored: Mapping[str, Any], choices: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """The posts with where each of them opens, data entry as chosen."""
    if choices is None:
        return list(stored["posts"])
    offered = plans.candidates(stored)
    keeps: dict[int, str] = {}
    for code, post in choices.items():
        allowed = {str(row["post"]): row["post"] for row in offered.get(code, ())}
        if post and (post not in allowed or allowed[post] in keeps):
            raise Refused(
                "choice_unknown",
                f"Người nhập liệu vừa chọn cho mã {code} không có trong danh sách, hoặc đã được "
                "chọn cho đơn vị khác. Chọn lại.",
                Kind.INVALID,
            )
        if post:
            keeps[allowed[post]] = code
    entering = {row["post"] for rows in offered.values() for row in rows}
    return [
        {**row, "goes_to": keeps.get(row["post"], "")} if row["post"] in entering else row
        for row in stored["posts"]
    ]


def _record(kind: str, change: UnitChange, by: Actor, taken: TakenBack = NOTHING_ELSE) -> None:
    plan = change.plan
    words = taken.words
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(change),
        detail={
            "change": str(change.pk),
            "plan": change.plan_hash,
            "ended": [unit["code"] for unit in plan["ends"]],
            "begun": [unit["code"] for unit in plan["begins"]],
            **({"posts_removed": taken.removed} if taken.removed else {}),
            **({"posts_left_ended": taken.left} if taken.left else {}),
            **({"sentence": words} if words else {}),
        },
    )
