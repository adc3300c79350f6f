"""Around the automatic checks: what was looked at, and how each counts in a period."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.check_levels import set_check_levels
from tuphap.modules.assessments.actions.reviews import tick_findings, untick_finding
from tuphap.modules.assessments.desk import checks as checks_page
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk.checks import CHOSEN, TAKEN_BACK
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.check_levels import (
    changes_of_levels,
    last_changes,
    levels_of,
)
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.queries.periods import MANAGE, get_managed
from tuphap.modules.assessments.queries.statistics import made_at
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.plausibility import CHECKS, LEVELS, check_of

FIELD = "muc-"


@require_POST
@once_per_key
def looked_at(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ticks what was chosen, or takes one tick back."""
    desk_page.require_fields(request.POST, CHOSEN, TAKEN_BACK)
    if TAKEN_BACK in request.POST:
        (wanted,) = checks_page.identities([request.POST[TAKEN_BACK]])
        untick_finding(pk, wanted, by=request.actor)
        said = "Đã bỏ dấu xem lại."
    else:
        wanted_all = checks_page.identities(request.POST.getlist(CHOSEN))
        count = tick_findings(pk, wanted_all, by=request.actor)
        said = f"Đã ghi {count} điểm đã xem lại."
    if request.htmx:
        return _block(request, pk, said)
    messages.success(request, said)
    return redirect(f"{desk_page.address_of(pk, 'desk')}#kiem-tra")


def _block(request: PersonRequest, pk: UUID, said: str) -> HttpResponse:
    found = get_desk(request.actor, pk, timezone.localdate(request.actor.at))
    context = {
        "dossier": found.assessment,
        "checks": checks_page.shown_checks(found),
        "bar": desk_page.bar(found, request.actor),
        "said": said,
    }
    return render(request, "assessments/_desk_checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_key
def levels(request: PersonRequest, pk: int) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    period = get_managed(request.actor, pk)
    if request.method != "POST":
        return render(request, "assessments/period_checks.html", _context(period))
    desk_page.require_fields(request.POST, *(f"{FIELD}{check.code}" for check in CHECKS))
    count = set_check_levels(period, _wanted(request.POST), by=request.actor)
    said = f"Đã đổi mức của {count} kiểm tra." if count else "Không có mức nào thay đổi."
    messages.success(request, said)
    return redirect("assessments:period_checks", period.pk)


def _wanted(posted: QueryDict) -> dict[str, str]:
    return {
        check.code: posted.get(f"{FIELD}{check.code}", "")
        for check in CHECKS
        if f"{FIELD}{check.code}" in posted
    }


def _context(period: Period) -> dict[str, Any]:
    now, changes = levels_of(period.pk), last_changes(period)
    return {
        "period": period,
        "levels": list(LEVELS.items()),
        "rows": [
            {
                "check": check,
                "field": f"{FIELD}{check.code}",
                "level": now[check.code],
                "usual": LEVELS[check.level],
                "change": changes.get(check.code),
            }
            for check in CHECKS
        ],
        "history": [
            {"row": row, "check": check, "label": LEVELS[row.level]}
            for row in changes_of_levels(period)
            if (check := check_of(row.check_code))
        ],
        "made_at": made_at(period),
    }
