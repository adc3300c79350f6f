"""The plan of one commune, the communes of a year, and the lines that would turn most of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.files.limits import REMEDY, size_words
from tuphap.foundation.request_keys.once import once_per_key, once_per_key_unlocked
from tuphap.modules.assessments.lines.items import anchor
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.comparison import compared, periods_compared
from tuphap.modules.assessments.queries.final_sheets import final_sheets
from tuphap.modules.assessments.remedies import actions, queries
from tuphap.modules.assessments.remedies.actions import At
from tuphap.modules.assessments.remedies.forms import RemedyForm
from tuphap.modules.assessments.remedies.models import Remedy
from tuphap.modules.assessments.remedies.queries import COMPARE, WRITE, Plan, PlanRow
from tuphap.modules.assessments.remedies.turning import Overview, overview
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.refusals import Kind, Refused

OVERDUE, NO_PLAN, EVERYBODY = "qua-han", "chua-co", "tat-ca"
LIMITS = f"{REMEDY.kinds_words}, tối đa {size_words(REMEDY.most_bytes)}."


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """To the own plans, or to the newest year this person compares that has something to mend."""
    if may(request.actor, COMPARE):
        periods = periods_compared(request.actor)
        unmet = periods.filter(assessments__met=False).distinct()
        period = unmet.first() or periods.first()
        if period is not None:
            return redirect("remedies:communes", period.year)
        return render(request, "remedies/own.html", {"dossiers": []})
    require_anywhere(request.actor, WRITE)
    found = queries.own_plans(request.actor)
    if len(found) == 1:
        return redirect("remedies:plan", found[0].pk)
    return render(request, "remedies/own.html", {"dossiers": found})


@require_safe
def communes(request: PersonRequest, year: int) -> HttpResponse:
    period, others, kept, choice = found_communes(request, year)
    labels = {EVERYBODY: "Tất cả", OVERDUE: "Có việc quá hạn", NO_PLAN: "Chưa có kế hoạch"}
    context = {
        "year": str(year),
        "other_years": [str(other.year) for other in others],
        "rows": kept[choice],
        "choice": choice,
        "choices": [(key, labels[key], len(kept[key])) for key in kept],
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "remedies/communes.html", context)


def found_communes(
    request: PersonRequest, year: int
) -> tuple[Period, list[Period], dict[str, list[PlanRow]], str]:
    """The period, the other ones, rows by choice, and what the address chooses; the page and its
    files show the same."""
    require_anywhere(request.actor, COMPARE)
    period, others = compared(request.actor, year)
    rows = queries.plan_rows(period, request.actor, timezone.localdate(request.actor.at))
    kept = {
        EVERYBODY: rows,
        OVERDUE: [row for row in rows if row.overdue],
        NO_PLAN: [row for row in rows if not row.has_plan],
    }
    choice = request.GET.get("xem", "")
    return period, others, kept, choice if choice in kept else EVERYBODY


@require_safe
def turning(request: PersonRequest, year: int) -> HttpResponse:
    period, others, found = found_turning(request, year)
    context = {
        "year": str(year),
        "other_years": [str(other.year) for other in others],
        "found": found,
        "by_indicator": _by_indicator(request),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "remedies/turning.html", context)


def found_turning(request: PersonRequest, year: int) -> tuple[Period, list[Period], Overview]:
    require_anywhere(request.actor, COMPARE)
    period, others = compared(request.actor, year)
    sheets = final_sheets(period, request.actor, unmet_only=True)
    return period, others, overview(period, sheets, by_indicator=_by_indicator(request))


def _by_indicator(request: PersonRequest) -> bool:
    return request.GET.get("theo", "") == "chi-tieu"


@require_safe
def plan(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _page(request, pk)


def page_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, item: str = ""
) -> HttpResponse:
    return _page(request, pk, item, refused)


@require_POST
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def write(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    found = _plan(request, pk)
    found.line(item)
    form = RemedyForm(request.POST, people=_people(request, found))
    if not form.is_valid():
        return _page(request, pk, item, form=form)
    at = At(pk, item, form.cleaned_data["remedy"], _seen(request.POST))
    actions.save_remedy(at, form.wanted(), request.FILES.get("file"), by=request.actor)
    messages.success(request, f"Đã lưu biện pháp của {item}.")
    return redirect(f"{reverse('remedies:plan', args=[pk])}#nd-{anchor(item)}")


@require_POST
@once_per_key
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """`pk` is that of the measure."""
    queries.remedy_seen(request.actor, pk)
    gone = actions.withdraw_remedy(pk, seen=_seen(request.POST), by=request.actor)
    messages.success(request, f"Đã rút biện pháp của {gone.item}.")
    return redirect("remedies:plan", gone.assessment_id)


@require_safe
def file(request: PersonRequest, pk: UUID) -> FileResponse:
    """The proof of the measure `pk`."""
    found = queries.remedy_seen(request.actor, pk)
    if found.file is None:
        raise Http404
    require_scanned(found.file, is_own=found.written_by_id == request.actor.person_id)
    return answer_with(found.file, by=request.actor, unit=found.unit.name)


def _plan(request: PersonRequest, pk: UUID) -> Plan:
    return queries.plan_of(request.actor, pk, timezone.localdate(request.actor.at))


def _people(request: PersonRequest, found: Plan) -> list[Any]:
    if found.writer is None:
        return []
    return queries.people_of(found.writer, timezone.localdate(request.actor.at))


def _page(
    request: PersonRequest,
    pk: UUID,
    item: str = "",
    refused: Refused | None = None,
    form: RemedyForm | None = None,
) -> HttpResponse:
    found = _plan(request, pk)
    people = _people(request, found)
    edited = _edited(request, found)
    item = item or (edited.item if edited else request.GET.get("them", ""))
    if refused is not None:
        form = RemedyForm(request.POST, people=people)
        form.is_valid()
    form = form or RemedyForm(initial=_initial(edited), people=people)
    file_fault = _faults_into(form, refused)
    status = STATUS_OF[refused.kind] if refused else 422 if form.is_bound else 200
    context = {
        "plan": found,
        "may_compare": may(request.actor, COMPARE),
        "form": form,
        "open_at": item if found.writer else "",
        "edited": edited,
        "file_fault": file_fault,
        "errors": _errors(form, file_fault),
        "limits": LIMITS,
        "year": str(found.dossier.period.year),
        "done": sum(measure.state == "done" for measure in found.measures),
        "overdue": sum(measure.state == "overdue" for measure in found.measures),
    }
    return render(request, "remedies/plan.html", context, status=status)


def _edited(request: PersonRequest, found: Plan) -> Remedy | None:
    wanted = request.POST.get("remedy", "") or request.GET.get("sua", "")
    return next((m.remedy for m in found.measures if str(m.remedy.pk) == wanted), None)


def _initial(edited: Remedy | None) -> dict[str, Any]:
    if edited is None:
        return {}
    names = ("what", "who", "until", "done_on", "note")
    values = {name: getattr(edited, name) for name in names}
    days = {k: f"{v:%d/%m/%Y}" for k, v in values.items() if k in ("until", "done_on") and v}
    return {**values, **days, "person": str(edited.person_id or "")}


def _faults_into(form: RemedyForm, refused: Refused | None) -> str:
    """Beside the fields they belong to; the sentence about the file is given back."""
    for field, sentence in (refused.fields if refused else {}).items():
        if field in form.fields and not form.errors.get(field):
            form.add_error(field, sentence)
    return refused.fields.get("file", "") if refused else ""


def _errors(form: RemedyForm, file_fault: str) -> list[dict[str, str]]:
    rows = [
        {"id": f"id_{name}", "text": str(texts[0])}
        for name, texts in (form.errors.items() if form.is_bound else ())
    ]
    return [*rows, {"id": "o-tep", "text": file_fault}] if file_fault else rows


def _seen(sent: QueryDict) -> int:
    text = sent.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
