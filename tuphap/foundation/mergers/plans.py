"""The plan of a change as stored: units by the rules, posts by the database, one hash of both."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import heirs_on
from tuphap.rules.permissions import Role
from tuphap.rules.unit_changes import HEADS, WHOLE, Fault, Line
from tuphap.rules.unit_plan import Known, Plan
from tuphap.rules.unit_planning import plan_changes

Stored = dict[str, Any]


def plan_of(lines: Sequence[Line], today: date) -> tuple[Plan | None, list[Fault]]:
    """By the units as they stand now."""
    day = lines[0].effective_on
    plan, faults = plan_changes(lines, known_around(day), today)
    return plan, _with_successors(faults, day)


def _with_successors(faults: Sequence[Fault], day: date) -> list[Fault]:
    """A code that ended is not only unknown: what stands there by then is told (M6)."""
    columns = HEADS["old_code"], HEADS["parent"]
    later = _later({fault.value for fault in faults if fault.column in columns}, day)
    return [
        replace(fault, sentence=f"{fault.sentence} {later[fault.value]}")
        if fault.column in columns and fault.value in later
        else fault
        for fault in faults
    ]


def _later(codes: Collection[str], day: date) -> dict[str, str]:
    ended = Unit.objects.filter(code__in=codes, valid_to__lt=day).order_by("valid_to")
    units = {unit.code: unit for unit in ended}
    heirs = heirs_on([unit.pk for unit in units.values()], day)
    told = {}
    for code, unit in units.items():
        names = [f"{heir.name} (mã {heir.code})" for heir in heirs.get(unit.pk, ())]
        if names:
            told[code] = (
                f"{unit.name} mang mã này đến hết ngày {unit.valid_to:%d/%m/%Y}, "
                f"nay là {', '.join(names)}."
            )
    return told


def known_around(day: date) -> list[Known]:
    """Units of the day before, and those that begin on the day or later."""
    rows = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day - timedelta(days=1)))
    columns = "pk", "code", "name", "kind", "parent__code", "path", "valid_from", "valid_to"
    return [
        Known(pk, code, name, kind, parent or "", path, begins, ends)
        for pk, code, name, kind, parent, path, begins, ends in rows.values_list(*columns)
    ]


def stored_plan(plan: Plan) -> Stored:
    """Plain JSON, in an order of its own, with the posts that go over."""
    values: Stored = json.loads(json.dumps(asdict(plan), default=str))
    values["posts"] = _posts(plan)
    above = {begin.parent for begin in plan.begins}
    values["parents"] = dict(
        Unit.objects.filter(code__in=above, valid_to=None).values_list("code", "name")
    )
    return values


def hash_of(stored: Mapping[str, Any]) -> str:
    """Over units and posts; not over the warnings, which name the day of looking."""
    compared = {key: value for key, value in stored.items() if key != "warnings"}
    text = json.dumps(compared, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _posts(plan: Plan) -> list[Stored]:
    """Every post that reaches the day, with the new codes it may go to and the one proposed."""
    units = {unit.key: unit for unit in plan.ends}
    held = (
        Post.objects.filter(unit__in=units, starts_on__lt=plan.effective_on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=plan.effective_on))
        .select_related("person")
        .order_by("unit__path", "person__name_sort", "pk")
    )
    whole = {step.old: step.new for step in plan.steps if step.extent == WHOLE}
    goals: dict[str, list[str]] = defaultdict(list)
    for step in plan.steps:
        goals[step.old].append(step.new)
    rows = [_row(post, units[post.unit_id], whole, goals) for post in held]
    _propose_for_data_entry(rows)
    _drop_doubles(rows)
    return rows


def _row(
    post: Post, unit: Known, whole: Mapping[str, str], goals: Mapping[str, list[str]]
) -> Stored:
    """`goes_to` is where it opens; a post of a unit that is divided opens nowhere by itself."""
    return {
        "post": post.pk,
        "person": post.person_id,
        "name": post.person.full_name,
        "role": post.role,
        "unit": unit.code,
        "ends_on": post.ends_on.isoformat() if post.ends_on else "",
        "may_go_to": sorted(goals[unit.code]),
        "goes_to": whole.get(unit.code, ""),
    }


def _propose_for_data_entry(rows: Iterable[Stored]) -> None:
    """One per unit: whoever kept the code, else the only one, else the first by code."""
    wanted: dict[str, list[Stored]] = defaultdict(list)
    for row in rows:
        if row["role"] == Role.COMMUNE_OFFICER and row["goes_to"]:
            wanted[row["goes_to"]].append(row)
    for code, its_rows in wanted.items():
        its_rows.sort(key=lambda row: (row["unit"] != code, row["unit"], row["post"]))
        for row in its_rows[1:]:
            row["goes_to"] = ""


def _drop_doubles(rows: Iterable[Stored]) -> None:
    """Somebody with the same role at two units that merge gets one post."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = row["person"], row["role"], row["goes_to"]
        if row["goes_to"] and key in seen:
            row["goes_to"] = ""
        seen.add(key)


def candidates(stored: Mapping[str, Any]) -> dict[str, list[Stored]]:
    """By new code: the data-entry posts of which one may open there."""
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in stored["posts"]:
        for code in row["may_go_to"] if row["role"] == Role.COMMUNE_OFFICER else ():
            found[code].append(row)
    return dict(found)


def without_data_entry(stored: Mapping[str, Any], kinds: Collection[str]) -> list[str]:
    """New units of these kinds for which nobody is proposed to enter figures."""
    given = {row["goes_to"] for row in stored["posts"] if row["role"] == Role.COMMUNE_OFFICER}
    return [
        row["code"] for row in stored["begins"] if row["kind"] in kinds and row["code"] not in given
    ]
