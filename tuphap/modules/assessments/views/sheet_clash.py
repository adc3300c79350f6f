"""409: two versions of what is saved together. As a page of its own, or as a piece at the line."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.actions.own_lines import OwnSaved
from tuphap.modules.assessments.forms import (
    END,
    OPENED,
    STAY,
    Reading,
    opened_at,
    two_versions,
    wrong_elsewhere,
)
from tuphap.modules.assessments.lines.items import Item, anchor, items_of, saved_together
from tuphap.modules.assessments.lines.words import absent_hint
from tuphap.modules.assessments.queries.clashes import opened_versions, stored_lines
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.sheet.clash import (
    Clash,
    Fields,
    clash_of,
    fields_to_send,
    stored_given,
)
from tuphap.modules.criteria.queries import notice, parsed


def clash_page(request: PersonRequest, outcome: OwnSaved, reading: Reading) -> HttpResponse:
    """The first unit that clashes in full; the others travel along and are asked for next."""
    dossier = outcome.saved.assessment
    lines = items_of(dossier.period)
    first, *others = outcome.clashes
    waiting = tuple(item for item in lines if item.unit in others)
    context = {
        "clash": clash_in(request, outcome, reading, saved_together(lines, first)),
        "others": [item.code for item in waiting],
        "rest_fields": (*_as_they_came(waiting, reading), *_of_the_form(request)),
        "opened_at": opened_at(request.POST, request.actor.at),
        "some_saved": any(i.code in reading.lines and i.unit not in outcome.clashes for i in lines),
        "absent_hint": absent_hint(parsed(dossier.period.rule_set)),
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "sheet_url": reverse("assessments:sheet", args=[dossier.pk]),
        "strip_notice": notice(dossier.period.rule_set),
    }
    return render(request, "assessments/sheet_clash.html", context, status=409)


def clash_at_line(request: PersonRequest, outcome: OwnSaved, reading: Reading) -> HttpResponse:
    """Both versions at the line that was left; its fields stay as they were typed."""
    dossier = outcome.saved.assessment
    lines = items_of(dossier.period)
    together = saved_together(lines, outcome.clashes[0])
    both = [item.code for item in together] + list(two_versions(lines, request.POST))
    context = {
        "clash": clash_in(request, outcome, reading, together),
        "opened_at": opened_at(request.POST, request.actor.at),
        "wrong": links_to(wrong_elsewhere(lines, request.POST)),
        "two_versions": links_to(dict.fromkeys(both)),
    }
    return render(request, "assessments/_sheet_clashed.html", context, status=409)


def clash_in(
    request: PersonRequest, outcome: OwnSaved, reading: Reading, items: tuple[Item, ...]
) -> Clash:
    dossier, sent = outcome.saved.assessment, reading.sent()
    codes = [item.code for item in items if item.code in sent]
    stored = stored_lines(dossier, codes)
    opened = opened_versions(dossier, {code: sent[code].mark for code in codes})
    mine = {code: sent[code].wanted(stored_given(stored, code)) for code in codes}
    return clash_of(items, stored, mine, opened, outcome.saved.result, request.actor.person_id)


def links_to(codes: Iterable[str]) -> list[dict[str, str]]:
    return [{"code": code, "anchor": anchor(code)} for code in codes]


def _of_the_form(request: PersonRequest) -> Fields:
    """What the form of the sheet sends besides its lines."""
    stays = ((STAY, "1"),) if STAY in request.POST else ()
    return ((OPENED, request.POST.get(OPENED, "")[:40]), *stays, (END, "1"))


def _as_they_came(items: tuple[Item, ...], reading: Reading) -> Fields:
    sent = reading.sent()
    given = {item.code: sent[item.code].given for item in items}
    marks = {item.code: sent[item.code].mark for item in items}
    return fields_to_send(items, given, marks)
