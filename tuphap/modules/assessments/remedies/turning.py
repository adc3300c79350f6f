"""The lines that would turn most communes, as plain values for the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuphap.modules.assessments.lines.answers import gate_codes
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.final_sheets import FinalSheet
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.rule_set import RuleSet, display_name, nodes
from tuphap.rules.turning_lines import TurningLines, Unmet, turning_lines


@dataclass(frozen=True)
class LineRow:
    code: str
    name: str
    below: tuple[FinalSheet, ...]
    alone: tuple[FinalSheet, ...]


@dataclass(frozen=True)
class StepRow:
    code: str
    name: str
    turned: tuple[FinalSheet, ...]
    so_far: int


@dataclass(frozen=True)
class Overview:
    """`never` are units that no line can turn; `unreached` those no sequence of lines turned."""

    lines: tuple[LineRow, ...]
    steps: tuple[StepRow, ...]
    never: tuple[FinalSheet, ...]
    total: int


def overview(period: Period, sheets: Sequence[FinalSheet], *, by_indicator: bool) -> Overview:
    rule_set = parsed(period.rule_set)
    gates = gate_codes(rule_set)
    unmet = [
        Unmet(str(s.id), s.points, {gate: s.conditions.get(gate) for gate in gates}) for s in sheets
    ]
    found = turning_lines(rule_set, unmet, period.gates_enabled, by_indicator=by_indicator)
    return _shown(rule_set, found, {str(sheet.id): sheet for sheet in sheets})


def _shown(rule_set: RuleSet, found: TurningLines, by_key: dict[str, FinalSheet]) -> Overview:
    names = {node.code: display_name(node) for node in nodes(rule_set)}

    def of(keys: Sequence[str]) -> tuple[FinalSheet, ...]:
        return tuple(by_key[key] for key in keys)

    lines = [LineRow(r.code, names[r.code], of(r.below), of(r.alone)) for r in found.lines]
    lines.sort(key=lambda row: (-len(row.alone), -len(row.below)))
    steps, so_far = [], 0
    for step in found.steps:
        so_far += len(step.turned)
        steps.append(StepRow(step.code, names[step.code], of(step.turned), so_far))
    return Overview(
        tuple(row for row in lines if row.below), tuple(steps), of(found.blocked), len(by_key)
    )
