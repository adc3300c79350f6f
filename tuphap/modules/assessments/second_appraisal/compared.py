"""Both sides of one dossier as they are kept for good, and what all dossiers together say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import FAILED, PASSED, answer_words, name_of
from tuphap.modules.assessments.sheet.values import gate_holds
from tuphap.rules.agreement import Agreement, agreement
from tuphap.rules.numbers import MINUS, UNKNOWN, format_percent, format_points
from tuphap.rules.rule_set import RuleSet, display_name, indicators
from tuphap.rules.scoring import SheetResult

TOO_FEW = "chưa đủ để tính"


@dataclass(frozen=True)
class Judged:
    """What one person said of a dossier, and what it gives."""

    given: Mapping[str, Given]
    result: SheetResult


def both_sides(
    rule_set: RuleSet, items: Iterable[Item], first: Judged, second: Judged
) -> dict[str, Any]:
    """Plain values for the row: results by indicator, the conclusion, and the lines that differ."""
    lines = [(item, _line(item, first), _line(item, second)) for item in items]
    return {
        "indicators": {
            row.code: [_score(first, row.code), _score(second, row.code)]
            for row in indicators(rule_set)
        },
        "met": [first.result.met, second.result.met],
        "lines": [
            {"code": item.code, "name": name_of(item), "first": one, "second": other}
            for item, one, other in lines
            if (one["result"], one["figures"]) != (other["result"], other["figures"])
        ],
    }


def _line(item: Item, judged: Judged) -> dict[str, str]:
    given = judged.given.get(item.code)
    return {
        "result": _result(item, judged.result),
        "figures": answer_words(item, given),
        "reason": given.explanation if given else "",
    }


def _result(item: Item, result: SheetResult) -> str:
    if item.gate:
        return _judged(gate_holds(item.gate, result))
    scored = result.contents[item.code]
    if item.content and item.content.max_points is not None:
        return format_points(scored.points)
    return _judged(scored.passed)


def _judged(passed: bool | None) -> str:
    return UNKNOWN if passed is None else (PASSED if passed else FAILED)


def _score(judged: Judged, code: str) -> str | None:
    score: Decimal | None = judged.result.scores[code]
    return None if score is None else f"{score.normalize():f}"


# --- what the page says ---


@dataclass(frozen=True)
class AgreementRow:
    code: str
    name: str
    found: Agreement

    @property
    def share(self) -> str:
        share = self.found.share
        return UNKNOWN if share is None else format_percent(100 * share)

    @property
    def kappa(self) -> str:
        kappa = self.found.kappa
        if kappa is None:
            return TOO_FEW
        figure = format_points(Decimal(round(abs(kappa) * 100)) / 100)
        return f"{MINUS}{figure}" if kappa < 0 and figure != "0,00" else figure


def by_indicator(rule_set: RuleSet, kept: Iterable[Mapping[str, Any]]) -> list[AgreementRow]:
    """One row per indicator over all dossiers sent."""
    rows = list(kept)
    return [
        AgreementRow(
            row.code,
            display_name(row),
            agreement(_pair(one["indicators"].get(row.code)) for one in rows),
        )
        for row in indicators(rule_set)
    ]


def conclusions(kept: Iterable[Mapping[str, Any]]) -> AgreementRow:
    """Met or not met, the result that counts in the end."""
    return AgreementRow("", "Đạt chuẩn hay chưa", agreement(_pair(one["met"]) for one in kept))


def all_together(rows: Iterable[AgreementRow]) -> AgreementRow:
    """Shares add up; kappa of different indicators does not."""
    found = list(rows)
    equal, of = sum(row.found.equal for row in found), sum(row.found.of for row in found)
    return AgreementRow("", "Mọi chỉ tiêu", Agreement(equal, of, None))


def _pair(values: Any) -> tuple[Any, Any]:
    first, second = values or (None, None)
    return first, second
