"""Who works on a dossier, and more time for one unit: a list, a button, a page with a reason."""

import re
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.urls.converters import UUIDConverter
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import DayField
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions import desk_care
from tuphap.modules.assessments.actions.desk_care import ASSIGN, EXTEND
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk.queue_order import carried
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.desk_care import extendable, extensions_of
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require, require_anywhere
from tuphap.rules.refusals import Kind, Refused

CHOSEN, OFFICER, BACK = "don-vi", "nguoi", "ve"
NOBODY, MYSELF = "khong", "toi"


class ExtensionForm(forms.Form):
    until = DayField(label="Hạn mới")
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đơn vị đọc được. Hạn mới chỉ cho đơn vị này và tự hết vào ngày đã ghi.",
        error_messages={"required": "Chưa có lý do lùi hạn. Đơn vị đọc được lý do này."},
    )


def extend_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    form = ExtensionForm(request.POST)
    form.is_valid()
    for field, sentence in refused.fields.items():
        form.add_error(field, sentence)
    return _extend_page(request, pk, form)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(extend_with_faults, Kind.INVALID)
@once_per_key
def extend(request: PersonRequest, pk: UUID) -> HttpResponse:
    if request.method != "POST":
        return _extend_page(request, pk, ExtensionForm())
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _extend_page(request, pk, form)
    values = form.cleaned_data
    dossier = desk_care.extend(pk, values["until"], values["reason"], by=request.actor)
    messages.success(
        request, f"Đã lùi hạn của {dossier.unit.name} đến hết ngày {values['until']:%d/%m/%Y}."
    )
    return redirect("assessments:desk", pk)


def _extend_page(request: PersonRequest, pk: UUID, form: ExtensionForm) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    require(request.actor, EXTEND, subject_of(dossier))
    step, before = extendable(dossier)
    context = {
        "dossier": dossier,
        "form": form,
        "before": before,
        "is_return": step == dossier.status,
        "extensions": extensions_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/extend.html", context, status=status)


@require_POST
@once_per_key
def assign(request: PersonRequest) -> HttpResponse:
    """The dossiers ticked in the queue, to the person chosen; back to the same list."""
    require_anywhere(request.actor, ASSIGN)
    desk_page.require_fields(request.POST, CHOSEN, OFFICER, BACK)
    dossiers = desk_care.assign(
        [_uuid(text) for text in request.POST.getlist(CHOSEN)], _officer(request), by=request.actor
    )
    first = dossiers[0]
    officer = first.officer.full_name if first.officer else ""
    told = f"giao {officer}" if officer else "bỏ người thụ lý"
    messages.success(request, f"Đã {told}: {len(dossiers)} hồ sơ.")
    back = carried(QueryDict(request.POST.get(BACK, ""))) or "&trang-thai=tat-ca"
    return redirect(f"{reverse('assessments:queue')}?nam={first.period.year}{back}")


@require_POST
@once_per_key
def take(request: PersonRequest, pk: UUID) -> HttpResponse:
    dossier = desk_care.take(pk, by=request.actor)
    messages.success(request, f"Đã nhận thụ lý hồ sơ của {dossier.unit.name}.")
    return redirect("assessments:desk", pk)


def _officer(request: PersonRequest) -> int | None:
    text = request.POST.get(OFFICER, "")
    if text == NOBODY:
        return None
    if text == MYSELF:
        return request.actor.person_id
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise Refused(
        "no_officer",
        "Chưa chọn người thụ lý. Chọn một người rồi giao.",
        Kind.INVALID,
        {OFFICER: "Chưa chọn người thụ lý."},
    )


def _uuid(text: str) -> UUID:
    if re.fullmatch(UUIDConverter.regex, text):
        return UUID(text)
    raise Refused(
        "unknown_dossier",
        "Lần gửi có một hồ sơ không nhận ra. Tải lại trang rồi chọn lại.",
        Kind.INVALID,
    )
