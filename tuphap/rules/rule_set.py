"""A rule set: criteria, indicators, contents, conditions and dates of one regime, as dated data.

`parse` is the only door: what does not add up does not come in.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set_checks import faults_of
from tuphap.rules.rule_set_reader import SCHEMA, read_rule_set
from tuphap.rules.rule_set_rows import (
    PASS,
    POINTS,
    STATUSES,
    Agreement,
    Band,
    ChooseAtLeast,
    Condition,
    Content,
    Criterion,
    Deadline,
    Document,
    Evidence,
    FigureOf,
    Form,
    Indicator,
    LegalDate,
    NotApplicable,
    Option,
    Options,
    PassRules,
    Percentage,
    Row,
    RuleSet,
    Scoring,
    Stated,
    YearDay,
)

__all__ = [
    "PASS",
    "POINTS",
    "SCHEMA",
    "STATUSES",
    "Agreement",
    "Band",
    "ChooseAtLeast",
    "Condition",
    "Content",
    "Criterion",
    "Deadline",
    "Document",
    "Evidence",
    "FigureOf",
    "Form",
    "Indicator",
    "InvalidRuleSet",
    "LegalDate",
    "Node",
    "NotApplicable",
    "Option",
    "Options",
    "PassRules",
    "Percentage",
    "Row",
    "RuleSet",
    "Scoring",
    "Stated",
    "YearDay",
    "confirmed_count",
    "content",
    "contents",
    "criterion_of",
    "display_name",
    "indicator",
    "indicator_of",
    "indicators",
    "nodes",
    "notice_of",
    "notice_sentence",
    "parse",
    "parts_of",
    "scored_by_criterion",
]

_NAMELESS = {
    Criterion: "Tiêu chí chưa rõ tên (chờ phụ lục)",
    Indicator: "Chỉ tiêu chưa rõ tên (chờ phụ lục)",
    Content: "Nội dung chưa rõ tên (chờ phụ lục)",
}

_Row = TypeVar("_Row", bound=Row)
Node = Criterion | Indicator | Content


class InvalidRuleSet(Refused):
    """All faults at once, so that one reading mends the file."""

    def __init__(self, faults: list[str]) -> None:
        sentence = f"Bộ tiêu chí có {len(faults)} lỗi: " + "; ".join(faults) + "."
        super().__init__("invalid_rule_set", sentence, Kind.INVALID)
        self.faults = tuple(faults)


def parse(document: Mapping[str, Any]) -> RuleSet:
    """Rows from a document as YAML or JSON gives it; raises InvalidRuleSet with every fault."""
    if not isinstance(document, Mapping):
        raise InvalidRuleSet(["Tệp không phải là một bộ tiêu chí"])
    faults: list[str] = []
    rule_set = read_rule_set(document, faults)
    # A half-read set would only repeat its faults as sums that do not add up.
    faults = faults or list(faults_of(rule_set, document))
    if faults:
        raise InvalidRuleSet(faults)
    return rule_set


def indicators(rule_set: RuleSet) -> tuple[Indicator, ...]:
    return tuple(i for criterion in rule_set.criteria for i in criterion.indicators)


def contents(rule_set: RuleSet) -> tuple[Content, ...]:
    return tuple(c for found in indicators(rule_set) for c in found.contents)


def nodes(rule_set: RuleSet) -> Iterator[Node]:
    """Criteria, indicators and contents in the order of the sheet."""
    for criterion in rule_set.criteria:
        yield criterion
        for found in criterion.indicators:
            yield found
            yield from found.contents


def parts_of(node: Node) -> tuple[Indicator, ...] | tuple[Content, ...]:
    """The rows right below; a content, or a criterion without indicators, has none."""
    if isinstance(node, Criterion):
        return node.indicators
    return node.contents if isinstance(node, Indicator) else ()


def content(rule_set: RuleSet, code: str) -> Content:
    """Raises KeyError for a code the set does not have."""
    return _by_code(contents(rule_set), code)


def indicator(rule_set: RuleSet, code: str) -> Indicator:
    return _by_code(indicators(rule_set), code)


def indicator_of(rule_set: RuleSet, content_code: str) -> Indicator:
    """The indicator a content belongs to."""
    for found in indicators(rule_set):
        if any(item.code == content_code for item in found.contents):
            return found
    raise KeyError(content_code)


def criterion_of(rule_set: RuleSet, code: str) -> Criterion:
    """The criterion a content or an indicator belongs to."""
    for criterion in rule_set.criteria:
        for found in criterion.indicators:
            if code in (found.code, *(item.code for item in found.contents)):
                return criterion
    raise KeyError(code)


def _by_code(rows: tuple[_Row, ...], code: str) -> _Row:
    for row in rows:
        if row.code == code:
            return row
    raise KeyError(code)


def confirmed_count(rule_set: RuleSet) -> tuple[int, int]:
    """Contents whose name was seen in the law or an official paper, and all contents."""
    rows: tuple[Row, ...] = contents(rule_set) or rule_set.criteria
    return sum(row.status == "confirmed" for row in rows), len(rows)


def notice_of(rule_set: RuleSet) -> str:
    """The notice of a set as it is shipped, which nobody has signed off yet; or ""."""
    if rule_set.legal_use:
        return ""
    rows = contents(rule_set)
    confirmed = sum(row.status == "confirmed" for row in rows)
    return notice_sentence(rule_set.short_name, confirmed, len(rows))


def notice_sentence(short_name: str, confirmed: int, content_count: int) -> str:
    """What every page and paper says of a set that is not yet checked against the annex."""
    of = f"{confirmed}/{content_count}"
    seen = f"mới xác nhận {of} nội dung với văn bản gốc, " if content_count else ""
    return (
        f"Bộ tiêu chí {short_name} chưa đối chiếu đủ với phụ lục: {seen}"
        "chưa dùng cho hồ sơ chính thức."
    )


def scored_by_criterion(rule_set: RuleSet) -> bool:
    """Whether only points per criterion are known: no sheet can be filled in."""
    return not contents(rule_set)


def display_name(row: Node) -> str:
    """The name to show; the only place which speaks for a row without one."""
    return row.name or _NAMELESS[type(row)]
