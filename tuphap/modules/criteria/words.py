"""How a row is scored and how far it may be trusted, in words a lawyer can check."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tuphap.rules.numbers import format_points_short
from tuphap.rules.rule_set import (
    STATUSES,
    Band,
    ChooseAtLeast,
    Deadline,
    NotApplicable,
    Option,
    Options,
    Percentage,
    Scoring,
)

# Word and tone of a status; what each means is said in full by rules/rule_set_rows.STATUSES.
STATUS_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "confirmed": ("Đã xác nhận", "green"),
        "secondary": ("Nguồn thứ cấp", "blue"),
        "inferred": ("Suy ra", "blue"),
        "recalled": ("Theo trí nhớ", "amber"),
        "working": ("Tạm tính", "amber"),
        "unknown": ("Chưa rõ", "grey"),
    }
)
LEGEND = tuple((*STATUS_WORDS[status], meaning) for status, meaning in STATUSES.items())
_GIVES = {"full_points": "được tính đủ điểm", "pass": "được tính đạt"}
_FULL = Decimal(100)


def scoring_lines(scoring: Scoring) -> list[str]:
    return _TELLERS[type(scoring)](scoring)


def not_applicable_line(rule: NotApplicable | None) -> str:
    return f"Không phát sinh ({rule.text}): {_GIVES[rule.gives]}." if rule else ""


def scoring_statuses(scoring: Scoring) -> list[str]:
    """The weakest things are often the bands: each standing is named once."""
    found = [scoring.status]
    if isinstance(scoring, Percentage):
        found += [band.status for band in scoring.bands]
        found += [scoring.formula_status] if scoring.formula_status else []
    return list(dict.fromkeys(found))


def _options(scoring: Options) -> list[str]:
    return [f"{option.text}: {_worth(option)}" for option in scoring.options]


def _worth(option: Option) -> str:
    if option.points is not None:
        return f"{format_points_short(option.points)} điểm"
    return "đạt" if option.passes else "chưa đạt"


def _percentage(scoring: Percentage) -> list[str]:
    lines = [scoring.formula or f"Tỷ lệ: {scoring.done_label} / {scoring.due_label}"]
    lines += _bands(scoring.bands)
    if scoring.pass_at is not None:
        reach = f"{_percent(scoring.pass_at)} trở lên" if scoring.pass_at < _FULL else "đủ 100 %"
        lines.append(f"Đạt khi tỷ lệ {reach}")
    lines += [f"Được tính là đã thực hiện: {what}" for what in scoring.counted]
    return [*lines, scoring.check] if scoring.check else lines


def _bands(bands: Iterable[Band]) -> list[str]:
    """Half open, best first: each ends where the one above it begins."""
    lines = []
    above: Decimal | None = None
    for band in bands:
        points = f"{format_points_short(band.points)} điểm"
        if above is None:
            reach = f"Từ {_percent(band.at_least)}" if band.at_least < _FULL else "Đủ 100 %"
        elif band.at_least > 0:
            reach = f"Từ {_percent(band.at_least)} đến dưới {_percent(above)}"
        else:
            reach = f"Dưới {_percent(above)}"
        lines.append(f"{reach}: {points}")
        above = band.at_least
    return lines


def _choose(scoring: ChooseAtLeast) -> list[str]:
    head = f"Đạt khi có ít nhất {scoring.minimum} trong {len(scoring.options)} việc:"
    return [head, *(option.text for option in scoring.options)]


def _deadline(scoring: Deadline) -> list[str]:
    return [
        f"{scoring.assigned_label} → {scoring.done_label}",
        f"Đạt khi xong trong {scoring.working_days} ngày làm việc",
    ]


def _percent(value: Decimal) -> str:
    return f"{format_points_short(value)} %"


_TELLERS: Mapping[type, Callable[[Any], list[str]]] = MappingProxyType(
    {
        Options: _options,
        Percentage: _percentage,
        ChooseAtLeast: _choose,
        Deadline: _deadline,
    }
)
