"""Several years side by side: by the units of their time, and gathered under the units of today.

Met and not met are counted, never points, so years under different rule sets may stand together.
A unit counts once in both views: where it was divided, it is gathered under one successor, by a
rule that is stated (`STATED`), so the sums of both views agree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tuphap.rules.content_mapping import forerunners
from tuphap.rules.rule_set import Content, RuleSet, contents

K = TypeVar("K")
STATED = (
    "Đơn vị cũ đi vào nhiều đơn vị chỉ tính một lần: ở đơn vị nhận toàn bộ, nếu không có thì ở đơn "
    "vị giữ mã cũ, nếu không có nữa thì ở đơn vị có mã nhỏ nhất."
)


@dataclass(frozen=True)
class Result(Generic[K]):
    """One unit in one published year; `group` is where it is counted in its own time."""

    year: int
    unit: K
    group: str
    met: bool


@dataclass(frozen=True)
class Way:
    """From a unit to one that came after it."""

    goal: int
    code: str
    whole: bool


@dataclass(frozen=True)
class Home:
    """The unit of today under which an old one is gathered; `parted` where a choice was made."""

    unit: int
    parted: bool = False


@dataclass(frozen=True)
class Count:
    units: int = 0
    met: int = 0

    @property
    def not_met(self) -> int:
        return self.units - self.met

    def __add__(self, other: "Count") -> "Count":
        return Count(self.units + other.units, self.met + other.met)


Years = Mapping[int, Count]


def totals(results: Iterable[Result[K]]) -> Years:
    return next(iter(_counted(results, lambda _: 0).values()), {})


def as_then(results: Iterable[Result[K]]) -> Mapping[str, Years]:
    """By the groups of each year's own time."""
    return _counted(results, lambda result: result.group)


def as_now(results: Iterable[Result[int]], homes: Mapping[int, Home]) -> Mapping[int, Years]:
    """By the units of today."""
    return _counted(results, lambda result: homes[result.unit].unit)


def sum_of(rows: Iterable[Years]) -> Years:
    found: dict[int, Count] = defaultdict(Count)
    for years in rows:
        for year, count in years.items():
            found[year] += count
    return dict(found)


G = TypeVar("G")


def _counted(
    results: Iterable[Result[K]], group_of: Callable[[Result[K]], G]
) -> dict[G, dict[int, Count]]:
    found: dict[G, dict[int, list[int]]] = {}
    for result in results:
        pair = found.setdefault(group_of(result), {}).setdefault(result.year, [0, 0])
        pair[0] += 1
        pair[1] += result.met
    return {
        group: {year: Count(*pair) for year, pair in years.items()}
        for group, years in found.items()
    }


def homes_of(units: Mapping[int, str], ways: Mapping[int, Sequence[Way]]) -> dict[int, Home]:
    """For units with their codes: where each of them is gathered at the end of all ways."""
    return {unit: _home(unit, code, ways) for unit, code in units.items()}


def _home(unit: int, code: str, ways: Mapping[int, Sequence[Way]]) -> Home:
    parted = False
    seen = {unit}
    while onward := [way for way in ways.get(unit, ()) if way.goal not in seen]:
        parted = parted or len(onward) > 1
        best = min(onward, key=lambda way: (not way.whole, way.code != code, way.code))
        unit, code = best.goal, best.code
        seen.add(unit)
    return Home(unit, parted)


# --- rule sets ---

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"
MARKS: Mapping[str, str] = {SAME: "Giữ nguyên", CHANGED: "Thay đổi", NEW: "Mới", GONE: "Bỏ"}


@dataclass(frozen=True)
class Compared:
    """One content of the later set beside its forerunner, or one that is gone."""

    mark: str
    later: Content | None
    earlier: Content | None


def compare_contents(later: RuleSet, earlier: RuleSet) -> list[Compared]:
    """In the order of the later set, then what is gone. Points are never set against met / not met:
    a content under another scale or rule of scoring has changed, whatever its figures."""
    mapped = forerunners(later, earlier)
    old = {content.code: content for content in contents(earlier)}
    rows = []
    for content in contents(later):
        before = old.pop(mapped[content.code], None) if content.code in mapped else None
        rows.append(Compared(_mark(content, before), content, before))
    return [*rows, *(Compared(GONE, None, content) for content in old.values())]


def _mark(content: Content, before: Content | None) -> str:
    if before is None:
        return NEW
    same = (content.name, content.scoring) == (before.name, before.scoring)
    return SAME if same else CHANGED
