"""Figures of an open sheet from a spreadsheet: the page, its preview, saving, the template."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.own_lines import OwnSaved, save_own_lines
from tuphap.modules.assessments.forms import read, require_whole
from tuphap.modules.assessments.from_spreadsheet import block, stamp
from tuphap.modules.assessments.queries.open_sheet import OpenSheet, open_sheet
from tuphap.modules.assessments.sheet.page import title_of
from tuphap.modules.criteria.queries import notice
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.reading_faults import PASTED_SENTENCES, SENTENCES
from tuphap.outlets.exchange.reading_limits import MOST_BYTES, MOST_PASTED
from tuphap.outlets.exchange.sheet_figures.brought import BLOCK, FILE, FROM, brought_in, start_in
from tuphap.outlets.exchange.sheet_figures.shown import Preview, preview_again, preview_of
from tuphap.outlets.exchange.sheet_figures.template_file import write_template
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.refusals import Refused

ANSWERED_HERE = (*SENTENCES, *PASTED_SENTENCES, *block.CODES, *stamp.CODES)


def page_with_fault(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    at_file = FILE in refused.fields or bool(request.FILES.get(FILE))
    fault = {"at": "tep" if at_file else "khoi", "sentence": refused.sentence}
    return _page(request, open_sheet(request.actor, pk), fault=fault, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_fault, codes=ANSWERED_HERE)
def paste(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The page, and what a block or file would change; nothing is stored."""
    opened = open_sheet(request.actor, pk)
    if request.method != "POST":
        return _page(request, opened)
    brought = brought_in(request.POST, request.FILES.get(FILE))
    return _page(request, opened, preview=preview_of(opened, brought), brought=brought)


def commit_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    opened = open_sheet(request.actor, pk)
    reading = read(opened.judged.items, request.POST)
    preview = preview_again(opened, reading, refused)
    return _page(request, opened, preview=preview, not_saved=True, status=422)


@require_POST
@faults_answered_by(commit_with_faults)
@once_per_key
def commit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The lines of the preview, sent and saved as the sheet itself sends and saves them."""
    opened = open_sheet(request.actor, pk)
    reading = read(opened.judged.items, request.POST)
    require_whole(reading, request.POST)
    sent = reading.sent()
    reading.require_readable()
    outcome = save_own_lines(pk, sent, by=request.actor)
    _tell(request, opened, outcome, frozenset(sent))
    return redirect("assessments:sheet", pk)


@require_safe
def template(request: PersonRequest, pk: UUID) -> HttpResponse:
    """This very sheet as a workbook, with what stands there now."""
    opened = open_sheet(request.actor, pk)
    note_export(
        "sheet_template", title_of(opened.dossier), len(opened.judged.items), by=request.actor
    )
    response = HttpResponse(write_template(opened, request.actor.at), content_type=TYPES["xlsx"])
    name = f"phieu-{opened.name.year}-{opened.name.unit_code}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _tell(
    request: PersonRequest, opened: OpenSheet, outcome: OwnSaved, sent: frozenset[str]
) -> None:
    left = [i.code for i in opened.judged.items if i.code in sent and i.unit in outcome.clashes]
    if outcome.written:
        messages.success(request, f"Đã lưu {len(outcome.written)} nội dung từ bảng tính.")
    elif not left:
        messages.info(request, "Phiếu đã có đúng các số liệu này, không có gì thay đổi.")
    if left:
        messages.warning(
            request,
            f"{len(left)} nội dung không ghi vì vừa có người khác sửa: {', '.join(left)}. Xem số"
            " đang có ở từng nội dung rồi sửa tại đó nếu cần.",
        )


def _page(
    request: PersonRequest,
    opened: OpenSheet,
    *,
    status: int = 200,
    fault: dict[str, str] | None = None,
    **shown: Any,
) -> HttpResponse:
    start = start_in(request.POST)
    preview: Preview | None = shown.get("preview")
    context = {
        **shown,
        "dossier": opened.dossier,
        "title": title_of(opened.dossier),
        "strip_notice": notice(opened.dossier.period.rule_set),
        "text": request.POST.get(BLOCK, ""),
        "start": start,
        "start_field": request.POST.get(FROM, "")[:40] if start else "",
        "fault": fault or {},
        "errors": [{"id": f"o-{fault['at']}", "text": fault["sentence"]}] if fault else [],
        "is_open": preview is None,
        "most_megabytes": MOST_BYTES // 1_000_000,
        "most_letters": MOST_PASTED,
        "first_codes": opened.first_codes,
    }
    return render(request, "sheet_figures/paste.html", context, status=status)
