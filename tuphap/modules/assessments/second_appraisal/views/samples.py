"""The samples: drawing one, giving its dossiers to somebody, and what the second looks say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.second_appraisal.actions import assign, draw
from tuphap.modules.assessments.second_appraisal.blind import ANSWER
from tuphap.modules.assessments.second_appraisal.compared import (
    all_together,
    by_indicator,
    conclusions,
)
from tuphap.modules.assessments.second_appraisal.forms import DrawForm
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.modules.assessments.second_appraisal.queries import (
    DRAW,
    VIEW,
    Place,
    candidates,
    get_sample,
    own_rows,
    places_to_draw,
    rows_of,
    samples,
)
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.sampling import in_order, mark

PERSON, DROP = "nguoi-", "bo-"  # before the id of a row
LETTERS = 12  # of a hash that is shown


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    own, drawn = found_samples(request)
    context = {
        "own": own,
        "samples": drawn,
        "may_draw": bool(places_to_draw(request.actor)),
    }
    return render(request, "second_appraisal/index.html", context)


def found_samples(request: PersonRequest) -> tuple[list[SecondAppraisal], QuerySet[Sample]]:
    """What was given to this person, and the samples; the page and its files show the same."""
    if not may(request.actor, ANSWER):
        require_anywhere(request.actor, VIEW)
    return own_rows(request.actor), samples(request.actor)


def draw_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    form = with_faults(DrawForm(request.POST, places=_words(_places(request))), refused)
    status = STATUS_OF[refused.kind]
    context = {"form": form, "has_places": True}
    return render(request, "second_appraisal/draw.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(draw_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def draw_new(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, DRAW)
    places = _places(request)
    if request.method != "POST":
        context = {"form": DrawForm(places=_words(places)), "has_places": bool(places)}
        return render(request, "second_appraisal/draw.html", context)
    form = DrawForm(request.POST, places=_words(places))
    require_valid(form)
    values = form.cleaned_data
    period, unit, _ = places[values["place"]]
    sample = draw(period, unit, values["size"], by=request.actor, by_kind=values["by_kind"])
    count = format_count(sample.rows.count())
    messages.success(request, f"Đã rút {count} hồ sơ. Giao người thẩm tra lại từng hồ sơ.")
    return redirect("second_appraisal:sample", sample.pk)


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _page(request, get_sample(request.actor, pk))


def assign_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _page(request, get_sample(request.actor, pk), refused)


@require_POST
@faults_answered_by(assign_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def give(request: PersonRequest, pk: UUID) -> HttpResponse:
    sample = get_sample(request.actor, pk)
    rows = rows_of(sample)
    require_fields(request.POST, *(f"{name}{row.pk}" for row in rows for name in (PERSON, DROP)))
    dropped = {row.pk for row in rows if f"{DROP}{row.pk}" in request.POST}
    people = _people_in(request.POST, rows)
    changed = assign(pk, people, by=request.actor, dropped=dropped)
    if changed:
        messages.success(request, f"Đã giao {format_count(changed)} hồ sơ.")
    else:
        messages.info(request, "Không có thay đổi nào để lưu.")
    return redirect("second_appraisal:sample", pk)


def _people_in(posted: QueryDict, rows: Sequence[SecondAppraisal]) -> dict[UUID, int | None]:
    found: dict[UUID, int | None] = {}
    for row in rows:
        text = posted.get(f"{PERSON}{row.pk}")
        if text is None:
            continue
        if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
            sentence = f"Người thẩm tra lại {quoted(text)} không có trong danh sách. Chọn lại."
            raise Refused("unknown_field", sentence, Kind.INVALID)
        found[row.pk] = int(text) if text else None
    return found


def _page(request: PersonRequest, sample: Sample, refused: Refused | None = None) -> HttpResponse:
    rows = rows_of(sample)
    may_draw = may(request.actor, DRAW, sample.subject)
    free = candidates(sample, rows, request.actor) if may_draw else {}
    sent = [row for row in rows if row.sent_at is not None]
    context = {
        "sample": sample,
        "strip_notice": notice(sample.period.rule_set),
        "rows": [(row, free.get(row.pk, []), f"{PERSON}{row.pk}") for row in rows],
        "chosen": _suggested(rows, free) | _asked_for(request, rows, refused),
        "may_draw": may_draw and len(sent) < len(rows),
        "sent": sent,
        "drawing": drawing(sample, rows),
        **results(sample, sent),
        "errors": [{"id": "mau", "text": refused.sentence}] if refused else [],
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "second_appraisal/sample.html", context, status=status)


def results(sample: Sample, sent: Sequence[SecondAppraisal]) -> dict[str, Any]:
    kept = [row.compared for row in sent if row.compared]
    indicators = by_indicator(parsed(sample.period.rule_set), kept)
    return {"indicators": indicators, "sums": [all_together(indicators), conclusions(kept)]}


def _suggested(
    rows: Sequence[SecondAppraisal], free: Mapping[UUID, Sequence[Person]]
) -> dict[UUID, int]:
    """Who has it, else who may and has least so far."""
    chosen = {row.pk: row.person_id for row in rows if row.person_id}
    load = Counter(chosen.values())
    for row in rows:
        if row.pk not in chosen and free.get(row.pk):
            best = min(free[row.pk], key=lambda person: (load[person.pk], person.name_sort))
            chosen[row.pk] = best.pk
            load[best.pk] += 1
    return chosen


def _asked_for(
    request: PersonRequest, rows: Sequence[SecondAppraisal], refused: Refused | None
) -> dict[UUID, int | None]:
    """What was chosen stays chosen where it was refused."""
    return _people_in(request.POST, rows) if refused and refused.code != "unknown_field" else {}


def drawing(sample: Sample, rows: Sequence[SecondAppraisal]) -> list[dict[str, Any]]:
    """The frame in the order of drawing, so that anybody can draw again."""
    taken = {row.assessment.unit.code for row in rows}
    named = {code: (name, kind) for code, name, kind in sample.frame}
    return [
        {
            "code": code,
            "name": named[code][0],
            "kind": named[code][1],
            "mark": mark(sample.seed, code)[:LETTERS],
            "drawn": code in taken,
        }
        for code in in_order(sample.seed, list(named))
    ]


def _places(request: PersonRequest) -> dict[str, Place]:
    found = places_to_draw(request.actor)
    return {f"{period.pk}-{unit.pk}": (period, unit, count) for period, unit, count in found}


def _words(places: Mapping[str, Place]) -> dict[str, str]:
    return {
        key: f"Năm {period.year}, {unit.name} ({format_count(count)} hồ sơ đã chốt thẩm tra)"
        for key, (period, unit, count) in places.items()
    }
