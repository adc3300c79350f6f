"""Finding units among published results, whatever marks and case somebody types."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Q

from tuphap.foundation.units.kinds import commune_kinds
from tuphap.foundation.units.models import Unit as StoredUnit
from tuphap.foundation.units.queries import by_old_code, find_units, predecessors, unit_on
from tuphap.outlets.portal.reading import Line, results_of
from tuphap.outlets.portal.shelf import shelf
from tuphap.rules.vietnamese import fold, normalise, sort_key

LONGEST_TEXT = 100
MOST_SHOWN = 60
MOST_OTHERS = 12
MOST_LOOKED_AT = 200
MOST_PARTS = 5
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Entry:
    """One unit in one published year."""

    year: str
    units_on: date
    scope: str
    group: str
    rule_set: str
    in_points: bool
    line: Line
    words: tuple[str, ...]  # of the name, which begins with the kind
    around: tuple[str, ...]  # of the unit it belongs to, and what both kinds are shortened to
    withdrawn: bool

    @property
    def code(self) -> str:
        return self.line.code


@dataclass(frozen=True)
class Hit:
    """A unit that fits: its newest result, and the earlier years it has one in."""

    newest: Entry
    years: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Part:
    """A district that fits the text: its units stand in one filtered table."""

    year: str
    name: str
    code: str
    count: int


@dataclass(frozen=True)
class Other:
    """A unit of today that fits and has no published result; those it came from may have one."""

    unit: StoredUnit
    parent: str
    came_from: tuple[Entry, ...]


def entries() -> tuple[Entry, ...]:
    """Every unit of the newest copy of every year, newest year first."""
    return _entries(shelf().generation)


@lru_cache(maxsize=1)
def _entries(generation: str) -> tuple[Entry, ...]:
    """Made once per generation of the shelf: a few thousand short rows."""
    return tuple(entry for year in shelf().years for entry in _entries_of(year))


@lru_cache(maxsize=1)
def _by_code(generation: str) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in _entries(generation):
        found.setdefault(entry.code, []).append(entry)
    return found


def _entries_of(year: int) -> Iterable[Entry]:
    edition = shelf().newest(year)
    if edition is None:
        return
    results = results_of(edition)
    for line in results.lines:
        group = results.group_by_code.get(line.group_code)
        yield Entry(
            year=results.year,
            units_on=date.fromisoformat(results.payload["units_on"]),
            scope=results.scope,
            group=group["name"] if group else "",
            rule_set=results.rule_set["name"],
            in_points=results.in_points,
            line=line,
            words=tuple(_WORDS.findall(fold(line.name))),
            around=_around(line, group),
            withdrawn=edition.withdrawn_at is not None,
        )


def _around(line: Line, group: Mapping[str, Any] | None) -> tuple[str, ...]:
    own = _short_kind(line.kind)
    if group is None:
        return own
    return (*own, *_WORDS.findall(fold(group["name"])), *_short_kind(group["kind"]))


def _short_kind(kind: str) -> tuple[str, ...]:
    """“tt” for thị trấn, as people write it; the first letter of one word is its beginning."""
    words = _WORDS.findall(fold(kind))
    return ("".join(word[0] for word in words),) if len(words) > 1 else ()


def wanted_words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def search(text: str) -> list[Hit]:
    """Units with this code, or with a word beginning like each word of the text: a word of the
    name, or of the unit it belongs to. Those that fit by their own name come first."""
    words = wanted_words(text)
    if not words:
        return []
    fitting = [entry for entry in entries() if _fits(entry, words)]
    # Entries come newest year first and keep that order within a unit.
    fitting.sort(key=lambda entry: (_farness(entry, words), sort_key(entry.line.name), entry.code))
    # The same code may stand for another unit in another epoch, so the name belongs to it.
    by_unit = groupby(fitting, key=lambda e: (e.line.name, e.code))
    return [_hit(list(group), words) for _, group in by_unit]


def _fits(entry: Entry, words: Sequence[str]) -> bool:
    if words == [entry.code]:
        return True
    return _all_begin(words, (*entry.words, *entry.around))


def _all_begin(words: Sequence[str], among: Sequence[str]) -> bool:
    return all(any(own.startswith(word) for own in among) for word in words)


def _farness(entry: Entry, words: Sequence[str]) -> int:
    """0 where the name holds the words in their order, 1 where it holds them, 2 else."""
    if _starts(entry, words):
        return 0
    return 1 if _all_begin(words, entry.words) else 2


def _starts(entry: Entry, words: Sequence[str]) -> bool:
    return any(
        list(entry.words[at : at + len(words)]) == list(words) for at in range(len(entry.words))
    )


def _hit(group: list[Entry], words: Sequence[str]) -> Hit:
    newest = group[0]
    return Hit(newest, tuple(entry.year for entry in group), marked(newest.line.name, words))


def parts(text: str) -> list[Part]:
    """Districts of the newest year that fit all words of the text by name or kind."""
    words = wanted_words(text)
    years = shelf().years
    edition = shelf().newest(years[0]) if years else None
    if not words or edition is None:
        return []
    results = results_of(edition)
    counts = Counter(line.group_code for line in results.lines)
    return [
        Part(results.year, group["name"], group["code"], counts[group["code"]])
        for group in results.groups
        if _is_part(group, words)
    ][:MOST_PARTS]


def _is_part(group: Mapping[str, Any], words: Sequence[str]) -> bool:
    kind = (*_WORDS.findall(fold(group["kind"])), *_short_kind(group["kind"]))
    own = _WORDS.findall(fold(group["name"]))
    # “huyện” alone says the name of no district.
    return _all_begin(words, (*own, *kind)) and not _all_begin(words, kind)


def marked(name: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The true name in pieces, those that were looked for marked."""
    pieces: list[tuple[str, bool]] = []
    for part in re.split(r"(\s+)", normalise(name)):
        word = next((w for w in words if fold(part).startswith(w)), "")
        # Folding takes marks off letters and keeps their number, so lengths agree.
        pieces += [(part[: len(word)], True), (part[len(word) :], False)]
    return tuple((text, is_marked) for text, is_marked in pieces if text)


