"""The page “Thông báo”: the own notices, marking them, choosing how letters come."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.notices.actions import choose_way, mark_all_read, mark_read
from tuphap.foundation.notices.forms import WAY_HINTS, WayForm
from tuphap.foundation.notices.models import Notice, Way
from tuphap.foundation.notices.queries import get_own, own_notices, way_of
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.rules.numbers import format_count

PAGE = 30
UNREAD = "chua-doc"


@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    return _page(request)


def found_notices(request: PersonRequest) -> QuerySet[Notice]:
    """What the address asks for; the page and its files show the same."""
    everything = own_notices(request.actor)
    return everything.filter(read_at=None) if request.GET.get("loc") == UNREAD else everything


@require_GET
def open_notice(request: PersonRequest, notice_id: UUID) -> HttpResponse:
    """Where titles and letters lead: the notice counts as read, and its page opens."""
    notice = get_own(request.actor, notice_id)
    mark_read([notice], by=request.actor)
    return redirect(notice.address)


@require_POST
@once_per_key
def read(request: PersonRequest, notice_id: UUID) -> HttpResponse:
    mark_read([get_own(request.actor, notice_id)], by=request.actor)
    return redirect("notices:list")


@require_POST
@once_per_key
def read_all(request: PersonRequest) -> HttpResponse:
    count = mark_all_read(by=request.actor)
    messages.success(request, f"Đã đánh dấu {format_count(count)} thông báo là đã đọc.")
    return redirect("notices:list")


@require_POST
@once_per_key
def choose(request: PersonRequest) -> HttpResponse:
    form = WayForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    choose_way(form.cleaned_data["way"], by=request.actor)
    messages.success(request, f"Đã lưu cách nhận thư: {form.cleaned_data['way'].label.lower()}.")
    return redirect("notices:list")


def _page(request: PersonRequest, form: WayForm | None = None, status: int = 200) -> HttpResponse:
    found = found_notices(request)
    unread = own_notices(request.actor).filter(read_at=None)
    only_unread = request.GET.get("loc") == UNREAD
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    chosen = way_of(request.actor)
    context = {
        "page": page,
        "only_unread": only_unread,
        "unread_count": unread.count(),
        "query": f"loc={UNREAD}&" if only_unread else "",
        "form": form or WayForm(initial={"way": chosen}),
        "ways": [(way, WAY_HINTS[way], way is chosen) for way in Way],
    }
    return render(request, "notices/list.html", context, status=status)
