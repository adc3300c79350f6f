"""What a page of confirmation shows of a dossier before one of the unit's own moves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.guards import (
    first_day_to_send,
    told_before,
    why_comments_wait,
    why_not_own_hand,
    why_not_sent_again,
)
from tuphap.modules.assessments.lateness import told_before_sending
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.sheet import course, self_column
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import Actor
from tuphap.rules.workflow import Move

WAITS: Mapping[str, Callable[[Assessment], str]] = {
    "returns_answered": why_not_sent_again,
    "comments_answered": why_comments_wait,
}

# What a refused sending still waits for, and the line of the page that says it.
TOLD_AT: Mapping[str, str] = {
    "too_late": "con-vuong",
    "difference_not_explained": "con-vuong",
    "lines_not_confirmed": "con-vuong",
    "posting_not_over": "cho-niem-yet",
    "returns_open": "cho-bo-sung",
    "comments_open": "cho-bo-sung",
}


def move_context(dossier: Assessment, found: Move, actor: Actor) -> dict[str, Any]:
    """The figures of this moment, and each sentence that still stands in the way."""
    column = self_column(dossier, known=known_of(dossier))
    panel = sheet_page.panel_of(column, score(dossier, column.rule_set, column.given))
    not_yet = _not_yet(dossier, found)
    way = course(dossier, timezone.localdate(actor.at))
    return {
        "dossier": dossier,
        "sheet_url": reverse("assessments:sheet", args=[dossier.pk]),
        "move": found,
        "title": sheet_page.title_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "panel": panel,
        "todo": panel.todo if "self_complete" in found.guards else (),
        "posting": sheet_page.posting_wait(dossier, way, actor.at)
        if "posting_over" in found.guards
        else "",
        "late": _late(dossier, found, way.days.send_by, actor.at),
        "not_yet": not_yet,
        "comments_url": reverse("assessments:received", args=[dossier.pk])
        if not_yet and not_yet == why_comments_wait(dossier)
        else "",
        "blocked": told_before(found, dossier, actor.at) or _not_by_own_hand(found, dossier, actor),
        "item_count": len(column.items),
        "evidence_count": sum(map(len, column.proof.values())),
        "strip_notice": notice(dossier.period.rule_set),
    }


def _late(dossier: Assessment, found: Move, last_day: date | None, at: datetime) -> str:
    """What is written down of a sending of this moment; before posting, what will come of it."""
    if "in_time" in found.guards:
        return told_before_sending(dossier, last_day, at)
    first = first_day_to_send(dossier, timezone.localdate(at)) if found.name == "post" else None
    if first is None or last_day is None or first <= last_day:
        return ""
    return (
        f"Niêm yết từ hôm nay thì gửi được từ ngày {first:%d/%m/%Y}, "
        f"sau hạn gửi hồ sơ {last_day:%d/%m/%Y}."
    )


def _not_yet(dossier: Assessment, found: Move) -> str:
    """What still waits for an answer, as the guard will say it."""
    sentences = (why(dossier) for guard, why in WAITS.items() if guard in found.guards)
    return next(filter(None, sentences), "")


def _not_by_own_hand(found: Move, dossier: Assessment, actor: Actor) -> str:
    return why_not_own_hand(dossier, actor) if found.name == "submit" else ""
