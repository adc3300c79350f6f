"""The dossier of a unit in a period, and the paper that makes its result official."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import ClassVar

import pghistory
from django.apps import apps
from django.db import models
from django.db.models import Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models.periods import Period
from tuphap.rules.permissions import Subject
from tuphap.rules.workflow import Status, Workflow
from tuphap.rules.workflows.assessment import COLUMN_PERMISSIONS, TABLES

STATUS_LABELS = {
    status.code: status.label for table in TABLES.values() for status in table.statuses
}


class Decision(models.Model):
    """The paper by which results become official; one paper may cover many units."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="decisions")
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.CharField("số quyết định", max_length=40)
    signed_on = models.DateField("ngày ký")
    decided_by = models.CharField("người quyết định", max_length=160)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "deciding_unit", "number"], name="decision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y}"


class Dossiers(models.Manager["Assessment"]):
    """Comes with what every question about a dossier needs, but not the rule set's long text."""

    def get_queryset(self) -> models.QuerySet["Assessment"]:
        return (
            super()
            .get_queryset()
            .select_related("unit", "appraising_unit", "period__rule_set")
            .defer("period__rule_set__document")
        )


@pghistory.track(pghistory.UpdateEvent(), model_name="AssessmentHistory")
class Assessment(models.Model):
    """The dossier of one unit in one period. Its id cannot be guessed (A4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments")
    appraising_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    # Of the last sending; 0 in time, or where no day was set.
    days_late = models.PositiveSmallIntegerField("số ngày gửi muộn", default=0)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="assessments")
    # Who types for the unit from its paper, until the unit has had its word (typed.py).
    typed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    met = models.BooleanField("đạt chuẩn", null=True)
    # Last days that hold for this dossier alone, by step, ISO text (extensions.py).
    extended = models.JSONField(default=dict)
    # Who works on it at the appraising unit; anybody else there still may.
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = Dossiers()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_assessment_per_unit"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, met__isnull=True)
                | Q(decision__isnull=False, met__isnull=False),
                name="result_and_decision_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.period.year}"

    @property
    def workflow(self) -> Workflow:
        return self.period.workflow

    @property
    def step(self) -> Status:
        return self.workflow.status(self.status)

    @property
    def subject(self) -> Subject:
        """Where it belongs; enough for permissions that do not ask who did what before."""
        places = place_of(self.unit), place_of(self.appraising_unit)
        return Subject(*places, typed_by=self.typed_by_id)

    def access_subject(self, done_by: Mapping[str, frozenset[int]]) -> Subject:
        """Who wrote a column has done what the column's permission names, moved or not (W5)."""
        done = {permission: set(people) for permission, people in done_by.items()}
        for column, person in self.writers():
            done.setdefault(COLUMN_PERMISSIONS[column], set()).add(person)
        everybody = {permission: frozenset(people) for permission, people in done.items()}
        return replace(self.subject, done_by=everybody)

    def writers(self) -> list[tuple[str, int]]:
        """Column and person of everybody who ever wrote a line, overwritten ones included."""
        return _writers().values(self.pk)

    def check_guard(self, name: str, *, at: datetime) -> None:
        from tuphap.modules.assessments.guards import GUARDS

        GUARDS[name](self, at)


@cache
def _writers() -> KeptQuery[models.Model]:
    """The history is made by the triggers of a table that stands below; known when it is asked."""
    rows = apps.get_model("assessments", "EntryHistory").objects.order_by()
    pairs = rows.values_list("column", "written_by_id").distinct()
    return KeptQuery(lambda pk: pairs.filter(assessment=pk), example=(uuid.UUID(int=0),))
