"""Rule sets for reading, and the sign-off of their rows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.criteria import actions, queries
from tuphap.modules.criteria.models import RuleRow
from tuphap.modules.criteria.shown import counted, sections
from tuphap.modules.criteria.words import LEGEND, STATUS_WORDS
from tuphap.rules.permissions import may, require_anywhere


@require_GET
def rule_sets(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, "rule_set.view")
    return render(request, "criteria/list.html", {"sets": queries.newest_first()})


@require_GET
def rule_set(request: PersonRequest, code: str) -> HttpResponse:
    require_anywhere(request.actor, "rule_set.view")
    stored = queries.newest(code)
    if stored is None:
        raise Http404
    wording, points = _status(request, "cau-chu"), _status(request, "diem")
    rows = list(stored.rows.select_related("signed_off_by").order_by("position"))
    parsed = queries.parsed(stored)
    context = {
        "set": stored,
        "parsed": parsed,
        "sections": sections(parsed, rows, wording, points),
        "wordings": counted(rows, "status", wording),
        "points": counted(rows, "points_status", points),
        "is_filtered": bool(wording or points),
        "signed": sum(row.signed_off_at is not None for row in rows),
        "total": len(rows),
        "notice": queries.notice(stored),
        "legend": LEGEND,
        "may_sign": may(request.actor, "rule_set.sign_off"),
        "guided": queries.guidance_counts(request.actor, code),
        "may_guide": may(request.actor, queries.MANAGE),
    }
    return render(request, "criteria/rule_set.html", context)


@require_POST
@once_per_key
def sign_off(request: PersonRequest, code: str, row_id: int) -> HttpResponse:
    require_anywhere(request.actor, "rule_set.view")
    row = get_object_or_404(RuleRow, pk=row_id, rule_set__code=code)
    row = actions.sign_off(row.pk, by=request.actor)
    messages.success(request, f"Đã xác nhận dòng {row.code}.")
    return redirect(f"{reverse('criteria:rule_set', args=[code])}#dong-{row.code}")


def _status(request: PersonRequest, name: str) -> str:
    wanted = request.GET.get(name, "")
    if wanted and wanted not in STATUS_WORDS:
        raise Http404
    return wanted
