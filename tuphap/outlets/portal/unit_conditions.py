"""The conditions of recognition for one unit, and in words why those that fail do so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tuphap.outlets.portal.lost_points import Lost
from tuphap.outlets.portal.reading import Results, Unit
from tuphap.outlets.portal.unit_criteria import CriterionRow
from tuphap.rules.conditions import ALL_INDICATORS, GATE, MIN_PERCENT_EACH, MIN_TOTAL
from tuphap.rules.numbers import format_percent, format_points, format_points_short

# Beneath the verdict; the rest is one link away.
MOST_LINES = 6
UNTOLD = "Danh sách kết quả của năm này không ghi."


@dataclass(frozen=True)
class Reason:
    """One sentence, and the place on the page where its figure stands."""

    place: str
    words: str


@dataclass(frozen=True)
class ConditionRow:
    """`holds` is None where nobody answered it: the list the result comes from does not say."""

    number: int
    name: str
    holds: bool | None
    detail: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Seen:
    """What a condition is told by."""

    condition: Mapping[str, Any]
    unit: Unit
    rows: Sequence[CriterionRow]
    lost: Sequence[Lost]

    @property
    def level(self) -> Decimal | None:
        value = self.condition["value"]
        return None if value is None else Decimal(value)

    @property
    def total(self) -> Decimal | None:
        value = self.unit["final"]["total"]
        return None if value is None else Decimal(value)


def condition_rows(
    unit: Unit, results: Results, rows: Sequence[CriterionRow], lost: Sequence[Lost]
) -> list[ConditionRow]:
    return [
        _row(number, Seen(condition, unit, rows, lost))
        for number, condition in enumerate(results.rule_set["conditions"], 1)
    ]


def _row(number: int, seen: Seen) -> ConditionRow:
    if seen.condition["code"] in seen.unit.get("unknown_conditions", ()):
        return ConditionRow(number, seen.condition["text"], None, UNTOLD, ())
    holds = seen.condition["code"] not in seen.unit["failed_conditions"]
    detail, reasons = WORDS.get(seen.condition["kind"], (_nothing, _no_reasons))
    said = () if holds else tuple(reasons(seen))
    return ConditionRow(number, seen.condition["text"], holds, detail(seen, holds), said)


def _total_detail(seen: Seen, _: bool) -> str:
    if seen.level is None or seen.total is None:
        return ""
    above = seen.total - seen.level
    word = "cao hơn" if above >= 0 else "thấp hơn"
    return f"{format_points(seen.total)} điểm, {word} mức {format_points(abs(above))}"


def _total_reasons(seen: Seen) -> Iterable[Reason]:
    if seen.level is not None and seen.total is not None:
        level = format_points_short(seen.level)
        yield Reason("tong", f"Tổng điểm {format_points(seen.total)}, cần từ {level} điểm.")


def _lowest_detail(seen: Seen, _: bool) -> str:
    shares = [(row.value / row.maximum, row) for row in seen.rows if row.maximum]
    if not shares:
        return ""
    lowest = min(shares, key=lambda share: share[0])[1]
    return f"thấp nhất: tiêu chí {lowest.code}, đạt {lowest.percent}"


def _below_reasons(seen: Seen) -> Iterable[Reason]:
    if seen.level is None:
        return
    needed = format_percent(Fraction(seen.level))
    for row in seen.rows:
        # A share, not a rounded percentage, says whether the level is reached.
        if row.maximum and row.value * 100 < seen.level * row.maximum:
            share = format_percent(Fraction(row.value * 100) / Fraction(row.maximum), [seen.level])
            words = f"Tiêu chí {row.code} đạt {share} số điểm tối đa, cần từ {needed}."
            yield Reason(f"tieu-chi-{row.code}", words)


def _gate_detail(_: Seen, holds: bool) -> str:
    # Of a condition that fails, the public sees its number and its wording, never the case.
    return "không có trường hợp nào" if holds else ""


def _indicators_detail(seen: Seen, _: bool) -> str:
    final = seen.unit["final"]
    return f"{final.get('passed', '–')}/{final.get('of', '–')} chỉ tiêu đạt"


def _indicator_reasons(seen: Seen) -> Iterable[Reason]:
    """The contents that were not passed; of copies without figures the indicators."""
    final = seen.unit["final"]
    yield Reason("tieu-chi", f"{final['passed']}/{final['of']} chỉ tiêu đạt, cần đạt tất cả.")
    contents = [Reason(f"noi-dung-{row.code}", f"{row.code} {row.name}") for row in seen.lost]
    failed = contents or [
        Reason(f"tieu-chi-{row.code}", f"{code} {name}")
        for row in seen.rows
        for code, name, passes in row.indicators
        if passes is False
    ]
    for reason in failed[:MOST_LINES]:
        yield Reason(reason.place, f"Chưa đạt {reason.words}")
    if len(failed) > MOST_LINES:
        rest = len(failed) - MOST_LINES
        yield Reason("mat-diem" if contents else "tieu-chi", f"Và {rest} dòng khác chưa đạt.")


def _nothing(_: Seen, __: bool) -> str:
    return ""


def _no_reasons(_: Seen) -> Iterable[Reason]:
    return ()


Words = tuple[Callable[[Seen, bool], str], Callable[[Seen], Iterable[Reason]]]
WORDS: Mapping[str, Words] = {
    MIN_TOTAL: (_total_detail, _total_reasons),
    MIN_PERCENT_EACH: (_lowest_detail, _below_reasons),
    GATE: (_gate_detail, _no_reasons),
    ALL_INDICATORS: (_indicators_detail, _indicator_reasons),
}
