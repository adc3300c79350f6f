"""Pages of the units: the list, one unit, changes with their plans, applying and undoing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.confirmation import recently_confirmed
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.mergers import actions, queries
from tuphap.foundation.mergers.forms import ChoiceForm, UnitSearch
from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.mergers.shown import STATES, report, state_of
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import predecessors, successors
from tuphap.rules.permissions import may, require_anywhere

PAGE = 50
_ABOVE = (
    {"label": "Quản trị", "url": "/quan-tri/"},
    {"label": "Đơn vị", "url": "/quan-tri/don-vi/"},
)


@require_safe
def units(request: PersonRequest) -> HttpResponse:
    form, text, day, found = found_units(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    rest = request.GET.copy()
    rest.pop("trang", None)
    context = {
        "form": form,
        "text": text,
        "day": day,
        "today": timezone.localdate(request.actor.at),
        "page": page,
        "query": f"{rest.urlencode()}&" if rest else "",
        "became": [] if page.object_list else queries.became(request.actor, text, day),
        "may_change": may(request.actor, actions.PERMISSION),
    }
    return render(request, "mergers/units.html", context)


def found_units(request: PersonRequest) -> tuple[UnitSearch, str, date, QuerySet[Unit]]:
    """What the address asks for; the page and its files show the same."""
    require_anywhere(request.actor, queries.VIEW)
    form = UnitSearch(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("tim", "")
    day = form.cleaned_data.get("ngay") or timezone.localdate(request.actor.at)
    return form, text, day, queries.listed_units(request.actor, text, day)


@require_safe
def unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    require_anywhere(request.actor, queries.VIEW)
    found = get_object_or_404(
        queries.visible_units(request.actor).select_related("parent"), pk=unit_id
    )
    came, went = queries.links_of(found)
    context = {
        "unit": found,
        "breadcrumb": [*_ABOVE, {"label": found.name, "url": ""}],
        "came": came,
        "went": went,
        "earlier": len(predecessors(found)),
        "later": len(successors(found)),
        "posts": queries.posts_of(found),
        "children": queries.children_of(found).count(),
        "today": timezone.localdate(request.actor.at),
    }
    return render(request, "mergers/unit.html", context)


@require_safe
def changes(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, queries.VIEW)
    rows = [(row, STATES[state_of(row)]) for row in queries.visible_changes(request.actor)]
    context = {"rows": rows, "may_change": may(request.actor, actions.PERMISSION)}
    return render(request, "mergers/changes.html", context)


@require_safe
def change(request: PersonRequest, pk: UUID) -> HttpResponse:
    require_anywhere(request.actor, queries.VIEW)
    found = _visible(request, pk)
    return render(request, "mergers/change.html", _change_context(request, found))


@recently_confirmed
@once_per_key
def apply(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The page that asks who enters figures, and the deed."""
    require_anywhere(request.actor, actions.PERMISSION)
    found = _visible(request, pk)
    if request.method != "POST":
        form = ChoiceForm(plan=found.plan, initial={"plan_hash": found.plan_hash})
        context = {**_change_context(request, found), "form": form}
        return render(request, "mergers/apply.html", context)
    form = ChoiceForm(request.POST, plan=found.plan)
    require_valid(form)
    actions.apply_change(pk, form.cleaned_data["plan_hash"], form.choices(), by=request.actor)
    messages.success(request, f"Đã áp dụng thay đổi đơn vị từ ngày {found.effective_on:%d/%m/%Y}.")
    return redirect("mergers:change", pk)


@recently_confirmed
@once_per_key
def undo(request: PersonRequest, pk: UUID) -> HttpResponse:
    require_anywhere(request.actor, actions.PERMISSION)
    found = _visible(request, pk)
    if request.method != "POST":
        return render(request, "mergers/undo.html", _change_context(request, found))
    actions.undo_change(pk, by=request.actor)
    messages.success(request, "Đã hoàn tác. Đơn vị và vị trí công tác trở lại như trước.")
    return redirect("mergers:change", pk)


def _visible(request: PersonRequest, pk: UUID) -> UnitChange:
    return get_object_or_404(queries.visible_changes(request.actor), pk=pk)


def _change_context(request: PersonRequest, found: UnitChange) -> dict[str, Any]:
    state = state_of(found)
    return {
        "change": found,
        "breadcrumb": [
            *_ABOVE,
            {"label": "Thay đổi đơn vị", "url": reverse("mergers:changes")},
            {"label": f"Từ ngày {found.effective_on:%d/%m/%Y}", "url": ""},
        ],
        "state": state,
        "status": STATES[state],
        "report": report({**found.plan, **({"posts": found.done["posts"]} if found.done else {})}),
        "concerned": queries.concerned(found),
        "why_not_undone": queries.why_not_undone(found) if state == "applied" else "",
        "may_change": may(request.actor, actions.PERMISSION),
    }
