"""Pages of former results: the files, handing one in, its preview, writing it and undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.step_up import asks_second_factor, has_second_factor
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.former_years.actions.batches import Upload
from tuphap.modules.assessments.former_years.actions.committing import (
    commit_import,
    undo_import,
)
from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.former_years.queries import batches as queries
from tuphap.modules.assessments.former_years.queries.undoing import why_not_undone
from tuphap.modules.assessments.import_progress.queries import progress_of
from tuphap.outlets.exchange.imports.forms import UploadForm, choices_in
from tuphap.outlets.exchange.imports.marked import marked_copy
from tuphap.outlets.exchange.imports.places import KEPT, MOST_MEGABYTES, digest_of, place_of
from tuphap.outlets.exchange.imports.reading import read_file
from tuphap.outlets.exchange.imports.shown import (
    Preview,
    early_paper,
    headings_to_explain,
    left_of,
    preview_of,
    state_of,
)
from tuphap.outlets.exchange.imports.taking import (
    PASTED_FIELD,
    explain_and_read,
    take_in_file,
    take_in_pasted,
)
from tuphap.outlets.exchange.reading_limits import MOST_BYTES, MOST_PASTED
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import slug

PAGE = 100
PERMISSION = queries.PERMISSION
_ABOVE = (
    {"label": "Quản trị", "url": "/quan-tri/"},
    {"label": "Nhập kết quả các năm trước", "url": "/nhap-lieu/"},
)


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    found = Paginator(queries.visible_batches(request.actor), PAGE)
    page = found.get_page(request.GET.get("trang"))
    rows = [(batch, state_of(batch)) for batch in page.object_list]
    return render(request, "imports/index.html", {"page": page, "rows": rows, "days": KEPT.days})


def upload_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _upload_page(request, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(upload_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def upload(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    if request.method != "POST":
        return _upload_page(request)
    form = UploadForm(request.POST, actor=request.actor)
    chosen, block = request.FILES.get("file"), request.POST.get(PASTED_FIELD, "")
    if sentence := _wrong_with(chosen, block):
        # All that is wrong at once: whoever mends the form must not learn of the file after it.
        faults = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("no_file", sentence, Kind.INVALID, {"file": sentence, **faults})
    require_valid(form)
    if chosen is None:
        batch = take_in_pasted(block, form.wanted(), by=request.actor)
    else:
        data = chosen.read()
        about = Upload(chosen.name or "", digest_of(data), len(data))
        batch = take_in_file(data, about, form.wanted(), by=request.actor)
    return redirect("exchange:import", batch.pk)


def _wrong_with(chosen: UploadedFile | None, block: str) -> str:
    if chosen is None and block.strip():
        return ""
    if chosen is None or not chosen.size:
        return "Chưa chọn tệp, cũng chưa dán bảng. Chọn tệp hoặc dán bảng vào ô bên dưới."
    if block.strip():
        return "Vừa chọn tệp vừa dán bảng. Giữ một trong hai: bỏ tệp hoặc xóa ô dán."
    if chosen.size > MOST_BYTES:
        return f"Tệp lớn hơn {MOST_MEGABYTES} MB. Bỏ hình ảnh hoặc tách tệp rồi nạp lại."
    return ""


def _upload_page(request: PersonRequest, refused: Refused | None = None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = with_faults(UploadForm(posted, actor=request.actor), refused)
    beside = refused.fields if refused else {}
    faults = {name: beside.get(name, "") for name in ("file", PASTED_FIELD)}
    errors = [{"id": f"o-{name}", "text": text} for name, text in faults.items() if text]
    errors += [{"id": f"o-{name}", "text": str(found[0])} for name, found in form.errors.items()]
    if refused and not errors:
        errors.append({"id": "nap-tep", "text": refused.sentence})
    context = {
        "form": form,
        "faults": faults,
        "choose_again": bool(refused and request.FILES and not faults["file"]),
        "pasted": request.POST.get(PASTED_FIELD, ""),
        "most_pasted": MOST_PASTED,
        "errors": errors,
        "most_megabytes": MOST_MEGABYTES,
        "days": KEPT.days,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "imports/upload.html", context, status=status)


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    batch = _batch(request, pk)
    context = _context(request, batch)
    if request.htmx:
        # It is asked for while the file is read; then everything of the page is new.
        if context["state"][0] != "waiting":
            return HttpResponseClientRefresh()
        return render(request, "imports/_waiting.html", context)
    if context["state"][0] == "preview":
        preview = preview_of(batch)
        page = Paginator(preview.rows, PAGE).get_page(request.GET.get("trang"))
        context |= {"preview": preview, "page": page, "earlier": _earlier(request, batch)}
        context["lacks_factor"] = not has_second_factor(request)
    elif context["state"][0] == "written" and (left := left_of(batch)):
        page = Paginator(left.rows, PAGE).get_page(request.GET.get("trang"))
        context |= {"preview": left, "page": page}
    return render(request, "imports/batch.html", context)


def _earlier(request: PersonRequest, batch: ImportBatch) -> QuerySet[ImportBatch]:
    """What results of the year were brought in from, to be looked at beside this file."""
    found = queries.visible_batches(request.actor).filter(year=batch.year, undone_at=None)
    return found.filter(committed_at__isnull=False, scope_unit=batch.scope_unit_id)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_key
def columns(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the headings of the file mean."""
    batch = _batch(request, pk)
    headings = headings_to_explain(batch)
    if request.method != "POST":
        context = {**_context(request, batch, "Ý nghĩa các cột"), "headings": headings}
        return render(request, "imports/columns.html", context)
    explain_and_read(batch, choices_in(request.POST, headings), by=request.actor)
    messages.success(request, "Đã ghi ý nghĩa các cột, bảng được đọc lại.")
    return redirect("exchange:import", pk)


