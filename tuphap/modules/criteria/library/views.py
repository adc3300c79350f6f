"""The library: read by everybody in the province, kept by its officers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.reach import place_of
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.files.limits import LIBRARY, size_words
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.modules.criteria.library import actions, queries
from tuphap.modules.criteria.library.forms import DocumentForm, EndForm
from tuphap.modules.criteria.library.models import DocumentKind, GuidanceDocument
from tuphap.modules.criteria.queries import MANAGE, READ, newest_first
from tuphap.rules.permissions import Subject, may, require, require_anywhere
from tuphap.rules.refusals import Kind, Refused

PAGE, MOST_OTHERS = 50, 200
LIMITS = f"{LIBRARY.kinds_words}, tối đa {size_words(LIBRARY.most_bytes)}."
NO_FILE = "Chưa chọn tệp của văn bản. Chọn một tệp rồi lưu."


@require_safe
def documents(request: PersonRequest) -> HttpResponse:
    sets, wanted, found = found_documents(request)
    today = timezone.localdate(request.actor.at)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    rows = [
        {
            "document": one,
            "ended": one.ended_on is not None and one.ended_on <= today,
            "set": sets.get(one.rule_set, one.rule_set),
            "may_manage": may(request.actor, MANAGE, Subject(place_of(one.unit))),
        }
        for one in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "wanted": wanted,
        "kinds": DocumentKind.choices,
        "sets": sets.items(),
        "forces": queries.FORCES.items(),
        "may_add": may(request.actor, MANAGE),
        "query": f"{wanted.query}&" if wanted.query else "",
    }
    return render(request, "library/list.html", context)


def found_documents(
    request: PersonRequest,
) -> tuple[dict[str, str], queries.Wanted, QuerySet[GuidanceDocument]]:
    """Names of the sets, what the address asks for, and what it finds; the page and its files
    show the same."""
    require_anywhere(request.actor, READ)
    sets = dict(_sets())
    wanted = queries.read_wanted(request.GET.dict(), sets)
    today = timezone.localdate(request.actor.at)
    return sets, wanted, queries.listed(request.actor, wanted, today)


def add_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _form_page(request, _with_faults(request, refused), None, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(add_with_faults)
@once_per_key_unlocked
def add(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    if request.method != "POST":
        return _form_page(request, DocumentForm(sets=_sets()), None)
    form, upload = DocumentForm(request.POST, sets=_sets()), request.FILES.get("file")
    if not form.is_valid():
        return _form_page(request, form, None)
    if upload is None:
        raise Refused("no_file", NO_FILE, Kind.INVALID, {"file": NO_FILE})
    added = actions.add_document(form.about(), upload, by=request.actor)
    messages.success(request, f"Đã thêm văn bản {added.number}.")
    return redirect("library:list")


def change_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    found = queries.get_seen(request.actor, pk)
    return _form_page(request, _with_faults(request, refused), found, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(change_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def change(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = _managed(request, pk)
    if request.method != "POST":
        names = DocumentForm.base_fields
        values = {name: getattr(found, name) for name in names}
        values["issued_on"] = f"{found.issued_on:%d/%m/%Y}"
        return _form_page(request, DocumentForm(initial=values, sets=_sets()), found)
    form = DocumentForm(request.POST, sets=_sets())
    if not form.is_valid():
        return _form_page(request, form, found)
    upload = request.FILES.get("file")
    changed = actions.change_document(
        pk, form.about(), upload, seen=_seen(request.POST), by=request.actor
    )
    messages.success(request, f"Đã lưu văn bản {changed.number}.")
    return redirect("library:list")


def end_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    found = queries.get_seen(request.actor, pk)
    form = EndForm(request.POST, others=_others(request, found))
    form.is_valid()
    _add_errors(form, refused)
    values = _values(found)
    return _form_page(request, DocumentForm(initial=values, sets=_sets()), found, refused, form)


@require_POST
@faults_answered_by(end_with_faults)
@once_per_key
def end(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = _managed(request, pk)
    form = EndForm(request.POST, others=_others(request, found))
    if not form.is_valid():
        values = _values(found)
        return _form_page(request, DocumentForm(initial=values, sets=_sets()), found, ending=form)
    other = form.cleaned_data["replaced_by"]
    ended = actions.end_document(
        pk,
        form.cleaned_data["ended_on"],
        UUID(other) if other else None,
        seen=_seen(request.POST),
        by=request.actor,
    )
    messages.success(request, f"Đã lưu hiệu lực của văn bản {ended.number}.")
    return redirect("library:list")


@require_safe
def file(request: PersonRequest, pk: UUID) -> FileResponse:
    found = queries.get_seen(request.actor, pk)
    require_scanned(found.file, is_own=found.written_by_id == request.actor.person_id)
    return answer_with(found.file, by=request.actor, unit=found.unit.name)


def _managed(request: PersonRequest, pk: UUID) -> GuidanceDocument:
    require_anywhere(request.actor, MANAGE)
    found = queries.get_seen(request.actor, pk)
    require(request.actor, MANAGE, Subject(place_of(found.unit)))
    return found


def _values(found: GuidanceDocument) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in DocumentForm.base_fields}
    return {**values, "issued_on": f"{found.issued_on:%d/%m/%Y}"}


def _sets() -> list[tuple[str, str]]:
    return [(one.code, one.short_name) for one in newest_first()]


def _others(request: PersonRequest, found: GuidanceDocument) -> list[tuple[str, str]]:
    rows = queries.seen(request.actor).filter(unit=found.unit_id).exclude(pk=found.pk)
    return [(str(one.pk), str(one)) for one in rows[:MOST_OTHERS]]


def _with_faults(request: PersonRequest, refused: Refused) -> DocumentForm:
    form = DocumentForm(request.POST, sets=_sets())
    form.is_valid()
    _add_errors(form, refused)
    return form


def _add_errors(form: forms.Form, refused: Refused) -> None:
    for field, sentence in refused.fields.items():
        if field in form.fields and not form.errors.get(field):
            form.add_error(field, sentence)


def _form_page(
    request: PersonRequest,
    form: DocumentForm,
    found: GuidanceDocument | None,
    refused: Refused | None = None,
    ending: EndForm | None = None,
) -> HttpResponse:
    if found is not None and ending is None:
        day = f"{found.ended_on:%d/%m/%Y}" if found.ended_on else ""
        values = {"ended_on": day, "replaced_by": str(found.replaced_by_id or "")}
        ending = EndForm(initial=values, others=_others(request, found))
    file_fault = refused.fields.get("file", "") if refused else ""
    bound = form.is_bound or (ending is not None and ending.is_bound)
    context = {
        "form": form,
        "ending": ending,
        "document": found,
        "file_fault": file_fault,
        "limits": LIMITS,
        "errors": _errors(form, ending, file_fault),
    }
    status = STATUS_OF[refused.kind] if refused else 422 if bound else 200
    return render(request, "library/document.html", context, status=status)


def _errors(form: forms.Form, ending: forms.Form | None, file_fault: str) -> list[dict[str, str]]:
    bound = [one for one in (form, ending) if one is not None and one.is_bound]
    rows = [
        {"id": f"id_{name}", "text": str(texts[0])}
        for one in bound
        for name, texts in one.errors.items()
    ]
    return [*rows, {"id": "o-tep", "text": file_fault}] if file_fault else rows


def _seen(sent: QueryDict) -> int:
    text = sent.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
