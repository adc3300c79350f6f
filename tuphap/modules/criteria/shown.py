"""A rule set as its page shows it: each row of the law beside what is stored about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tuphap.modules.criteria.models import RuleRow
from tuphap.modules.criteria.words import (
    STATUS_WORDS,
    not_applicable_line,
    scoring_lines,
    scoring_statuses,
)
from tuphap.rules import rule_set as rules
from tuphap.rules.rule_set import Content, Criterion, Indicator, Node

CONDITIONS = "Điều kiện công nhận"


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    row: RuleRow
    name: str
    points_source: str = ""
    scoring: tuple[str, ...] = ()
    scoring_statuses: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    not_applicable: str = ""

    @property
    def standings(self) -> list[tuple[str, str, str]]:
        """What the status is about, its word and its tone."""
        named = [("Câu chữ", self.row.status), ("Điểm", self.row.points_status)]
        named += [("Cách chấm", status) for status in self.scoring_statuses]
        return [(about, *STATUS_WORDS[status]) for about, status in named if status]


@dataclass(frozen=True)
class Section:
    """A criterion, or the conditions."""

    title: str
    lines: list[Line] = field(default_factory=list)


def sections(
    rule_set: rules.RuleSet, rows: Iterable[RuleRow], wording: str = "", points: str = ""
) -> list[Section]:
    """All rows in the order of the sheet; only those of one standing where one is asked for."""
    stored = {
        row.code: row
        for row in rows
        if wording in ("", row.status) and points in ("", row.points_status)
    }
    found = [_section(criterion, stored) for criterion in rule_set.criteria]
    found.append(Section(CONDITIONS, list(_conditions(rule_set, stored))))
    return [section for section in found if section.lines]


def counted(rows: Iterable[RuleRow], column: str, chosen: str) -> list[dict[str, object]]:
    """How many rows stand how, for the chips of the filter."""
    counts = Counter(getattr(row, column) for row in rows)
    return [
        {"status": status, "label": word, "count": counts[status], "chosen": status == chosen}
        for status, (word, _) in STATUS_WORDS.items()
        if counts[status]
    ]


def _section(criterion: Criterion, stored: Mapping[str, RuleRow]) -> Section:
    nodes: list[Node] = [criterion]
    for indicator in criterion.indicators:
        nodes += [indicator, *indicator.contents]
    title = f"Tiêu chí {criterion.code}"
    return Section(title, [_line(node, stored[node.code]) for node in nodes if node.code in stored])


def _line(node: Node, row: RuleRow) -> Line:
    line = Line(row=row, name=rules.display_name(node), points_source=node.points_source)
    if isinstance(node, Content):
        return _with_scoring(line, node)
    if isinstance(node, Indicator):
        evidence = tuple(
            f"{item.text} ({STATUS_WORDS[item.status][0].lower()})" for item in node.evidence
        )
        absent = not_applicable_line(node.not_applicable)
        return Line(row, line.name, line.points_source, evidence=evidence, not_applicable=absent)
    return line


def _with_scoring(line: Line, content: Content) -> Line:
    return Line(
        row=line.row,
        name=line.name,
        points_source=line.points_source,
        scoring=tuple(scoring_lines(content.scoring)),
        scoring_statuses=tuple(scoring_statuses(content.scoring)),
        not_applicable=not_applicable_line(content.not_applicable),
    )


def _conditions(rule_set: rules.RuleSet, stored: Mapping[str, RuleRow]) -> Iterator[Line]:
    for condition in rule_set.conditions:
        if condition.code in stored:
            answers = (
                (f"Trả lời: {condition.holds_label} / {condition.fails_label}",)
                if condition.holds_label
                else ()
            )
            yield Line(stored[condition.code], condition.name or "–", scoring=answers)
