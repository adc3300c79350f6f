"""The home page of everybody at work: what waits now, then the ways to the rest."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.menu import MenuItem, Row, lines
from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.agencies.overview import own_rows
from tuphap.modules.assessments.agencies.queries import ANSWER, own_agencies
from tuphap.modules.assessments.council.queries import GIVE, own_seats
from tuphap.modules.assessments.desk.queue_order import TO_DO
from tuphap.modules.assessments.feedback import queries as feedback
from tuphap.modules.assessments.former_years.queries.brought_in import made_here, to_be_followed
from tuphap.modules.assessments.home_page import (
    current_and_older,
    result_words,
    sheet_card,
    year_cards,
)
from tuphap.modules.assessments.queries.assessments import visible
from tuphap.modules.assessments.queries.own_work import (
    OWN_WORK,
    OwnSheet,
    YearCount,
    counts_by_year,
    own_sheets,
    waiting_threads,
)
from tuphap.modules.assessments.queries.queue import DESK_PERMISSIONS, in_charge
from tuphap.modules.assessments.remedies.queries import overdue_of
from tuphap.modules.assessments.second_appraisal.blind import ANSWER as ANSWER_AGAIN
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.assessments.shown import shown_status
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflows.assessment import TABLES
from tuphap.rules.workflows.feedback import VIEWS, VIEWS_ALL

# Whose work is seen in counts: title, the permissions, and the address that leads on.
APPRAISING = ("Thẩm tra", DESK_PERMISSIONS, "assessments:queue", "Mở danh sách thẩm tra")
DECIDING = ("Ghi quyết định", ("assessment.decide",), "assessments:decisions", "Mở danh sách")
OPINIONS = ("Phiếu lấy ý kiến", "council:opinions", (GIVE,))
WORDS = ("Cho ý kiến của cơ quan", "agencies:index", (ANSWER,))
COMPARE = "assessment.compare"
OVERSEEING = (
    ("Bảng đối chiếu", "assessments:comparison", (COMPARE,)),
    ("Công bố", "assessments:publishing", ("assessment.publish",)),
    ("Kỳ đánh giá", "assessments:periods", ("period.manage",)),
    ("Quản trị", "access:administration", ("people.view", "people.manage", "audit.view")),
)


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    actor = request.actor
    work = {
        "desks": [desk for row in (APPRAISING, DECIDING) for desk in _desk(actor, row)],
        "overview": _overview(actor),
        "links": lines((*_council(actor), *_agencies(actor), *_second_looks(actor)), actor)
        + _feedback(actor)
        + lines(OVERSEEING, actor),
    }
    own = _own_work(actor)
    nothing = not own["has_sheets"] and not any(work.values())
    late = overdue_of(actor, timezone.localdate(actor.at))
    context = {**own, **work, "overdue": late, "has_posts": bool(actor.posts), "nothing": nothing}
    return render(request, "assessments/home.html", context)


def _council(actor: Actor) -> tuple[Row, ...]:
    """Only for who has a seat: the role alone gives nothing to do."""
    return (OPINIONS,) if may(actor, GIVE) and own_seats(actor) else ()


def _agencies(actor: Actor) -> tuple[Row, ...]:
    """Only for who was named by a coordinator: the role alone gives nothing to do."""
    if not may(actor, ANSWER) or not (agencies := own_agencies(actor)):
        return ()
    cells = [cell for agency in agencies for _, cell in own_rows(agency, actor)]
    missing = sum(cell.is_missing for cell in cells)
    label, address, permissions = WORDS
    waits = f" ({format_count(missing)} đơn vị chờ)" if missing else ""
    return ((f"{label}{waits}", address, permissions),)


def _second_looks(actor: Actor) -> tuple[Row, ...]:
    """Only while something waits: a sample is drawn once a year."""
    waiting = len(hidden_from(actor))
    label = f"Thẩm tra lại độc lập ({format_count(waiting)} hồ sơ chờ)"
    return ((label, "second_appraisal:index", (ANSWER_AGAIN,)),) if waiting else ()


def _feedback(actor: Actor) -> list[MenuItem]:
    """Units are led there only once there is something about them."""
    there_are, waiting = feedback.at_hand(actor)
    if not there_are and not may(actor, VIEWS_ALL):
        return []
    waits = f" ({format_count(waiting)} chờ xử lý)" if waiting else ""
    only = f"?xem={feedback.MINE}" if waiting else ""
    found = lines([(f"Góp ý về kết quả{waits}", "feedback:list", (VIEWS_ALL, VIEWS))], actor)
    return [item._replace(url=item.url + only) for item in found]


def _own_work(actor: Actor) -> dict[str, Any]:
    if not any(may(actor, permission) for permission in OWN_WORK):
        return {"cards": [], "older": [], "has_sheets": False}
    current, older = current_and_older(own_sheets(actor))
    threads = waiting_threads(sheet.dossier.pk for sheet in current)
    return {
        "cards": [sheet_card(sheet, actor, threads.get(sheet.dossier.pk, ())) for sheet in current],
        "older": [_older(row) for row in older],
        "has_sheets": True,
    }


def _older(row: OwnSheet) -> dict[str, Any]:
    dossier = row.dossier
    met = None if row.is_listed else dossier.met  # else the result would stand there twice
    return {
        "dossier": dossier,
        "result": result_words(row),
        "shown": shown_status(dossier.workflow, dossier.status, met),
        "verb": "Xem kết quả" if row.is_listed else "Xem phiếu",
    }


def _desk(actor: Actor, row: tuple[str, tuple[str, ...], str, str]) -> list[dict[str, Any]]:
    """One card per kind of work at the appraising unit; none for whoever has no part in it."""
    title, permissions, address, verb = row
    if not any(may(actor, permission) for permission in permissions):
        return []
    held = [permission for permission in permissions if may(actor, permission)]
    link = _queue_link if row is APPRAISING else _deciding_link(actor)
    cards = year_cards(counts_by_year(made_here(in_charge(actor, permissions))), held, link)
    if row is APPRAISING:
        cards = [replace(card, waiting_url=_queue(card.year, TO_DO)) for card in cards]
    ways = lines([(verb, address, ())], actor)
    return [{"title": title, "years": cards, "way": ways[0] if ways else None}]


def _overview(actor: Actor) -> list[Any]:
    """All dossiers in reach by status, for whoever compares or publishes."""
    if not may(actor, COMPARE) or any(may(actor, p) for p in DESK_PERMISSIONS):
        return []
    held = [p for p in PUBLISHING if may(actor, p)]
    followed = (to_be_followed if held else made_here)(visible(actor))
    return year_cards(counts_by_year(followed), held, _comparison_link(actor))


PUBLISHING = ("assessment.publish",)


def _queue(year: int, status: str) -> str:
    return f"{reverse('assessments:queue')}?nam={year}&trang-thai={status}"


def _queue_link(row: YearCount) -> str:
    return _queue(row.year, row.status)


def _deciding_link(actor: Actor) -> Callable[[YearCount], str]:
    compared = _comparison_link(actor)

    def link(row: YearCount) -> str:
        moves = TABLES[row.rule_set].moves_from(row.status)
        if any(move.needs in DECIDING[1] for move in moves):
            return reverse("assessments:decisions")
        return compared(row)

    return link


def _comparison_link(actor: Actor) -> Callable[[YearCount], str]:
    """Only where the table of comparison has as many: it may reach further than what is counted."""
    same = set(counts_by_year(visible(actor, COMPARE))) if may(actor, COMPARE) else set()

    def link(row: YearCount) -> str:
        if row not in same:
            return ""
        return f"{reverse('assessments:comparison_year', args=[row.year])}?buoc={row.status}"

    return link
