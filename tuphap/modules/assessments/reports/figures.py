"""A period as the plain values of `rules/year_figures.py`: two questions, however many units."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.kinds import known_kinds, short_name
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.assessments.queries.comparison import PERMISSION
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import PASS, RuleSet, display_name, indicators
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.year_figures import TOTAL, Node, UnitResult, Year

_UNIT = ("code", "name", "kind", "parent_id", "parent__code", "parent__name", "parent__kind")
Scores = dict[str, Decimal]


def seen_year(period: Period, actor: Actor) -> tuple[Year, int]:
    """What this person may compare, and how many units are kept from him while he appraises them
    again."""
    rows = within_reach(Assessment.objects.filter(period=period), actor, PERMISSION)
    hidden = hidden_from(actor)
    year = _year(period, rows.exclude(pk__in=hidden))
    return year, rows.filter(pk__in=hidden).count() if hidden else 0


def whole_year(period: Period) -> Year:
    """All units of the period: for papers of the scope."""
    return _year(period, Assessment.objects.filter(period=period))


def _year(period: Period, dossiers: QuerySet[Assessment]) -> Year:
    rule_set = parsed(period.rule_set)
    fields = [f"unit__{name}" for name in _UNIT]
    rows = list(dossiers.order_by("unit__path").values_list("pk", "status", "met", *fields))
    sums = _sums(dossiers)
    return Year(
        number=period.year,
        rule_set=rule_set.code,
        scale=rule_set.scale,
        total_max=_total_max(rule_set),
        nodes=tuple(_nodes(rule_set)),
        units=tuple(_unit(row, period, rule_set, sums.get(row[0], {})) for row in rows),
        kinds=tuple(rule_set.unit_kinds),
    )


def _total_max(rule_set: RuleSet) -> Decimal:
    if rule_set.scale == PASS:
        return Decimal(len(indicators(rule_set)))
    return rule_set.total_max or Decimal(0)


def _nodes(rule_set: RuleSet) -> Iterator[Node]:
    counted = rule_set.scale == PASS
    for criterion in rule_set.criteria:
        most = Decimal(len(criterion.indicators)) if counted else criterion.max_points
        yield Node(criterion.code, display_name(criterion), most or Decimal(0))
        for row in criterion.indicators:
            most = Decimal(1) if counted else row.max_points
            yield Node(row.code, display_name(row), most or Decimal(0), criterion.code)


# --- units ---

Sums = Mapping[str, Mapping[str, Any]]  # by column


def _sums(dossiers: QuerySet[Assessment]) -> dict[UUID, dict[str, Mapping[str, Any]]]:
    rows = ColumnSummary.objects.filter(
        assessment__in=dossiers.order_by().values("pk"), column__in=(SELF, FINAL)
    ).values("assessment_id", "column", "total", "scores", "conditions")
    found: dict[UUID, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["assessment_id"], {})[row["column"]] = row
    return found


def _unit(row: tuple[Any, ...], period: Period, rule_set: RuleSet, sums: Sums) -> UnitResult:
    _, status, met, code, name, kind, parent, group_code, group, group_kind = row
    between = parent is not None and parent != period.scope_unit_id
    conditions = sums.get(FINAL, {}).get("conditions", {})
    return UnitResult(
        code=code,
        name=name,
        kind=kind,
        met=met,
        group_code=group_code if between else "",
        group=short_name(group, group_kind) if between else "",
        group_kind=_kind_word(group_kind) if between else "",
        counted=status not in period.workflow.not_counted,
        failed=tuple(sorted(key for key, holds in conditions.items() if holds is False)),
        scores={column: _scores(summed, rule_set) for column, summed in sums.items()},
    )


@cache
def _kind_word(kind: str) -> str:
    """As it stands at the front of names."""
    known = known_kinds().get(kind)
    return known.leading.lower() if known and known.leading else kind


def _scores(summed: Mapping[str, Any], rule_set: RuleSet) -> Scores:
    """Of criteria and indicators, and the total; what is unknown is left out."""
    marks = summed["scores"]
    if rule_set.scale == PASS:
        return _passed(rule_set, marks)
    codes = [row.code for row in (*rule_set.criteria, *indicators(rule_set))]
    found = {code: Decimal(marks[code]) for code in codes if marks.get(code) is not None}
    return found if summed["total"] is None else {**found, TOTAL: summed["total"]}


def _passed(rule_set: RuleSet, marks: Mapping[str, str | None]) -> Scores:
    """How many indicators passed, of each criterion and of all."""
    found = {
        row.code: Decimal(marks[row.code] or 0)
        for row in indicators(rule_set)
        if marks.get(row.code) is not None
    }
    parts = {row.code: [i.code for i in row.indicators] for row in rule_set.criteria}
    parts[TOTAL] = [row.code for row in indicators(rule_set)]
    sums = {code: _sum(found[part] for part in codes if part in found)
            for code, codes in parts.items() if any(part in found for part in codes)}  # fmt: skip
    return found | sums


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
