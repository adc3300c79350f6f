"""The page of progress as plain values: phases, groups slowest first, what is late."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuphap.modules.assessments.province_desk.queries.progress import ProgressRow
from tuphap.rules.progress import DECIDED, PHASES, phase_labels
from tuphap.rules.vietnamese import sort_key
from tuphap.rules.workflow import Workflow

LATE = "tre"
ALL = ""
# Shades of the bar, from what is done to what is not sent.
CSS = dict(zip(PHASES, ("tp-phase-4", "tp-phase-3", "tp-phase-2", "tp-phase-1"), strict=True))


@dataclass(frozen=True)
class PhaseCount:
    phase: str
    label: str
    value: int
    css_class: str


@dataclass(frozen=True)
class Group:
    """Units that are counted together; `code` is "" for all of them."""

    code: str
    name: str
    phases: tuple[PhaseCount, ...]
    total: int
    late: int

    @property
    def decided(self) -> int:
        return self.phases[0].value

    @property
    def phases_as_parts(self) -> list[dict[str, object]]:
        """For the bar."""
        return [{"value": part.value, "css_class": part.css_class} for part in self.phases]

    @property
    def share(self) -> float:
        return self.decided / self.total


def counted(rows: Sequence[ProgressRow], workflow: Workflow, code: str, name: str) -> Group:
    counts = Counter(row.phase for row in rows)
    return Group(
        code,
        name,
        tuple(
            PhaseCount(phase, label, counts[phase], CSS[phase])
            for phase, label in phase_labels(workflow).items()
        ),
        len(rows),
        sum(row.is_late for row in rows),
    )


def groups(rows: Iterable[ProgressRow], workflow: Workflow) -> list[Group]:
    """The slowest first: the smallest share decided, then most late, then by name."""
    found: dict[tuple[str, str], list[ProgressRow]] = {}
    for row in rows:
        found.setdefault((row.group_code, row.group), []).append(row)
    built = [counted(own, workflow, *key) for key, own in found.items()]
    return sorted(built, key=lambda group: (group.share, -group.late, sort_key(group.name)))


def late_first(rows: Iterable[ProgressRow]) -> list[ProgressRow]:
    return sorted(
        (row for row in rows if row.is_late), key=lambda row: (-(row.days_late or 0), row.name_sort)
    )


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; words that are in no list are taken for none."""

    group: str = ALL
    phase: str = ALL

    def keeps(self, row: ProgressRow) -> bool:
        in_phase = row.is_late if self.phase == LATE else self.phase in (ALL, row.phase)
        return in_phase and self.group in (ALL, row.group_code)


def wanted(params: Mapping[str, str], rows: Iterable[ProgressRow]) -> Wanted:
    group, phase = params.get("nhom", ""), params.get("chang", "")
    return Wanted(
        group if group in {row.group_code for row in rows} else ALL,
        phase if phase in (*PHASES, LATE) else ALL,
    )


def has_units_between(rows: Iterable[ProgressRow]) -> bool:
    return any(row.group.casefold() != row.kind.casefold() for row in rows)


def next_due(rows: Iterable[ProgressRow]) -> ProgressRow | None:
    """Whose day comes next, of those in time."""
    ahead = [row for row in rows if row.due and not row.is_late and row.phase != DECIDED]
    return min(ahead, key=lambda row: (row.due, row.name_sort), default=None)
