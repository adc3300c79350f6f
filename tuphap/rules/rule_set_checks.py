"""Whether the rows of a rule set agree with one another: sums, codes, counts, conditions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tuphap.rules.choice_letters import as_letter, letters_of
from tuphap.rules.conditions import ALL_INDICATORS, MIN_PERCENT_EACH, MIN_TOTAL
from tuphap.rules.numbers import format_points_short
from tuphap.rules.rule_set_rows import (
    PASS,
    POINTS,
    Agreement,
    ChooseAtLeast,
    Content,
    Criterion,
    Indicator,
    Options,
    Percentage,
    Row,
    RuleSet,
)

_CONDITION_SCALE = {MIN_TOTAL: POINTS, MIN_PERCENT_EACH: POINTS, ALL_INDICATORS: PASS}
_CRITERION_CODE = re.compile(r"TC([1-9][0-9]?)")
_CONDITION_CODE = re.compile(r"DK[1-9][0-9]?")


def faults_of(rule_set: RuleSet, document: Mapping[str, Any]) -> Iterator[str]:
    """Every disagreement as a Vietnamese sentence that names the row."""
    yield from _codes(rule_set)
    yield from _structure(rule_set, document.get("detail", "content"))
    yield from _counts(rule_set, document)
    yield from _nameless(rule_set)
    yield from _conditions(rule_set)
    yield from _agreements(rule_set)
    if rule_set.last_year is not None and rule_set.last_year < rule_set.first_year:
        yield f"Năm cuối ({rule_set.last_year}) trước năm đầu ({rule_set.first_year})"
    if not rule_set.unit_kinds:
        yield "Chưa ghi loại đơn vị (unit_kinds)"
    yield from _points(rule_set) if rule_set.scale == POINTS else _no_points(rule_set)


def _indicators(rule_set: RuleSet) -> list[Indicator]:
    return [i for criterion in rule_set.criteria for i in criterion.indicators]


def _contents(rule_set: RuleSet) -> list[Content]:
    return [c for indicator in _indicators(rule_set) for c in indicator.contents]


def _codes(rule_set: RuleSet) -> Iterator[str]:
    """Codes carry the tree: TC1, then 1.2, then 1.2.3."""
    for criterion in rule_set.criteria:
        number = _CRITERION_CODE.fullmatch(criterion.code)
        if not number:
            yield f"Mã tiêu chí “{criterion.code}” phải có dạng TC1"
            continue
        for indicator in criterion.indicators:
            yield from _below(indicator.code, number[1])
            for content in indicator.contents:
                yield from _below(content.code, indicator.code)
    for condition in rule_set.conditions:
        if not _CONDITION_CODE.fullmatch(condition.code):
            yield f"Mã điều kiện “{condition.code}” phải có dạng DK1"
    scored = [*rule_set.criteria, *_indicators(rule_set), *_contents(rule_set)]
    lists: tuple[Iterable[Row | Agreement], ...] = (
        [*scored, *rule_set.conditions],
        rule_set.deadlines,
        rule_set.forms,
        rule_set.remarks,
        rule_set.must_agree,
    )
    for rows in lists:
        yield from _repeated("Mã", (row.code for row in rows))
    for content in _contents(rule_set):
        if isinstance(content.scoring, Options | ChooseAtLeast):
            keys = (option.key for option in content.scoring.options)
            yield from _repeated(f"{content.code}: lựa chọn", keys)
            letters = map(as_letter, letters_of(content.scoring.options).values())
            yield from _repeated(f"{content.code}: chữ", letters)


def _below(code: str, parent: str) -> Iterator[str]:
    if not re.fullmatch(re.escape(parent) + r"\.[1-9][0-9]?", code):
        yield f"Mã “{code}” phải có dạng {parent}.1"


def _repeated(what: str, codes: Iterable[str]) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"{what} “{code}” ghi {times} lần"


def _structure(rule_set: RuleSet, detail: str) -> Iterator[str]:
    if not rule_set.criteria:
        yield "Chưa có tiêu chí nào"
    if not rule_set.conditions:
        yield "Chưa có điều kiện công nhận nào"
    for criterion in rule_set.criteria:
        if bool(criterion.indicators) != (detail == "content"):
            yield f"{criterion.code}: có {len(criterion.indicators)} chỉ tiêu, detail là {detail}"
    for indicator in _indicators(rule_set):
        if not indicator.contents:
            yield f"{indicator.code}: chưa có nội dung nào"


def _counts(rule_set: RuleSet, document: Mapping[str, Any]) -> Iterator[str]:
    """The figures printed by the law against the rows; a set of criteria only has no indicators."""
    stated = document.get("counts") or {}
    per_criterion = [len(criterion.indicators) for criterion in rule_set.criteria]
    found = {"criteria": len(rule_set.criteria)}
    if any(per_criterion):
        found["indicators"] = sum(per_criterion)
        if stated.get("per_criterion", per_criterion) != per_criterion:
            yield f"Số chỉ tiêu theo tiêu chí là {per_criterion}, counts ghi khác"
    for key, count in found.items():
        if stated.get(key, count) != count:
            yield f"counts ghi {key}: {stated.get(key)}, đếm được {count}"


def _nameless(rule_set: RuleSet) -> Iterator[str]:
    rows = [*rule_set.criteria, *_indicators(rule_set), *_contents(rule_set)]
    for row in rows:
        if row.name is None and row.status != "unknown":
            yield f"{row.code}: chưa có tên thì status phải là unknown"


def _conditions(rule_set: RuleSet) -> Iterator[str]:
    for condition in rule_set.conditions:
        where, value = condition.code, condition.value
        if _CONDITION_SCALE.get(condition.kind, rule_set.scale) != rule_set.scale:
            yield f"{where}: điều kiện {condition.kind} không dùng cho thang {rule_set.scale}"
        if condition.kind == MIN_PERCENT_EACH and not (value and 0 < value <= 100):
            yield f"{where}: tỷ lệ phải trên 0 và không quá 100, đang ghi “{value}”"
        if condition.kind == MIN_TOTAL and value is None and condition.status == "confirmed":
            yield f"{where}: đã xác nhận thì phải có mức điểm"
        if condition.kind == MIN_TOTAL and value and value > (rule_set.total_max or value):
            yield f"{where}: mức {value} vượt tổng tối đa {rule_set.total_max}"


def _agreements(rule_set: RuleSet) -> Iterator[str]:
    """Both figures exist, and are two."""
    counting = {c.code for c in _contents(rule_set) if isinstance(c.scoring, Percentage)}
    for row in rule_set.must_agree:
        for place in (row.first, row.second):
            if place.content not in counting:
                yield f"{row.code}: “{place.content}” không phải nội dung tính theo tỷ lệ"
        if row.first == row.second:
            yield f"{row.code}: hai số liệu là một"


def _no_points(rule_set: RuleSet) -> Iterator[str]:
    if rule_set.total_max is not None:
        yield "Thang đạt / chưa đạt không có tổng điểm (total_max phải để trống)"


def _points(rule_set: RuleSet) -> Iterator[str]:
    if rule_set.total_max is None:
        yield "Chưa ghi tổng điểm tối đa (scale, total_max)"
    else:
        yield from _sum("Tổng điểm", rule_set.total_max, rule_set.criteria)
    for criterion in rule_set.criteria:
        if criterion.indicators:
            yield from _sum(criterion.code, criterion.max_points, criterion.indicators)
    for indicator in _indicators(rule_set):
        if indicator.contents:
            yield from _sum(indicator.code, indicator.max_points, indicator.contents)
    for content in _contents(rule_set):
        best = _best(content)
        if best != content.max_points:
            yield (
                f"{content.code}: mức cao nhất cho {format_points_short(best)} điểm,"
                f" điểm tối đa ghi {format_points_short(content.max_points)}"
            )


def _sum(
    where: str,
    stated: Decimal | None,
    parts: tuple[Criterion, ...] | tuple[Indicator, ...] | tuple[Content, ...],
) -> Iterator[str]:
    found = sum((part.max_points or Decimal(0) for part in parts), Decimal(0))
    if found != stated:
        yield (
            f"{where}: các phần cộng lại là {format_points_short(found)} điểm,"
            f" điểm tối đa ghi {format_points_short(stated)}"
        )


def _best(content: Content) -> Decimal | None:
    scoring = content.scoring
    options = scoring.options if isinstance(scoring, Options) else ()
    bands = scoring.bands if isinstance(scoring, Percentage) else ()
    points = [option.points or Decimal(0) for option in options]
    return max((*points, *(band.points for band in bands)), default=None)
