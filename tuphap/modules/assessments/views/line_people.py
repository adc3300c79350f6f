"""Who answers for which line of the sheet, and the word of each."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.line_people import PUT, confirm_lines, put_in_charge
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.lines.items import anchor, items_of
from tuphap.modules.assessments.lines.words import answer_words, name_of
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.line_people import (
    CONFIRM,
    line_people,
    people_of_unit,
    unconfirmed,
)
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.numbers import quoted
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import display_name
from tuphap.rules.workflows.assessment import SELF

NOBODY, LINE = "0", "dong"
PERSON = re.compile("[0-9]{1,9}")


@require_safe
def people(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A page of its own; fetched by the sheet, only the marks beside its lines."""
    dossier = get_visible(request.actor, pk)
    lines = line_people(dossier)
    if request.htmx:
        rows = [{"anchor": anchor(code), "line": line} for code, line in lines.items()]
        return render(request, "assessments/_people_marks.html", {"rows": rows})
    is_open = SELF in dossier.step.writable or dossier.status == "posted"
    subject = sheet_page.subject_of_own_work(dossier)
    context = {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "strip_notice": notice(dossier.period.rule_set),
        "groups": _groups(request, dossier, lines, is_open),
        "staff": people_of_unit(dossier, timezone.localdate(request.actor.at)),
        "may_put": is_open and may(request.actor, PUT, subject),
        "own_open": [
            line
            for line in lines.values()
            if is_open and _is_mine(request, line) and line.is_entered
        ],
        "left": len(unconfirmed(lines)),
        "of": len(lines),
    }
    return render(request, "assessments/people.html", context)


@require_POST
@once_per_key
def put(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Fields are called after the node; an empty one leaves its lines as they are."""
    dossier = get_visible(request.actor, pk)
    nodes = [criterion.code for criterion in parsed(dossier.period.rule_set).criteria]
    nodes += [item.code for item in items_of(dossier.period)]
    require_fields(request.POST, *nodes)
    chosen = {node: request.POST.get(node, "") for node in nodes}
    now = {code: str(line.officer_id or "") for code, line in line_people(dossier).items()}
    # A line that says what it said before leaves room for the choice of its criterion.
    wanted = {
        node: _person(node, value)
        for node, value in chosen.items()
        if value and value != now.get(node)
    }
    changed = put_in_charge(pk, wanted, by=request.actor)
    messages.success(request, f"Đã lưu người phụ trách, {changed} dòng thay đổi.")
    return redirect("assessments:sheet_people", pk)


@require_POST
@once_per_key
def confirm(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One line or several: “code:mark” of each as it was shown."""
    dossier = get_visible(request.actor, pk)
    known = {item.code for item in items_of(dossier.period)}
    require_fields(request.POST, LINE)
    sent = request.POST.getlist(LINE)
    pairs = [value.partition(":") for value in sent]
    strange = [value for value in sent if value.partition(":")[0] not in known]
    if strange:
        raise _not_offered(f"Dòng {quoted(strange[0])} không có trong phiếu này.")
    if not pairs:
        raise _not_offered("Chưa chọn dòng nào để xác nhận.")
    seen = {code: mark for code, _, mark in pairs}
    count = confirm_lines(pk, seen, by=request.actor)
    messages.success(request, f"Đã xác nhận {count} dòng.")
    return redirect("assessments:sheet_people", pk)


def _person(node: str, value: str) -> int | None:
    if not PERSON.fullmatch(value):
        raise _not_offered(f"Người phụ trách {node}: {quoted(value)} không có trong danh sách.")
    return None if value == NOBODY else int(value)


def _not_offered(sentence: str) -> Refused:
    rest = "Chưa lưu gì. Tải lại trang rồi chọn lại."
    return Refused("not_offered", f"{sentence} {rest}", Kind.INVALID)


def _is_mine(request: PersonRequest, line: Any) -> bool:
    mine = line.officer_id is not None and line.officer_id == request.actor.person_id
    return mine and line.confirmed_at is None and may(request.actor, CONFIRM)


def _groups(
    request: PersonRequest, dossier: Assessment, lines: dict[str, Any], is_open: bool
) -> list[dict[str, Any]]:
    """Lines under their criterion, the gates last."""
    rows = {
        item.code: {
            "item": item,
            "name": name_of(item),
            "answer": answer_words(item, lines[item.code].given),
            "people": lines[item.code],
            "may_confirm": is_open and _is_mine(request, lines[item.code]),
        }
        for item in items_of(dossier.period)
    }
    groups = [
        {
            "code": criterion.code,
            "title": f"{number}. {display_name(criterion)}",
            "rows": [rows[c.code] for i in criterion.indicators for c in i.contents],
        }
        for number, criterion in enumerate(parsed(dossier.period.rule_set).criteria, start=1)
    ]
    gates = [row for row in rows.values() if row["item"].gate]
    return (
        [*groups, {"code": "", "title": "Điều kiện công nhận", "rows": gates}] if gates else groups
    )