@require_safe
def marked(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The own file with its faults, while its bytes are kept."""
    batch = _batch(request, pk)
    preview = _marked_preview(batch)
    if preview is None or batch.asked_by_id != request.actor.person_id:
        raise Http404
    faults = preview.faults
    read = read_file(batch)
    sheet, heading_row = read.sheet, read.found.heading_row
    data = marked_copy(sheet.rows, faults, sheet.name, heading_row, request.actor.at)
    response = HttpResponse(data, content_type=TYPES["xlsx"], headers=HEADERS)
    name = f"loi-{slug(batch.file_name.rsplit('.', 1)[0])[:60] or 'tep'}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _marked_preview(batch: ImportBatch) -> Preview | None:
    state = state_of(batch)[0]
    if state == "written":
        return left_of(batch)
    return preview_of(batch) if state == "preview" else None


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor(PERMISSION)
@once_per_key
def commit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The page that says what would be written, and the deed."""
    batch = _batch(request, pk)
    if request.method != "POST":
        context = _context(request, batch, "Ghi kết quả")
        if context["state"][0] != "preview":
            return redirect("exchange:import", pk)
        return render(request, "imports/commit.html", {**context, "preview": preview_of(batch)})
    done = commit_import(pk, request.POST.get("digest", ""), by=request.actor)
    messages.success(request, f"Đã ghi {done.written['new']} đơn vị của năm {done.year}.")
    return redirect("exchange:import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor(PERMISSION)
@once_per_key
def undo(request: PersonRequest, pk: UUID) -> HttpResponse:
    batch = _batch(request, pk)
    if request.method != "POST":
        return render(request, "imports/undo.html", _context(request, batch, "Hoàn tác"))
    undo_import(pk, by=request.actor)
    messages.success(request, "Đã hoàn tác. Kết quả ghi lần này không còn.")
    return redirect("exchange:import", pk)


def _batch(request: PersonRequest, pk: UUID) -> ImportBatch:
    require_anywhere(request.actor, PERMISSION)
    return queries.get_batch(request.actor, pk)


def _context(request: PersonRequest, batch: ImportBatch, last: str = "") -> dict[str, Any]:
    here = {"label": f"Năm {batch.year}", "url": reverse("exchange:import", args=[batch.pk])}
    below = [here, {"label": last, "url": ""}] if last else [{**here, "url": ""}]
    return {
        "batch": batch,
        "breadcrumb": [*_ABOVE, *below],
        "state": state_of(batch),
        "progress": progress_of(batch),
        "has_file": place_of(batch.pk).is_file(),
        "is_own": batch.asked_by_id == request.actor.person_id,
        "strip_notice": queries.notice_for(batch),
        "early": early_paper(batch) if batch.committed_at is None else "",
        "why_not_undone": why_not_undone(batch),
    }
