"""One field for everything a person may read; who may read nothing finds nothing."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Comment, Decision, Evidence
from tuphap.modules.assessments.province_desk.queries import search as found
from tuphap.modules.assessments.province_desk.search import Group, Hit, excerpt, marked
from tuphap.rules.permissions import Actor, may
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflows.comment import KIND_LABELS

FEW, PAGE_SIZE = 8, 50
TOO_LONG = f"Chữ cần tìm dài hơn {found.LONGEST_TEXT} ký tự. Ghi ngắn lại rồi tìm."
NO_WORD = "Chữ cần tìm không có chữ cái hay chữ số nào. Ghi tên, mã, số quyết định rồi tìm."


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    text = normalise(request.GET.get("tim", "")).strip()
    words = found.words_in(text[: found.LONGEST_TEXT])
    fault = TOO_LONG if len(text) > found.LONGEST_TEXT else NO_WORD if text and not words else ""
    context: dict[str, Any] = {"text": text[: found.LONGEST_TEXT], "fault": fault}
    if words and not fault:
        context |= _found(request, words)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return render(request, "province_desk/search.html", context, status=status)


def _found(request: PersonRequest, words: Sequence[str]) -> dict[str, Any]:
    actor = request.actor
    groups = _groups(actor, words)
    if not any(group.count for group in groups) and len(words) > 1:
        groups = _groups(actor, words, loose=True)
    wanted = next((g for g in groups if g.code == request.GET.get("nhom")), None)
    page = None
    if wanted is not None:
        page = Paginator(wanted.rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    shown = [
        {"group": group, "hits": group.hits(list(group.rows[:FEW]))}
        for group in groups
        if group.count and wanted is None
    ]
    if wanted is not None and page is not None:
        shown = [{"group": wanted, "hits": wanted.hits(list(page.object_list))}]
    return {
        "shown": shown,
        "page": page,
        "total": sum(group.count for group in groups),
        "statuses": found.statuses(actor, words),
        "may_compare": may(actor, found.COMPARE),
        "few": FEW,
    }


def _groups(actor: Actor, words: Sequence[str], *, loose: bool = False) -> list[Group]:
    asked = (
        ("don-vi", "Đơn vị", found.units(actor, words), _units(actor, words)),
        ("tai-lieu", "Tài liệu", found.evidence(actor, words, loose=loose), _evidence(words)),
        ("trao-doi", "Trao đổi", found.comments(actor, words, loose=loose), _comments(words)),
        ("quyet-dinh", "Quyết định", found.decisions(actor, words), _decisions(words)),
    )
    return [Group(code, label, rows.count(), rows, hits) for code, label, rows, hits in asked]


def _units(actor: Actor, words: Sequence[str]) -> Any:
    def hits(rows: Sequence[Unit]) -> list[Hit]:
        later = found.successors_of(rows, timezone.localdate(actor.at))
        dossiers = found.newest_dossiers(actor, rows)
        return [_unit(row, words, later.get(row.pk, []), dossiers.get(row.pk, [])) for row in rows]

    return hits


def _unit(row: Unit, words: Sequence[str], later: list[str], dossiers: list[Any]) -> Hit:
    told = [f"mã {row.code}"]
    if row.parent is not None:
        told.append(row.parent.name)
    if later:
        told.append(f"nay là {', '.join(later)}")
    elif row.valid_to is not None:
        told.append(f"đến hết {row.valid_to:%d/%m/%Y}")
    if len(dossiers) > 1:
        told.append(f"hồ sơ các năm {', '.join(str(year) for _, year in dossiers)}")
    elif dossiers:
        told.append(f"hồ sơ năm {dossiers[0][1]}")
    url = reverse("assessments:line_results", args=[dossiers[0][0]]) if dossiers else ""
    return Hit(url, marked(row.name, words), " · ".join(told))


def _evidence(words: Sequence[str]) -> Any:
    def hits(rows: Sequence[Evidence]) -> list[Hit]:
        return [
            Hit(
                reverse("assessments:evidence", args=[row.assessment_id, row.item]),
                marked(row.title, words),
                f"{row.item} · {row.assessment.unit.name} · năm {row.assessment.period.year}",
            )
            for row in rows
        ]

    return hits


def _comments(words: Sequence[str]) -> Any:
    def hits(rows: Sequence[Comment]) -> list[Hit]:
        return [
            Hit(
                reverse("assessments:thread", args=[row.assessment_id, row.item]),
                marked(excerpt(row.text, words), words),
                f"{KIND_LABELS[row.kind]} · {row.item} · {row.assessment.unit.name} · "
                f"năm {row.assessment.period.year}",
            )
            for row in rows
        ]

    return hits


def _decisions(words: Sequence[str]) -> Any:
    def hits(rows: Sequence[Decision]) -> list[Hit]:
        return [
            Hit(
                reverse("decision_papers:show", args=[row.pk]),
                marked(f"Quyết định số {row.number}, {row.decided_by}", words),
                f"ngày {row.signed_on:%d/%m/%Y} · {row.deciding_unit.name} · năm {row.period.year}",
            )
            for row in rows
        ]

    return hits
