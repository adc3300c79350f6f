"""The second look at one dossier: answer blind, send once."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.desk.page import faults_of, require_fields
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.second_appraisal.actions import OUTDATED, save_answers, send
from tuphap.modules.assessments.second_appraisal.models import SecondAppraisal
from tuphap.modules.assessments.second_appraisal.page import (
    OTHER,
    SAME,
    Part,
    Sent,
    lines_in,
    parts,
    saved_otherwise,
    sent_in,
)
from tuphap.modules.assessments.second_appraisal.queries import get_own
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules.refusals import Kind, Refused

NO_VERSION = "Lần gửi thiếu số bản của phiếu. Tải lại trang rồi làm lại."


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    row = get_own(request.actor, pk)
    if row.sent_at is not None or refused.code == "unknown_field":
        raise refused
    sent = sent_in(row, request.POST)
    assert sent.reading is not None  # just read
    faults = faults_of(refused, sent.reading, items_of(row.assessment.period))
    errors = saved_otherwise(row, sent) if refused.code == OUTDATED else ()
    return _page(request, row, replace(sent, faults=faults), refused, errors)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT, codes=(OUTDATED,))
@once_per_key
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = get_own(request.actor, pk)
    if request.method != "POST":
        return _page(request, row)
    version = version_in(request.POST, NO_VERSION)
    sent = sent_in(row, request.POST)
    if sent.reading:
        sent.reading.require_readable()
    save_answers(pk, lines_in(row, sent), version, by=request.actor)
    messages.success(request, "Đã lưu phiếu thẩm tra lại. Chưa gửi.")
    return redirect("second_appraisal:answer", pk)


def sending_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _sending(request, get_own(request.actor, pk), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(
    sending_with_faults, Kind.INVALID, Kind.CONFLICT, codes=(OUTDATED, "not_closed", "unanswered")
)
@once_per_key
def send_page(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = get_own(request.actor, pk)
    if request.method != "POST":
        return _sending(request, row)
    require_fields(request.POST, VERSION)
    sent = send(pk, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, f"Đã gửi kết quả thẩm tra lại {sent.assessment.unit.name}.")
    return redirect("second_appraisal:index")


def _page(
    request: PersonRequest,
    row: SecondAppraisal,
    sent: Sent | None = None,
    refused: Refused | None = None,
    clashes: Iterable[dict[str, str]] = (),
) -> HttpResponse:
    shown = parts(row, sent)
    context = {
        **_head(row, shown),
        "parts": shown,
        "errors": [*_errors(shown, refused), *clashes],
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "second_appraisal/answer.html", context, status=status)


def _sending(
    request: PersonRequest, row: SecondAppraisal, refused: Refused | None = None
) -> HttpResponse:
    errors = [{"id": "gui", "text": refused.sentence}] if refused else []
    context = {**_head(row, parts(row)), "errors": errors}
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "second_appraisal/send.html", context, status=status)


def _head(row: SecondAppraisal, shown: tuple[Part, ...]) -> dict[str, Any]:
    blocks = [block for part in shown for block in part.blocks]
    return {
        "row": row,
        "dossier": row.assessment,
        "strip_notice": notice(row.assessment.period.rule_set),
        "version_name": VERSION,
        "same_word": SAME,
        "other_word": OTHER,
        "same": sum(block.verdict == SAME for block in blocks),
        "other": sum(block.verdict == OTHER for block in blocks),
        "missing": [block for block in blocks if not block.verdict],
        "of": len(blocks),
    }


def _errors(shown: tuple[Part, ...], refused: Refused | None) -> list[dict[str, str]]:
    """In the order of the page; a refusal of the whole form stands alone."""
    if refused is None:
        return []
    found = [
        {"id": f"nd-{line.fields.anchor}", "text": _named(line.fields.code, line.fields.fault)}
        for part in shown
        for block in part.blocks
        for line in block.lines
        if line.fields.fault
    ]
    return found or [{"id": "phieu", "text": refused.sentence}]


def _named(code: str, fault: Any) -> str:
    return fault.sentence if code in fault.sentence else f"{code}: {fault.sentence}"
