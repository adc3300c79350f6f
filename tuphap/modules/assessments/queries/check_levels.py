"""How the checks count in a period, and who has changed that."""

from typing import Any

from django.apps import apps

from tuphap.modules.assessments.models import CheckLevel, Period
from tuphap.rules.plausibility import CHECKS


def levels_of(period_id: int) -> dict[str, str]:
    """Of every check: what the province says, else the table of rules."""
    own = dict(CheckLevel.objects.filter(period=period_id).values_list("check_code", "level"))
    return {check.code: own.get(check.code, check.level) for check in CHECKS}


def last_changes(period: Period) -> dict[str, CheckLevel]:
    rows = CheckLevel.objects.filter(period=period).select_related("set_by")
    return {row.check_code: row for row in rows}


def changes_of_levels(period: Period) -> list[Any]:
    """Every level there was, newest first, written by the database itself."""
    history = apps.get_model("assessments", "CheckLevelHistory")
    rows = history.objects.filter(period=period).select_related("set_by")
    return list(rows.order_by("-pgh_id"))
