"""The file of changes of units: reading it into a plan, and the empty file to begin with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.mergers.actions import PERMISSION, plan_change
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.units.kinds import known_kinds
from tuphap.outlets.exchange.book_file import best_sheet, read_book
from tuphap.outlets.exchange.reading_faults import SENTENCES
from tuphap.outlets.exchange.tables import write_csv, write_xlsx
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_cells import Cell
from tuphap.rules.unit_changes import EXAMPLE, GUIDE, HEADS, NEEDED, Fault, recognised

MOST_MEGABYTES = 2
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def upload_with_fault(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _page(request, fault=refused.sentence)


@faults_answered_by(
    upload_with_fault,
    codes=("no_file", *SENTENCES),
)
@once_per_key
def upload(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    if request.method != "POST":
        return _page(request)
    chosen = request.FILES.get("file")
    if chosen is None or not chosen.size:
        raise Refused("no_file", "Chưa chọn tệp. Chọn tệp .csv hoặc .xlsx.", Kind.INVALID)
    if chosen.size > MOST_MEGABYTES * 1024 * 1024:
        sentence = f"Tệp lớn hơn {MOST_MEGABYTES} MB. Tách thành nhiều tệp rồi nạp lại."
        raise Refused("file_too_large", sentence, Kind.INVALID)
    rows = _rows(chosen.read())
    change, faults = plan_change(rows, chosen.name or "", by=request.actor)
    if change is None:
        return _page(request, faults=faults, file_name=chosen.name or "")
    return redirect("mergers:change", change.pk)


@require_safe
def template(request: PersonRequest, form: str) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    lines = [list(HEADS.values()), list(EXAMPLE)]
    write: Mapping[str, Callable[[], bytes]] = {
        "csv": lambda: write_csv(lines),
        "xlsx": lambda: write_xlsx(lines, "Thay đổi đơn vị", request.actor.at),
    }
    response = HttpResponse(write[form](), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="thay-doi-don-vi.{form}"'
    return response


def _rows(data: bytes) -> Sequence[Sequence[Cell]]:
    """Of a workbook the visible sheet with the most known heads."""
    sheet = best_sheet(read_book(data, recognised), recognised)
    return sheet.rows if sheet else []


def _page(
    request: PersonRequest, fault: str = "", faults: Sequence[Fault] = (), file_name: str = ""
) -> HttpResponse:
    errors: list[dict[str, Any]] = [{"id": "o-file", "text": fault}] if fault else []
    if faults:
        text = f"Tệp “{file_name}” có {len(faults)} chỗ phải sửa, chưa có gì thay đổi."
        errors = [{"id": "cho-phai-sua", "text": text}]
    context = {
        "fault": fault,
        "faults": faults,
        "file_name": file_name,
        "errors": errors,
        "most_megabytes": MOST_MEGABYTES,
        "columns": [(HEADS[key], key in NEEDED, words) for key, words in GUIDE.items()],
        "kinds": sorted(known_kinds()),
    }
    return render(request, "mergers/upload.html", context, status=422 if errors else 200)
