"""Which unit a written name or code means: recognised, suggested, several, or unknown.

A match is certain: the same code, or the same name but for case, Unicode form, accent placement,
blanks, hyphens, apostrophes and the short forms of its kind. Whatever needs a guess (no accents,
i for y, one letter amiss, another kind) is a suggestion for a person and never a match.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from tuphap.rules.vietnamese import comparable, fold, normalise

LONGEST_NAME = 200
MOST_SUGGESTED = 5
LEAST_FOR_NEAR = 4
MOST_KEPT = 4096
Value = TypeVar("Value")


@dataclass(frozen=True)
class KindWords:
    """How a kind of unit is written in front of a name: whole words, then short forms."""

    kind: str
    words: tuple[str, ...]
    shorts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A unit that may be meant. `name` begins with its kind; `above` is the unit over it."""

    key: int
    code: str
    name: str
    kind: str
    above: str = ""


@dataclass(frozen=True)
class FormerUnit:
    """A unit that is gone, with the keys of the candidates that stand in its place."""

    code: str
    name: str
    kind: str
    above: str
    successors: tuple[int, ...]


@dataclass(frozen=True)
class Written:
    """What a line says: the name, the unit above (a column or a line of its own), the code."""

    name: str
    above: str = ""
    code: str = ""


class How(StrEnum):
    """What made the match sure."""

    CODE = "code"
    CODE_WITHOUT_ZEROS = "code_without_zeros"
    NAME = "name"
    SPELLING = "spelling"
    FORMER_CODE = "former_code"
    FORMER_NAME = "former_name"


class Why(StrEnum):
    """Why it is only a suggestion."""

    NO_ACCENTS = "no_accents"
    I_OR_Y = "i_or_y"
    OTHER_KIND = "other_kind"
    OTHER_ABOVE = "other_above"
    ONE_LETTER = "one_letter"
    CODE_DISAGREES = "code_disagrees"


@dataclass(frozen=True)
class Matched:
    unit: Candidate
    how: How
    former: FormerUnit | None = None


@dataclass(frozen=True)
class Suggested:
    units: tuple[Candidate, ...]
    why: Why


@dataclass(frozen=True)
class Ambiguous:
    """Several units fit equally, or a unit that is gone went into several."""

    units: tuple[Candidate, ...]
    former: FormerUnit | None = None


@dataclass(frozen=True)
class Unknown:
    pass


Answer = Matched | Suggested | Ambiguous | Unknown

_OFFICE = re.compile(r"^(?:ubnd|u\.b\.n\.d\.?|(?:ủy|u\w) ban nhân dân|hđnd) +", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:[0-9]{1,3}|[ivxlc]{1,6}|[a-hk])[.)/] *", re.IGNORECASE)
_ROMAN = re.compile(r"^[ivxlc]{1,6}[ .)-]+ *", re.IGNORECASE)
_PLACES = re.compile(r"[,;()\[\]/\n]+| [-–—] ")
_CUT = re.compile(r"[,;(\[\n]| [-–—] ")
_MOST_CUTS = 4
# A mark that joins with no letter stands alone behind it, and counts.
_SIGNS = re.compile(r"[^\w\u0300-\u036f]+|_")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_CODE = re.compile(r"([0-9]{1,10})(?:[.,]0+)?")


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """Equal for all sure ways to write a name: no case, blanks, signs; tones at their words' end.

    "Phường 03" and "Phường 3" are one, "Ia H’Drai", "Ia H'Drai" and "Ia HDrai" as well.
    """
    return _ZEROS.sub("", _SIGNS.sub("", comparable(_ZEROS.sub("", text))))


def _plain(text: str) -> str:
    return key_of(fold(text))


def _with_i(text: str) -> str:
    return key_of(unicodedata.normalize("NFD", text).replace("y", "i").replace("Y", "I"))


