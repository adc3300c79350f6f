"""From a list that was read to a plan on the units and results of now, and the hash of both."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from tuphap.foundation.publication.canonical import canonical_text
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.former_years.models import ANSWERS, ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.queries.batches import (
    first_day,
    lives_here,
    period_of,
    units_of,
)
from tuphap.modules.assessments.models import ColumnSummary, Decision, Period
from tuphap.modules.criteria.models import RuleSet
from tuphap.modules.criteria.queries import newest
from tuphap.rules.listed_columns import Beside, first_beside
from tuphap.rules.listed_papers import Paper, PapersOfList, paper_faults_of
from tuphap.rules.listed_plan import (
    KnownResult,
    Plan,
    plan_of_answers,
    plan_of_results,
)
from tuphap.rules.listed_results import ListLine
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_headers import Meaning, Role
from tuphap.rules.score_heading_rows import Column
from tuphap.rules.workflows.assessment import FINAL, SELF


@dataclass(frozen=True)
class Standing:
    """A batch on the units and results of this moment."""

    rule_set: RuleSet
    period: Period | None
    plan: Plan
    digest: str


def stand(batch: ImportBatch) -> Standing:
    """Refused where the year lives here, or where the set is not there any more."""
    rule_set = newest(batch.rule_set_code)
    if rule_set is None:
        raise Refused(
            "no_rule_set",
            f"Bộ tiêu chí {batch.rule_set_code} không còn trong hệ thống. Nạp lại tệp.",
            Kind.CONFLICT,
        )
    period = period_of(batch.scope_unit, batch.year)
    require_former(period, rule_set)
    units = units_of(batch.scope_unit, batch.units_on, list(rule_set.unit_kinds))
    lines = [line_of(row) for row in batch.read.get("lines", ())]
    column = batch.read.get("unit_column", "")
    said = {"unit_column": column, "of_unknown": _of_unknown(batch)}
    if batch.kind == ANSWERS:
        plan = plan_of_answers(lines, units, own_results(period), **said)
    else:
        wrong = paper_faults_of(lines, _papers_of_list(batch, period))
        plan = plan_of_results(lines, units, known_results(period), found_before=wrong, **said)
    return Standing(rule_set, period, plan, _digest(batch, rule_set, plan))


def _papers_of_list(batch: ImportBatch, period: Period | None) -> PapersOfList:
    """The day on which the file came in is the last a paper of it may have."""
    assert batch.paper_day is not None  # asked for when the list was taken in
    return PapersOfList(
        batch.year,
        timezone.localdate(batch.asked_at),
        Paper(batch.paper_number, batch.paper_day),
        papers_recorded(batch.scope_unit, period),
        {key: (column.text, column.index) for key, column in _beside(batch).items()},
    )


def _beside(batch: ImportBatch) -> dict[Beside, Column]:
    columns = [
        Column(row["index"], row["text"], Meaning(Role(row["role"]), row["code"]))
        for row in batch.read.get("columns", ())
        if row["role"]
    ]
    return first_beside(columns)


def papers_recorded(scope: Unit, period: Period | None) -> list[Paper]:
    """Those of the unit: of this year all, of other years for a number is given once a year."""
    papers = Decision.objects.filter(deciding_unit=scope)
    return [
        Paper(row.number, row.signed_on, of_this=period is not None and row.period_id == period.pk)
        for row in papers.order_by("pk")
    ]


def _of_unknown(batch: ImportBatch) -> str:
    """Names that ended before the oldest list stand in no data; whoever has the list knows."""
    oldest = first_day(batch.scope_unit)
    return (
        f"Tên và mã đã thôi dùng trước ngày {oldest:%d/%m/%Y}, ngày của danh sách đơn vị cũ nhất,"
        " hệ thống không biết: ghi mã hoặc tên của đơn vị theo danh sách ngày"
        f" {batch.units_on:%d/%m/%Y}."
    )


def require_former(period: Period | None, rule_set: RuleSet) -> None:
    """A year with dossiers of its own is never touched; one year has one set."""
    if period is None:
        return
    if lives_here(period):
        sentence = (
            f"Năm {period.year} có hồ sơ lập trong hệ thống, không nhập kết quả từ tệp được."
            " Chọn năm khác."
        )
        raise Refused("year_lives_here", sentence, Kind.CONFLICT, {"year": sentence})
    if period.rule_set.code != rule_set.code:
        sentence = (
            f"Kết quả năm {period.year} đã nhập theo bộ tiêu chí {period.rule_set.short_name}."
            " Chọn bộ tiêu chí này, hoặc hoàn tác lần nhập trước."
        )
        raise Refused("other_rule_set", sentence, Kind.CONFLICT, {"rule_set": sentence})


def known_results(period: Period | None) -> dict[int, KnownResult]:
    """Official results of the year by key of unit."""
    if period is None:
        return {}
    rows = ColumnSummary.objects.filter(assessment__period=period, column=FINAL)
    sources = sources_of(period)
    return {
        row.assessment.unit_id: KnownResult(
            _points(row), row.total, row.assessment.met, sources.get(row.assessment_id, "")
        )
        for row in rows.select_related("assessment")
    }


def sources_of(period: Period) -> dict[UUID, str]:
    """From which file each official result of the year was brought in."""
    rows = ImportedResult.objects.filter(assessment__period=period, column=FINAL)
    batches = ImportBatch.objects.defer("read").filter(results__in=rows).distinct()
    named = {
        batch.pk: f"{batch.source} ngày {timezone.localdate(batch.committed_at):%d/%m/%Y}"
        for batch in batches
        if batch.committed_at
    }
    pairs = rows.values_list("assessment_id", "batch_id")
    return {key: named.get(batch, "") for key, batch in pairs}


def own_results(period: Period | None) -> dict[int, KnownResult | None]:
    """Every unit with a result of the year, with its own figures where they are kept."""
    if period is None:
        return {}
    found: dict[int, KnownResult | None] = dict.fromkeys(
        period.assessments.order_by().values_list("unit_id", flat=True)
    )
    rows = ColumnSummary.objects.filter(assessment__period=period, column=SELF)
    for row in rows.select_related("assessment"):
        found[row.assessment.unit_id] = KnownResult(_points(row), row.total, None)
    return found


def _points(row: ColumnSummary) -> Mapping[str, Decimal]:
    return {code: Decimal(text) for code, text in row.scores.items() if text is not None}


# --- plain values ---


def plain_line(line: ListLine) -> dict[str, Any]:
    """As JSON keeps it: figures and days as text."""
    row = asdict(line)
    row["points"] = {code: str(points) for code, points in line.points.items()}
    for name in ("total", "printed_total", "satisfaction"):
        row[name] = None if row[name] is None else str(row[name])
    row["paper_day"] = line.paper_day and line.paper_day.isoformat()
    return row


def line_of(row: Mapping[str, Any]) -> ListLine:
    figures = {
        name: None if row[name] is None else Decimal(row[name])
        for name in ("total", "printed_total", "satisfaction")
    }
    points = {code: Decimal(text) for code, text in row["points"].items()}
    day = date.fromisoformat(row["paper_day"]) if row["paper_day"] else None
    return ListLine(**{**row, **figures, "points": points, "paper_day": day})


def _digest(batch: ImportBatch, rule_set: RuleSet, plan: Plan) -> str:
    """Of everything writing depends on, and nothing else."""
    what = {
        "file": batch.sha256,
        "kind": batch.kind,
        "year": batch.year,
        "scope": batch.scope_unit_id,
        "units_on": batch.units_on.isoformat(),
        "rule_set": rule_set.sha256,
        "paper": [batch.paper_number, batch.paper_day and batch.paper_day.isoformat()],
        "paper_by": batch.paper_by,
        "rows": [
            [row.state, row.unit.key if row.unit else None, row.met, plain_line(row.line)]
            for row in plan.rows
        ],
    }
    return hashlib.sha256(canonical_text(what).encode()).hexdigest()
