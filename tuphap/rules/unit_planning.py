"""What becomes of the units when a file of changes is carried out.

Every unit named as old ends on the day before and its successors begin on the day, also where the
code stays. Units below one that ends go on under its only successor; where there are several, the
file has to say where they go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tuphap.rules.unit_changes import HEADS, PARTLY, WHOLE, Fault, Line
from tuphap.rules.unit_places import places
from tuphap.rules.unit_plan import (
    CARRIED,
    DIVIDED,
    MERGED,
    MOVED,
    RECODED,
    RENAMED,
    Begin,
    Known,
    Plan,
    Step,
)


@dataclass
class _Draft:
    """The plan while it is made."""

    day: date
    before: Mapping[str, Known]
    later: Mapping[str, Known]
    faults: list[Fault] = field(default_factory=list)
    begins: dict[str, Begin] = field(default_factory=dict)
    ends: dict[str, Known] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def fault(self, row: int, key: str, value: str, sentence: str) -> None:
        self.faults.append(Fault(row, HEADS.get(key, ""), value, sentence))


def plan_changes(
    lines: Sequence[Line], known: Iterable[Known], today: date
) -> tuple[Plan | None, list[Fault]]:
    """The whole plan, or all that stands against it. `known` are the units of the day before and
    those that begin on the day or later."""
    day = lines[0].effective_on
    units = list(known)
    draft = _Draft(
        day,
        {unit.code: unit for unit in units if unit.valid_from < day},
        {unit.code: unit for unit in units if unit.valid_from >= day},
    )
    _end_old(draft, lines)
    _begin_new(draft, lines)
    if not draft.faults:
        _carry_children(draft)
    if not draft.faults:
        _place(draft)
    if draft.faults:
        return None, sorted(draft.faults, key=lambda fault: fault.row)
    begins = sorted(draft.begins.values(), key=lambda begin: (begin.path.count("/"), begin.path))
    ends = sorted(draft.ends.values(), key=lambda unit: unit.path)
    warnings = tuple(_warnings(draft, today))
    return Plan(day, tuple(ends), tuple(begins), tuple(draft.steps), warnings), []


def _end_old(draft: _Draft, lines: Sequence[Line]) -> None:
    goals: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.effective_on != draft.day:
            draft.fault(
                line.row,
                "effective_on",
                f"{line.effective_on:%d/%m/%Y}",
                f"Mỗi tệp một ngày hiệu lực: dòng đầu ghi {draft.day:%d/%m/%Y}. "
                "Tách dòng này sang tệp khác.",
            )
        goals[line.old_code].append(line)
    for code, its_lines in goals.items():
        unit = draft.before.get(code)
        row = its_lines[0].row
        if unit is None:
            draft.fault(
                row,
                "old_code",
                code,
                f"Trước ngày {draft.day:%d/%m/%Y} không có đơn vị mang mã {code}. Kiểm tra lại mã.",
            )
        elif unit.valid_to is not None or code in draft.later:
            draft.fault(row, "old_code", code, _already_changed(unit, draft.later.get(code)))
        else:
            draft.ends[code] = unit
        _check_goals(draft, code, its_lines)


def _already_changed(unit: Known, later: Known | None) -> str:
    if unit.valid_to is not None:
        return (
            f"{unit.name} đã có ngày kết thúc {unit.valid_to:%d/%m/%Y}. "
            "Hai thay đổi chồng lên nhau: hoàn tác thay đổi trước hoặc bỏ dòng này."
        )
    began = later.valid_from if later else unit.valid_from
    return (
        f"Mã {unit.code} đã mở lại từ ngày {began:%d/%m/%Y}, sau ngày hiệu lực của tệp. "
        "Hai thay đổi chồng lên nhau: kiểm tra lại ngày hiệu lực."
    )


def _check_goals(draft: _Draft, code: str, lines: Sequence[Line]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.new_code in seen:
            sentence = f"Dòng này lặp lại cặp mã {code} và {line.new_code}. Bỏ một dòng."
            draft.fault(line.row, "new_code", line.new_code, sentence)
        seen.add(line.new_code)
        if line.extent == WHOLE and len(lines) > 1:
            draft.fault(
                line.row,
                "extent",
                "toàn bộ",
                f"Mã {code} đi vào {len(lines)} đơn vị nên không thể “toàn bộ”. "
                "Ghi “một phần” ở mọi dòng của mã này.",
            )


def _begin_new(draft: _Draft, lines: Sequence[Line]) -> None:
    by_new: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_new[line.new_code].append(line)
        draft.steps.append(Step(line.old_code, line.new_code, line.extent, line.legal_basis))
    divided = {line.old_code for line in lines if line.extent == PARTLY}
    for code, its_lines in by_new.items():
        _require_free(draft, code, its_lines[0].row)
        olds = [draft.before[li.old_code] for li in its_lines if li.old_code in draft.before]
        if olds:
            draft.begins[code] = _begin(draft, code, its_lines, olds, divided)


def _require_free(draft: _Draft, code: str, row: int) -> None:
    bearer = draft.before.get(code)
    if code in draft.later:
        name = draft.later[code].name
        sentence = f"Mã {code} đã dành cho {name} từ ngày {draft.later[code].valid_from:%d/%m/%Y}."
        draft.fault(row, "new_code", code, f"{sentence} Dùng mã khác.")
    elif bearer and bearer.valid_to is None and code not in draft.ends:
        draft.fault(
            row,
            "new_code",
            code,
            f"Mã {code} đang thuộc {bearer.name}, đơn vị này không kết thúc trong tệp. "
            f"Dùng mã khác, hoặc thêm dòng cho mã cũ {code}.",
        )


def _begin(
    draft: _Draft, code: str, lines: Sequence[Line], olds: Sequence[Known], divided: set[str]
) -> Begin:
    """What the file leaves open is taken from the old unit of the same code, or the only one."""
    model = next((old for old in olds if old.code == code), olds[0] if len(olds) == 1 else None)
    name = _agreed(draft, lines, "new_name", model.name if model else "")
    kind = _agreed(draft, lines, "new_kind", model.kind if model else _shared(o.kind for o in olds))
    above = model.parent if model else _shared(old.parent for old in olds)
    parent = _agreed(draft, lines, "parent", above)
    # A unit at the top has none above it; everybody else has to be put somewhere.
    if not parent and any(old.parent for old in olds) and not (model and not model.parent):
        draft.fault(
            lines[0].row, "parent", "", f"Chưa ghi mã cấp trên của {name or code}. Ghi mã đó."
        )
    begin = Begin(code, name, kind, parent, "", "", lines[0].row)
    way = _way(begin, olds, divided)
    if not way:
        draft.fault(
            lines[0].row, "", "", f"Dòng này không đổi gì ở {name} (mã {code}). Bỏ dòng này."
        )
    return replace(begin, way=way)


def _way(begin: Begin, olds: Sequence[Known], divided: set[str]) -> str:
    """Empty where nothing changes."""
    only = olds[0]
    tests = (
        (len(olds) > 1, MERGED),
        (only.code in divided, DIVIDED),
        (only.code != begin.code, RECODED),
        (only.parent != begin.parent, MOVED),
        ((only.name, only.kind) != (begin.name, begin.kind), RENAMED),
    )
    return next((way for holds, way in tests if holds), "")


def _agreed(draft: _Draft, lines: Sequence[Line], key: str, otherwise: str) -> str:
    """What the lines of one new unit say of it; two of them may not differ."""
    said = [line for line in lines if getattr(line, key)]
    first = getattr(said[0], key) if said else otherwise
    for line in said:
        if getattr(line, key) != first:
            draft.fault(
                line.row,
                key,
                getattr(line, key),
                f"Mã mới {line.new_code} có hai giá trị khác nhau: “{first}” ở dòng "
                f"{said[0].row} và “{getattr(line, key)}” ở dòng này. Ghi giống nhau.",
            )
    if not first and key != "parent":
        missing = f"{HEADS[key].lower()} của mã {lines[0].new_code}"
        draft.fault(lines[0].row, key, "", f"Chưa ghi {missing}. Ghi vào cột {HEADS[key]}.")
    return first


def _shared(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _carry_children(draft: _Draft) -> None:
    """Level by level below what ends; a row lies inside the days of its parent's row."""
    below: dict[str, list[Known]] = defaultdict(list)
    for unit in draft.before.values():
        if unit.valid_to is None:
            below[unit.parent].append(unit)
    goals = _goals(draft.steps)
    waiting = list(draft.ends)
    while waiting:
        parent = waiting.pop()
        for child in below[parent]:
            if child.code not in draft.ends and _carry(draft, child, goals[parent]):
                goals[child.code] = [child.code]
                waiting.append(child.code)


