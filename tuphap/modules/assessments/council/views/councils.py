"""Setting up a council, who sits on it, and the work at a glance."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.council.actions.councils import (
    add_member,
    change_settings,
    end_seat,
    set_up,
)
from tuphap.modules.assessments.council.actions.reminding import remind
from tuphap.modules.assessments.council.forms import CouncilForm, EndSeatForm, SeatForm, SetUpForm
from tuphap.modules.assessments.council.models import Council
from tuphap.modules.assessments.council.overview import overview
from tuphap.modules.assessments.council.queries import (
    MANAGE,
    RECORD,
    VIEW,
    all_seats,
    councils,
    get_council,
    meetings,
    places_without,
)
from tuphap.modules.assessments.council.results import REASON_WORDS
from tuphap.modules.assessments.second_appraisal.queries import sample_at
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.refusals import Kind, Refused

NO_VERSION = "Lần gửi thiếu số bản của trang. Tải lại trang rồi làm lại."
SETTINGS = ("paper_number", "paper_on", "quorum", "voting_rule", "written_counts")


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, VIEW)
    context = {"councils": councils(request.actor), "may_set_up": bool(_places(request))}
    return render(request, "council/index.html", context)


def set_up_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    form = with_faults(SetUpForm(request.POST, places=_place_words(request)), refused)
    status = STATUS_OF[refused.kind]
    context = {"form": form, "has_places": True}
    return render(request, "council/set_up.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(set_up_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def set_up_new(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    if request.method != "POST":
        form = SetUpForm(places=_place_words(request))
        context = {"form": form, "has_places": bool(_places(request))}
        return render(request, "council/set_up.html", context)
    form = SetUpForm(request.POST, places=_place_words(request))
    require_valid(form)
    period, unit = _places(request)[form.cleaned_data["place"]]
    council = set_up(period, unit, form.settings, by=request.actor)
    messages.success(request, f"Đã lập {council}. Thêm thành viên để lấy ý kiến.")
    return redirect("council:members", council.pk)


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    council = get_council(request.actor, pk)
    found = overview(council, at=request.actor.at)
    context = {
        **head(request, council),
        "found": found,
        "sample": sample_at(request.actor, council.period, council.unit),
        "meetings": meetings(council),
        "reasons": REASON_WORDS,
    }
    return render(request, "council/show.html", context)


@require_POST
@once_per_key
def remind_members(request: PersonRequest, pk: UUID) -> HttpResponse:
    told = remind(pk, by=request.actor)
    if told:
        messages.success(request, f"Đã nhắc {told} thành viên.")
    else:
        messages.info(request, "Không có thành viên nào cần nhắc thêm trong hôm nay.")
    return redirect("council:show", pk)


def members_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _members_page(request, get_council(request.actor, pk), refused, of="settings")


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(members_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def members(request: PersonRequest, pk: UUID) -> HttpResponse:
    council = get_council(request.actor, pk)
    if request.method != "POST":
        return _members_page(request, council)
    form = CouncilForm(request.POST)
    require_valid(form)
    version = version_in(request.POST, NO_VERSION)
    change_settings(pk, form.settings, version, by=request.actor)
    messages.success(request, "Đã lưu quy tắc của Hội đồng.")
    return redirect("council:members", pk)


def seat_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _members_page(request, get_council(request.actor, pk), refused, of="seat")


@require_POST
@faults_answered_by(seat_with_faults)
@once_per_key
def add(request: PersonRequest, pk: UUID) -> HttpResponse:
    council = get_council(request.actor, pk)
    form = SeatForm(request.POST, council=council, day=timezone.localdate(request.actor.at))
    require_valid(form)
    member = add_member(pk, form.seat, by=request.actor)
    messages.success(request, f"Đã thêm {member.name}.")
    return redirect("council:members", pk)


def end_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, member: UUID
) -> HttpResponse:
    return _members_page(request, get_council(request.actor, pk), refused, of="end", member=member)


@require_POST
@faults_answered_by(end_with_faults)
@once_per_key
def end(request: PersonRequest, pk: UUID, member: UUID) -> HttpResponse:
    get_council(request.actor, pk)
    form = EndSeatForm(request.POST)
    require_valid(form)
    ended = end_seat(pk, member, form.cleaned_data["ends_on"], by=request.actor)
    messages.success(request, f"{ended.name} tham gia đến hết ngày {ended.ends_on:%d/%m/%Y}.")
    return redirect("council:members", pk)


def head(request: PersonRequest, council: Council) -> dict[str, Any]:
    """What every page of one council says at its top."""
    return {
        "council": council,
        "may_manage": may(request.actor, MANAGE, council.subject),
        "may_record": may(request.actor, RECORD, council.subject),
        "strip_notice": notice(council.period.rule_set),
    }


def _members_page(
    request: PersonRequest,
    council: Council,
    refused: Refused | None = None,
    *,
    of: str = "",
    member: UUID | None = None,
) -> HttpResponse:
    today = timezone.localdate(request.actor.at)
    initial = {name: getattr(council, name) for name in SETTINGS}
    settings = CouncilForm(request.POST if of == "settings" else None, initial=initial)
    seat = SeatForm(
        request.POST if of == "seat" else None,
        council=council,
        day=today,
        initial={"starts_on": today},
    )
    ending = EndSeatForm(request.POST if of == "end" else None)
    for form, kind in ((settings, "settings"), (seat, "seat"), (ending, "end")):
        if of == kind:
            with_faults(form, refused)
    context = {
        **head(request, council),
        "form": settings,
        "seat": seat,
        "ending": ending if of == "end" else None,
        "ending_member": member,
        "wrong": {"settings": settings, "seat": seat, "end": ending}.get(of),
        "seats": [(row, row.sits_on(today)) for row in all_seats(council)],
        "today": today,
        "version_name": VERSION,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "council/members.html", context, status=status)


def _places(request: PersonRequest) -> dict[str, tuple[Any, Any]]:
    return {
        f"{period.pk}-{unit.pk}": (period, unit) for period, unit in places_without(request.actor)
    }


def _place_words(request: PersonRequest) -> dict[str, str]:
    return {
        key: f"Năm {period.year}, {unit.name}" for key, (period, unit) in _places(request).items()
    }
