"""All that a report rests on, as plain values: what a frozen one keeps and is hashed of."""

from datetime import datetime
from typing import Any

from django.conf import settings

from tuphap.foundation.ui.site import current
from tuphap.modules.assessments.decision_papers.payload import rule_set_values
from tuphap.modules.assessments.models import Decision, Period
from tuphap.modules.assessments.reports.figures import whole_year
from tuphap.modules.assessments.reports.plain_year import to_plain
from tuphap.modules.criteria.queries import parsed

SCHEMA = "tuphap-report/1"


def report_payload(period: Period, addressee: str, *, at: datetime) -> dict[str, Any]:
    """Plain JSON values without a float, as they stand at this moment."""
    before = earlier_period(period)
    scope = period.scope_unit
    return {
        "schema": SCHEMA,
        "year": period.year,
        "addressee": addressee,
        "illustration": settings.DEMO,
        "made_at": at.isoformat(),
        "office": {"upper": current().upper, "name": current().name},
        "scope": {"code": scope.code, "name": scope.name, "kind": scope.kind},
        "units_on": period.units_on.isoformat(),
        "rule_set": {
            **rule_set_values(period, parsed(period.rule_set)),
            "name": period.rule_set.short_name,
        },
        "decisions": decisions_of(period),
        "figures": to_plain(whole_year(period)),
        "before": to_plain(whole_year(before)) if before else None,
    }


def earlier_period(period: Period) -> Period | None:
    """The newest earlier year of the same scope, also where its unit had another code then."""
    rows = Period.objects.filter(year__lt=period.year).select_related("rule_set", "scope_unit")
    same = rows.filter(scope_unit__name=period.scope_unit.name)
    return same.defer("rule_set__document").order_by("-year").first()


def decisions_of(period: Period) -> dict[str, Any]:
    """How many papers there are, and between which days they were signed."""
    days = sorted(Decision.objects.filter(period=period).values_list("signed_on", flat=True))
    return {
        "count": len(days),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
    }
