"""Which dossiers of the queue are wanted and in which order; who stands before and after one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tuphap.modules.assessments.queries.queue import QueueRow
from tuphap.rules.workflow import Workflow

TO_DO, ALL = "can-lam", "tat-ca"
SORTS: dict[str, tuple[str, Callable[[QueueRow], Any]]] = {
    "can-lam-truoc": ("Cần làm trước", lambda row: row.urgency),
    "ten": ("Tên đơn vị", lambda row: row.name_sort),
    "ket-qua": ("Kết quả của đơn vị, thấp trước", lambda row: row.result),
}
USUAL_SORT = next(iter(SORTS))
MINE, NOBODYS = "toi", "khong"
HANDS = {"": "Tất cả", MINE: "Của tôi", NOBODYS: "Chưa có người"}
# What the desk carries along of the queue's address.
CARRIED = ("trang-thai", "noi", "thu-ly", "sap-xep")


@dataclass(frozen=True)
class Filters:
    """What the address asks for; words that are none of ours are taken for the usual."""

    status: str
    parent: str
    sort: str
    hand: str = ""
    person: int | None = None

    def rows(self, rows: Sequence[QueueRow]) -> list[QueueRow]:
        return sorted((row for row in rows if self._fits(row)), key=self.place)

    def place(self, row: QueueRow) -> Any:
        return SORTS[self.sort][1](row)

    def _fits(self, row: QueueRow) -> bool:
        if self.parent and str(row.parent_id) != self.parent:
            return False
        if self.hand == MINE and row.officer != self.person:
            return False
        if self.hand == NOBODYS and row.officer is not None:
            return False
        if self.status == TO_DO:
            return row.to_do
        return self.status in (ALL, row.status)


def filters_of(
    asked: Mapping[str, str], workflow: Workflow, rows: Sequence[QueueRow], person: int | None
) -> Filters:
    status, sort = asked.get("trang-thai", ""), asked.get("sap-xep", "")
    parent, hand = asked.get("noi", ""), asked.get("thu-ly", "")
    known = {TO_DO, ALL, *(step.code for step in workflow.statuses)}
    usual = TO_DO if any(row.to_do for row in rows) else ALL
    return Filters(
        status=status if status in known else usual,
        parent=parent if parent in {str(row.parent_id) for row in rows} else "",
        sort=sort if sort in SORTS else USUAL_SORT,
        hand=hand if hand in HANDS else "",
        person=person,
    )


def carried(asked: Mapping[str, str]) -> str:
    """The filter as the end of an address that has parts before it; "" where none was chosen."""
    kept = {key: asked[key] for key in CARRIED if asked.get(key)}
    return f"&{urlencode(kept)}" if kept else ""


def carried_alone(asked: Mapping[str, str]) -> str:
    """The same where nothing stands before it."""
    return carried(asked).replace("&", "?", 1)


def beside(
    filters: Filters, rows: Sequence[QueueRow], dossier: UUID
) -> tuple[QueueRow | None, QueueRow | None]:
    """Before and after it in this order; one that the filter no longer holds keeps its place."""
    own = next((row for row in rows if row.id == dossier), None)
    others = [row for row in filters.rows(rows) if row.id != dossier]
    if own is None:
        return None, None
    place = filters.place(own)
    before = [row for row in others if filters.place(row) < place]
    after = others[len(before) :]
    return (before[-1] if before else None), (after[0] if after else None)
