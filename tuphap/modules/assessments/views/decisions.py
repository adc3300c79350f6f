"""Recording decisions: choose units, enter the paper, look at what it says, record it."""

import re
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls.converters import UUIDConverter
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.errors import note_refusal
from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.decisions import (
    DecisionPaper,
    chosen_for_decision,
    record_decision,
    require_free_number,
)
from tuphap.modules.assessments.council.guard import (
    require_after_meeting,
    require_word,
    without_word,
)
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk.decision_form import DecisionForm
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.decisions import (
    DECIDE,
    WaitingGroup,
    last_papers,
    waiting_groups,
)
from tuphap.modules.criteria.queries import notice
from tuphap.rules import permissions, workflow
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused

FOUR_EYES = "four_eyes"
UNITS, FIRST_UNIT = "don-vi", "don-vi-1"
ALL = "tat-ca"


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    permissions.require_anywhere(request.actor, DECIDE)
    return _page(request)


def found_waiting(
    request: PersonRequest,
) -> tuple[list[WaitingGroup], WaitingGroup | None, set[str]]:
    """All there are, the one that is asked for, and who in it waits for the council; the page and
    its files show the same."""
    permissions.require_anywhere(request.actor, DECIDE)
    groups = waiting_groups(request.actor)
    chosen = set(request.POST.getlist(UNITS))
    group = _shown_group(groups, request.GET.get("nhom"), chosen)
    waits = {str(pk) for pk in without_word(UUID(row.id) for row in group.rows)} if group else set()
    return groups, group, waits


def page_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    """The list again, with the ticks and the words that were sent."""
    if refused.kind is Kind.FORBIDDEN:
        note_refusal(request, refused)
    form = form_in(request, year=0)
    form.is_valid()
    for field, sentence in refused.fields.items():
        if field in form.fields and field not in form.errors:
            form.add_error(field, sentence)
    return _page(request, form, refused, STATUS_OF[refused.kind])


@require_POST
@faults_answered_by(page_with_faults, *Kind, codes=(FOUR_EYES,))
def confirm(request: PersonRequest) -> HttpResponse:
    """What the paper says of which units; nothing is recorded yet."""
    chosen, paper = previewed(request)
    group = _narrowed(waiting_groups(request.actor), chosen)
    return render(
        request,
        "assessments/decide.html",
        {
            "paper": paper,
            "group": group,
            "known": require_free_number(chosen[0], paper),
            "strip_notice": _notice(group),
        },
    )


def previewed(request: PersonRequest) -> tuple[list[Assessment], DecisionPaper]:
    """What recording would take, with all it would refuse; nothing is recorded."""
    chosen = chosen_in(request)
    form = form_in(request, chosen[0].period.year)
    if not form.is_valid():
        fields = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("faulty_decision", next(iter(fields.values())), Kind.INVALID, fields)
    for dossier in chosen:
        workflow.find_move(dossier.workflow, "decide", dossier.status)
        permissions.require(request.actor, DECIDE, subject_of(dossier))
    require_word(chosen)
    require_after_meeting(chosen, form.paper.signed_on)
    require_free_number(chosen[0], form.paper)
    return chosen, form.paper


@require_POST
@faults_answered_by(page_with_faults, *Kind, codes=(FOUR_EYES,))
@once_per_key
def record(request: PersonRequest) -> HttpResponse:
    chosen = chosen_in(request)
    form = form_in(request, chosen[0].period.year)
    if not form.is_valid():
        fields = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refused("faulty_decision", next(iter(fields.values())), Kind.INVALID, fields)
    decision = record_decision([row.pk for row in chosen], form.paper, by=request.actor)
    messages.success(request, f"Đã ghi {decision} cho {len(chosen)} đơn vị.")
    return redirect("decision_papers:show", decision.pk)


def chosen_in(request: PersonRequest) -> list[Assessment]:
    permissions.require_anywhere(request.actor, DECIDE)
    desk_page.require_fields(request.POST, UNITS, *DecisionForm.base_fields)
    ids = [_id(text) for text in request.POST.getlist(UNITS)]
    return chosen_for_decision(ids, by=request.actor)


def _id(text: str) -> UUID:
    if re.fullmatch(UUIDConverter.regex, text):
        return UUID(text)
    raise Refused(
        "unknown_field",
        f"Danh sách đơn vị có giá trị {quoted(text)} không đúng. Tải lại trang rồi chọn lại.",
        Kind.INVALID,
    )


def form_in(request: PersonRequest, year: int) -> DecisionForm:
    return DecisionForm(request.POST, year=year, today=timezone.localdate(request.actor.at))


def _narrowed(groups: list[WaitingGroup], chosen: list[Assessment]) -> WaitingGroup | None:
    """Only the units chosen, in the order of the list."""
    wanted = {str(dossier.pk) for dossier in chosen}
    for group in groups:
        rows = tuple(row for row in group.rows if row.id in wanted)
        if rows:
            return WaitingGroup(**{**vars(group), "rows": rows})
    return None


def _page(
    request: PersonRequest,
    form: DecisionForm | None = None,
    refused: Refused | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    groups, group, waits = found_waiting(request)
    chosen = set(request.POST.getlist(UNITS))
    if group and request.GET.get("chon") == ALL:
        chosen = {row.id for row in group.rows if row.id not in waits}
    context: dict[str, Any] = {
        "groups": groups,
        "group": group,
        "strip_notice": _notice(group),
        "papers": last_papers(request.actor),
        "form": form or DecisionForm(),
        "chosen": chosen,
        "waits": waits,
        "ready": len(group.rows) - len(waits) if group else 0,
        "refused": refused,
        "errors": _errors(form, refused),
    }
    return render(request, "assessments/decisions.html", context, status=status)


def _errors(form: DecisionForm | None, refused: Refused | None) -> list[dict[str, str]]:
    """For the list above the title: the choice of units first, then the fields in page order."""
    if refused is None:
        return []
    units = refused.sentence if refused.code == FOUR_EYES else refused.fields.get("units")
    fields = form.errors if form else {}
    return [
        *([{"id": FIRST_UNIT, "text": units}] if units else []),
        *({"id": f"id_{name}", "text": str(faults[0])} for name, faults in fields.items()),
    ]


def _notice(group: WaitingGroup | None) -> str:
    return notice(group.period.rule_set) if group else ""


def _shown_group(
    groups: list[WaitingGroup], key: str | None, chosen: set[str]
) -> WaitingGroup | None:
    """The one asked for, the one that was being worked on, or the first."""
    for group in groups:
        if group.key == key or chosen & {row.id for row in group.rows}:
            return group
    return groups[0] if groups else None
