"""What others did to dossiers since this person looked at them; one question for a whole page."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.desk.news import Moved, News
from tuphap.modules.assessments.models import Assessment, Comment, DossierSeen, Evidence
from tuphap.modules.assessments.queries.comments import RECORD_KIND
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import SELF
from tuphap.rules.workflows.comment import ANSWERS, NOTE

LAST_LOOK, VISIT_BEFORE = "seen_at", "since"


def news(actor: Actor, dossiers: Collection[UUID], after: str = LAST_LOOK) -> dict[UUID, News]:
    """By dossier; those never looked at are left out, and what this person did is no news."""
    me, since = actor.person_id, OuterRef(after)
    rows = DossierSeen.objects.filter(person=me, assessment__in=dossiers).annotate(
        after=F(after),
        moves=ArraySubquery(_moves(me, since)),
        figures=ArraySubquery(_figures(me, since)),
        documents=ArraySubquery(_documents(me, since)),
        answered=ArraySubquery(_answered(me)),
    )
    wanted = rows.values_list("assessment", "after", "moves", "figures", "documents", "answered")
    return {row[0]: _news(*row[1:]) for row in wanted if row[1] is not None}


def _moves(me: int | None, since: OuterRef) -> QuerySet[Any, Any]:
    rows = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id=Cast(OuterRef("assessment_id"), CharField()),
        made_at__gt=since,
    )
    value = JSONObject(source="source", target="target", at="made_at")
    return rows.exclude(made_by=me).order_by("pk").values(value=value)


def _figures(me: int | None, since: OuterRef) -> QuerySet[Any, Any]:
    rows = apps.get_model("assessments", "EntryHistory").objects.filter(
        assessment=OuterRef("assessment"), column=SELF, written_at__gt=since
    )
    return rows.exclude(written_by=me).order_by("item").values("item").distinct()


def _documents(me: int | None, since: OuterRef) -> QuerySet[Any, Any]:
    added = Q(added_at__gt=since) & ~Q(added_by=me)
    removed = Q(removed_at__gt=since) & ~Q(removed_by=me)
    rows = Evidence.objects.filter(added | removed, assessment=OuterRef("assessment"))
    return rows.order_by("item").values("item").distinct()


def _answered(me: int | None) -> QuerySet[Any, Any]:
    """Lines with a thread the unit spoke in; notes are among colleagues and no answer."""
    turns = StatusChange.objects.filter(
        record_kind=RECORD_KIND,
        record_id=Cast(OuterRef("pk"), CharField()),
        needs=ANSWERS,
        made_at__gt=OuterRef(OuterRef("after")),
    ).exclude(made_by=me)
    rows = Comment.objects.filter(Exists(turns), assessment=OuterRef("assessment"))
    return rows.exclude(kind=NOTE).order_by("item").values("item")


def _news(after: datetime, moves: Any, figures: Any, documents: Any, answered: Any) -> News:
    return News(
        since=after,
        moves=tuple(
            Moved(row["source"], row["target"], datetime.fromisoformat(row["at"])) for row in moves
        ),
        lines=frozenset([*figures, *documents]),
        answered=tuple(answered),
    )
