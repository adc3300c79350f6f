"""Words that were kept with the moves of records, for many of them in the same question."""

from collections.abc import Collection
from typing import Any, TypeVar, cast

from django.db.models import CharField, Model, OuterRef, QuerySet
from django.db.models.expressions import Subquery
from django.db.models.fields.json import JSONField
from django.db.models.functions import Cast, JSONObject

from tuphap.foundation.workflow.models import StatusChange

M = TypeVar("M", bound=Model)


def with_newest_words(
    rows: QuerySet[M], record_kind: str, moves: Collection[str] = ()
) -> QuerySet[M]:
    """As `reply` the words of the newest move that had any: text, who, at and to; of the `moves`
    named, or of all."""
    changes = StatusChange.objects.filter(
        record_kind=record_kind, record_id=Cast(OuterRef("pk"), CharField())
    )
    if moves:
        changes = changes.filter(move__in=moves)
    words = changes.exclude(reason="").order_by("-pk")
    newest = words.values(
        value=JSONObject(text="reason", who="made_by_name", at="made_at", to="target")
    )
    annotated: Any = rows.annotate(reply=Subquery(newest[:1], output_field=JSONField()))
    return cast("QuerySet[M]", annotated)
