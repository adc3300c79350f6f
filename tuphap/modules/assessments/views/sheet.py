"""The sheet of a unit: shown, saved as a whole, saved line by line; its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.request_keys.once import KEY_USED, hands_to_once, once_per_key
from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.actions.own_lines import save_own_lines
from tuphap.modules.assessments.former_years.queries.brought_in import brought_in
from tuphap.modules.assessments.former_years.shown import steps_of, title_of_listed
from tuphap.modules.assessments.forms import (
    STAY,
    opened_at,
    read,
    require_each,
    require_whole,
    two_versions,
    wrong_elsewhere,
)
from tuphap.modules.assessments.lateness import late_draft_words, late_words
from tuphap.modules.assessments.lines.items import Item, anchor, items_of, saved_together
from tuphap.modules.assessments.lines.measured import measured_lines
from tuphap.modules.assessments.lines.words import absent_hint
from tuphap.modules.assessments.models import STATUS_LABELS, Assessment
from tuphap.modules.assessments.papers.queries import late_sendings
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.own_work import newest_own
from tuphap.modules.assessments.queries.scans import paper_of_sending
from tuphap.modules.assessments.queries.sheet import Column, column_with, course, self_column
from tuphap.modules.assessments.queries.typing import typing_shown
from tuphap.modules.assessments.second_appraisal.blind import require_sight
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.sheet.page import NOTHING_TYPED, Typed
from tuphap.modules.assessments.sheet.values import line_of, sections, totals
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.views.brought_in import brought_in_page
from tuphap.modules.assessments.views.sheet_clash import (
    clash_at_line,
    clash_page,
    links_to,
)
from tuphap.modules.assessments.views.talk import talk_on_sheet, told_on_sheet
from tuphap.modules.criteria.queries import notice
from tuphap.rules.dossier_days import DossierDays
from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import SheetResult
from tuphap.rules.workflows.assessment import SELF
from tuphap.rules.workflows.imported import IMPORTED

HOME = "assessments:home"
SCRIPTS = (
    "js/sheet.js",
    "js/kept-store.js",
    "js/sheet-copy.js",
    "js/sheet-saving.js",
    "js/sheet-paste.js",
    "js/uploads.js",
)


@hands_to_once
def sheet(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One address: reading shows the sheet, sending saves it whole."""
    return save_sheet(request, pk) if request.method == "POST" else show_sheet(request, pk)


@require_safe
def show_sheet(request: PersonRequest, pk: UUID) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    found = brought_in(dossier)
    return brought_in_page(request, dossier, found) if found else _page(request, dossier)


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    return _page(request, dossier, _typed(request, refused, items_of(dossier.period)), status=422)


