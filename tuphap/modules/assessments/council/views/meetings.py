"""Meetings: who was there, over which dossiers, the minutes, and closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.foundation.ui.render import differing_html
from tuphap.modules.assessments.council.actions.meetings import (
    CHANGED,
    change,
    close,
    give_up,
    hold,
    meeting_rows,
    why_not_ready,
)
from tuphap.modules.assessments.council.forms import MeetingForm, meeting_initial
from tuphap.modules.assessments.council.models import Council, Meeting
from tuphap.modules.assessments.council.paper_places import meeting_shelf
from tuphap.modules.assessments.council.queries import (
    RECORD,
    get_council,
    get_meeting,
    seats,
    settled,
    treated,
    waiting_dossiers,
)
from tuphap.modules.assessments.council.results import REASON_WORDS
from tuphap.modules.assessments.council.views.councils import NO_VERSION, head
from tuphap.modules.assessments.versions import version_in
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Kind, Refused

ALL = "tat-ca"


def new_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _form_page(request, get_council(request.actor, pk), None, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(new_with_faults)
@once_per_key
def new(request: PersonRequest, pk: UUID) -> HttpResponse:
    council = get_council(request.actor, pk)
    require(request.actor, RECORD, council.subject)
    if request.method != "POST":
        return _form_page(request, council)
    form = _form(request, council, None, bound=True)
    require_valid(form)
    meeting = hold(pk, form.plan, by=request.actor)
    messages.success(request, "Đã mở cuộc họp. Ghi tiếp biên bản rồi đóng cuộc họp.")
    return redirect("council:meeting", pk, meeting.pk)


def meeting_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, meeting: UUID
) -> HttpResponse:
    found = get_meeting(request.actor, pk, meeting)
    return _form_page(request, get_council(request.actor, pk), found, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(meeting_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def show(request: PersonRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    council, found = get_council(request.actor, pk), get_meeting(request.actor, pk, meeting)
    if request.method != "POST":
        if found.closed_at is not None:
            return _closed_page(request, council, found)
        return _form_page(request, council, found)
    form = _form(request, council, found, bound=True)
    require_valid(form)
    change(pk, meeting, form.plan, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, f"Đã lưu lúc {timezone.localtime(request.actor.at):%H:%M}.")
    return redirect("council:meeting", pk, meeting)


@require_POST
@once_per_key
def drop(request: PersonRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    give_up(pk, meeting, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, "Đã bỏ cuộc họp. Các hồ sơ của cuộc họp này chờ cuộc họp khác.")
    return redirect("council:show", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@once_per_key
def close_page(request: PersonRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """What will be settled, in figures, and that it cannot be changed."""
    council, found = get_council(request.actor, pk), get_meeting(request.actor, pk, meeting)
    require(request.actor, RECORD, council.subject)
    if found.closed_at is not None:
        return redirect("council:meeting", pk, meeting)
    if request.method == "POST":
        close(pk, meeting, version_in(request.POST, NO_VERSION), by=request.actor)
        messages.success(request, "Đã đóng cuộc họp. Các hồ sơ của cuộc họp có thể trình tiếp.")
        return redirect("council:meeting", pk, meeting)
    rows = meeting_rows(found, at=request.actor.at)
    context = {
        **head(request, council),
        "meeting": found,
        "rows": rows,
        "waiting": why_not_ready(found, rows, at=request.actor.at),
        "reasons": REASON_WORDS,
    }
    return render(request, "council/close.html", context)


def _closed_page(request: PersonRequest, council: Council, meeting: Meeting) -> HttpResponse:
    present = set(meeting.attendance.values_list("member_id", flat=True))
    sitting = seats(council, timezone.localdate(meeting.begins_at))
    context = {
        **head(request, council),
        "meeting": meeting,
        "lines": treated(meeting),
        "people": [(row, row.pk in present) for row in sitting],
        "forms": meeting_shelf(meeting, timezone.now()),
        "reasons": REASON_WORDS,
    }
    return render(request, "council/closed.html", context)


def _form(
    request: PersonRequest, council: Council, meeting: Meeting | None, *, bound: bool
) -> MeetingForm:
    day = timezone.localdate(meeting.begins_at if meeting else request.actor.at)
    sitting = seats(council, day)
    people = {str(row.pk): row.name for row in sitting}
    dossiers = list(waiting_dossiers(council))
    closed = settled(dossiers)
    offered = {str(row.pk): row.unit.name for row in dossiers if row.pk not in closed}
    if meeting:
        offered |= {str(row.assessment_id): row.assessment.unit.name for row in treated(meeting)}
    every = list(offered) if request.GET.get("chon") == ALL else []
    # Whoever writes the minutes is there.
    there = [str(row.pk) for row in sitting if row.person_id == request.actor.person_id]
    new = {"day": day, "dossiers": every, "present": there}
    initial = meeting_initial(meeting) if meeting else new
    data = request.POST if bound else None
    return MeetingForm(data, people=people, offered=offered, initial=initial)


def _form_page(
    request: PersonRequest,
    council: Council,
    meeting: Meeting | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    form = with_faults(_form(request, council, meeting, bound=refused is not None), refused)
    context = {
        **head(request, council),
        "meeting": meeting,
        "form": form,
        "clash": _clash(request, meeting, refused),
        "chosen": {name: set(form[name].value() or ()) for name in ("present", "dossiers")},
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "council/meeting.html", context, status=status)


def _clash(
    request: PersonRequest, meeting: Meeting | None, refused: Refused | None
) -> dict[str, Any] | None:
    """Both texts of the minutes, where somebody saved others meanwhile."""
    if refused is None or refused.code != CHANGED or meeting is None:
        return None
    theirs, mine = differing_html(meeting.minutes, request.POST.get("minutes", ""))
    return {"theirs": theirs, "mine": mine, "who": meeting.changed_by, "at": meeting.changed_at}
