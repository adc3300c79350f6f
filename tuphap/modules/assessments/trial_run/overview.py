"""The trial as plain values: who would change, and what is not known."""

from collections import Counter
from dataclasses import dataclass

from tuphap.modules.assessments.lines.answers import gate_codes
from tuphap.modules.assessments.queries.final_sheets import FinalSheet
from tuphap.rules.conditions import numbered
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import RuleSet, display_name
from tuphap.rules.trial_run import STATE_WORDS, Tried, Way, try_sheet, way_between

WORDS = {True: "Đạt", False: "Chưa đạt", None: "Chưa xác định"}
TONES = {True: ("green", "check"), False: ("red", "cross"), None: ("grey", "ring")}
CHANGED, UNKNOWN, EVERYBODY = "doi", "chua-ro", "tat-ca"
CHOICES = {CHANGED: "Đổi kết quả", UNKNOWN: "Chưa xác định", EVERYBODY: "Tất cả"}

GROUP = "Thuộc"


@dataclass(frozen=True)
class UnitRow:
    """One unit, then and under the set that is tried."""

    sheet: FinalSheet
    tried: Tried

    @property
    def then(self) -> str:
        return WORDS[self.sheet.met]

    @property
    def now(self) -> str:
        return WORDS[self.tried.met]

    @property
    def then_tone(self) -> str:
        return TONES[self.sheet.met][0]

    @property
    def now_tone(self) -> str:
        return TONES[self.tried.met][0]

    @property
    def why(self) -> str:
        """Which conditions fail for certain, else what is missing."""
        if self.tried.failing:
            told = zip(self.tried.failing, self.tried.reasons, strict=True)
            return "; ".join(f"{numbered(code)}: {reason}" for code, reason in told)
        count = len(self.tried.unknown)
        return f"{count} nội dung, điều kiện chưa có số liệu" if count else ""

    @property
    def is_changed(self) -> bool:
        return self.tried.met is not None and self.tried.met != self.sheet.met


@dataclass(frozen=True)
class ContentRow:
    """A content of the tried set, how it was carried over, and how many units lack its figure."""

    code: str
    name: str
    state: str
    words: str
    earlier: str
    missing: int


@dataclass(frozen=True)
class Trial:
    way: Way
    rows: tuple[UnitRow, ...]
    contents: tuple[ContentRow, ...]
    gone: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> list[tuple[str, list[int]]]:
        """Of those met, not met then: how many would be met, not met, and cannot be said."""
        found = Counter((row.sheet.met, row.tried.met) for row in self.rows)
        return [
            (WORDS[then], [found[then, now] for now in (True, False, None)])
            for then in (True, False, None)
            if any(found[then, now] for now in WORDS)
        ]

    @property
    def totals(self) -> list[int]:
        return [sum(row.tried.met is now for row in self.rows) for now in (True, False, None)]

    def kept(self, choice: str) -> list[UnitRow]:
        if choice == CHANGED:
            return [row for row in self.rows if row.is_changed]
        if choice == UNKNOWN:
            return [row for row in self.rows if row.tried.met is None]
        return list(self.rows)

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        return [(key, label, len(self.kept(key))) for key, label in CHOICES.items()]


def trial_of(
    tried: RuleSet, base: RuleSet, sheets: tuple[FinalSheet, ...], calendar: WorkCalendar
) -> Trial:
    way = way_between(tried, base)
    gates = gate_codes(base)
    rows = tuple(
        UnitRow(
            sheet,
            try_sheet(way, sheet.answers, {g: sheet.conditions.get(g) for g in gates}, calendar),
        )
        for sheet in sheets
    )
    lacking = Counter(code for row in rows for code in row.tried.unknown)
    found = tuple(
        ContentRow(
            row.content.code,
            display_name(row.content),
            row.state,
            STATE_WORDS[row.state],
            row.earlier if row.has_figures else "",
            lacking[row.content.code],
        )
        for row in way.rows
    )
    return Trial(way, rows, found, tuple((c.code, display_name(c)) for c in way.gone))


def table(trial: Trial) -> list[list[str]]:
    """The rows of the file; its heads say that it is no result."""
    heads = [
        "Đơn vị",
        "Mã",
        GROUP,
        "Kết quả năm đánh giá",
        "Chạy thử, không phải kết quả",
        "Lý do",
        "Chưa có số liệu",
    ]
    lines = [
        [
            row.sheet.name,
            row.sheet.code,
            row.sheet.group,
            row.then,
            row.now,
            row.why,
            ", ".join(row.tried.unknown),
        ]
        for row in trial.rows
    ]
    if not any(row.sheet.group for row in trial.rows):
        place = heads.index(GROUP)
        return [[*line[:place], *line[place + 1 :]] for line in (heads, *lines)]
    return [heads, *lines]
