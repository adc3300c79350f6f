"""What a province says to one row of a set: read by everybody below it, written by its officer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.reach import place_of
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.files.limits import GUIDANCE, size_words
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.modules.criteria import guidance_actions, queries
from tuphap.modules.criteria.guidance_actions import LONGEST_TEXT, Place
from tuphap.modules.criteria.library import queries as library
from tuphap.modules.criteria.models import Guidance, GuidanceFile, RuleRow
from tuphap.rules.permissions import Subject, may, require_anywhere
from tuphap.rules.refusals import Kind, Refused

LEVELS = (RuleRow.INDICATOR, RuleRow.CONTENT)
LIMITS = (
    f"{GUIDANCE.kinds_words}, mỗi tệp tối đa {size_words(GUIDANCE.most_bytes)}, "
    f"nhiều nhất {GUIDANCE.most_files} tệp."
)


@require_safe
def guidance(request: PersonRequest, code: str, row: str) -> HttpResponse:
    return _page(request, code, row)


def page_with_faults(request: PersonRequest, refused: Refused, code: str, row: str) -> HttpResponse:
    return _page(request, code, row, refused)


def page_of_file(request: PersonRequest, refused: Refused, pk: int) -> HttpResponse:
    found = get_object_or_404(GuidanceFile.objects.select_related("guidance"), pk=pk)
    return _page(request, found.guidance.rule_set, found.guidance.row, refused)


@require_POST
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def write(request: PersonRequest, code: str, row: str) -> HttpResponse:
    text, seen = request.POST.get("text", ""), _version(request.POST)
    guidance_actions.write_guidance(
        _place(request, code, row), text, version=seen, by=request.actor
    )
    messages.success(request, f"Đã lưu hướng dẫn của {row}.")
    return redirect("criteria:guidance", code, row)


@require_POST
@faults_answered_by(page_with_faults)
@once_per_key_unlocked
def add(request: PersonRequest, code: str, row: str) -> HttpResponse:
    place, chosen = _place(request, code, row), _uploads(request)
    outcome = guidance_actions.add_guidance_files(place, chosen, by=request.actor)
    if outcome.added:
        names = ", ".join(f"“{kept.file.name}”" for kept in outcome.added)
        messages.success(request, f"Đã thêm {names} cho {row}.")
    if outcome.refused:
        return _page(request, code, row, *outcome.refused)
    return redirect("criteria:guidance", code, row)


@require_POST
@faults_answered_by(page_of_file)
@once_per_key_unlocked
def replace(request: PersonRequest, pk: int) -> HttpResponse:
    _of_own(request, pk)
    chosen = _uploads(request)
    new = guidance_actions.replace_guidance_file(pk, chosen[0], by=request.actor)
    messages.success(request, f"Đã thay bằng “{new.file.name}”, bản {new.version}.")
    return redirect("criteria:guidance", new.guidance.rule_set, new.guidance.row)


@require_POST
@once_per_key
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    _of_own(request, pk)
    gone = guidance_actions.remove_guidance_file(pk, by=request.actor)
    messages.success(request, f"Đã gỡ “{gone.file.name}”.")
    return redirect("criteria:guidance", gone.guidance.rule_set, gone.guidance.row)


@require_safe
def file(request: PersonRequest, file_id: UUID) -> FileResponse:
    """For everybody who works in the province; for others there is no such file."""
    found = queries.guidance_file_seen(request.actor, file_id)
    if found is None:
        raise Http404
    require_scanned(found.file, is_own=found.added_by_id == request.actor.person_id)
    return answer_with(found.file, by=request.actor, unit=found.guidance.unit.name)


def _of_own(request: PersonRequest, pk: int) -> None:
    """A file of another province is like one that does not exist (A3)."""
    require_anywhere(request.actor, queries.MANAGE)
    seen = queries.guidance_seen(request.actor).filter(files__pk=pk)
    if not seen.exists():
        raise Http404


def _place(request: PersonRequest, code: str, row: str) -> Place:
    require_anywhere(request.actor, queries.MANAGE)
    _row(code, row)
    unit = queries.own_province(request.actor)
    if unit is None:
        raise Http404
    return Place(unit, code, row)


def _row(code: str, row: str) -> RuleRow:
    stored = queries.newest(code)
    if stored is None:
        raise Http404
    return get_object_or_404(stored.rows.select_related("rule_set"), code=row, level__in=LEVELS)


def _version(sent: QueryDict) -> int:
    text = sent.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _uploads(request: PersonRequest) -> list[UploadedFile]:
    chosen = request.FILES.getlist("file")
    if not chosen:
        sentence = "Chưa chọn tệp. Chọn một hoặc nhiều tệp rồi tải lên."
        raise Refused("no_file", sentence, Kind.INVALID, {"file": sentence})
    return chosen


def _page(request: PersonRequest, code: str, row: str, *refused: Refused) -> HttpResponse:
    require_anywhere(request.actor, queries.READ)
    rule_row = _row(code, row)
    said = [
        _shown(request, one)
        for one in queries.guidance_seen(request.actor).filter(rule_set=code, row=row)
    ]
    unit = queries.own_province(request.actor)
    own = next((one for one in said if unit and one["guidance"].unit_id == unit.pk), None)
    faults: dict[str, list[str]] = {}
    for fault in refused:
        for field, sentence in fault.fields.items():
            faults.setdefault(field, []).append(sentence)
    context = {
        "set": rule_row.rule_set,
        "row": rule_row,
        "said": said,
        "unit": unit,
        "documents": library.of_row(request.actor, code, row),
        "text": request.POST.get("text") if "text" in faults else own and own["guidance"].text,
        "version": own["guidance"].version if own else 1,
        "longest": LONGEST_TEXT,
        "limits": LIMITS,
        "endings": ",".join(f".{ending}" for ending in GUIDANCE.endings),
        "faults": faults,
        "errors": [
            {"id": f"o-{field}", "text": text} for field, texts in faults.items() for text in texts
        ],
    }
    status = STATUS_OF[refused[0].kind] if refused else 200
    return render(request, "criteria/guidance.html", context, status=status)


def _shown(request: PersonRequest, one: Guidance) -> dict[str, Any]:
    current, gone = queries.files_of(one)
    return {
        "guidance": one,
        "files": current,
        "gone": gone,
        "changes": [row for row in queries.changes_of(one) if row.text or row.version > 1],
        "may_manage": may(request.actor, queries.MANAGE, Subject(place_of(one.unit))),
    }
