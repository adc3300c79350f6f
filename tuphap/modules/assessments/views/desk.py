"""The desk of one dossier: two columns side by side, accepted or changed line by line."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions import appraisal, openings
from tuphap.modules.assessments.actions.desk_care import ASSIGN, EXTEND
from tuphap.modules.assessments.actions.desk_care import receive as receive_dossier
from tuphap.modules.assessments.actions.seeing import dossier_seen
from tuphap.modules.assessments.agencies.at_desk import agencies_at_desk
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk.already_done import already_done_leads_on
from tuphap.modules.assessments.desk.checks import shown_checks
from tuphap.modules.assessments.desk.news import news_words
from tuphap.modules.assessments.desk.page import CHOSEN, SEEN, SLIP, Edit, may_begin_typing
from tuphap.modules.assessments.desk.queue_order import beside, carried, carried_alone, filters_of
from tuphap.modules.assessments.desk.values import Unit, todo_beside
from tuphap.modules.assessments.forms import Reading, read, require_each
from tuphap.modules.assessments.lateness import late_words
from tuphap.modules.assessments.lines.items import saved_together
from tuphap.modules.assessments.models import Evidence
from tuphap.modules.assessments.queries.desk import DeskOf, get_desk
from tuphap.modules.assessments.queries.news import VISIT_BEFORE, news
from tuphap.modules.assessments.queries.queue import QueueRow, in_charge, queue
from tuphap.modules.assessments.queries.scans import paper_of_sending
from tuphap.modules.assessments.queries.typing import typing_shown
from tuphap.modules.assessments.remedies.queries import planned_before
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.views.talk import talk_at_desk
from tuphap.modules.criteria.queries import notice
from tuphap.rules.dossier_days import RETURNED
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.reminders import waits_for_sending

PANEL, MOST_IN_RAIL, SEEN_BEFORE = "tai-lieu", 40, 4


@dataclass(frozen=True)
class Rail:
    """The queue as its page was filtered; `waiting` counts it whole, `rows` are those around."""

    rows: list[QueueRow]
    waiting: int
    before: QueueRow | None = None  # in the order of the queue this person comes from
    after: QueueRow | None = None

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.waiting


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    """`noi-dung` is the line whose evidence lies beside it, `sua` the unit opened for change.

    `rieng` asks for a unit alone, without the documents beside it, which are being looked at.
    """
    found = _desk(request, pk)
    opened = request.GET.get("sua") or request.GET.get("dong")
    if request.htmx and opened:
        unit, only_line = _unit(found, opened), "rieng" in request.GET
        edit = _edit_asked(request, found)
        return _pieces(request, found, unit, edit, changed=False, only_line=only_line)
    if request.htmx and request.htmx.target == PANEL:
        return render(request, "assessments/_desk_evidence.html", _parts(request, found))
    dossier_seen(found.assessment, by=request.actor)
    return _page(request, found, _edit_asked(request, found))


@require_safe
def open_document(request: PersonRequest, pk: UUID, document: str) -> HttpResponse:
    """On to a link, or to a file of another part: what is opened there leaves its trace here."""
    row = openings.open_document(pk, document, by=request.actor)
    if isinstance(row, Evidence) and row.file_id:
        return redirect("assessments:file_look", row.file_id)
    return redirect(row.url)


@require_POST
@already_done_leads_on(lambda: ("receive",), lambda pk: reverse("assessments:desk", args=[pk]))
@once_per_key
def receive(request: PersonRequest, pk: UUID) -> HttpResponse:
    desk_page.require_fields(request.POST)
    dossier = receive_dossier(pk, by=request.actor)
    messages.success(request, f"Đã nhận thẩm tra hồ sơ của {dossier.unit.name}.")
    return redirect("assessments:desk", pk)


@require_POST
@once_per_key
def accept(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One line by its button, or the few that were ticked."""
    desk_page.require_fields(request.POST, CHOSEN)
    seen = desk_page.seen_in(request.POST, CHOSEN)
    appraisal.accept(pk, seen, by=request.actor)
    found = _desk(request, pk)
    units = [unit for group in found.desk.groups for unit in group.units]
    touched = [unit for unit in units if any(line.code in seen for line in unit.lines)]
    if request.htmx and len(touched) == 1:
        return _pieces(request, found, touched[0])
    messages.success(request, f"Đã chấp nhận {', '.join(sorted(seen))}.")
    return redirect(_back(request, found, touched[0]))