def others(text: str, day: date) -> list[Other]:
    """Units of today without a published result, inside the scopes that have published."""
    found = [unit for unit in _units_of_today(text, day) if not results_of_unit(unit)]
    return [_other(unit) for unit in found[:MOST_OTHERS]]


def _units_of_today(text: str, day: date) -> list[StoredUnit]:
    """Assessed units with such a name or code, below the scopes that have published."""
    paths = _scope_paths(day)
    if not paths:
        return []
    if text.isascii() and text.isdigit():
        named = unit_on(text[:10], day)
        coded = [named] if named else by_old_code(text[:10], day)
        return [unit for unit in coded if _below(unit, paths) and unit.kind in commune_kinds()]
    inside = Q()
    for path in paths:
        inside |= Q(path__gt=path, path__lt=path + "\uffff")
    found = find_units(text, day).filter(inside, kind__in=commune_kinds())
    return list(found.select_related("parent")[:MOST_LOOKED_AT])


def _below(unit: StoredUnit, paths: Sequence[str]) -> bool:
    return any(unit.path.startswith(path) for path in paths)


def _scope_paths(day: date) -> list[str]:
    """Where the scopes of published copies lie today, across mergers."""
    paths = set()
    for scope in {_scope_of(year) for year in shelf().years}:
        unit = unit_on(*scope)
        while unit is not None and not unit.is_valid_on(day):
            link = unit.went_into.select_related("successor").order_by("-effective_on").first()
            unit = link.successor if link else None
        if unit is not None:
            paths.add(unit.path)
    return sorted(paths)


def _scope_of(year: int) -> tuple[str, date]:
    edition = shelf().newest(year)
    if edition is None:
        raise LookupError(year)
    payload = results_of(edition).payload
    return payload["scope"]["code"], date.fromisoformat(payload["units_on"])


def results_of_unit(unit: StoredUnit) -> list[Entry]:
    """Of the unit that bore the code when its result was published; codes repeat."""
    own = _by_code(shelf().generation).get(unit.code, ())
    return [entry for entry in own if unit.is_valid_on(entry.units_on)]


def _other(unit: StoredUnit) -> Other:
    came_from = [entry for old in predecessors(unit) for entry in results_of_unit(old)]
    newest = {(entry.code, entry.line.name): entry for entry in reversed(came_from)}
    return Other(unit, unit.parent.name if unit.parent else "", tuple(newest.values()))
