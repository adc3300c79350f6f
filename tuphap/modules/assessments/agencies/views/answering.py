"""Whoever answers for an agency: the units that wait, their lines of the own codes, a word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.agencies.actions.answering import (
    LINE_CHANGED,
    NO_LONGER_ASKED,
    WORD_CHANGED,
    Said,
    answer,
)
from tuphap.modules.assessments.agencies.lines import asked_lines
from tuphap.modules.assessments.agencies.models import Agency, AgencyWord
from tuphap.modules.assessments.agencies.overview import cells_of, own_rows
from tuphap.modules.assessments.agencies.queries import (
    ANSWER,
    asked_dossier,
    documents_of,
    lines_of,
    once_asked,
    own_agencies,
    own_agency,
)
from tuphap.modules.assessments.desk.page import SEEN, seen_in
from tuphap.modules.assessments.models import COLUMN_LABELS, Assessment
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import APPRAISED

STANCE, REMARK, NEXT = "stance", "remark-", "tiep"
NO_VERSION = "Lần gửi thiếu số bản của trang. Tải lại trang rồi trả lời lại."


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, ANSWER)
    found = own_agencies(request.actor)
    context = {
        "lists": [(agency, own_rows(agency, request.actor)) for agency in found],
        "today": timezone.localdate(request.actor.at),
        "strip_notice": notice(found[0].period.rule_set) if found else "",
    }
    return render(request, "agencies/index.html", context)


def word_with_faults(
    request: PersonRequest, refused: Refused, agency: UUID, dossier: UUID
) -> HttpResponse:
    """What was written stays in the fields, beside the figures of now."""
    if refused.code == NO_LONGER_ASKED:
        return _over(request, refused, agency, dossier)
    found = own_agency(request.actor, agency)
    return _page(request, found, asked_dossier(request.actor, found, dossier), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(
    word_with_faults,
    Kind.INVALID,
    Kind.CONFLICT,
    codes=(NO_LONGER_ASKED, WORD_CHANGED, LINE_CHANGED),
)
@once_per_key
def show(request: PersonRequest, agency: UUID, dossier: UUID) -> HttpResponse:
    if request.method != "POST":
        found = own_agency(request.actor, agency)
        return _page(request, found, asked_dossier(request.actor, found, dossier))
    found, asked = once_asked(request.actor, agency, dossier)
    said = Said(request.POST.get(STANCE, ""), seen_in(request.POST, SEEN), _remarks(request))
    answer(agency, dossier, said, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, f"Đã ghi ý kiến về {asked.unit.name}.")
    following = _next(request, found, asked) if NEXT in request.POST else None
    if following is None:
        return redirect("agencies:index")
    return redirect("agencies:answer", agency, following.pk)


@require_safe
def file(request: PersonRequest, agency: UUID, dossier: UUID, file_id: UUID) -> FileResponse:
    """A document of a line this agency is asked about; any other file is not there."""
    found = own_agency(request.actor, agency)
    asked = asked_dossier(request.actor, found, dossier)
    rows = (row for each in documents_of(asked, lines_of(found)).values() for row in each)
    stored = next((row.file for row in rows if row.file and row.file_id == file_id), None)
    if stored is None:
        raise Http404
    require_scanned(stored, is_own=False)
    return answer_with(stored, by=request.actor, unit=asked.unit.name)


def _over(
    request: PersonRequest, refused: Refused, agency_id: UUID, dossier_id: UUID
) -> HttpResponse:
    """Nobody waits for it any more; what was written can be taken along."""
    agency, dossier = once_asked(request.actor, agency_id, dossier_id)
    context = {
        "agency": agency,
        "dossier": dossier,
        "refused": refused,
        "written": [(item, text) for item, text in _remarks(request).items() if text.strip()],
        "strip_notice": notice(dossier.period.rule_set),
    }
    return render(request, "agencies/over.html", context, status=STATUS_OF[refused.kind])


def _remarks(request: PersonRequest) -> dict[str, str]:
    return {
        name.removeprefix(REMARK): request.POST.get(name, "")
        for name in request.POST
        if name.startswith(REMARK)
    }


def _next(request: PersonRequest, agency: Agency, here: Assessment) -> Assessment | None:
    rows = own_rows(agency, request.actor)
    waits = [dossier for dossier, cell in rows if cell.is_missing and dossier.pk != here.pk]
    later = [dossier for dossier in waits if dossier.unit.name_sort > here.unit.name_sort]
    return next(iter([*later, *waits]), None)


def _page(
    request: PersonRequest, agency: Agency, dossier: Assessment, refused: Refused | None = None
) -> HttpResponse:
    (row,) = cells_of([agency], [dossier], at=request.actor.at)
    cell = row.cells[0]
    faults = refused.fields if refused else {}
    typed = _remarks(request) if refused else (cell.word.remarks if cell.word else {})
    stance = request.POST.get(STANCE, "") if refused else (cell.word.stance if cell.word else "")
    context: dict[str, Any] = {
        "agency": agency,
        "dossier": dossier,
        "cell": cell,
        "lines": [(line, typed.get(line.code, "")) for line in asked_lines(agency, dossier)],
        "labels": {
            "theirs": SELF_WORDS[dossier.period.rule_set.scale].capitalize(),
            "ours": COLUMN_LABELS[APPRAISED],
        },
        "stances": [{"value": value, "label": label} for value, label in AgencyWord.STANCES],
        "stance": stance,
        "version": cell.word.version if cell.word else 0,
        "names": {"version": VERSION, "seen": SEEN, "remark": REMARK, "next": NEXT},
        "refused": refused,
        "faults": faults,
        "errors": [{"id": f"o-{name}", "text": text} for name, text in faults.items()],
        "strip_notice": notice(dossier.period.rule_set),
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "agencies/answer.html", context, status=status)
