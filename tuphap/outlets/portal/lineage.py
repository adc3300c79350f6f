"""A unit through the years: its results before and after mergers, and a sentence about these."""

from dataclasses import dataclass
from datetime import date

from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.foundation.units.queries import predecessors, successors, unit_on
from tuphap.outlets.portal.search import Entry, entries, results_of_unit


@dataclass(frozen=True)
class Lineage:
    """Results of the unit and its family, newest year first; `sentences` say how they hang
    together. `regimes` counts the rule sets, which are not to be compared with one another."""

    rows: tuple[Entry, ...]
    sentences: tuple[str, ...]

    @property
    def regimes(self) -> int:
        return len({row.rule_set for row in self.rows})


def lineage(code: str, name: str, units_on: date) -> Lineage:
    """What is published of this unit and of those it came from or went into.

    A unit that is not in the lists of units has its own results only.
    """
    unit = unit_on(code, units_on)
    if unit is None:
        own = [entry for entry in entries() if (entry.code, entry.line.name) == (code, name)]
        return Lineage(tuple(own), ())
    family = [unit, *predecessors(unit), *successors(unit)]
    rows = [entry for member in family for entry in results_of_unit(member)]
    rows.sort(key=lambda entry: (-int(entry.year), entry.code))
    return Lineage(tuple(rows), tuple(_sentences(unit)))


def _sentences(unit: Unit) -> list[str]:
    before = Succession.objects.filter(successor=unit).select_related("predecessor")
    links = list(before.order_by("predecessor__path"))
    found = [_became(successor) for successor in _onward(unit)]
    if links and not _goes_on(links):
        found.insert(0, f"{unit.name} lập từ ngày {_day(links[0])} trên cơ sở {_listed(links)}.")
    return found


def _onward(unit: Unit) -> list[Unit]:
    """Step by step, so that each sentence begins where the one before ended."""
    found: dict[int, Unit] = {unit.pk: unit}
    waiting = [unit]
    while waiting:
        after = Succession.objects.filter(predecessor__in=waiting).select_related("successor")
        steps = after.order_by("effective_on", "successor__path")
        waiting = [link.successor for link in steps if link.successor_id not in found]
        found |= {step.pk: step for step in waiting}
    return list(found.values())[1:]


def _became(successor: Unit) -> str:
    links = list(
        Succession.objects.filter(successor=successor)
        .select_related("predecessor")
        .order_by("predecessor__path")
    )
    named = f"{successor.name} (mã {successor.code})"
    start = f"Từ ngày {_day(links[0])}, {_listed(links)}"
    if len(links) == 1 and links[0].extent == Extent.WHOLE:
        return f"{start} tiếp tục là {named}."
    return f"{start} nhập thành {named}. Kết quả cũ giữ nguyên theo đơn vị cũ."


def _goes_on(links: list[Succession]) -> bool:
    return len(links) == 1 and links[0].extent == Extent.WHOLE


def _listed(links: list[Succession]) -> str:
    """Xã A, Xã B và một phần Xã C; whole ones first."""
    ordered = sorted(links, key=lambda link: link.extent != Extent.WHOLE)
    names = [
        link.predecessor.name
        if link.extent == Extent.WHOLE
        else f"một phần {link.predecessor.name}"
        for link in ordered
    ]
    *front, last = names
    return f"{', '.join(front)} và {last}" if front else last


def _day(link: Succession) -> str:
    return f"{link.effective_on:%d/%m/%Y}"
