"""Figures of old units added up under the units of today: a calculation, never a result (M4).

Only a unit that went whole, at every step, into one other is added. Everything else is left out
with the reason, because nobody knows how its figures would divide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tuphap.rules.compared_figures import Pair
from tuphap.rules.years import Way

DIVIDED, NO_FIGURES = "divided", "no_figures"
REASONS = MappingProxyType(
    {
        DIVIDED: "chỉ một phần đi vào, không chia được số liệu",
        NO_FIGURES: "chưa có số liệu chính thức",
    }
)


@dataclass(frozen=True)
class Old:
    """A unit of the year with its final figures by content; empty while nothing is decided."""

    key: int
    name: str
    figures: Mapping[str, Pair]


@dataclass
class Gathered:
    """Under one unit of today. `counted` says by content how many old units gave figures."""

    added: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    sums: dict[str, Pair] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)


def gather(units: Iterable[Old], ways: Mapping[int, Sequence[Way]]) -> dict[int, Gathered]:
    """By key of the unit of today; one that is left out is named wherever a part of it went."""
    found: dict[int, Gathered] = {}
    for unit in units:
        ends, whole = _ends(unit.key, ways)
        reason = DIVIDED if not whole else "" if unit.figures else NO_FIGURES
        for end in ends:
            _note(found.setdefault(end, Gathered()), unit, reason)
    return found


def _note(under: Gathered, unit: Old, reason: str) -> None:
    if reason:
        under.left_out.append((unit.name, REASONS[reason]))
        return
    under.added.append(unit.name)
    for code, pair in unit.figures.items():
        so_far = under.sums.get(code, Pair(0, 0))
        under.sums[code] = Pair(so_far.done + pair.done, so_far.due + pair.due)
        under.counted[code] = under.counted.get(code, 0) + 1


def _ends(key: int, ways: Mapping[int, Sequence[Way]]) -> tuple[list[int], bool]:
    """Where all ways end, and whether there was one whole way only."""
    whole, ends, waiting, seen = True, [], [key], {key}
    while waiting:
        unit = waiting.pop()
        onward = [way for way in ways.get(unit, ()) if way.goal not in seen]
        if not onward:
            ends.append(unit)
        whole = whole and len(onward) <= 1 and all(way.whole for way in onward)
        seen.update(way.goal for way in onward)
        waiting += [way.goal for way in onward]
    return sorted(ends), whole