def _carry(draft: _Draft, child: Known, new: Sequence[str]) -> bool:
    row = draft.begins[new[0]].row
    if len(new) > 1:
        draft.fault(row, "", child.code, _astray(child, draft.ends[child.parent]))
        return False
    draft.ends[child.code] = child
    draft.begins[child.code] = Begin(child.code, child.name, child.kind, new[0], "", CARRIED, row)
    draft.steps.append(Step(child.code, child.code, WHOLE))
    return True


def _goals(steps: Iterable[Step]) -> dict[str, list[str]]:
    goals: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        goals[step.old].append(step.new)
    return goals


def _astray(child: Known, parent: Known) -> str:
    return (
        f"{child.name} (mã {child.code}) thuộc {parent.name} sẽ kết thúc và chưa có đơn vị kế tục. "
        f"Thêm dòng cho mã cũ {child.code}."
    )


def _place(draft: _Draft) -> None:
    standing = {
        code: unit.path
        for code, unit in draft.before.items()
        if unit.valid_to is None and code not in draft.ends
    }
    paths, faults = places(draft.begins, standing, draft.day)
    draft.faults += faults
    for code, path in paths.items():
        draft.begins[code] = replace(draft.begins[code], path=path)


def _warnings(draft: _Draft, today: date) -> Iterable[str]:
    if draft.day < today:
        yield (
            f"Ngày hiệu lực {draft.day:%d/%m/%Y} đã qua: "
            "quyền ở đơn vị cũ được tính là hết từ ngày đó."
        )
    goals = _goals(draft.steps)
    for step in draft.steps:
        if step.extent == PARTLY and len(goals[step.old]) == 1:
            name = draft.ends[step.old].name
            yield (
                f"{name} (mã {step.old}) chỉ có một phần đi vào mã {step.new}: "
                "phần còn lại chưa nêu."
            )
    if any(not step.legal_basis for step in draft.steps if draft.begins[step.new].way != CARRIED):
        yield "Có dòng chưa ghi căn cứ. Vẫn áp dụng được, căn cứ để trống."
