"""Every query starts from what the person may see (decision 9): a forgotten check gives 404."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Actor, Place, Span, reach

M = TypeVar("M", bound=Model)


def within_reach(
    queryset: QuerySet[M], actor: Actor, permission: str, unit_field: str = "unit"
) -> QuerySet[M]:
    """Only the rows whose unit the actor reaches with this permission.

    `unit_field` leads to a Unit (“unit”, “assessment__unit”; "" where the rows are units).
    """
    return within_spans(queryset, reach(actor, permission), unit_field)


def within_spans(queryset: QuerySet[M], spans: Iterable[Span], unit_field: str) -> QuerySet[M]:
    prefix = f"{unit_field}__" if unit_field else ""
    condition = Q()
    # Two posts at one unit reach the same.
    for span in dict.fromkeys(spans):
        condition |= _inside(span, prefix)
    return queryset.filter(condition) if condition else queryset.none()


def around_reach(
    queryset: QuerySet[M], actor: Actor, permission: str, unit_field: str = "unit"
) -> QuerySet[M]:
    """What units within reach may know, and what those above them say to them."""
    prefix = f"{unit_field}__" if unit_field else ""
    condition = Q()
    for span in dict.fromkeys(reach(actor, permission)):
        condition |= _inside(span, prefix) | _above(span, prefix)
    return queryset.filter(condition) if condition else queryset.none()


def _above(span: Span, prefix: str) -> Q:
    """Units whose subtree the span lies in, on any of its days."""
    parts = span.path.strip("/").split("/")
    paths = [f"/{'/'.join(parts[:depth])}/" for depth in range(1, len(parts) + 1)]
    first, last = date.fromisoformat(span.valid_from), date.fromisoformat(span.valid_to)
    still = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": first})
    return still & Q(**{f"{prefix}path__in": paths, f"{prefix}valid_from__lte": last})


def _inside(span: Span, prefix: str) -> Q:
    # A range, never LIKE: the path column has collation "C" and an index.
    return Q(
        **{
            f"{prefix}path__gte": span.path,
            f"{prefix}path__lt": span.path + "\uffff",
            f"{prefix}valid_from__gte": date.fromisoformat(span.valid_from),
            f"{prefix}valid_from__lte": date.fromisoformat(span.valid_to),
        }
    )


def place_of(unit: Unit) -> Place:
    return Place(path=unit.path, valid_from=unit.valid_from.isoformat())
