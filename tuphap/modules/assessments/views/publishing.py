"""Publishing a year: what is ready, what it will say, and the page that asks once more."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.step_up import asks_second_factor
from tuphap.foundation.database.snapshot import snapshot
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.publishing import (
    LONGEST_NOTE,
    PERMISSION,
    asked_of,
    payload_of_period,
    publish_period,
    why_not,
)
from tuphap.modules.assessments.actions.withdrawing import may_ask
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.publication_checks import Finding, findings
from tuphap.modules.assessments.queries.publishing import Readiness, readiness
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.criteria.queries import notice
from tuphap.rules.conditions import numbered
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """All periods with what is ready in each."""
    rows = [
        {"period": period, "year": str(period.year), "ready": ready}
        for period, ready in found_periods(request)
    ]
    return render(request, "assessments/publishing.html", {"rows": rows})


def found_periods(request: PersonRequest) -> list[tuple[Period, Readiness]]:
    require_anywhere(request.actor, PERMISSION)
    return [(period, readiness(period)) for period in _periods(request)]


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    period = period_to_publish(request, year)
    with snapshot():
        return _shown(request, period)


def _shown(request: PersonRequest, period: Period) -> HttpResponse:
    context = {
        **_context(period),
        "why_not": why_not(period, by=request.actor),
        "may_ask": may_ask(period, by=request.actor),
        "findings": found_findings(period),
    }
    return render(request, "assessments/publishing_year.html", context)


def found_findings(period: Period) -> list[Finding]:
    """Asked in several questions: inside `snapshot`."""
    asked = asked_of(period, payload_of_period(period))
    return list(findings(asked)) if asked.payload["units"] else []


@require_safe
def preview(request: PersonRequest, year: int) -> HttpResponse:
    """The figures as they would be published now."""
    period = period_to_publish(request, year)
    with snapshot():
        return _previewed(request, period)


def _previewed(request: PersonRequest, period: Period) -> HttpResponse:
    payload = payload_of_period(period)
    groups = {group["code"]: group["short_name"] for group in payload["groups"]}
    rows = [_row(unit, groups) for unit in payload["units"]]
    context = {
        **_context(period),
        "payload": payload,
        "rows": rows,
        "own_word": SELF_WORDS[period.rule_set.scale],
        "why_not": why_not(period, by=request.actor),
    }
    return render(request, "assessments/publishing_preview.html", context)


def _row(unit: Mapping[str, Any], groups: Mapping[str, str]) -> dict[str, Any]:
    group = groups.get(unit["group_code"], "")
    return {**unit, "group": group, "failed": numbered(*unit["failed_conditions"])}


def page_with_faults(request: PersonRequest, refused: Refused, year: int) -> HttpResponse:
    """The confirming page again, with the words that were sent and the sentence beside them."""
    return _confirming(
        request, period_to_publish(request, year), refused, HTTPStatus.UNPROCESSABLE_ENTITY
    )


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor(PERMISSION)
@faults_answered_by(page_with_faults, Kind.INVALID)
@once_per_key
def confirm(request: PersonRequest, year: int) -> HttpResponse:
    """What will happen and what cannot be undone; a POST does it."""
    period = period_to_publish(request, year)
    if request.method != "POST":
        return _confirming(request, period)
    require_fields(request.POST, "number", "note")
    copy = publish_period(
        period,
        expected_number=_number(request.POST.get("number", "")),
        note=normalise(request.POST.get("note", ""), keep_lines=True),
        by=request.actor,
    )
    summary = copy.payload["summary"]
    messages.success(
        request,
        f"Đã công bố {summary['units']} đơn vị, {summary['met']} đạt, {summary['not_met']} chưa "
        f"đạt, thành bản số {copy.number:02d}.",
    )
    return redirect("assessments:publishing_year", period.year)


def _confirming(
    request: PersonRequest,
    period: Period,
    refused: Refused | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    fault = refused.fields.get("note", "") if refused else ""
    context = {
        **_context(period),
        "note": request.POST.get("note", ""),
        "fault": fault,
        "errors": [{"id": "o-note", "text": fault}] if fault else [],
        "longest_note": LONGEST_NOTE,
    }
    with snapshot():
        context["why_not"] = why_not(period, by=request.actor)
    return render(request, "assessments/publishing_confirm.html", context, status=status)


def _context(period: Period) -> dict[str, Any]:
    return {
        "period": period,
        "year": str(period.year),
        "ready": readiness(period),
        "strip_notice": notice(period.rule_set),
    }


def _periods(request: PersonRequest) -> list[Period]:
    found = Period.objects.select_related("rule_set", "scope_unit").defer("rule_set__document")
    return list(within_reach(found, request.actor, "assessment.compare", "scope_unit"))


def period_to_publish(request: PersonRequest, year: int, permission: str = PERMISSION) -> Period:
    require_anywhere(request.actor, permission)
    for period in _periods(request):
        if period.year == year:
            return period
    raise Http404


def _number(text: str) -> int:
    """The number that stood on the page; anything else is a number that is not the next one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
