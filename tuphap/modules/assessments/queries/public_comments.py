"""Comments of the public: for everybody, for the unit that answers, and for form F3."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tuphap.modules.assessments.models import Assessment, PublicComment
from tuphap.modules.assessments.queries.move_words import with_newest_words
from tuphap.rules.workflow import Move, Status
from tuphap.rules.workflows.public_comment import (
    PUBLIC,
    PUBLIC_COMMENT,
    RECEIVED,
    UNANSWERED,
    WITHHELD,
)

RECORD_KIND = "assessments.publiccomment"
NO_NAME = "Người góp ý không hiện tên"


@dataclass(frozen=True)
class Said:
    """One comment in plain values. `contact` is filled only for who answers for the unit."""

    id: UUID
    name: str
    contact: str
    text: str
    at: datetime
    status: Status
    version: int
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def moves(self) -> tuple[Move, ...]:
        return PUBLIC_COMMENT.moves_from(self.status.code)

    @property
    def waits(self) -> bool:
        return self.status.code in UNANSWERED

    @property
    def is_new(self) -> bool:
        return self.status.code == RECEIVED

    @property
    def is_withheld(self) -> bool:
        return self.status.code == WITHHELD


@dataclass(frozen=True)
class PaperRow:
    """One row of form F3: who said what, and what the unit did about it."""

    number: int
    name: str
    text: str
    sent_at: datetime
    result: str  # “Đã tiếp thu”, “Đã giải trình”, “Không liên quan”, “Không đăng”, “Chưa trả lời”
    answer: str
    answered_at: datetime | None


def shown_to_all(assessment: Assessment) -> list[Said]:
    """What the unit has let appear; no contact, and the name only where the sender wants it."""
    rows = PublicComment.objects.filter(assessment=assessment, status__in=PUBLIC)
    return [_said(row, name=_public_name(row)) for row in _answered(rows)]


def shown_to_unit(assessment: Assessment, *, with_contact: bool) -> list[Said]:
    """All of them, withheld ones included; those that wait come first."""
    rows = _answered(PublicComment.objects.filter(assessment=assessment))
    said = [_said(row, name=row.name, contact=row.contact if with_contact else "") for row in rows]
    return sorted(said, key=lambda one: not one.waits)


def comments_for_paper(assessment: Assessment) -> list[PaperRow]:
    """The rows of form F3 in the order they came in; nothing that came in is left out.

    The paper goes further than the unit: a name stands on it only where the sender let it appear.
    """
    rows = _answered(PublicComment.objects.filter(assessment=assessment))
    return [
        PaperRow(number, one.name, one.text, one.at, one.status.label, one.answer, one.answered_at)
        for number, one in enumerate((_said(row, name=_public_name(row)) for row in rows), start=1)
    ]


def waiting_count(assessment: Assessment) -> int:
    rows = PublicComment.objects.filter(assessment=assessment, status__in=UNANSWERED)
    return rows.order_by().count()


def _answered(rows: QuerySet[PublicComment]) -> Iterable[PublicComment]:
    return with_newest_words(rows, RECORD_KIND)


def _public_name(row: PublicComment) -> str:
    return row.name if row.name_is_public else NO_NAME


def _said(row: PublicComment, *, name: str, contact: str = "") -> Said:
    """Words belong to a comment as long as it stands where they brought it."""
    reply = getattr(row, "reply", None) or {}
    holds = reply.get("to") == row.status
    return Said(
        id=row.pk,
        name=name,
        contact=contact,
        text=row.text,
        at=row.sent_at,
        status=PUBLIC_COMMENT.status(row.status),
        version=row.version,
        answer=reply["text"] if holds else "",
        answered_by=reply["who"] if holds else "",
        answered_at=datetime.fromisoformat(reply["at"]) if holds else None,
    )
