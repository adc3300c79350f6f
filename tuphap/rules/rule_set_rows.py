"""The rows of a rule set as plain values. Read through `rule_set.py`, which also checks them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar

POINTS = "points"
PASS = "pass"  # noqa: S105 - a scale, not a password
SCALES = (POINTS, PASS)

# How far a row may be trusted, in the words shown beside it.
STATUSES = MappingProxyType(
    {
        "confirmed": "Đã thấy trong văn bản, trang chính thức hoặc biểu mẫu chính thức",
        "secondary": "Chỉ thấy qua bên thứ ba sử dụng lại, không phải văn bản gốc",
        "inferred": "Suy ra trực tiếp từ điều đã xác nhận",
        "recalled": "Ghi theo trí nhớ, chưa thấy văn bản",
        "working": "Chỗ giữ tạm để tính thử, không phải quy định",
        "unknown": "Chưa tìm thấy",
    }
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row carries: its code, its words, and how far both may be trusted.

    `name` is None where nobody has seen the words yet; `rule_set.display_name` says so in text.
    `status` is about the name, `points_status` about the points.
    """

    code: str
    name: str | None
    name_exact: bool = True
    status: str
    source: str = ""
    note: str = ""
    confidence: Decimal | None = None
    points_status: str | None = None
    points_source: str = ""
    points_confidence: Decimal | None = None


@dataclass(frozen=True)
class NotApplicable:
    """What a content is given when its matter did not arise in the year."""

    text: str
    gives: str  # full_points | pass
    status: str
    confidence: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Option:
    """One answer of a list. `points` in scale points, `passes` in scale pass.

    `letter` only where the law prints another than the place in the list gives.
    """

    key: str
    text: str
    points: Decimal | None = None
    passes: bool | None = None
    letter: str = ""


@dataclass(frozen=True)
class Band:
    """Half open: from `at_least` per cent up to, not including, the next higher band."""

    at_least: Decimal
    points: Decimal
    status: str


@dataclass(frozen=True)
class Options:
    """Exactly one option is chosen."""

    kind: ClassVar[str] = "boolean"
    options: tuple[Option, ...]
    status: str


@dataclass(frozen=True)
class Percentage:
    """Done of due. Either `bands` (best first) give points, or `pass_at` per cent passes.

    Where people are counted, published figures hide groups of a few (P6).
    """

    kind: ClassVar[str] = "percentage"
    done_label: str
    due_label: str
    status: str
    bands: tuple[Band, ...] = ()
    pass_at: Decimal | None = None
    formula: str | None = None
    formula_status: str | None = None
    counted: tuple[str, ...] = ()  # what may be counted as done
    check: str = ""
    counts_people: bool = False


@dataclass(frozen=True)
class ChooseAtLeast:
    """At least `minimum` of the options were done."""

    kind: ClassVar[str] = "choose_at_least"
    minimum: int
    options: tuple[Option, ...]
    status: str


@dataclass(frozen=True)
class Deadline:
    """Done within `working_days` after it was assigned."""

    kind: ClassVar[str] = "deadline"
    working_days: int
    assigned_label: str
    done_label: str
    status: str


Scoring = Options | Percentage | ChooseAtLeast | Deadline


@dataclass(frozen=True)
class Evidence:
    text: str
    status: str
    confidence: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Content(Row):
    """`not_applicable` is its own or inherited from its indicator.

    `measure` is the key of a figure which another part of the system may know; "" where none.
    """

    max_points: Decimal | None
    scoring: Scoring
    not_applicable: NotApplicable | None = None
    measure: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator(Row):
    """`not_applicable` here means: all contents together, or none."""

    max_points: Decimal | None
    contents: tuple[Content, ...]
    evidence: tuple[Evidence, ...] = ()
    not_applicable: NotApplicable | None = None


@dataclass(frozen=True, kw_only=True)
class Criterion(Row):
    max_points: Decimal | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True)
class Condition(Row):
    """A condition of recognition; `name` is its text.

    `value` is None where the law's figure is not known. A gate is answered by a person; one that
    is `switchable` is in force as the period says, `enabled` when the period says nothing.
    """

    kind: str
    value: Decimal | None = None
    enabled: bool = True
    switchable: bool = False
    short_name: str
    holds_label: str
    fails_label: str


@dataclass(frozen=True)
class YearDay:
    """A day counted from the assessment year: `year_offset` 1 is the year after."""

    year_offset: int
    month: int
    day: int

    def of(self, year: int) -> date:
        return date(year + self.year_offset, self.month, self.day)


@dataclass(frozen=True, kw_only=True)
class LegalDate(Row):
    """A step of the procedure; every date is None where the law's date is not known."""

    starts: YearDay | None = None
    ends: YearDay | None = None
    before: YearDay | None = None  # the last day is the one before
    days: int | None = None
    name_status: str | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    number: str
    signed_on: date | None
    issuer: str
    signer: str = ""
    in_force: date | None = None
    in_force_status: str = ""
    replaces: str = ""
    about: str = ""
    articles: tuple[str, ...] = ()
    status: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Form(Row):
    """A paper of the procedure. No form number: none is verified."""

    filled_by: str
    columns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PassRules:
    """How passing climbs in scale pass: a parent passes when every child passes."""

    indicator: str
    criterion: str
    unit: str
    status: str
    source: str = ""


@dataclass(frozen=True)
class FigureOf:
    """One of the two figures of a content: what was done, or what was due."""

    content: str
    figure: str  # done | due


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Two figures that count the same things; `sentence` says so to people."""

    code: str
    sentence: str
    first: FigureOf
    second: FigureOf
    status: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A figure of the law with its standing: years, scale, counts."""

    status: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """`last_year` is None while the set has no successor. `to_verify`: what to check first."""

    code: str
    short_name: str
    title: str
    scale: str  # points | pass
    total_max: Decimal | None
    legal_use: bool
    unit_kinds: tuple[str, ...]
    first_year: int
    last_year: int | None
    years: Stated
    scale_stated: Stated
    counts: Stated
    criteria: tuple[Criterion, ...]
    conditions: tuple[Condition, ...]
    documents: tuple[Document, ...]
    deadlines: tuple[LegalDate, ...]
    forms: tuple[Form, ...]
    remarks: tuple[Row, ...]
    to_verify: tuple[str, ...]
    pass_rules: PassRules | None
    must_agree: tuple[Agreement, ...] = ()
