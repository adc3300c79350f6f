"""Which unit of a list a line means: by code, else by name, kind and the unit above."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuphap.rules.numbers import quoted
from tuphap.rules.vietnamese import comparable, fold, normalise

MOST_SUGGESTED = 3


@dataclass(frozen=True)
class KnownUnit:
    key: int
    code: str
    name: str
    kind: str
    bare: str  # without the word for its kind
    parent: str
    parent_bare: str


@dataclass(frozen=True)
class Found:
    """The unit and how it was recognised; or `fault`, what to do, and `rule` for programs."""

    key: int = 0
    code: str = ""
    name: str = ""
    parent: str = ""
    how: str = ""
    rule: str = ""
    fault: str = ""


class UnitList:
    """The units a list may speak of; `words` leads from the word for a kind to the kind."""

    def __init__(self, units: Iterable[KnownUnit], words: Mapping[str, str], year: int) -> None:
        self.year = year
        self.by_code: dict[str, KnownUnit] = {}
        self.by_bare: dict[str, list[KnownUnit]] = defaultdict(list)
        self.by_fold: dict[str, list[KnownUnit]] = defaultdict(list)
        self.words = {comparable(word): kind for word, kind in words.items()}
        alternatives = "|".join(re.escape(w) for w in sorted(self.words, key=len, reverse=True))
        self.leading = re.compile(rf"({alternatives})(?:\.\s*|\s+)(.+)") if alternatives else None
        for unit in units:
            self.by_code[unit.code.lstrip("0")] = unit
            self.by_bare[_key(unit.bare)].append(unit)
            self.by_fold[fold(unit.bare)].append(unit)

    def find(self, name: str, group: str, code: str) -> Found:
        if code:
            return self._by_code(name, code)
        kind, bare = self._split(name)
        return self._one(name, self._narrowed(self.by_bare.get(bare, []), kind, group), bare)

    def _by_code(self, name: str, code: str) -> Found:
        unit = self.by_code.get(code.lstrip("0"))
        if unit is None:
            return self._unknown(f"Mã đơn vị {quoted(code)}", [])
        _, bare = self._split(name)
        if name and bare not in (_key(unit.bare), _key(unit.name)):
            return Found(
                rule="code_contradicts_name",
                fault=f"mã {code} là của {unit.name}, tên ghi {quoted(name)}."
                " Sửa mã hoặc tên cho khớp.",
            )
        return _found(unit, "theo mã")

    def _split(self, name: str) -> tuple[str, str]:
        """The kind its first word says, and the rest as names are compared."""
        text = _key(name)
        match = self.leading.fullmatch(text) if self.leading else None
        return (self.words[match[1]], match[2].strip()) if match else ("", text)

    def _narrowed(self, units: list[KnownUnit], kind: str, group: str) -> list[KnownUnit]:
        if kind:
            units = [unit for unit in units if unit.kind == kind]
        if group and len(units) > 1:
            named = fold(group)
            units = [unit for unit in units if fold(unit.parent_bare) in named] or units
        return units

    def _one(self, name: str, units: list[KnownUnit], bare: str) -> Found:
        if len(units) == 1:
            return _found(units[0], "theo tên")
        if units:
            places = "; ".join(
                f"{u.name}, {u.parent} (mã {u.code})" for u in units[:MOST_SUGGESTED]
            )
            return Found(
                rule="ambiguous_unit",
                fault=f"{quoted(name)} có nhiều đơn vị: {places}."
                " Ghi thêm loại, cột đơn vị cấp trên hoặc cột mã đơn vị.",
            )
        return self._unknown(quoted(name), self.by_fold.get(fold(bare), []))

    def _unknown(self, what: str, near: list[KnownUnit]) -> Found:
        asked = ""
        if near:
            names = "; ".join(f"{unit.name} (mã {unit.code})" for unit in near[:MOST_SUGGESTED])
            asked = f" Gần giống: {names}."
        return Found(
            rule="unknown_unit",
            fault=f"{what} không có trong danh sách đơn vị năm {self.year} thuộc phạm vi phụ"
            f" trách.{asked} Sửa tên cho đúng hoặc ghi mã đơn vị.",
        )


def _key(text: str) -> str:
    return " ".join(comparable(normalise(text)).split())


def _found(unit: KnownUnit, how: str) -> Found:
    return Found(unit.key, unit.code, unit.name, unit.parent, how)
