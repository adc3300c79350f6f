"""Reads the fields of one mapping, collecting every fault instead of stopping at the first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tuphap.rules.rule_set_rows import STATUSES, YearDay

_YEAR_DAY = re.compile(r"N(?:\+(\d))?-(\d{2})-(\d{2})")
_KEY = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)+")
_LEAP_YEAR = 2000
_LONGEST_VALUE = 60


@dataclass
class Fields:
    """One mapping of the document; `at` says where it stands, `faults` is shared by all."""

    at: str
    values: Mapping[str, Any]
    faults: list[str]
    known: set[str] = field(default_factory=set)

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append(f"{self.at}, {key}: {sentence}")

    def raw(self, key: str) -> Any:
        self.known.add(key)
        return self.values.get(key)

    def has(self, key: str) -> bool:
        return self.raw(key) is not None

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.raw(key)
        if isinstance(value, str) and value.strip():
            return value
        self.fault(key, f"cần một đoạn chữ, đang ghi {_shown(value)}")
        return ""

    def optional_text(self, key: str) -> str:
        return self.text(key) if self.has(key) else ""

    def key(self, key: str) -> str:
        """The name of something in this system, “dossiers.on_time”; "" where none is written."""
        value = self.raw(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            self.fault(key, f"phải có dạng nhom.so_lieu, đang ghi {_shown(value)}")
            return ""
        return value

    def text_or_none(self, key: str) -> str | None:
        """None only when it is written: a forgotten name is a fault."""
        if key not in self.values:
            self.fault(key, "thiếu mục này")
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw(key) or ()
        if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self.fault(key, f"cần một danh sách chữ, đang ghi {_shown(value)}")
        return ()

    def choice(self, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.raw(key)
        if value is None and default:
            return default
        if isinstance(value, str) and value in allowed:
            return value
        self.fault(key, f"phải là một trong {', '.join(allowed)}; đang ghi {_shown(value)}")
        return allowed[0]

    def status(self, key: str = "status", default: str = "") -> str:
        return self.choice(key, tuple(STATUSES), default)

    def optional_status(self, key: str) -> str | None:
        return self.status(key) if self.has(key) else None

    def flag(self, key: str, default: bool) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, f"phải là true hoặc false, đang ghi {_shown(value)}")
        return bool(value)

    def integer(self, key: str) -> int:
        value = self.raw(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault(key, f"phải là số nguyên từ 0 trở lên, đang ghi {_shown(value)}")
        return 0

    def optional_integer(self, key: str) -> int | None:
        return self.integer(key) if self.has(key) else None

    def decimal(self, key: str) -> Decimal:
        """A float is taken as it was written: its shortest form is what stands in the file."""
        value = self.raw(key)
        try:
            number = Decimal(repr(value) if isinstance(value, float) else value)
        except (InvalidOperation, TypeError, ValueError):
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite() or number < 0:
            self.fault(key, f"phải là số từ 0 trở lên, đang ghi {_shown(value)}")
            return Decimal(0)
        return number

    def optional_decimal(self, key: str) -> Decimal | None:
        return self.decimal(key) if self.has(key) else None

    def day(self, key: str) -> date | None:
        """A date, or its ISO text where the document came as JSON."""
        value = self.raw(key)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, f"phải là ngày dạng 2022-02-28, đang ghi {_shown(value)}")
            return None

    def year_day(self, key: str) -> YearDay | None:
        """ "N+1-02-10": 10 February of the year after the assessment year."""
        value = self.raw(key)
        if value is None:
            return None
        match = _YEAR_DAY.fullmatch(value) if isinstance(value, str) else None
        if match is None or not _exists(int(match[2]), int(match[3])):
            self.fault(key, f"phải có dạng N+1-02-10, đang ghi {_shown(value)}")
            return None
        return YearDay(int(match[1] or 0), int(match[2]), int(match[3]))

    def child(self, key: str) -> "Fields":
        """The mapping under `key`; a missing one is a fault and reads as empty."""
        value = self.raw(key)
        if not isinstance(value, Mapping):
            self.fault(key, f"cần một nhóm mục, đang ghi {_shown(value)}")
            value = {}
        return Fields(f"{self.at}, {key}", value, self.faults)

    def rows(self, key: str) -> Iterator["Fields"]:
        """The list of mappings under `key`, each named by its code, key or number."""
        value = self.raw(key) or ()
        if not isinstance(value, list | tuple):
            self.fault(key, f"cần một danh sách, đang ghi {_shown(value)}")
            return
        for place, row in enumerate(value, start=1):
            if not isinstance(row, Mapping):
                self.fault(key, f"dòng {place} không phải là nhóm mục")
                continue
            label = row.get("code") or row.get("number") or row.get("key") or place
            yield Fields(f"{self.at}, {key} {_short(label)}", row, self.faults)

    def finish(self) -> None:
        """Whatever nobody asked for is a slip of the pen."""
        for key in self.values:
            if key not in self.known:
                self.faults.append(f"{self.at}: mục {_shown(key)} không dùng ở đây")


def _exists(month: int, day: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    return "trống" if value is None else f"“{_short(value)}”"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
