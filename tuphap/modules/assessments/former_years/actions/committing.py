"""Writing exactly what was shown, and undoing it while nothing depends on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.modules.assessments.actions.entries import sums_of
from tuphap.modules.assessments.former_years.models import (
    ANSWERS,
    ImportBatch,
    ImportedResult,
)
from tuphap.modules.assessments.former_years.plans import Standing, stand
from tuphap.modules.assessments.former_years.queries.batches import PERMISSION
from tuphap.modules.assessments.former_years.queries.undoing import why_not_undone
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision, Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.listed_plan import EMPTY, LEFT_OUT, NEW, SAME, Plan, Settled
from tuphap.rules.paper_numbers import plain_number, usual_signs
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import RuleSet, indicators
from tuphap.rules.scoring import score_points
from tuphap.rules.second_factor import require_second_factor
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.workflows.imported import IMPORTED

# Of the names of papers, so that two files of one year wait for each other.
LOCK = "former_years"


@transaction.atomic
def commit_import(pk: UUID, digest: str, *, by: Actor) -> ImportBatch:
    """Exactly the plan that was shown, or nothing. Twice does it once."""
    batch = _locked(pk, by)
    require_second_factor(by, PERMISSION)
    if batch.undone_at is not None:
        raise Refused(
            "import_undone", "Lần nhập này đã hoàn tác. Nạp lại tệp để nhập.", Kind.CONFLICT
        )
    if batch.committed_at is not None:
        return batch
    standing = stand(batch)
    if digest != standing.digest:
        raise Refused(
            "changed_meanwhile",
            "Số liệu hoặc danh sách đơn vị đã thay đổi sau khi xem trước, chưa ghi gì."
            " Xem trước lại rồi ghi.",
            Kind.CONFLICT,
        )
    fresh = [row for row in standing.plan.rows if row.state == NEW]
    if not fresh:
        raise Refused(
            "nothing_new",
            "Tệp không có dòng nào mới để ghi. Các dòng đúng đã có trong hệ thống.",
            Kind.CONFLICT,
        )
    try:
        with transaction.atomic():
            _write(batch, standing, fresh, by)
    except IntegrityError:
        raise Refused(
            "not_written",
            "Có dữ liệu khác vừa ghi cho năm này nên chưa ghi gì. Xem trước lại rồi ghi.",
            Kind.CONFLICT,
        ) from None
    _record("results_imported", batch, by)
    return batch


def _locked(pk: UUID, by: Actor) -> ImportBatch:
    """The year first, then the row: undoing touches other rows of the year as well."""
    year = ImportBatch.objects.values_list("year", flat=True).get(pk=pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [LOCK, year])
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("scope_unit")
    batch = rows.get(pk=pk)
    require(by, PERMISSION, Subject(place_of(batch.scope_unit)))
    return batch


def _write(batch: ImportBatch, standing: Standing, fresh: Sequence[Settled], by: Actor) -> None:
    rule_set = parsed(standing.rule_set)
    period = standing.period or _open_year(batch, standing, by)
    if batch.kind == ANSWERS:
        dossiers = _dossiers_of(period, fresh)
    else:
        dossiers = _bear(batch, period, fresh, by)
    column = SELF if batch.kind == ANSWERS else FINAL
    ColumnSummary.objects.bulk_create(
        _sums(dossiers[_key(row)], column, row, period, rule_set) for row in fresh
    )
    ImportedResult.objects.bulk_create(
        _printed(dossiers[_key(row)], column, row, batch) for row in fresh
    )
    batch.period = period
    batch.written = {
        "opened": standing.period is None,
        "new": len(fresh),
        "same": standing.plan.count(SAME),
        "left_out": standing.plan.count(LEFT_OUT),
        "empty": standing.plan.count(EMPTY),
    }
    batch.read = {**batch.read, "left": _left(standing.plan)}
    batch.digest = standing.digest
    batch.committed_at, batch.committed_by_id = by.at, by.person_id
    batch.save()


def _left(plan: Plan) -> dict[str, Any]:
    """What stays to be mended: units and results of later days would tell it otherwise."""
    return {
        "rows": [row.line.row for row in plan.rows if row.state == LEFT_OUT],
        "faults": [asdict(fault) for fault in plan.faults],
    }


def _key(row: Settled) -> int:
    assert row.unit is not None  # a row that is written has its unit
    return row.unit.key


def _open_year(batch: ImportBatch, standing: Standing, by: Actor) -> Period:
    assert by.person_id is not None  # whoever holds the permission has a name
    return Period.objects.create(
        year=batch.year,
        rule_set=standing.rule_set,
        scope_unit=batch.scope_unit,
        units_on=batch.units_on,
        appraised_by=Period.BY_SCOPE,
        evidence_required=False,
        accepts_late=False,
        opened_at=by.at,
        opened_by_id=by.person_id,
    )


def _bear(
    batch: ImportBatch, period: Period, fresh: Sequence[Settled], by: Actor
) -> dict[int, Assessment]:
    """Each with the paper it was decided by; who brings the list in answers for it (M5)."""
    papers = _papers(batch, period, fresh, by)
    rows = [
        Assessment(
            period=period,
            unit_id=_key(row),
            appraising_unit=batch.scope_unit,
            status=IMPORTED.code,
            decision=papers[paper_of(row, batch)],
            met=row.met,
        )
        for row in fresh
    ]
    return {row.unit_id: row for row in Assessment.objects.bulk_create(rows)}


def _dossiers_of(period: Period, fresh: Sequence[Settled]) -> dict[int, Assessment]:
    keys = {_key(row) for row in fresh}
    rows = Assessment.objects.filter(period=period, unit__in=keys).select_for_update(of=("self",))
    return {row.unit_id: row for row in rows.order_by("pk")}


def paper_of(row: Settled, batch: ImportBatch) -> tuple[str, date]:
    """That of the line, else that of the list; one number however it is written."""
    number, day = _paper_as_written(row, batch)
    return plain_number(number), day


def _paper_as_written(row: Settled, batch: ImportBatch) -> tuple[str, date]:
    assert batch.paper_day is not None  # asked for when the list was taken in
    own = row.line.paper_number
    is_other = bool(own) and plain_number(own) != plain_number(batch.paper_number)
    return own if is_other else batch.paper_number, row.line.paper_day or batch.paper_day


def _papers(
    batch: ImportBatch, period: Period, fresh: Sequence[Settled], by: Actor
) -> Mapping[tuple[str, date], Decision]:
    assert by.person_id is not None  # whoever holds the permission has a name
    known = {
        (plain_number(row.number), row.signed_on): row
        for row in Decision.objects.filter(period=period, deciding_unit=batch.scope_unit)
    }
    for row in fresh:
        number, day = _paper_as_written(row, batch)
        if paper_of(row, batch) in known:
            continue
        known[paper_of(row, batch)] = Decision.objects.create(
            period=period,
            deciding_unit=batch.scope_unit,
            number=usual_signs(number),
            signed_on=day,
            decided_by=batch.paper_by,
            recorded_by_id=by.person_id,
            recorded_at=by.at,
        )
    return known


def _sums(
    dossier: Assessment, column: str, row: Settled, period: Period, rule_set: RuleSet
) -> ColumnSummary:
    """The sums the rules compute; whether it met is what was decided, and nothing is left open."""
    line = row.line
    result = score_points(rule_set, line.points, line.gates, period.gates_enabled)
    values = {**sums_of(result), "unanswered": []}
    if any(result.scores[row.code] is None for row in indicators(rule_set)):
        values["passed_indicators"] = None  # a list that names none of them counts none
    if column == FINAL:
        values["met"] = row.met
    return ColumnSummary(assessment=dossier, column=column, **values)


def _printed(dossier: Assessment, column: str, row: Settled, batch: ImportBatch) -> ImportedResult:
    return ImportedResult(
        assessment=dossier,
        column=column,
        batch=batch,
        row=row.line.row,
        unit_text=row.line.unit,
        total=row.line.printed_total,
        met=row.line.result,
        satisfaction=row.line.satisfaction,
        reason=row.line.reason,
    )


# --- undoing ---


@transaction.atomic
def undo_import(pk: UUID, *, by: Actor) -> ImportBatch:
    """As before the file, as long as nothing depends on it."""
    batch = _locked(pk, by)
    require_second_factor(by, PERMISSION)
    if batch.undone_at is not None:
        return batch
    reason = why_not_undone(batch)
    if reason:
        raise Refused("not_undone", reason, Kind.CONFLICT)
    try:
        with transaction.atomic():
            _take_back(batch)
    except ProtectedError:
        raise Refused(
            "not_undone",
            "Đã có báo cáo hoặc việc khác dựa vào các kết quả này, không hoàn tác được.",
            Kind.CONFLICT,
        ) from None
    batch.undone_at, batch.undone_by_id = by.at, by.person_id
    batch.save()
    _record("results_import_undone", batch, by)
    return batch


def _take_back(batch: ImportBatch) -> None:
    results = ImportedResult.objects.filter(batch=batch)
    dossiers = list(results.values_list("assessment_id", flat=True))
    if batch.kind == ANSWERS:
        ColumnSummary.objects.filter(assessment__in=dossiers, column=SELF).delete()
        results.delete()
        return
    results.delete()
    Assessment.objects.filter(pk__in=dossiers).delete()
    period = batch.period
    if period is None:
        return
    Decision.objects.filter(period=period, assessments__isnull=True).delete()
    if not period.assessments.exists():
        batch.period = None
        ImportBatch.objects.filter(period=period).update(period=None)
        period.delete()


def _record(kind: str, batch: ImportBatch, by: Actor) -> None:
    detail: dict[str, Any] = {
        "batch": str(batch.pk),
        "sha256": batch.sha256,
        "digest": batch.digest,
        **batch.written,
    }
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=batch.scope_unit.name,
        subject=str(batch),
        detail=detail,
    )
