"""Reading assigned work: always from what the actor may see."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import leaves_on
from tuphap.modules.assigned_work.models import Assignment
from tuphap.rules.permissions import Actor, posts_with

VIEW, ASSIGN, REPORT = "work.view", "work.assign", "work.report"


@dataclass(frozen=True)
class UnitCount:
    """How much stands against a commune in one year."""

    unit_id: int
    name: str
    assigned: int
    reported: int
    changed_at: object


def visible(actor: Actor) -> QuerySet[Assignment]:
    return within_reach(Assignment.objects.select_related("unit", "file"), actor, VIEW)


def get_visible(actor: Actor, pk: UUID) -> Assignment:
    """One line; outside the reach is the same 404 as one that does not exist (A3)."""
    found = visible(actor).select_related("assigned_by", "changed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_unit(actor: Actor, pk: int) -> Unit:
    found = within_reach(Unit.objects.all(), actor, VIEW, "").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def work_of(actor: Actor, unit: Unit, year: int) -> list[Assignment]:
    rows = visible(actor).filter(unit=unit, year=year)
    return list(rows.order_by("kind", "withdrawn_at", "due_on", "name", "pk"))


def communes_to_assign(actor: Actor, day: date) -> list[Unit]:
    return list(within_reach(leaves_on(None, day), actor, ASSIGN, "").order_by("name_sort"))


def counts(actor: Actor, year: int) -> list[UnitCount]:
    """Communes with work in a year; one question."""
    standing = visible(actor).filter(year=year, withdrawn_at__isnull=True).order_by()
    said = ("issued_on", "signed_on", "done_count", "file")
    told = reduce(or_, (Q(**{f"{name}__isnull": False}) for name in said))
    rows = (
        standing.values_list("unit_id", "unit__name")
        .annotate(assigned=Count("pk"), reported=Count("pk", filter=told), at=Max("changed_at"))
        .order_by("unit__name_sort")
    )
    return [UnitCount(*row) for row in rows]


def own_units(actor: Actor) -> list[Unit]:
    """The communes at which this person reports."""
    paths = {post.unit_path for post in posts_with(actor, REPORT)}
    reached = within_reach(Unit.objects.filter(path__in=paths), actor, REPORT, "")
    return list(reached.order_by("-valid_from", "name_sort"))


def years_of(actor: Actor) -> list[int]:
    years = visible(actor).order_by().values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def changes_of(assignment: Assignment) -> list[Any]:
    """Every version of a line, newest first, written by the database itself."""
    history = apps.get_model("assigned_work", "AssignmentHistory")
    rows = history.objects.filter(pgh_obj=assignment).select_related("changed_by", "file")
    return list(rows.order_by("-pgh_id"))


def visible_file(actor: Actor, pk: UUID, file_id: UUID) -> tuple[Assignment, StoredFile]:
    """A line with a file it has or had, if the person may see the line; else 404."""
    found = get_visible(actor, pk)
    history = apps.get_model("assigned_work", "AssignmentHistory")
    row = history.objects.filter(pgh_obj_id=pk, file_id=file_id).select_related("file").first()
    if row is None:
        raise Http404
    return found, row.file
