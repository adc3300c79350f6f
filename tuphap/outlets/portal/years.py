"""Published years side by side, as it was or by the units of today; both count the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from tuphap.foundation.units.queries import units_on, ways_onward
from tuphap.outlets.portal.reading import results_of
from tuphap.outlets.portal.search import Entry, entries
from tuphap.outlets.portal.shelf import shelf
from tuphap.rules.numbers import format_rate
from tuphap.rules.rule_set import Content, contents, display_name, parse
from tuphap.rules.rule_set_file import shipped_codes, shipped_document
from tuphap.rules.vietnamese import sort_key
from tuphap.rules.years import (
    MARKS,
    Count,
    Home,
    Result,
    Years,
    as_now,
    as_then,
    compare_contents,
    homes_of,
    sum_of,
    totals,
)

THEN, NOW = "khi-do", "hien-nay"
# Units that ended and whose successor is in no list, and units that are in no list themselves.
UNPLACED = "Chưa rõ đơn vị kế tục"
VIEWS: Mapping[str, str] = {THEN: "Như khi đó", NOW: "Theo đơn vị hiện nay"}


@dataclass(frozen=True)
class Row:
    """`gathered` are the published units counted here, each in its newest year."""

    name: str
    place: str
    counts: tuple[Count | None, ...]
    gathered: tuple[Entry, ...] = ()

    @property
    def by_group(self) -> list[tuple[str, list[Entry]]]:
        """By the district of their time, so that its name is said once."""
        found: dict[str, list[Entry]] = {}
        for entry in self.gathered:
            found.setdefault(entry.group, []).append(entry)
        return list(found.items())

    @property
    def went_on(self) -> bool:
        """It is counted under its own name and nothing else is."""
        return [entry.line.name for entry in self.gathered] == [self.name]


@dataclass(frozen=True)
class Total:
    """One year of both views; `rate` by the one function of rates."""

    year: str
    rule_set: str
    count: Count
    rate: str
    pending: int
    withdrawn: bool


@dataclass(frozen=True)
class SetChange:
    """Between two years that follow one another under different sets."""

    earlier: str
    later: str
    comparable: bool  # both in points, or both met / not met
    marks: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, str, str], ...]  # the mark, then the content before and after


@dataclass(frozen=True)
class Sums:
    """What is the same in both views."""

    totals: tuple[Total, ...]
    changes: tuple[SetChange, ...]


@dataclass(frozen=True)
class SideBySide:
    view: str
    totals: tuple[Total, ...]
    rows: tuple[Row, ...]
    parted: int  # old units that went into several
    changes: tuple[SetChange, ...]

    @property
    def rows_by_year(self) -> list[tuple[Row, list[tuple[str, Count | None]]]]:
        """Each count with its year, for a row that stands without its head."""
        years = [total.year for total in self.totals]
        return [(row, list(zip(years, row.counts, strict=True))) for row in self.rows]


def side_by_side(view: str, today: date) -> SideBySide:
    found = entries()
    keys = _keys(found)
    results = [
        Result(int(entry.year), key, entry.group or entry.scope, entry.line.met)
        for entry, key in zip(found, keys, strict=True)
    ]
    homes = homes_of(
        {key: entry.code for entry, key in zip(found, keys, strict=True)},
        ways_onward(set(keys), today),
    )
    kept = kept_sums(shelf().generation)
    years = [int(total.year) for total in kept.totals]
    if view == THEN:
        rows = _then(as_then(results), years)
    else:
        rows = _now(results, homes, years, found, today)
    return SideBySide(
        view,
        kept.totals,
        tuple(rows),
        sum(home.parted for home in homes.values()),
        kept.changes,
    )


@lru_cache(maxsize=1)
def kept_sums(generation: int) -> Sums:
    """Counted once per generation of the shelf: figures of published years stand still."""
    counted = totals(
        Result(int(entry.year), index, "", entry.line.met) for index, entry in enumerate(entries())
    )
    years = sorted(counted, reverse=True)
    return Sums(tuple(_total(year, counted[year]) for year in years), tuple(_changes(years)))


def _keys(found: Sequence[Entry]) -> list[int]:
    """The unit behind each line, by code and day; one in no list gets a key below zero."""
    wanted: dict[date, set[str]] = defaultdict(set)
    for entry in found:
        wanted[entry.units_on].add(entry.code)
    known = {
        (code, day): pk
        for day, codes in wanted.items()
        for code, pk in units_on(day).filter(code__in=codes).values_list("code", "pk")
    }
    strangers: dict[tuple[str, str], int] = {}
    return [
        known.get((entry.code, entry.units_on))
        or strangers.setdefault((entry.code, entry.line.name), -1 - len(strangers))
        for entry in found
    ]


def _then(groups: Mapping[str, Years], years: Sequence[int]) -> Iterable[Row]:
    for name in sorted(groups, key=sort_key):
        yield Row(name, "", _of(years, groups[name]))


def _now(
    results: Sequence[Result[int]],
    homes: Mapping[int, Home],
    years: Sequence[int],
    found: Sequence[Entry],
    today: date,
) -> Iterable[Row]:
    counted = as_now(results, homes)
    stored = units_on(today).filter(pk__in=counted).values_list("pk", "name", "parent__name")
    names = {pk: (name, parent or "") for pk, name, parent in stored}
    gathered = _gathered(results, homes, found)
    for key in sorted(names, key=lambda key: (sort_key(names[key][0]), names[key][1])):
        yield Row(*names[key], _of(years, counted[key]), tuple(gathered[key]))
    rest = [key for key in counted if key not in names]
    if rest:
        entries_left = sorted(
            (entry for key in rest for entry in gathered[key]),
            key=lambda entry: (sort_key(entry.line.name), entry.code),
        )
        counts = _of(years, sum_of(counted[key] for key in rest))
        yield Row(UNPLACED, "", counts, tuple(entries_left))


def _gathered(
    results: Sequence[Result[int]], homes: Mapping[int, Home], found: Sequence[Entry]
) -> Mapping[int, Sequence[Entry]]:
    """By unit of today; the lines come newest year first, and the first of a unit stands."""
    kept: dict[int, dict[int, Entry]] = defaultdict(dict)
    for result, entry in zip(results, found, strict=True):
        kept[homes[result.unit].unit].setdefault(result.unit, entry)
    return {
        home: sorted(own.values(), key=lambda entry: sort_key(entry.line.name))
        for home, own in kept.items()
    }


def _of(years: Sequence[int], per_year: Years) -> tuple[Count | None, ...]:
    return tuple(per_year.get(year) for year in years)


def _total(year: int, count: Count) -> Total:
    edition = shelf().newest(year)
    assert edition is not None
    found = results_of(edition)
    rate = format_rate(count.met, count.units)
    pending = found.summary["pending"]
    withdrawn = edition.withdrawn_at is not None
    return Total(str(year), found.rule_set["name"], count, rate, pending, withdrawn)


def _changes(years: Sequence[int]) -> Iterable[SetChange]:
    """Years come newest first; sets that do not come with the project are left out."""
    used = [_set_of(year) for year in years]
    for later, earlier in pairwise(used):
        if later != earlier and {later[0], earlier[0]} <= set(shipped_codes()):
            yield _change(later, earlier)


def _set_of(year: int) -> tuple[str, str, str]:
    edition = shelf().newest(year)
    assert edition is not None
    rule_set = results_of(edition).rule_set
    return rule_set["code"], rule_set["name"], rule_set["scale"]


@lru_cache(maxsize=4)
def _change(later: tuple[str, str, str], earlier: tuple[str, str, str]) -> SetChange:
    """Sets do not change while a process runs; they are read for this and not kept."""
    new, old = (parse(shipped_document(one[0])) for one in (later, earlier))
    rows = compare_contents(new, old) if any(contents(new)) and any(contents(old)) else ()
    return SetChange(
        earlier[1],
        later[1],
        later[2] == earlier[2],
        tuple((label, sum(row.mark == mark for row in rows)) for mark, label in MARKS.items()),
        tuple((MARKS[row.mark], said(row.earlier), said(row.later)) for row in rows),
    )


def said(content: Content | None) -> str:
    return f"{content.code} {display_name(content)}" if content else "–"
