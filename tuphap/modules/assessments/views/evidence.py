"""Evidence of a line: its page, adding, removing, and the guarded download."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, picture_answer, require_scanned
from tuphap.foundation.files.limits import EVIDENCE, size_words
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.previews import is_shown, picture_of
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.modules.assessments.actions.evidence import (
    Outcome,
    add_files,
    add_link,
    remove_evidence,
    replace_file,
    reuse_files,
)
from tuphap.modules.assessments.actions.openings import file_opened
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.modules.assessments.models import Assessment, Evidence, ScannedPage
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.evidence import (
    current_evidence,
    earlier_versions,
    reusable,
    visible_file,
)
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.scans import visible_page
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.views.sheet import proof_on_sheet
from tuphap.modules.criteria.guides import Guide, guide_of
from tuphap.modules.criteria.queries import guide_values, notice, parsed
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import indicator_of

CHOICE = "chon"
FROM, FROM_RESULTS = "tu", "tung-noi-dung"
NUMBER = re.compile("[0-9]{1,18}")
# Of files chosen from those handed in before: said above the list, with the choice kept.
CHOICE_FAULTS = ("not_offered", "too_much_evidence")


@require_safe
def evidence(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    return _page(request, get_visible(request.actor, pk), item)


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID, item: str) -> HttpResponse:
    return _page(request, get_visible(request.actor, pk), item, refused)


def page_of_document(
    request: PersonRequest, refused: Refused, pk: UUID, evidence_id: int
) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    return _page(
        request, dossier, get_object_or_404(dossier.evidence, pk=evidence_id).item, refused
    )


@require_POST
@faults_answered_by(page_with_faults)
@once_per_key
def add_link_to(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    get_visible(request.actor, pk)
    url, title = request.POST.get("url", ""), request.POST.get("title", "")
    added = add_link(pk, item, url, title, by=request.actor)
    return _added(request, added)


@require_POST
@faults_answered_by(page_with_faults)
@once_per_key_unlocked
def add_file_to(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    """Several files of a plain form, or one of the script, which shows each on its way."""
    get_visible(request.actor, pk)
    outcome = add_files(pk, item, _uploads(request), by=request.actor)
    if request.htmx:
        return _answer_to_script(request, pk, item, outcome)
    if outcome.added:
        messages.success(request, f"Đã thêm {_titles(outcome.added)} vào mục {item}.")
    if outcome.refused:
        return _page(request, get_visible(request.actor, pk), item, *outcome.refused)
    return redirect(_line_address(pk, item))


@require_POST
@once_per_key
def remove(request: PersonRequest, pk: UUID, evidence_id: int) -> HttpResponse:
    get_visible(request.actor, pk)
    removed = remove_evidence(pk, evidence_id, by=request.actor)
    messages.success(request, f"Đã gỡ “{removed.title}” khỏi mục {removed.item}.")
    return redirect("assessments:evidence", pk, removed.item)


@require_POST
@faults_answered_by(page_of_document)
@once_per_key_unlocked
def replace(request: PersonRequest, pk: UUID, evidence_id: int) -> HttpResponse:
    get_visible(request.actor, pk)
    added = replace_file(pk, evidence_id, _one(request), by=request.actor)
    messages.success(request, f"Đã thay bằng “{added.title}”, bản {added.version}.")
    return redirect("assessments:evidence", pk, added.item)


@require_POST
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT, codes=CHOICE_FAULTS)
@once_per_key
def reuse(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    get_visible(request.actor, pk)
    chosen = [_number(text) for text in request.POST.getlist(CHOICE)]
    if not chosen:
        sentence = "Chưa chọn tệp nào trong danh sách. Chọn ít nhất một tệp rồi thêm."
        raise Refused("none_chosen", sentence, Kind.INVALID, {CHOICE: sentence})
    added = reuse_files(pk, item, chosen, by=request.actor)
    if added:
        messages.success(request, f"Đã thêm {_titles(added)} vào mục {item}.")
    return redirect("assessments:evidence", pk, item)


@require_safe
def file(request: PersonRequest, file_id: UUID) -> FileResponse:
    """Whoever may see the dossier may have its files; for others there is no such file."""
    found, stored = _visible(request, file_id)
    file_opened(stored, by=request.actor)
    return answer_with(stored, by=request.actor, unit=found.assessment.unit.name)


def _number(text: str) -> int:
    if NUMBER.fullmatch(text):
        return int(text)
    raise Refused(
        "not_offered",
        f"Tài liệu {quoted(text)} không có trong danh sách để chọn. Chưa thêm gì. "
        "Tải lại trang rồi chọn lại.",
        Kind.INVALID,
    )


def _uploads(request: PersonRequest) -> list[UploadedFile]:
    chosen = request.FILES.getlist("file")
    if not chosen:
        sentence = "Chưa chọn tệp. Chọn một hoặc nhiều tệp rồi tải lên."
        raise Refused("no_file", sentence, Kind.INVALID, {"file": sentence})
    return chosen


@require_safe
def look(request: PersonRequest, file_id: UUID) -> HttpResponse:
    """One file as a page: what it is, who signed it, and its pages as pictures."""
    found, stored = _visible(request, file_id)
    page = request.GET.get("trang", "1")
    if not NUMBER.fullmatch(page) or not 1 <= int(page) <= max(1, stored.pages):
        raise Http404
    file_opened(stored, by=request.actor)
    context = {
        "row": found,
        "file": stored,
        "dossier": found.assessment,
        "page": int(page),
        "is_shown": is_shown(stored),
        "cannot": is_shown(stored) and picture_of(stored, int(page)) is None,
        "line_url": _line_address(found.assessment_id, found.item),
        "sheet_url": reverse("assessments:sheet", args=[found.assessment_id]),
    }
    return render(request, "assessments/evidence_look.html", context)


@require_safe
def picture(request: PersonRequest, file_id: UUID, page: int) -> FileResponse:
    _, stored = _visible(request, file_id)
    place = picture_of(stored, page)
    if place is None:
        raise Http404
    # Not yet opened: a first page stands beside the line by itself.
    return picture_answer(place)


def _visible(request: PersonRequest, file_id: UUID) -> tuple[Evidence | ScannedPage, StoredFile]:
    found = visible_file(request.actor, file_id) or visible_page(request.actor, file_id)
    if found is None or found.file is None:
        raise Http404
    require_scanned(found.file, is_own=found.added_by_id == request.actor.person_id)
    return found, found.file


def _one(request: PersonRequest) -> UploadedFile:
    chosen = _uploads(request)
    if len(chosen) > 1:
        sentence = f"Đang chọn {len(chosen)} tệp. Chọn đúng một tệp để thay."
        raise Refused("many_files", sentence, Kind.INVALID, {"file": sentence})
    return chosen[0]


def _titles(added: Iterable[Evidence]) -> str:
    return ", ".join(f"“{row.title}”" for row in added)


def _answer_to_script(
    request: PersonRequest, pk: UUID, item: str, outcome: Outcome
) -> HttpResponse:
    """The sentence of a refusal, or what a new document changes on the page that asked."""
    if outcome.refused:
        sentences = [refused.sentence for refused in outcome.refused]
        context = {"sentences": sentences}
        return render(request, "assessments/_evidence_refused.html", context, status=422)
    dossier = get_visible(request.actor, pk)
    if "trang" in request.POST:
        return render(request, "assessments/_evidence_list.html", _context(request, dossier, item))
    return proof_on_sheet(request, dossier, item)


def _added(request: PersonRequest, added: Evidence) -> HttpResponse:
    messages.success(request, f"Đã thêm “{added.title}” vào mục {added.item}.")
    return redirect(_line_address(added.assessment_id, added.item))


def _line_address(pk: UUID, item: str) -> str:
    return f"{reverse('assessments:sheet', args=[pk])}#nd-{item.replace('.', '-')}"


def _way_back(request: PersonRequest, dossier: Assessment, code: str) -> dict[str, str]:
    """To the page of all columns where one came from there, else to the sheet."""
    address = _line_address(dossier.pk, code)
    if request.GET.get(FROM) != FROM_RESULTS:
        return {
            "url": address,
            "crumb": f"Phiếu năm {dossier.period.year}",
            "label": "Về phiếu",
        }
    results = reverse("assessments:line_results", args=[dossier.pk])
    words = f"{dossier.unit.name}: từng nội dung"
    return {
        "url": f"{results}#{address.partition('#')[2]}",
        "crumb": words,
        "label": "Về từng nội dung",
    }


def _page(
    request: PersonRequest, dossier: Assessment, code: str, *refused: Refused
) -> HttpResponse:
    faults: dict[str, list[str]] = {}
    of_choice = CHOICE in request.POST
    for fault in refused:
        fields = {CHOICE: fault.sentence} if of_choice else fault.fields
        for field, sentence in fields.items():
            faults.setdefault(field, []).append(sentence)
    context = {
        **_context(request, dossier, code),
        "strip_notice": notice(dossier.period.rule_set),
        "faults": faults,
        "errors": [
            {"id": f"o-{field}", "text": text} for field, texts in faults.items() for text in texts
        ],
        "typed": request.POST if refused else {},
        "chosen": request.POST.getlist(CHOICE) if refused else [],
    }
    status = STATUS_OF[refused[0].kind] if refused else 200
    return render(request, "assessments/evidence.html", context, status=status)


def _context(request: PersonRequest, dossier: Assessment, code: str) -> dict[str, Any]:
    item = next((item for item in items_of(dossier.period) if item.code == code), None)
    if item is None:
        raise Http404
    writable = sheet_page.can_write(dossier, request.actor)
    return {
        "dossier": dossier,
        "code": code,
        "name": name_of(item),
        "wanted": _wanted(dossier, item),
        "known": known_of(dossier).get(code) if item.content and item.content.measure else None,
        "guides": _guides(dossier, item),
        "rows": current_evidence(dossier).get(code, []),
        "earlier": earlier_versions(dossier, code),
        "reusable": reusable(dossier, code) if writable else [],
        "writable": writable,
        "back": _way_back(request, dossier, code),
        "limits": f"{EVIDENCE.kinds_words}, mỗi tệp tối đa {size_words(EVIDENCE.most_bytes)}.",
        "endings": ",".join(f".{ending}" for ending in EVIDENCE.endings),
    }


def _guides(dossier: Assessment, item: Item) -> list[tuple[str, Guide]]:
    """What the province says to this line and to its indicator."""
    if item.content is None:
        return []
    period = dossier.period
    rows = [item.code, indicator_of(parsed(period.rule_set), item.code).code]
    said = guide_values(period.scope_unit_id, period.rule_set.code).filter(row__in=rows)
    return sorted((row, guide_of(value)) for row, value in said)


def _wanted(dossier: Assessment, item: Item) -> list[Any]:
    """What the rule set names as evidence for the indicator of this line."""
    if item.content is None:
        return []
    indicator = indicator_of(parsed(dossier.period.rule_set), item.code)
    return [row.text for row in indicator.evidence]