class UnitIndex:
    """Made once for a list of candidates; each line is then answered by a few look-ups."""

    def __init__(
        self,
        candidates: Iterable[Candidate],
        kinds: Sequence[KindWords],
        former: Iterable[FormerUnit] = (),
    ) -> None:
        self._units = {unit.key: unit for unit in candidates}
        self._kinds = _Kinds(kinds)
        self._former = tuple(former)
        self._exact = self._by(key_of)
        self._above: dict[str, set[str]] = defaultdict(set)
        above = [unit.above for unit in self._units.values()]
        for place in {*above, *(old.above for old in self._former)} - {""}:
            for way in (place, self._kinds.split(place)[1]):
                self._above[key_of(way)].add(place)
                self._above[_plain(way)].add(place)
        self._known_places: dict[str, frozenset[str]] = {}
        self._codes = _grouped((unit.code, unit) for unit in self._units.values())
        self._short_codes = _grouped((u.code.lstrip("0"), u) for u in self._units.values())
        self._former_codes = _grouped((old.code, old) for old in self._former)
        self._former_names = _grouped(
            (key_of(self._kinds.split(old.name)[1]), old) for old in self._former
        )

    def _by(self, key: Callable[[str], str]) -> Mapping[str, Sequence[Candidate]]:
        units = self._units.values()
        return _grouped((key(self._kinds.split(unit.name)[1]), unit) for unit in units)

    @property
    def candidates(self) -> Iterable[Candidate]:
        return self._units.values()

    def recognise(self, written: Written) -> Answer:
        """The unit that code and name mean together; neither wins over the other in silence."""
        if len(written.name) > LONGEST_NAME or len(written.above) > LONGEST_NAME:
            return Unknown()
        name = " ".join(normalise(written.name).split())
        by_code = self._by_code(written.code)
        if not name:
            return by_code or Unknown()
        by_name = self._by_name(name, normalise(written.above))
        if by_code is None:
            return by_name
        return self._together(by_code, by_name)

    # --- codes ---

    def _by_code(self, code: str) -> Answer | None:
        """None where no code is written; leading zeros are what spreadsheets lose."""
        match = _CODE.fullmatch(normalise(code).strip()[:LONGEST_NAME])
        if match is None:
            return Unknown() if code.strip() else None
        if found := self._codes.get(match[1]):
            return _one_of(found, How.CODE)
        if old := self._former_codes.get(match[1]):
            return self._succeeded(old, How.FORMER_CODE)
        cut = self._short_codes.get(match[1].lstrip("0"), [])
        shorter = [unit for unit in cut if len(match[1]) < len(unit.code)]
        return _one_of(shorter, How.CODE_WITHOUT_ZEROS) if shorter else Unknown()

    def _together(self, by_code: Answer, by_name: Answer) -> Answer:
        named, coded = _units_of(by_name), _units_of(by_code)
        both = tuple(unit for unit in coded if unit in named)
        if len(both) == 1 and isinstance(by_code, Matched):
            # A name without accents is enough beside its code.
            return by_code
        if len(both) == 1:
            return Matched(both[0], How.NAME) if isinstance(by_name, Matched) else by_name
        if isinstance(by_name, Matched) and by_name.former:
            return by_name
        units = tuple(dict.fromkeys((*coded, *named)))[:MOST_SUGGESTED]
        return Suggested(units, Why.CODE_DISAGREES) if units else Unknown()

    # --- names ---

    def _by_name(self, name: str, above: str) -> Answer:
        """The whole text first: some names hold a dash or a bracket themselves."""
        answer = self._named(name, self._places(above), name)
        if isinstance(answer, Matched | Ambiguous):
            return answer
        for cut in [match.start() for match in _CUT.finditer(name)][:-_MOST_CUTS:-1]:
            places = self._places(f"{name[cut:]},{above}")
            found = self._named(name[:cut].strip(), places, name)
            if not isinstance(found, Unknown):
                return found
        return answer

    def _places(self, text: str) -> frozenset[str]:
        """Units above which the text names; what is no unit above says nothing."""
        if text not in self._known_places:
            if len(self._known_places) >= MOST_KEPT:
                self._known_places.clear()
            self._known_places[text] = frozenset(self._find_places(text))
        return self._known_places[text]

    def _find_places(self, text: str) -> Iterator[str]:
        for part in _PLACES.split(text):
            for way in (part, _ROMAN.sub("", _NUMBERED.sub("", part.strip()))):
                for place in (way, self._kinds.split(way)[1]):
                    yield from self._above.get(key_of(place), ())
                    yield from self._above.get(_plain(place), ())

    def _named(self, name: str, places: frozenset[str], whole: str) -> Answer:
        """`whole` is all that was written: it tells whether the writer uses accents."""
        kind, bare = self._kinds.split(_OFFICE.sub("", name))
        if not kind:
            kind, bare = self._kinds.split(_OFFICE.sub("", _NUMBERED.sub("", name)))
        answer = self._of_kind(kind, bare, places, whole)
        if kind and not isinstance(answer, Matched | Ambiguous):
            # The word of a kind may be part of the name itself.
            other = self._of_kind("", comparable(name), places, whole)
            return other if isinstance(other, Matched | Ambiguous) else answer
        return answer

    def _of_kind(self, kind: str, bare: str, places: frozenset[str], whole: str) -> Answer:
        key = key_of(bare)
        if not key:
            return Unknown()
        same = [u for u in self._exact.get(key, ()) if not kind or u.kind == kind]
        if here := _inside(same, places):
            return self._certain(here, bare, places, whole)
        old = [o for o in self._former_names.get(key, ()) if not kind or o.kind == kind]
        if old := [o for o in old if not places or not o.above or o.above in places]:
            return self._succeeded(old, How.FORMER_NAME)
        if same:
            here = _inside(self._without_accents.get(_plain(bare), []), places)
            return _suggested(here, Why.NO_ACCENTS) if here else _suggested(same, Why.OTHER_ABOVE)
        return self._suggestion(bare, key, places)

    def _certain(
        self, here: Sequence[Candidate], bare: str, places: frozenset[str], whole: str
    ) -> Answer:
        """Who writes without accents may mean another unit as well."""
        if any(normalise(unit.name) == whole for unit in here):
            return _one_of(here, How.NAME)
        if fold(whole) == whole.casefold():
            here = _inside(self._without_accents.get(_plain(bare), here), places)
        return _one_of(here, How.SPELLING)

    def _suggestion(self, bare: str, key: str, places: frozenset[str]) -> Answer:
        plain = key_of(self._kinds.split_plain(fold(bare)))
        tables: tuple[tuple[Why, Sequence[Candidate]], ...] = (
            (Why.OTHER_KIND, self._exact.get(key, ())),
            (Why.I_OR_Y, self._spelt_with_i.get(_with_i(bare), ())),
            (Why.NO_ACCENTS, self._without_accents.get(_plain(bare), ())),
            (Why.NO_ACCENTS, self._without_accents.get(plain, ())),
        )
        for why, units in tables:
            if units:
                return _suggested(_inside(units, places) or units, why)
        near = [unit for way in _one_less(plain) for unit in self._near.get(way, ())]
        near = list(dict.fromkeys(near))
        return _suggested(_inside(near, places) or near, Why.ONE_LETTER) if near else Unknown()

    @cached_property
    def _spelt_with_i(self) -> Mapping[str, Sequence[Candidate]]:
        return self._by(_with_i)

    @cached_property
    def _without_accents(self) -> Mapping[str, Sequence[Candidate]]:
        return self._by(_plain)

    @cached_property
    def _near(self) -> Mapping[str, Sequence[Candidate]]:
        """Every name with one letter left out: two names that meet here are one letter apart."""
        return _grouped(
            (way, unit)
            for plain, units in self._without_accents.items()
            for way in _one_less(plain)
            for unit in units
        )

    # --- units that are gone ---

    def _succeeded(self, old: Sequence[FormerUnit], how: How) -> Answer:
        keys = dict.fromkeys(key for former in old for key in former.successors)
        units = tuple(self._units[key] for key in keys if key in self._units)
        if len(units) == 1 and len(old) == 1:
            return Matched(units[0], how, old[0])
        return Ambiguous(units, old[0]) if units else Unknown()


