"""The page of files of many years: ask for one, see how far it is, download it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.notices.queries import own_id
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.province_desk.models import BigExport
from tuphap.modules.assessments.queries.comparison import PERMISSION, periods_compared
from tuphap.outlets.exchange.big_export import KEPT, ask, give_up, own_exports, place_of
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused


def page_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _page(request, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_faults, Kind.INVALID)
@once_per_key
def show(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    if request.method != "POST":
        return _page(request)
    years = [int(word) for word in request.POST.getlist("nam") if _is_year(word)]
    ask(years, request.POST.get("dang", ""), by=request.actor)
    messages.success(request, "Đã nhận yêu cầu xuất. Có thể rời trang này rồi quay lại.")
    return redirect("exchange:big_export")


@require_safe
def progress(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    if not request.htmx:
        return redirect("exchange:big_export")
    return render(request, "exchange/_big_export.html", {"export": found})


@require_safe
def download(request: PersonRequest, pk: UUID) -> FileResponse:
    """Whoever asked, while still in the right; noted in the journal."""
    found = _own(request, pk)
    place = place_of(found.pk)
    if found.made_at is None or not place.is_file():
        raise Http404
    record(
        "file_downloaded",
        at=request.actor.at,
        person_id=request.actor.person_id,
        person_name=request.actor.name,
        subject=found.file_name,
        detail={"export": str(found.pk), "lines": found.lines},
    )
    return FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type=TYPES[found.form],
        headers=HEADERS,
    )


@require_POST
@once_per_key
def drop(request: PersonRequest, pk: UUID) -> HttpResponse:
    give_up(_own(request, pk))
    messages.success(request, "Đã bỏ tệp xuất.")
    return redirect("exchange:big_export")


def _own(request: PersonRequest, pk: UUID) -> BigExport:
    """One of the own; that of somebody else is not there."""
    require_anywhere(request.actor, PERMISSION)
    found = BigExport.objects.filter(pk=pk, person_id=own_id(request.actor)).first()
    if found is None:
        raise Http404
    return found


def _page(request: PersonRequest, refused: Refused | None = None) -> HttpResponse:
    periods = periods_compared(request.actor)
    context: dict[str, Any] = {
        "years": sorted({period.year for period in periods}, reverse=True),
        "exports": own_exports(request.actor),
        "days": KEPT.days,
        "chosen": {int(word) for word in request.POST.getlist("nam") if _is_year(word)},
        "errors": [{"id": "xuat", "text": refused.sentence}] if refused else [],
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "exchange/big_export.html", context, status=status)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal()
