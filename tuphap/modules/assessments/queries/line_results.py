"""All columns of a dossier, line by line, as far as the actor may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from tuphap.modules.assessments.desk.results import (
    ResultGroup,
    Sums,
    line_results,
    sums_in_words,
)
from tuphap.modules.assessments.lines.answers import given_of
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.sides import Found
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.sheet import all_proof
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.numbers import format_points_short
from tuphap.rules.permissions import Actor, may
from tuphap.rules.rule_set import POINTS
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

# Whoever works on the appraised side reads all columns at any time.
READS_ALL = (
    "assessment.compare",
    "assessment.appraise",
    "assessment.conclude",
    "council.give_opinion",
    "assessment.decide",
)


@dataclass(frozen=True)
class LineResults:
    """`columns` are those shown, in their order; `total` what each comes to."""

    assessment: Assessment
    columns: tuple[str, ...]
    has_points: bool
    groups: tuple[ResultGroup, ...]
    total: tuple[str, ...]
    of: str
    difference: str
    met: Mapping[str, bool | None]


def reads_all_columns(actor: Actor, assessment: Assessment) -> bool:
    return any(may(actor, permission, assessment.subject) for permission in READS_ALL)


def columns_read_by(actor: Actor, assessment: Assessment) -> tuple[str, ...]:
    """The unit reads what others wrote once it is decided; until then it is work in progress."""
    if assessment.pk in hidden_from(actor):
        return (SELF,)
    if assessment.decision_id is not None or reads_all_columns(actor, assessment):
        return (SELF, APPRAISED, FINAL)
    return (SELF,)


def get_line_results(actor: Actor, assessment_id: UUID) -> LineResults:
    """404 outside the reach; a column in which nothing is written is not shown.

    What a list brought in has sums and no lines: there the columns with sums are shown.
    """
    dossier = get_visible(actor, assessment_id)
    read = columns_read_by(actor, dossier)
    rows = Entry.objects.filter(assessment=dossier, column__in=read).select_related("written_by")
    found = {name: _found(list(rows), name) for name in read}
    sums = ColumnSummary.objects.filter(assessment=dossier, column__in=read)
    summaries = {row.column: row for row in sums}
    if not rows and FINAL in summaries:
        columns = {name: found[name] for name in read if name in summaries}
    else:
        columns = {name: lines for name, lines in found.items() if lines or name == SELF}
    return results_of(
        dossier, columns, {name: summaries[name] for name in columns if name in summaries}
    )


def results_of(
    dossier: Assessment,
    columns: Mapping[str, Mapping[str, Found]],
    summaries: Mapping[str, ColumnSummary],
) -> LineResults:
    """The columns given, with what each came to."""
    rule_set = parsed(dossier.period.rule_set)
    proof = all_proof(current_evidence(dossier), known_of(dossier))
    has_points = rule_set.scale == POINTS
    totals = [_total(summaries.get(name), has_points=has_points) for name in columns]
    total, difference = sums_in_words(totals, has_points=has_points)
    indicators = sum(len(criterion.indicators) for criterion in rule_set.criteria)
    return LineResults(
        assessment=dossier,
        columns=tuple(columns),
        has_points=has_points,
        groups=line_results(
            rule_set,
            items_of(dossier.period),
            columns,
            {name: _sums(summaries.get(name)) for name in columns},
            {item: len(documents) for item, documents in proof.items()},
        ),
        total=total,
        of=_of(rule_set.total_max, indicators),
        difference=difference,
        met={name: summary.met for name, summary in summaries.items()},
    )


def _found(rows: list[Entry], column: str) -> dict[str, Found]:
    return {
        row.item: (given_of(row), row, row.written_by.full_name)
        for row in rows
        if row.column == column
    }


def _sums(summary: ColumnSummary | None) -> Sums:
    scores = summary.scores if summary else {}
    return {code: Decimal(text) if text is not None else None for code, text in scores.items()}


def _total(summary: ColumnSummary | None, *, has_points: bool) -> Decimal | None:
    if summary is None:
        return None
    if has_points:
        return summary.total
    return None if summary.passed_indicators is None else Decimal(summary.passed_indicators)


def _of(total_max: Decimal | None, indicators: int) -> str:
    return f"{indicators} chỉ tiêu" if total_max is None else format_points_short(total_max)