def line_with_faults(request: PersonRequest, refused: Refused, pk: UUID, unit: str) -> HttpResponse:
    """What was typed stays in the fields; beside it stands what the system holds."""
    found = _desk(request, pk)
    items = saved_together(found.items, unit)
    reading = read(items, _without_marks(request))
    faults = desk_page.faults_of(refused, reading, items)
    conflict = refused.kind is Kind.CONFLICT
    opened = desk_page.edit(found, _unit(found, unit), reading, faults=faults, conflict=conflict)
    opened = replace(opened, slips=tuple(request.POST.getlist(SLIP)))
    status = STATUS_OF[refused.kind]
    if request.htmx:
        return _pieces(request, found, _unit(found, unit), opened, changed=False, status=status)
    return _page(request, found, opened, status=status)


@require_POST
@faults_answered_by(line_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def change(request: PersonRequest, pk: UUID, unit: str) -> HttpResponse:
    """Other figures for one unit of lines, each with its reason."""
    found = _desk(request, pk)
    reading = _read(request, found, unit)
    if not reading.typed:
        require_each(reading, saved_together(found.items, unit))
    reading.require_readable()
    appraisal.change(
        pk,
        reading.lines,
        desk_page.seen_in(request.POST, SEEN),
        by=request.actor,
        slips=request.POST.getlist(SLIP),
    )
    found = _desk(request, pk)
    if request.htmx:
        return _pieces(request, found, _unit(found, unit))
    return redirect(_back(request, found, _unit(found, unit)))


@require_POST
def preview(request: PersonRequest, pk: UUID, unit: str) -> HttpResponse:
    """What the figures typed would give; nothing is saved."""
    found = _desk(request, pk)
    reading = _read(request, found, unit)
    opened = desk_page.edit(found, _unit(found, unit), reading, faults=reading.faults)
    return render(
        request,
        "assessments/_desk_previewed.html",
        {"edit": opened, "words": desk_page.labels(found)},
    )


def _read(request: PersonRequest, found: DeskOf, unit: str) -> Reading:
    return read(saved_together(found.items, _unit(found, unit).code), _without_marks(request))


def _without_marks(request: PersonRequest) -> Any:
    posted = request.POST.copy()
    posted.pop(SEEN, None)
    posted.pop(SLIP, None)
    return posted


def _desk(request: PersonRequest, pk: UUID) -> DeskOf:
    return get_desk(request.actor, pk, timezone.localdate(request.actor.at))


def _unit(found: DeskOf, code: str) -> Unit:
    unit = found.desk.unit(code)
    if unit is None:
        raise Http404
    return unit


def _edit_asked(request: PersonRequest, found: DeskOf) -> Edit | None:
    wanted = request.GET.get("sua")
    if not wanted or desk_page.read_only(found, request.actor):
        return None
    return desk_page.edit(found, _unit(found, wanted))


def _page(
    request: PersonRequest,
    found: DeskOf,
    opened: Edit | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **_parts(request, found, opened),
        "rail": _rail(request, found),
        "late": ""
        if found.assessment.status == RETURNED
        else late_words(found.assessment.days_late),
        "typing": typing_shown(found.assessment, found.course.changes),
        "care": _care(request, found),
        "may_type": may_begin_typing(found, request.actor),
        "scan": paper_of_sending(found.assessment, found.course.last_sending),
        "strip_notice": notice(found.assessment.period.rule_set),
        "errors": desk_page.errors(opened),
    }
    return render(request, "assessments/desk.html", context, status=status)


def _pieces(
    request: PersonRequest,
    found: DeskOf,
    unit: Unit,
    opened: Edit | None = None,
    *,
    changed: bool = True,
    only_line: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """What one line changes on the page: itself, its sums, the bar, the evidence beside it."""
    context = {
        **_parts(request, found, opened, unit),
        "unit": unit,
        "group": found.desk.group_of(unit.code),
        "changed": changed,
        "only_line": only_line,
        "saved_words": f"Đã lưu lúc {timezone.localtime(request.actor.at):%H:%M}"
        if changed
        else "",
        "oob": True,
    }
    return render(request, "assessments/_desk_saved.html", context, status=status)


def _parts(
    request: PersonRequest,
    found: DeskOf,
    opened: Edit | None = None,
    unit: Unit | None = None,
) -> dict[str, Any]:
    wanted = request.GET.get("noi-dung") or (opened.lines[0][0].code if opened else "")
    line = unit.lines[0] if unit else found.desk.line(wanted)
    line = line or next(iter(found.desk.todo), found.desk.lines[0])
    dossier = found.assessment
    return {
        "found": found,
        "desk": found.desk,
        "dossier": dossier,
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "words": desk_page.labels(found),
        "bar": desk_page.bar(found, request.actor),
        "checks": shown_checks(found),
        "ticks": any(row.may_be_ticked for row in found.desk.lines),
        "edit": opened,
        "proof": desk_page.proof_of(found, line),
        "todo_beside": todo_beside(found.desk, line),
        "carried": carried(request.GET),
        "carried_alone": carried_alone(request.GET),
        **_news(request, found),
        **agencies_at_desk(dossier, request.actor),
        "planned_before": planned_before(dossier, timezone.localdate(request.actor.at)),
        **talk_at_desk(request, found),
    }


def _news(request: PersonRequest, found: DeskOf) -> dict[str, Any]:
    dossier = found.assessment
    new = news(request.actor, [dossier.pk], VISIT_BEFORE).get(dossier.pk)
    today = timezone.localdate(request.actor.at)
    words = news_words(new, dossier.workflow, today) if new else ""
    return {"news": new, "news_words": words}


def _care(request: PersonRequest, found: DeskOf) -> dict[str, bool]:
    """What this person may do about who works on it and until when the unit has time."""
    dossier, actor = found.assessment, request.actor
    waits = dossier.status in waits_for_sending(dossier.workflow)
    return {
        "may_extend": waits and may(actor, EXTEND, found.subject),
        "may_take": dossier.officer_id != actor.person_id
        and not waits
        and dossier.decision_id is None
        and may(actor, ASSIGN, found.subject),
    }


def _rail(request: PersonRequest, found: DeskOf) -> Rail | None:
    """The same queue at the left, as far as it helps; none for who only looks."""
    period = found.assessment.period
    if not in_charge(request.actor).filter(period=period).exists():
        return None
    rows = queue(request.actor, period, timezone.localdate(request.actor.at))
    filters = filters_of(request.GET, period.workflow, rows, request.actor.person_id)
    shown = filters.rows(rows)
    steps = beside(filters, rows, found.assessment.pk)
    return Rail(_around(shown, steps), len(shown), *steps) if shown else None


def _around(
    shown: list[QueueRow], steps: tuple[QueueRow | None, QueueRow | None]
) -> list[QueueRow]:
    """A long list begins a little before this dossier."""
    places = {row.id: place for place, row in enumerate(shown)}
    before = steps[0]
    first = max(0, places[before.id] - SEEN_BEFORE) if before else 0
    first = min(first, max(0, len(shown) - MOST_IN_RAIL))
    return shown[first : first + MOST_IN_RAIL]


def _back(request: PersonRequest, found: DeskOf, unit: Unit) -> str:
    address, kept = desk_page.address(found, "desk"), carried(request.GET)
    return f"{address}?noi-dung={unit.lines[0].code}{kept}#nd-{unit.anchor}"
