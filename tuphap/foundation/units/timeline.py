"""From lists of units to rows with days of validity, links between them, and what is left over.

A unit whose list entry and whose parent's row stay the same keeps its row over the change of lists;
every other row is closed on the day before, and its successor opened. Plain values, no database.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from tuphap.foundation.units.epochs import Epoch, ListedLink, ListedUnit
from tuphap.foundation.units.models import Extent
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import same_text

NOTE_SAME_CODE = "Cùng mã, đổi tên, loại hoặc đơn vị cấp trên; căn cứ chưa rõ."
NOTE_DERIVED = "Suy ra từ các đơn vị cấp dưới."
NOTE_GOES_ON = "Nguồn ghi một phần nhưng không có phần nào khác: coi là đơn vị tiếp tục. "
NOTE_BASIS_OPEN = " Căn cứ chưa đối chiếu."
NOTE_CLOSED_EARLIER = "Mã cũ không còn trong danh mục ngay trước đó; nối từ danh mục gần nhất."


@dataclass(eq=False)
class Row:
    """A unit as it will be stored; two rows are the same only if they are one object."""

    code: str
    name: str
    kind: str
    parent: "Row | None"
    path: str
    valid_from: date
    valid_to: date | None = None

    def top(self) -> "Row":
        return self if self.parent is None else self.parent.top()

    @property
    def key(self) -> tuple[str, date]:
        return (self.code, self.valid_from)


@dataclass(frozen=True)
class Link:
    predecessor: Row
    successor: Row
    extent: str
    effective_on: date
    legal_basis: str | None = None
    derived: bool = False
    note: str = ""


class FindingKind(StrEnum):
    """What could not be joined; the label says it in a report."""

    OLD_CODE_UNKNOWN = "old_code_unknown"
    OLD_CODE_CLOSED_EARLIER = "old_code_closed_earlier"
    WITHOUT_SUCCESSOR = "without_successor"
    WITHOUT_PREDECESSOR = "without_predecessor"
    REMAINDER_UNKNOWN = "remainder_unknown"

    @property
    def label(self) -> str:
        return _FINDING_LABELS[self]


_FINDING_LABELS = {
    FindingKind.OLD_CODE_UNKNOWN: "Mã cũ không có trong danh mục nào, không nối được",
    FindingKind.OLD_CODE_CLOSED_EARLIER: "Mã cũ đã hết từ danh mục trước, vẫn nối",
    FindingKind.WITHOUT_SUCCESSOR: "Đơn vị kết thúc, không rõ đơn vị kế tiếp",
    FindingKind.WITHOUT_PREDECESSOR: "Đơn vị mới, không rõ đơn vị trước đó",
    FindingKind.REMAINDER_UNKNOWN: "Chỉ nối một phần, không rõ phần còn lại",
}


@dataclass(frozen=True)
class Finding:
    """`code` and `name` are of the unit that has no partner; `place` names the units above."""

    kind: FindingKind
    on: date
    code: str
    name: str
    place: str = ""
    unit_kind: str = ""


@dataclass
class Timeline:
    """`rows` has parents before children; `opened` is the state after the last list, by code."""

    rows: list[Row] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opened: dict[str, Row] = field(default_factory=dict)
    last_by_code: dict[str, Row] = field(default_factory=dict)


def build_timeline(epochs: Iterable[Epoch]) -> Timeline:
    timeline = Timeline()
    for epoch in epochs:
        before = timeline.opened
        timeline.opened = _next_state(timeline, epoch)
        ended = [row for code, row in before.items() if timeline.opened.get(code) is not row]
        for row in ended:
            row.valid_to = epoch.starts_on - timedelta(days=1)
        if before:
            links = _links_of(timeline, epoch, before)
            timeline.links += links
            began = [row for row in timeline.opened.values() if row.valid_from == epoch.starts_on]
            timeline.findings += _left_over(epoch, links, ended, began)
        timeline.last_by_code |= timeline.opened
    return timeline


def _next_state(timeline: Timeline, epoch: Epoch) -> dict[str, Row]:
    state: dict[str, Row] = {}
    for unit in epoch.units:
        parent = state[unit.parent_code] if unit.parent_code else None
        row = timeline.opened.get(unit.code)
        if row is not None and _goes_on(row, unit, parent):
            row.name = unit.name  # the newest spelling: "Thị Xã" is "Thị xã", not another unit
        else:
            path = f"{parent.path if parent else '/'}{unit.code}/"
            row = Row(unit.code, unit.name, unit.kind, parent, path, epoch.starts_on)
            timeline.rows.append(row)
        state[unit.code] = row
    return state


def _goes_on(row: Row, unit: ListedUnit, parent: Row | None) -> bool:
    return row.parent is parent and row.kind == unit.kind and same_text(row.name, unit.name)


def _links_of(timeline: Timeline, epoch: Epoch, before: dict[str, Row]) -> list[Link]:
    if epoch.by_same_code:
        return [
            Link(row, after, Extent.WHOLE, epoch.starts_on, note=NOTE_SAME_CODE)
            for code, row in before.items()
            if (after := timeline.opened.get(code)) is not None and after is not row
        ]
    found = [link for item in epoch.links for link in _listed_link(timeline, epoch, before, item)]
    listed = _going_on(found)
    return listed + _links_of_tops(epoch, listed)


def _going_on(links: list[Link]) -> list[Link]:
    """A part that is the only one listed, into a unit of the same code that takes in nothing else:
    the unit goes on, and the list of that day wrote so of units that were left as they are."""
    out = Counter(link.predecessor for link in links)
    into = Counter(link.successor for link in links)
    return [
        replace(link, extent=Extent.WHOLE, derived=True, note=(NOTE_GOES_ON + link.note).strip())
        if link.extent == Extent.PARTLY
        and out[link.predecessor] == into[link.successor] == 1
        and link.predecessor.code == link.successor.code
        else link
        for link in links
    ]


def _listed_link(
    timeline: Timeline, epoch: Epoch, before: dict[str, Row], item: ListedLink
) -> list[Link]:
    successor = timeline.opened.get(item.new_code)
    if successor is None:
        raise Refused(
            "units_file_invalid",
            f"Tệp “{epoch.links_file}”, dòng {item.line}: mã mới {item.new_code} không có trong "
            f"danh mục từ ngày {epoch.starts_on:%d/%m/%Y}.",
            Kind.INVALID,
        )
    predecessor = before.get(item.old_code) or timeline.last_by_code.get(item.old_code)
    if predecessor is None or item.old_code not in before:
        timeline.findings.append(_finding_of_old_code(epoch, item, predecessor, successor))
    if predecessor is None or predecessor is successor:
        return []
    note = "" if item.old_code in before else NOTE_CLOSED_EARLIER
    return [Link(predecessor, successor, item.extent, epoch.starts_on, note=note)]


def _finding_of_old_code(epoch: Epoch, item: ListedLink, old: Row | None, new: Row) -> Finding:
    kind = FindingKind.OLD_CODE_CLOSED_EARLIER if old else FindingKind.OLD_CODE_UNKNOWN
    name = f"{old.name} → {new.name}" if old else f"→ {new.name}"
    return Finding(kind, epoch.starts_on, item.old_code, name, _place(new), new.kind)


def _links_of_tops(epoch: Epoch, listed: list[Link]) -> list[Link]:
    """A province goes wholly where all its communes go; partly where they part."""
    goals: dict[Row, dict[Row, None]] = defaultdict(dict)
    for link in listed:
        if link.predecessor.parent and not link.note:
            goals[link.predecessor.top()][link.successor.top()] = None
    unsure = "" if epoch.top_basis_confirmed or not epoch.top_legal_basis else NOTE_BASIS_OPEN
    return [
        Link(
            old,
            new,
            Extent.WHOLE if len(news) == 1 else Extent.PARTLY,
            epoch.starts_on,
            legal_basis=epoch.top_legal_basis,
            derived=True,
            note=NOTE_DERIVED + unsure,
        )
        for old, news in goals.items()
        for new in news
        if new is not old
    ]


def _left_over(
    epoch: Epoch, links: list[Link], ended: list[Row], began: list[Row]
) -> list[Finding]:
    gone_on = Counter(link.predecessor for link in links)
    come_from = {link.successor for link in links}
    alone = [
        link.predecessor
        for link in links
        if link.extent == Extent.PARTLY and gone_on[link.predecessor] == 1
    ]
    return [
        *(_finding(FindingKind.WITHOUT_SUCCESSOR, epoch, r) for r in ended if r not in gone_on),
        *(_finding(FindingKind.WITHOUT_PREDECESSOR, epoch, r) for r in began if r not in come_from),
        *(_finding(FindingKind.REMAINDER_UNKNOWN, epoch, row) for row in alone),
    ]


def _finding(kind: FindingKind, epoch: Epoch, row: Row) -> Finding:
    return Finding(kind, epoch.starts_on, row.code, row.name, _place(row), row.kind)


def _place(row: Row) -> str:
    names = []
    while row.parent is not None:
        row = row.parent
        names.append(row.name)
    return ", ".join(names)
