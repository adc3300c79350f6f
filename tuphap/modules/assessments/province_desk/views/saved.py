"""The page of saved views: save the present one under a name, open one, drop one."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.values import INDICATORS
from tuphap.modules.assessments.province_desk.actions.saved import (
    drop_view,
    open_first,
    save_view,
)
from tuphap.modules.assessments.province_desk.forms import SavedViewForm
from tuphap.modules.assessments.province_desk.queries.saved import get_view, saved_views
from tuphap.modules.assessments.queries.comparison import PERMISSION, Matrix, compared, matrix
from tuphap.rules.numbers import quoted
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused

QUERY, LONGEST = "cach-xem", 400


def save_with_faults(request: PersonRequest, refused: Refused, year: int) -> HttpResponse:
    form = with_faults(SavedViewForm(request.POST), refused)
    return _page(request, year, form, request.POST.get(QUERY, ""), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(save_with_faults, Kind.INVALID, codes=("unknown_choice", "long_choice"))
@once_per_key
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    if request.method != "POST":
        return _page(request, year, SavedViewForm(), request.GET.urlencode())
    form = SavedViewForm(request.POST)
    require_valid(form)
    query = _checked(request, year, request.POST.get(QUERY, ""))
    view = save_view(
        form.cleaned_data["name"],
        query,
        is_default=form.cleaned_data["is_default"],
        by=request.actor,
    )
    messages.success(request, f"Đã lưu cách xem {quoted(view.name)}.")
    return redirect(f"../{'?' if query else ''}{query}")


@require_POST
@once_per_key
def change(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """One of the two buttons of a row."""
    require_anywhere(request.actor, PERMISSION)
    view = get_view(request.actor, pk)
    if "xoa" in request.POST:
        drop_view(pk, by=request.actor)
        messages.success(request, f"Đã xóa cách xem {quoted(view.name)}.")
    else:
        open_first(None if view.is_default else pk, by=request.actor)
        messages.success(request, "Đã đổi cách xem mở trước tiên.")
    return redirect("province_desk:saved_views", year)


def _page(
    request: PersonRequest,
    year: int,
    form: Form,
    query: str,
    refused: Refused | None = None,
) -> HttpResponse:
    period, _ = compared(request.actor, year)
    context = {
        "year": str(period.year),
        "form": form,
        "query_name": QUERY,
        "query": query,
        "views": saved_views(request.actor),
        "errors": [{"id": "luu", "text": refused.sentence}] if refused else [],
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "province_desk/saved_views.html", context, status=status)


def _checked(request: PersonRequest, year: int, query: str) -> str:
    """The address as the table itself would write it; a part it does not know is refused."""
    period, _ = compared(request.actor, year)
    given = {name: value for name, value in _parts(query).items() if value and name != "trang"}
    view = comparison.view_of(given.get("xem", ""))
    found: Matrix = matrix(period, request.actor, by_indicator=view == INDICATORS)
    understood = comparison.read_choice(given, found).query().removeprefix("?")
    strange = set(given.items()) - set(_parts(understood).items())
    if strange:
        name, value = min(strange)
        raise Refused(
            "unknown_choice",
            f"Cách xem có phần {quoted(f'{name}={value}')} không có trong bảng đối chiếu. "
            "Mở bảng đối chiếu, chọn lại rồi lưu.",
            Kind.INVALID,
        )
    return understood


def _parts(query: str) -> dict[str, str]:
    if len(query) > LONGEST:
        raise Refused(
            "long_choice",
            f"Cách xem dài hơn {LONGEST} ký tự. Mở bảng đối chiếu, chọn lại rồi lưu.",
            Kind.INVALID,
        )
    return dict(parse_qsl(query))
