"""Feedback for everybody, for its sender by the code, and for those who deal with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments.feedback.codes import hash_of
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.feedback.results import since
from tuphap.modules.assessments.queries.move_words import with_newest_words
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflow import Status
from tuphap.rules.workflows.feedback import (
    ACCEPTED,
    ANSWER_MOVES,
    ANSWERED,
    ANSWERED_PRIVATELY,
    DRAFTED,
    FEEDBACK,
    LET_THROUGH,
    RECEIVED,
    REFUSE,
    REFUSED,
    VIEWS,
    VIEWS_ALL,
    WAITS_FOR,
)

RECORD_KIND = "feedback.feedback"
MINE = "cho-xu-ly"
FILTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "tat-ca": ("Tất cả", ()),
    "moi": ("Chờ xem", (RECEIVED,)),
    "cho-tra-loi": ("Chờ trả lời", (ACCEPTED, DRAFTED)),
    "da-tra-loi": ("Đã trả lời", (ANSWERED, ANSWERED_PRIVATELY)),
    "khong-tiep-nhan": ("Không tiếp nhận", (REFUSED,)),
}


@dataclass(frozen=True)
class Answered:
    """What everybody may read: the words and the answer, nobody's name."""

    text: str
    at: datetime
    about: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Followed:
    """What the sender reads by the code."""

    status: Status
    about: str
    text: str
    at: datetime
    answer: str
    refused_why: str


@dataclass(frozen=True)
class Turn:
    """One move, for those who deal with it."""

    label: str
    words: str
    who: str
    at: datetime


def shown_to_all(year: int, unit_code: str) -> QuerySet[Feedback]:
    """What the office answered and lets appear, on any copy of the year, newest first."""
    rows = _with_newest_copy(Feedback.objects.filter(copy__year=year, unit_code=unit_code))
    return with_newest_words(rows.filter(status=ANSWERED), RECORD_KIND, ANSWER_MOVES)


def answered(row: Feedback) -> Answered:
    reply = getattr(row, "reply", None) or {}
    at = datetime.fromisoformat(reply["at"]) if reply else None
    return Answered(row.text, row.sent_at, about(row), reply.get("text", ""), at)


def followed(typed: str) -> Followed | None:
    """By the code as somebody typed it."""
    rows = _with_newest_copy(Feedback.objects.filter(code=hash_of(typed)))
    row = with_newest_words(rows, RECORD_KIND, (*ANSWER_MOVES, REFUSE)).first()
    if row is None:
        return None
    words = (getattr(row, "reply", None) or {}).get("text", "")
    is_answered = row.status in (ANSWERED, ANSWERED_PRIVATELY)
    return Followed(
        FEEDBACK.status(row.status),
        about(row),
        row.text,
        row.sent_at,
        words if is_answered else "",
        words if row.status == REFUSED else "",
    )


def about(row: Feedback) -> str:
    """Which result it speaks of, and what became of that copy."""
    copy = row.copy
    said = f"{row.unit_name}, bản công bố số {copy.number:02d} năm {copy.year}"
    later = since(copy, getattr(row, "newest_number", copy.number))
    return f"{said} ({later})" if later else said


def visible(actor: Actor) -> QuerySet[Feedback]:
    """Within reach: all of it, or what was let through."""
    return _with_newest_copy(_in_reach(actor))


def _in_reach(actor: Actor) -> QuerySet[Feedback]:
    everything = within_reach(Feedback.objects.all(), actor, VIEWS_ALL)
    passed = within_reach(Feedback.objects.filter(status__in=LET_THROUGH), actor, VIEWS)
    return everything | passed


def get_visible(actor: Actor, pk: UUID) -> Feedback:
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def counts(actor: Actor) -> dict[str, int]:
    """By word of the filter, with one question."""
    by_status = _by_status(actor)
    return {
        word: sum(n for status, n in by_status.items() if not wanted or status in wanted)
        for word, (_, wanted) in filters(actor).items()
    }


def at_hand(actor: Actor) -> tuple[int, int]:
    """How many there are, and how many wait for a deed of this person; for the home page."""
    if not (may(actor, VIEWS) or may(actor, VIEWS_ALL)):
        return 0, 0
    by_status, mine = _by_status(actor), waiting_for(actor)
    waiting = sum(n for status, n in by_status.items() if status in mine)
    return sum(by_status.values()), waiting


def waiting_for(actor: Actor) -> tuple[str, ...]:
    """Statuses in which a deed of this person comes next."""
    held = [statuses for permission, statuses in WAITS_FOR.items() if may(actor, permission)]
    return tuple(status for statuses in held for status in statuses)


def filters(actor: Actor) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Choices of the list by word; what waits for this person only for who has something to do."""
    mine = waiting_for(actor)
    return {**FILTERS, **({MINE: ("Chờ xử lý", mine)} if mine else {})}


def _by_status(actor: Actor) -> dict[str, int]:
    rows = _in_reach(actor).order_by().values_list("status").annotate(count=Count("pk"))
    return dict(rows)


def turns(row: Feedback) -> list[Turn]:
    labels = {move.name: move.label for move in FEEDBACK.moves}
    return [
        Turn(
            labels.get(change.move, change.move), change.reason, change.made_by_name, change.made_at
        )
        for change in history(row)
    ]


def newest_draft(row: Feedback) -> str:
    """What the next draft, or the answer, begins from."""
    drafts: QuerySet[StatusChange] = history(row).filter(target=DRAFTED).order_by("-pk")
    return drafts.values_list("reason", flat=True).first() or ""


def _with_newest_copy(rows: QuerySet[Feedback]) -> QuerySet[Any]:
    newest = PublishedCopy.objects.filter(kind=OuterRef("copy__kind"), year=OuterRef("copy__year"))
    number = Subquery(newest.order_by("-number").values("number")[:1])
    return rows.select_related("copy__withdrawal").annotate(newest_number=number)
