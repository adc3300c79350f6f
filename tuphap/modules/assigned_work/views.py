"""Assigning work, and the work of one commune line by line."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.reach import place_of
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, picture_answer, require_scanned
from tuphap.foundation.files.limits import WORK, size_words
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.previews import picture_of
from tuphap.foundation.measures.registry import why_held
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.foundation.units.models import Unit
from tuphap.modules.assigned_work import actions, queries
from tuphap.modules.assigned_work.forms import (
    AssignForm,
    ChangeForm,
    FileForm,
    ReasonForm,
    ReportForm,
    VersionForm,
    default_years,
)
from tuphap.modules.assigned_work.models import Assignment
from tuphap.modules.assigned_work.shown import KindGroup, groups, shown_changes, shown_line
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Subject, may, require_anywhere
from tuphap.rules.refusals import Kind, Refused


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Every commune in reach with its work of one year."""
    year, years = year_asked(request)
    context = {
        "year": str(year),
        "years": [str(y) for y in years],
        "rows": queries.counts(request.actor, year),
    }
    return render(request, "assigned_work/index.html", context)


def year_asked(request: PersonRequest) -> tuple[int, list[int]]:
    """The one the address names or the newest, and all there are."""
    require_anywhere(request.actor, queries.ASSIGN)
    years = default_years(timezone.localdate(request.actor.at), queries.years_of(request.actor))
    wanted = request.GET.get("nam", "")
    year = next((y for y in years if str(y) == wanted), None if wanted else years[0])
    if year is None:
        raise Http404
    return year, list(years)


def assign_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    """What only the action could know, said beside the field it belongs to."""
    form = _assign_form(request)
    form.is_valid()
    for field, sentence in refused.fields.items():
        form.add_error(field, sentence)
    status = STATUS_OF[refused.kind]
    return render(request, "assigned_work/assign.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(assign_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def assign_new(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, queries.ASSIGN)
    form = _assign_form(request)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "assigned_work/assign.html", {"form": form}, status=status)
    made = actions.assign(form.order, form.cleaned_data["units"], by=request.actor)
    count = format_count(len(form.cleaned_data["units"]))
    messages.success(request, f"Đã giao {format_count(len(made))} việc cho {count} đơn vị.")
    return redirect("assigned_work:index")


@require_safe
def own(request: PersonRequest) -> HttpResponse:
    """The line of the menu: the own commune, this year."""
    require_anywhere(request.actor, queries.REPORT)
    units = queries.own_units(request.actor)
    today = timezone.localdate(request.actor.at)
    years = queries.years_of(request.actor)
    if not units:
        return render(request, "assigned_work/unit.html", {"groups": [], "year": str(today.year)})
    return redirect("assigned_work:unit", units[0].pk, max(years, default=today.year))


@require_safe
def unit(request: PersonRequest, unit_id: int, year: int) -> HttpResponse:
    found, work = found_work(request, unit_id, year)
    context = {
        "unit": found,
        "year": str(year),
        "groups": work,
        "list_of": f"{found.pk}/{year}",
        "may_assign": may(request.actor, queries.ASSIGN),
        "may_report": may(request.actor, queries.REPORT, Subject(place_of(found))),
    }
    return render(request, "assigned_work/unit.html", context)


def found_work(request: PersonRequest, unit_id: int, year: int) -> tuple[Unit, list[KindGroup]]:
    found = queries.get_unit(request.actor, unit_id)
    today = timezone.localdate(request.actor.at)
    return found, groups(queries.work_of(request.actor, found, year), today)


