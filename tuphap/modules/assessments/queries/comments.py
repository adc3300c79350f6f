"""What was said about the lines of a dossier, as far as this person may read it.

Internal notes are left out of the question to the database for the unit itself (W9, A10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Comment
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflow import Move, Status, Workflow
from tuphap.rules.workflows.comment import (
    ANSWERS,
    CLOSED,
    COMMENT_WORKFLOWS,
    CORRECTION,
    KIND_LABELS,
    NOTE,
    OPEN,
    READS_NOTES,
    RETURN,
)

RECORD_KIND = "assessments.comment"


@dataclass(frozen=True)
class Turn:
    """One thing said or done after the first words."""

    move: str
    label: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Thread:
    """One comment with what followed, in plain values."""

    id: UUID
    item: str
    kind: str
    workflow: Workflow = field(repr=False)
    status: Status = field(repr=False)
    version: int
    who: str
    at: datetime
    text: str
    turns: tuple[Turn, ...]

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.status.code == OPEN

    @property
    def is_closed(self) -> bool:
        return self.status.code == CLOSED

    @property
    def is_return(self) -> bool:
        return self.kind == RETURN

    @property
    def is_correction(self) -> bool:
        return self.kind == CORRECTION

    @property
    def is_note(self) -> bool:
        return self.kind == NOTE

    @property
    def moves(self) -> tuple[Move, ...]:
        return self.workflow.moves_from(self.status.code)


def reads_notes(actor: Actor, assessment: Assessment) -> bool:
    """Never who may answer for the unit, whatever other post he holds."""
    subject = assessment.subject
    return may(actor, READS_NOTES, subject) and not may(actor, ANSWERS, subject)


def seen_by(actor: Actor, assessment: Assessment, kind: str) -> bool:
    return kind != NOTE or reads_notes(actor, assessment)


def comments_of(assessment: Assessment, *, with_notes: bool) -> QuerySet[Comment]:
    rows = Comment.objects.filter(assessment=assessment)
    return rows if with_notes else rows.exclude(kind=NOTE)


def threads(actor: Actor, assessment: Assessment) -> dict[str, tuple[Thread, ...]]:
    """All threads of a dossier by line, oldest first."""
    rows = as_values(comments_of(assessment, with_notes=reads_notes(actor, assessment)))
    return by_item(thread_of(item, row) for item, row in rows)


def as_values(rows: QuerySet[Comment]) -> QuerySet[Comment, tuple[str, Any]]:
    """Item and everything else as one value, so that other questions can join this one."""
    turns = (
        StatusChange.objects.filter(
            record_kind=RECORD_KIND, record_id=Cast(OuterRef("pk"), CharField())
        )
        .order_by("pk")
        .values(value=JSONObject(move="move", who="made_by_name", at="made_at", text="reason"))
    )
    return (
        rows.order_by()
        .annotate(
            value=JSONObject(
                id="pk",
                kind="kind",
                status="status",
                version="version",
                who=F("author__full_name"),
                at="written_at",
                text="text",
                turns=ArraySubquery(turns),
            )
        )
        .values_list("item", "value")
    )


def thread_of(item: str, row: Mapping[str, Any]) -> Thread:
    table = COMMENT_WORKFLOWS[row["kind"]]
    labels = {move.name: move.label for move in table.moves}
    return Thread(
        id=UUID(row["id"]),
        item=item,
        kind=row["kind"],
        workflow=table,
        status=table.status(row["status"]),
        version=row["version"],
        who=row["who"],
        at=datetime.fromisoformat(row["at"]),
        text=row["text"],
        turns=tuple(
            Turn(t["move"], labels[t["move"]], t["who"], datetime.fromisoformat(t["at"]), t["text"])
            for t in row["turns"]
        ),
    )


def by_item(found: Iterable[Thread]) -> dict[str, tuple[Thread, ...]]:
    rows: dict[str, list[Thread]] = {}
    for thread in sorted(found, key=lambda thread: (thread.at, str(thread.id))):
        rows.setdefault(thread.item, []).append(thread)
    return {item: tuple(said) for item, said in rows.items()}


def open_returns(assessment: Assessment) -> list[str]:
    """Lines named in a return that nobody answered yet."""
    rows = Comment.objects.filter(assessment=assessment, kind=RETURN, status=OPEN).order_by()
    return list(rows.values_list("item", flat=True).distinct())
