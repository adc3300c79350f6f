"""Reports of a year: beginning, writing, freezing, reading."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.reports import actions, page, queries
from tuphap.modules.assessments.reports.models import ADDRESSEES, Report
from tuphap.modules.assessments.reports.parts import HEADINGS, LONGEST_PART
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

NO_VERSION = "Lần gửi thiếu số bản của báo cáo. Tải lại trang rồi làm lại."
AUTOMATIC = "tu-lap-"  # before the name of a part: take what the figures say


def index_with_faults(request: PersonRequest, refused: Refused, year: int) -> HttpResponse:
    return _index(request, year, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(index_with_faults)
@once_per_key
def index(request: PersonRequest, year: int) -> HttpResponse:
    if request.method != "POST":
        return _index(request, year)
    require_fields(request.POST, "addressee", "reason")
    period = queries.get_period(request.actor, year)
    addressee = request.POST.get("addressee", "")
    draft = actions.begin_report(
        period, addressee, request.POST.get("reason", ""), by=request.actor
    )
    return redirect("reports:show", draft.pk)


def _index(request: PersonRequest, year: int, refused: Refused | None = None) -> HttpResponse:
    period = queries.get_period(request.actor, year)
    fault = refused.fields.get("reason", "") if refused else ""
    addressee = request.POST.get("addressee", "")
    context = {
        "year": str(year),
        "rows": page.index_rows(list(queries.reports_of(period))),
        "may_write": may(request.actor, queries.WRITE, queries.subject_of(period)),
        "fault": fault,
        "wrong": addressee,
        "reason": request.POST.get("reason", ""),
        "longest": actions.LONGEST_REASON,
        "errors": [{"id": f"o-{addressee}", "text": fault}] if fault else [],
        "strip_notice": notice(period.rule_set),
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "reports/index.html", context, status=status)


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _draft(request, queries.get_report(request.actor, pk), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT, codes=(actions.OUTDATED,))
@once_per_key
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    report = queries.get_report(request.actor, pk)
    if request.method != "POST":
        return _draft(request, report) if report.is_draft else _frozen(request, report)
    require_fields(request.POST, VERSION, *HEADINGS, *(AUTOMATIC + key for key in HEADINGS))
    version = version_in(request.POST, NO_VERSION)
    actions.write_report(pk, _texts(request), version, by=request.actor)
    messages.success(request, "Đã lưu báo cáo.")
    return redirect("reports:show", pk)


def _texts(request: PersonRequest) -> dict[str, str]:
    """A part whose box is ticked, or which was not sent, is left to the figures."""
    return {
        key: text
        for key in HEADINGS
        for text in [request.POST.get(key)]
        if text is not None and AUTOMATIC + key not in request.POST
    }


def _draft(request: PersonRequest, report: Report, refused: Refused | None = None) -> HttpResponse:
    payload = page.payload_of(report, request.actor.at)
    faults = refused.fields if refused else {}
    typed = {key: normalise(text, keep_lines=True).strip() for key, text in _texts(request).items()}
    subject = queries.subject_of(report.period)
    context = {
        **_head(report, payload),
        "parts": page.shown_parts(report, payload, typed if refused else None, faults),
        "may_write": may(request.actor, queries.WRITE, subject),
        "may_freeze": may(request.actor, queries.FREEZE, subject),
        "longest": LONGEST_PART,
        "errors": _errors(refused),
        "automatic": AUTOMATIC,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "reports/draft.html", context, status=status)


def _errors(refused: Refused | None) -> list[dict[str, str]]:
    if refused is None:
        return []
    found = [{"id": f"o-{key}", "text": text} for key, text in refused.fields.items()]
    return found or [{"id": "bao-cao", "text": refused.sentence}]


def _frozen(request: PersonRequest, report: Report) -> HttpResponse:
    payload = page.payload_of(report, request.actor.at)
    context = {**_head(report, payload), "paragraphs": page.paragraphs(payload)}
    return render(request, "reports/frozen.html", context)


def _head(report: Report, payload: page.Payload) -> dict[str, Any]:
    return {
        "report": report,
        "addressee": ADDRESSEES[report.addressee],
        "version_name": VERSION,
        "forms": page.shelf(report, timezone.now()),
        **page.figures_of(payload),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_key
def freeze(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What will be fixed and cannot be changed; a POST does it."""
    report = queries.get_report(request.actor, pk)
    if request.method != "POST":
        payload = page.payload_of(report, request.actor.at)
        parts = page.shown_parts(report, payload)
        moved = [part.heading for part in parts if part.moved and part.written]
        as_made = [part.heading for part in parts if part.text and not part.written]
        empty = [part.heading for part in parts if not part.text]
        last = queries.newest_frozen(report.period, report.addressee)
        number = (last.number or 0) + 1 if last else 1
        context = {**_head(report, payload), "moved": moved, "number": f"{number:02d}"}
        context |= {"as_made": as_made, "empty": empty}
        return render(request, "reports/freeze.html", context)
    require_fields(request.POST, VERSION)
    frozen = actions.freeze_report(pk, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, f"Đã chốt báo cáo, bản số {frozen.number:02d}.")
    return redirect("reports:show", pk)


@require_POST
@once_per_key
def give_up(request: PersonRequest, pk: UUID) -> HttpResponse:
    report = queries.get_report(request.actor, pk)
    require_fields(request.POST, VERSION)
    actions.give_up_report(pk, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, "Đã bỏ bản nháp báo cáo.")
    return redirect("reports:index", report.period.year)