@require_POST
@faults_answered_by(page_with_faults, codes=(KEY_USED,))
@once_per_key
def save_sheet(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The way without script: with a fault none of the lines, else all that do not clash."""
    dossier = get_visible(request.actor, pk)
    reading = read(items_of(dossier.period), request.POST)
    require_whole(reading, request.POST)
    sent = reading.sent()
    reading.require_readable()
    outcome = save_own_lines(pk, sent, by=request.actor)
    if outcome.clashes:
        return clash_page(request, outcome, reading)
    messages.success(request, f"{_saved_words(dossier, request.actor.at, request.actor.at)}.")
    return redirect("assessments:sheet", pk) if STAY in request.POST else redirect(HOME)


def line_with_faults(request: PersonRequest, refused: Refused, pk: UUID, unit: str) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    lines = _lines_of(dossier, unit)
    column = self_column(dossier)
    result = score(dossier, column.rule_set, column.given)
    typed = _typed(request, refused, lines)
    return _saved(request, dossier, lines, column, result, typed, status=422)


@require_POST
@faults_answered_by(line_with_faults)
@once_per_key
def save_line(request: PersonRequest, pk: UUID, unit: str) -> HttpResponse:
    """One line, or an indicator that did not arise as a whole; answers what changed on the page."""
    dossier = get_visible(request.actor, pk)
    lines = _lines_of(dossier, unit)
    reading = read(lines, request.POST)
    require_each(reading, lines)
    sent = reading.sent()
    reading.require_readable()
    outcome = save_own_lines(pk, sent, by=request.actor)
    if outcome.clashes:
        answer = clash_at_line if request.htmx else clash_page
        return answer(request, outcome, reading)
    saved = outcome.saved
    if not request.htmx:
        return redirect(f"{reverse('assessments:sheet', args=[pk])}#nd-{lines[0].anchor}")
    elsewhere = Typed(elsewhere=wrong_elsewhere(items_of(dossier.period), request.POST))
    column = column_with(saved.assessment, saved.given, request.actor.at)
    return _saved(request, dossier, lines, column, saved.result, elsewhere)


@require_GET
def history(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Every move of the dossier: who, when, why."""
    dossier, rows = found_history(request, pk)
    context = {**_head(request, dossier), "rows": rows}
    if listed := any(row["change"].target == IMPORTED.code for row in rows):
        context["title"] = title_of_listed(dossier)
    return render(request, "assessments/history.html", {**context, "is_listed": listed})


def found_history(request: PersonRequest, pk: UUID) -> tuple[Assessment, list[dict[str, Any]]]:
    """Newest first; the page and its files show the same."""
    dossier = get_visible(request.actor, pk)
    require_sight(request.actor, dossier)
    way = course(dossier, timezone.localdate(request.actor.at))
    late = late_sendings(dossier)
    deeds = {move.name: move.label for move in dossier.workflow.moves if move.needs_reason}
    rows: list[dict[str, Any]] = [
        {
            "change": change,
            "deed": deeds.get(change.move, ""),
            "target": STATUS_LABELS[change.target],
            "late": late_words(late.get(change.made_at, 0)),
        }
        for change in reversed(way.changes)
    ]
    if found := brought_in(dossier):
        rows.extend(steps_of(found))
        rows.sort(key=lambda row: row["change"].made_at, reverse=True)
    return dossier, rows


@require_GET
def own_sheet(request: PersonRequest) -> HttpResponse:
    """The line of the menu: this person's newest sheet, or the list where there is none."""
    dossier = newest_own(request.actor)
    return redirect("assessments:sheet", dossier.pk) if dossier else redirect(HOME)


def _lines_of(dossier: Assessment, unit: str) -> tuple[Item, ...]:
    lines = saved_together(items_of(dossier.period), unit)
    if not lines:
        raise Refused(
            "unknown_item",
            f"Phiếu này không có nội dung {quoted(unit)}. Tải lại trang rồi nhập lại.",
            Kind.INVALID,
        )
    return lines


def _typed(request: PersonRequest, refused: Refused, lines: tuple[Item, ...]) -> Typed:
    reading = read(lines, request.POST)
    elsewhere = wrong_elsewhere(lines, request.POST)
    faults = sheet_page.faults_from(refused, reading, lines)
    return Typed(reading, faults, elsewhere, "" if faults else refused.sentence)


def _head(request: PersonRequest, dossier: Assessment) -> dict[str, Any]:
    """What stands above every page of a dossier."""
    return {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
    }


def _page(
    request: PersonRequest, dossier: Assessment, typed: Typed = NOTHING_TYPED, status: int = 200
) -> HttpResponse:
    told, calendar = told_on_sheet(dossier), work_calendar()
    asked = told.open_returns if dossier.status == "returned" else ()
    way = course(dossier, timezone.localdate(request.actor.at), calendar, told.days)
    column = self_column(dossier, way.days, known_of(dossier), asked)
    result = score(dossier, column.rule_set, column.given, calendar)
    read_only = sheet_page.why_read_only(dossier, request.actor, way)
    entered = sheet_page.input_of(column, result, typed)
    context = {
        **_head(request, dossier),
        **_parts(request, dossier, column, result, typed, way.days),
        "sections": sections(column.rule_set, column.items, entered),
        "course": way,
        "typing": typing_shown(dossier, way.changes),
        "scan": paper_of_sending(dossier, way.last_sending),
        "read_only": read_only,
        "scripts": SCRIPTS,
        "opened_at": opened_at(request.POST, request.actor.at) or request.actor.at,
        "absent_hint": absent_hint(column.rule_set),
        "measured": measured_lines(column.known, column.given),
        "last_return": way.last_return if dossier.status == "returned" else None,
        **talk_on_sheet(request, dossier, told, column, way),
        "errors": [
            {"id": f"nd-{anchor(code)}", "text": f"{code}: {fault.sentence}"}
            for code, fault in (typed.faults or {}).items()
        ],
        "not_taken": typed.not_taken,
    }
    posting = sheet_page.posting_wait(dossier, way, request.actor.at)
    context["ways"] = sheet_page.ways(dossier, request.actor, len(context["panel"].todo), posting)
    return render(request, "assessments/sheet.html", context, status=status)


def _saved(
    request: PersonRequest,
    dossier: Assessment,
    lines: tuple[Item, ...],
    column: Column,
    result: SheetResult,
    typed: Typed = NOTHING_TYPED,
    status: int = 200,
) -> HttpResponse:
    """What a save changes on the page, piece by piece; the fields themselves are left alone."""
    entered = sheet_page.input_of(column, result, typed)
    context = {
        **_parts(request, dossier, column, result, typed),
        "lines": [line_of(item, entered) for item in lines],
        "totals": totals(column.rule_set, lines, result),
    }
    return render(request, "assessments/_sheet_saved.html", context, status=status)


def proof_on_sheet(request: PersonRequest, dossier: Assessment, item: str) -> HttpResponse:
    """What a new document changes on the open sheet: its line, and what is still missing."""
    column = self_column(dossier)
    result = score(dossier, column.rule_set, column.given)
    typed = Typed(elsewhere=wrong_elsewhere(column.items, request.POST))
    entered = sheet_page.input_of(column, result, typed)
    line = next(line_of(one, entered) for one in column.items if one.code == item)
    context = {**_parts(request, dossier, column, result, typed), "line": line}
    return render(request, "assessments/_evidence_on_sheet.html", context)


def _saved_words(
    dossier: Assessment,
    saved_at: datetime | None,
    now: datetime,
    days: DossierDays | None = None,
) -> str:
    """A sheet that cannot be written says something else in this place."""
    if saved_at is None or SELF not in dossier.step.writable:
        return sheet_page.saved_words(saved_at, now)
    late = late_draft_words(dossier.period, (days or own_days(dossier)).send_by, saved_at)
    return sheet_page.saved_words(saved_at, now, late)


def _parts(
    request: PersonRequest,
    dossier: Assessment,
    column: Column,
    result: SheetResult,
    typed: Typed,
    days: DossierDays | None = None,
) -> dict[str, Any]:
    """Panel and bar: the same on the page and after a save; `days` where they are known."""
    panel = sheet_page.panel_of(column, result, typed)
    return {
        "dossier": dossier,
        "panel": panel,
        "wrong": links_to(typed.wrong),
        "two_versions": links_to(two_versions(column.items, request.POST)),
        "saved_words": _saved_words(dossier, column.saved_at, request.actor.at, days),
        "ways": sheet_page.ways(dossier, request.actor, len(panel.todo)),
        "save_url": reverse("assessments:sheet", args=[dossier.pk]),
    }