@require_safe
def line(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _page(request, queries.get_visible(request.actor, pk))


def line_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    found = queries.get_visible(request.actor, pk)
    name = next(name for name in FORMS if request.path.endswith(f"/{name}/"))
    form = FORMS[name](request, found)
    form.is_valid()
    for field, sentence in refused.fields.items():
        form.add_error(field if field in form.fields else None, sentence)
    return _page(request, found, {name: form})


@require_POST
@faults_answered_by(line_with_faults)
@once_per_key
def report_line(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = queries.get_visible(request.actor, pk)
    form = ReportForm(request.POST, line=found)
    if not form.is_valid():
        return _page(request, found, {"ket-qua": form})
    actions.report(pk, form.told, version=form.cleaned_data["version"], by=request.actor)
    messages.success(request, "Đã ghi kết quả.")
    return redirect("assigned_work:unit", found.unit_id, found.year)


@require_POST
@faults_answered_by(line_with_faults)
@once_per_key_unlocked
def keep_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = queries.get_visible(request.actor, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, {"tep": form})
    values = form.cleaned_data
    kept = actions.keep_file(pk, values["file"], version=values["version"], by=request.actor)
    messages.success(request, f"Đã lưu tệp “{kept.file}”.")
    return redirect("assigned_work:line", pk)


@require_POST
@once_per_key
def remove_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    queries.get_visible(request.actor, pk)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    actions.remove_file(pk, version=version, by=request.actor)
    messages.success(request, "Đã gỡ tệp.")
    return redirect("assigned_work:line", pk)


@require_safe
def file(request: PersonRequest, pk: UUID, file_id: UUID) -> FileResponse:
    """Whoever may see the line may have its files, the earlier ones included (F9)."""
    found, stored = _file_of(request, pk, file_id)
    return answer_with(stored, by=request.actor, unit=found.unit.name)


@require_safe
def picture(request: PersonRequest, pk: UUID, file_id: UUID, page: int) -> FileResponse:
    place = picture_of(_file_of(request, pk, file_id)[1], page)
    if place is None:
        raise Http404
    return picture_answer(place)


def _file_of(request: PersonRequest, pk: UUID, file_id: UUID) -> tuple[Assignment, StoredFile]:
    found, stored = queries.visible_file(request.actor, pk, file_id)
    require_scanned(stored, is_own=may(request.actor, queries.REPORT, found.subject))
    return found, stored


@require_POST
@faults_answered_by(line_with_faults)
@once_per_key
def change_line(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = queries.get_visible(request.actor, pk)
    form = ChangeForm(request.POST, line=found)
    if not form.is_valid():
        return _page(request, found, {"sua": form})
    values = form.cleaned_data
    actions.change(
        pk,
        values.get("name", ""),
        values.get("quantity") or 0,
        values["due_on"],
        values["reason"],
        version=values["version"],
        by=request.actor,
    )
    messages.success(request, "Đã sửa việc được giao.")
    return redirect("assigned_work:line", pk)


@require_POST
@faults_answered_by(line_with_faults)
@once_per_key
def withdraw_line(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = queries.get_visible(request.actor, pk)
    form = ReasonForm(request.POST, prefix="rut")
    if not form.is_valid():
        return _page(request, found, {"rut-lai": form})
    values = form.cleaned_data
    actions.withdraw(pk, values["reason"], version=values["version"], by=request.actor)
    messages.success(request, "Đã rút lại việc được giao.")
    return redirect("assigned_work:unit", found.unit_id, found.year)


FORMS: dict[str, Any] = {
    "tep": lambda request, found: FileForm(request.POST, request.FILES),
    "ket-qua": lambda request, found: ReportForm(request.POST, line=found),
    "sua": lambda request, found: ChangeForm(request.POST, line=found),
    "rut-lai": lambda request, found: ReasonForm(request.POST, prefix="rut"),
}


def _assign_form(request: PersonRequest) -> AssignForm:
    today = timezone.localdate(request.actor.at)
    return AssignForm(
        request.POST if request.method == "POST" else None,
        communes=queries.communes_to_assign(request.actor, today),
        years=default_years(today, []),
    )


def _page(
    request: PersonRequest, found: Assignment, forms: dict[str, Any] | None = None
) -> HttpResponse:
    typed = forms or {}
    is_open = found.withdrawn_at is None
    reports = is_open and may(request.actor, queries.REPORT, found.subject)
    held = why_held(found.kind, found.unit_id, found.year) if reports else ""
    reporting = reports and not held
    assigning = is_open and may(request.actor, queries.ASSIGN, found.subject)
    seen = {"version": found.version}
    plain = ReasonForm(prefix="rut", initial=seen)
    context = {
        "line": found,
        "held": held,
        "shown": shown_line(found, timezone.localdate(request.actor.at)),
        "report_form": (typed.get("ket-qua") or ReportForm(line=found)) if reporting else None,
        "change_form": (typed.get("sua") or ChangeForm(line=found)) if assigning else None,
        "withdraw_form": (typed.get("rut-lai") or plain) if assigning else None,
        "file_form": (typed.get("tep") or FileForm(initial=seen)) if reporting else None,
        "faulty": next(iter(typed.values()), None),
        "changes": shown_changes(queries.changes_of(found)),
        "limits": f"{WORK.kinds_words}, tối đa {size_words(WORK.most_bytes)}.",
        "endings": ",".join(f".{ending}" for ending in WORK.endings),
    }
    return render(request, "assigned_work/line.html", context, status=422 if typed else 200)
