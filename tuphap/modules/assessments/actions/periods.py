"""Opening a yearly period: one dossier for every unit that exists on the day chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import leaves_on, predecessors, successors
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.modules.criteria.models import RuleSet
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import WORKFLOWS


@dataclass(frozen=True)
class PeriodSettings:
    """What the province decides for a year; empty where the law's day is not known."""

    appraised_by: str
    gates_enabled: bool = True
    evidence_required: bool = True
    confirm_lines: bool = False
    asks_registration: bool = False
    chair_sends: bool = False
    posting_days: int | None = None
    completion_working_days: int | None = None
    grace_seconds: int = 60
    accepts_late: bool = True
    step_dates: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)


MOST_YEARS_AWAY = 2  # of a step from the year assessed
# Fields of the period by the same name; the days of the steps are rows of their own.
STORED = tuple(row.name for row in fields(PeriodSettings) if row.name != "step_dates")


@transaction.atomic
def open_period(
    year: int,
    rule_set: RuleSet,
    scope_unit: Unit,
    units_on: date,
    settings: PeriodSettings,
    *,
    by: Actor,
) -> Period:
    """Open the year for all units of the kinds the rule set names; refuses a second opening."""
    require(by, "period.manage", Subject(place_of(scope_unit)))
    _require_fitting(year, rule_set, scope_unit)
    _require_day_of_year(units_on, year)
    units = list(leaves_on(scope_unit, units_on, rule_set.unit_kinds))
    if not units:
        raise _fault(
            "no_units",
            "units_on",
            f"Ngày {units_on:%d/%m/%Y} không có đơn vị nào thuộc {scope_unit.name}. "
            "Chọn ngày khác hoặc nạp danh mục đơn vị.",
        )
    assert by.person_id is not None  # whoever holds the permission has a name
    period = Period.objects.create(
        year=year,
        rule_set=rule_set,
        scope_unit=scope_unit,
        units_on=units_on,
        **{name: getattr(settings, name) for name in STORED},
        opened_at=by.at,
        opened_by_id=by.person_id,
    )
    StepDate.objects.bulk_create(
        StepDate(period=period, step=step, starts_on=starts, ends_on=ends)
        for step, (starts, ends) in settings.step_dates.items()
    )
    Assessment.objects.bulk_create(
        Assessment(
            period=period,
            unit=unit,
            appraising_unit=_appraising_unit(unit, period),
            status=period.first_status.code,
        )
        for unit in units
    )
    record(
        "period_opened",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=scope_unit.name,
        subject=str(period),
        detail={"units": len(units), "rule_set": rule_set.code},
    )
    return period


@transaction.atomic
def set_step_dates(
    period: Period, days: Mapping[str, tuple[date | None, date | None]], *, by: Actor
) -> None:
    """Set the days of the steps named; an empty pair takes the step's days away."""
    require(by, "period.manage", Subject(place_of(period.scope_unit)))
    _require_near(days, period.year)
    for step, (starts, ends) in days.items():
        if starts is None and ends is None:
            StepDate.objects.filter(period=period, step=step).delete()
            continue
        StepDate.objects.update_or_create(
            period=period, step=step, defaults={"starts_on": starts, "ends_on": ends}
        )
    record(
        "period_dates_changed",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=period.scope_unit.name,
        subject=str(period),
        detail={
            step: [day.isoformat() if day else None for day in pair] for step, pair in days.items()
        },
    )


def _appraising_unit(unit: Unit, period: Period) -> Unit:
    if period.appraised_by == Period.BY_PARENT and unit.parent is not None:
        return unit.parent
    return period.scope_unit


def _require_fitting(year: int, rule_set: RuleSet, scope_unit: Unit) -> None:
    if rule_set.code not in WORKFLOWS:
        raise _fault(
            "imported_only",
            "rule_set",
            f"Bộ tiêu chí {rule_set.short_name} chỉ dùng để nhập kết quả các năm trước. "
            "Chọn bộ tiêu chí khác.",
        )
    if year < rule_set.first_year or (rule_set.last_year and year > rule_set.last_year):
        until = f"đến {rule_set.last_year}" if rule_set.last_year else "trở đi"
        raise _fault(
            "year_outside_rule_set",
            "year",
            f"Bộ tiêu chí {rule_set.short_name} áp dụng cho các năm từ {rule_set.first_year} "
            f"{until}, không có năm {year}. Chọn năm khác hoặc bộ tiêu chí khác.",
        )
    # A province before and after a merger is two units, but its year is one.
    kin = [scope_unit, *predecessors(scope_unit), *successors(scope_unit)]
    if Period.objects.filter(year=year, scope_unit__in=kin).exists():
        raise _fault(
            "period_exists",
            "year",
            f"Kỳ đánh giá {year} của {scope_unit.name} đã mở. Chọn năm khác.",
            Kind.CONFLICT,
        )


def _require_near(days: Mapping[str, tuple[date | None, date | None]], year: int) -> None:
    """A slip in the year would have every page count its working days."""
    for step, ends in days.items():
        for end, day in zip(("tu", "den"), ends, strict=True):
            if day and abs(day.year - year) > MOST_YEARS_AWAY:
                raise _fault(
                    "step_day_far_away",
                    f"{step}-{end}",
                    f"Ngày {day:%d/%m/}{day.year:04d} cách năm đánh giá {year} quá xa. "
                    "Kiểm tra lại năm.",
                )


def _require_day_of_year(units_on: date, year: int) -> None:
    """Units that came into being after the year cannot have worked in it."""
    if units_on.year != year:
        raise _fault(
            "units_on_outside_year",
            "units_on",
            f"Ngày chốt danh sách đơn vị {units_on:%d/%m/}{units_on.year:04d} nằm ngoài năm đánh "
            f"giá {year}. Chọn ngày từ 01/01/{year} đến 31/12/{year}.",
        )


def _fault(code: str, field: str, sentence: str, kind: Kind = Kind.INVALID) -> Refused:
    """The summary and the field say the same sentence."""
    return Refused(code, sentence, kind, {field: sentence})
