"""What was official before figures were unlocked, read back as the lines of a column."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date, parse_datetime

from tuphap.modules.assessments.lines.answers import given_of
from tuphap.modules.assessments.lines.sides import Found
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, FormerResult
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.line_results import LineResults, results_of
from tuphap.modules.assessments.second_appraisal.blind import require_sight
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import FINAL


def former_results(dossier: Assessment) -> list[FormerResult]:
    """Oldest first."""
    rows = FormerResult.objects.filter(assessment=dossier)
    return list(rows.select_related("decision", "unlocked_by").defer("lines"))


def get_former_results(actor: Actor, pk: UUID, number: int) -> tuple[FormerResult, LineResults]:
    """It was official once, so whoever sees the dossier reads it; 404 outside the reach."""
    dossier = get_visible(actor, pk)
    require_sight(actor, dossier)
    rows = FormerResult.objects.filter(assessment=dossier).select_related("decision", "unlocked_by")
    kept = get_object_or_404(rows, pk=number)
    columns = {FINAL: {line["item"]: _found(line) for line in kept.lines}}
    return kept, results_of(dossier, columns, {FINAL: _summary(kept)})


def _summary(kept: FormerResult) -> ColumnSummary:
    total = kept.sums["total"]
    return ColumnSummary(**{**kept.sums, "total": None if total is None else Decimal(total)})


def _found(line: dict[str, Any]) -> Found:
    values = {name: value for name, value in line.items() if name != "who"}
    entry = Entry(column=FINAL, **{**values, **_typed(values)})
    return given_of(entry), entry, line["who"]


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    points = values["points"]
    return {
        "points": None if points is None else Decimal(points),
        "written_at": _moment(values["written_at"]),
        "assigned_on": _day(values["assigned_on"]),
        "done_on": _day(values["done_on"]),
    }


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _moment(text: str) -> datetime | None:
    return parse_datetime(text)
