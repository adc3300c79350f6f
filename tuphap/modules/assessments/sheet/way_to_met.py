"""“Đường ngắn nhất tới đạt chuẩn” in words, for the panel beside the sheet."""

from dataclasses import dataclass

from tuphap.modules.assessments.lines.items import anchor
from tuphap.rules.numbers import format_points
from tuphap.rules.rule_set import POINTS, RuleSet
from tuphap.rules.scoring import SheetResult
from tuphap.rules.shortest_path import Step, shortest_path

SHOWN_AT_ONCE = 3


@dataclass(frozen=True)
class WayRow:
    code: str
    words: str

    @property
    def anchor(self) -> str:
        return anchor(self.code)


@dataclass(frozen=True)
class WayToMet:
    """`intro` stands above the rows; `blocked` says what no row can turn."""

    intro: str
    rows: tuple[WayRow, ...]
    blocked: tuple[str, ...]

    @property
    def first(self) -> tuple[WayRow, ...]:
        return self.rows[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[WayRow, ...]:
        return self.rows[SHOWN_AT_ONCE:]


def way_to_met(rule_set: RuleSet, result: SheetResult) -> WayToMet | None:
    """None where the result is met, or may still become it."""
    path = shortest_path(rule_set, result)
    if path is None:
        return None
    names = {condition.code: condition.short_name for condition in rule_set.conditions}
    blocked = tuple(
        f"Điều kiện “{names[code]}” không đạt, các nội dung khác không bù được."
        for code in path.blocked
    )
    if blocked:
        return WayToMet("", (), blocked)
    verb = "đủ điểm tối đa" if rule_set.scale == POINTS else "đạt"
    rows = tuple(WayRow(step.code, _words(rule_set, result, step)) for step in path.steps)
    return WayToMet(f"Đạt chuẩn khi {verb} ở {len(rows)} mục:", rows, ())


def _words(rule_set: RuleSet, result: SheetResult, step: Step) -> str:
    if rule_set.scale == POINTS and step.code in result.scores:
        return f"thêm {format_points(step.gain)} điểm"
    return "chưa có số liệu" if step.now is None else "chưa đạt"