class _Kinds:
    """Finds the kind at the front of a name, as a word or in short: "TT. Yến Lạc", "P.3"."""

    def __init__(self, kinds: Sequence[KindWords]) -> None:
        ways = [
            (comparable(word), re.escape(comparable(word)) + r"(?: +|: *|(?=[0-9]))", row.kind)
            for row in kinds
            for word in row.words
        ]
        # A short form may be parted by points: "T.T. Yến Lạc".
        ways += [
            (short, r"\.? ?".join(map(re.escape, short)) + r"(?:\. *| +|(?=[0-9]))", row.kind)
            for row in kinds
            for short in map(comparable, row.shorts)
        ]
        ways.sort(key=lambda way: -len(way[0]))
        self._patterns = [(re.compile(pattern), kind) for _, pattern, kind in ways]
        words = "|".join(re.escape(fold(word)) for word, _, _ in ways)
        self._plain_word = re.compile(rf"(?:{words})[. ]+" if words else r"(?!)")

    def split(self, text: str) -> tuple[str, str]:
        """The kind and the name behind it, as keys compare; no kind where none is written."""
        low = " ".join(comparable(text).split())
        for pattern, kind in self._patterns:
            match = pattern.match(low)
            if match and match.end() < len(low):
                return kind, low[match.end() :]
        return "", low

    def split_plain(self, folded: str) -> str:
        """What stands behind a kind that is written without accents: for suggestions only."""
        match = self._plain_word.match(folded)
        return folded[match.end() :] if match else folded


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    found: dict[str, dict[Value, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: list(values) for key, values in found.items()}


def _one_of(units: Sequence[Candidate], how: How) -> Answer:
    return Matched(units[0], how) if len(units) == 1 else Ambiguous(tuple(units))


def _inside(units: Sequence[Candidate], places: frozenset[str]) -> list[Candidate]:
    """Those under a unit that was named; all where none was named that is known."""
    return [u for u in units if not places or not u.above or u.above in places]


def _suggested(units: Sequence[Candidate], why: Why) -> Suggested:
    return Suggested(tuple(units[:MOST_SUGGESTED]), why)


def _units_of(answer: Answer) -> tuple[Candidate, ...]:
    if isinstance(answer, Matched):
        return (answer.unit,)
    return answer.units if isinstance(answer, Suggested | Ambiguous) else ()


def _one_less(plain: str) -> Iterator[str]:
    """The name itself and with one letter left out; short names are too near to each other."""
    if len(plain) >= LEAST_FOR_NEAR:
        yield plain
        yield from (plain[:at] + plain[at + 1 :] for at in range(len(plain)))
