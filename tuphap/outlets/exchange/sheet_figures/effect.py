"""What the changes of a preview would do to points or results, counted as the sheet counts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tuphap.modules.assessments.from_spreadsheet.judging import Judged
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.sheet.values import Pill, pill_of
from tuphap.rules.numbers import format_points
from tuphap.rules.rule_set import POINTS
from tuphap.rules.scoring import SheetResult

VERDICTS = {True: "đạt chuẩn", False: "chưa đạt chuẩn", None: "chưa đủ số liệu"}
_WORTH: Mapping[str, int] = {"full": 1}


@dataclass(frozen=True)
class Step:
    """One figure or word before and after; what is not known counts as nothing."""

    before: str
    after: str
    falls: bool

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Effect:
    """Of each changed line by its code, and of the whole sheet."""

    label: str
    line_label: str
    lines: Mapping[str, Step]
    whole: Step
    verdict: Step

    @property
    def fallen(self) -> tuple[str, ...]:
        return tuple(code for code, step in self.lines.items() if step.falls)


def effect_of(judged: Judged, lines: Mapping[str, Given]) -> Effect:
    before, after = judged.result({}), judged.result(lines)
    has_points = judged.rule_set.scale == POINTS
    return Effect(
        label="Tổng điểm" if has_points else "Chỉ tiêu đạt",
        line_label="Điểm" if has_points else "Kết quả",
        lines={
            item.code: _line(pill_of(item, before), pill_of(item, after))
            for item in judged.items
            if item.code in lines
        },
        whole=_points(before, after) if has_points else _indicators(before, after),
        verdict=Step(VERDICTS[before.met], VERDICTS[after.met], bool(before.met and not after.met)),
    )


def _line(before: Pill, after: Pill) -> Step:
    return Step(_said(before), _said(after), _worth(before) > _worth(after))


def _said(pill: Pill) -> str:
    return pill.word or format_points(pill.value)


def _worth(pill: Pill) -> Decimal:
    return Decimal(_WORTH.get(pill.state, 0)) if pill.word else pill.value or Decimal(0)


def _points(before: SheetResult, after: SheetResult) -> Step:
    falls = (before.total or Decimal(0)) > (after.total or Decimal(0))
    return Step(format_points(before.total), format_points(after.total), falls)


def _indicators(before: SheetResult, after: SheetResult) -> Step:
    falls = (before.passed_indicators or 0) > (after.passed_indicators or 0)
    return Step(_passed(before), _passed(after), falls)


def _passed(result: SheetResult) -> str:
    return f"{result.passed_indicators or 0}/{result.indicator_count or 0}"
