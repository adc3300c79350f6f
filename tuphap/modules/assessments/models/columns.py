"""What a unit answered and how it was appraised: the lines of each column, and its sums."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models.dossiers import Assessment
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

COLUMNS = (SELF, APPRAISED, FINAL)
# What an entry says and what that gives, without the words beside it and who wrote them.
LINE_FIGURES = (
    "done",
    "due",
    "option",
    "chosen",
    "assigned_on",
    "done_on",
    "not_applicable",
    "points",
    "passed",
)
COLUMN_LABELS = {SELF: "Tự chấm", APPRAISED: "Thẩm tra", FINAL: "Chính thức"}


# By statement and not by row: a sheet is written as a whole. History is asked for by dossier only,
# so it keeps no index of the line or of a context (docs/manual/bench.md, promise 4).
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="EntryHistory",
    level=pghistory.Statement,
    obj_field=pghistory.ObjForeignKey(db_index=False, related_name="+"),
    context_field=pghistory.ContextForeignKey(db_index=False),
)
class Entry(models.Model):
    """What was entered for one content (or gate condition) in one column, and what it gives."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="entries")
    column = models.CharField(max_length=16)
    item = models.CharField(max_length=16)
    done = models.BigIntegerField(null=True)
    due = models.BigIntegerField(null=True)
    option = models.CharField(max_length=16, blank=True)
    chosen = ArrayField(models.CharField(max_length=16), default=list)
    assigned_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    not_applicable = models.BooleanField(default=False)
    explanation = models.TextField(blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    passed = models.BooleanField(null=True)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "column", "item"], name="one_entry_per_item"
            ),
            models.CheckConstraint(condition=Q(column__in=COLUMNS), name="entry_column_known"),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(done__gte=0), name="entry_done_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(due__isnull=True) | Q(done__lte=F("due")),
                name="entry_done_at_most_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.column} {self.item}"


class ColumnSummary(models.Model):
    """Sums of one column, kept when it is saved and never recomputed for a page.

    `scores` maps every node code to a decimal string (scale pass: "1", "0"); `conditions` maps a
    condition code to true, false or null; `unanswered` lists the items still open.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="summaries")
    column = models.CharField(max_length=16)
    total = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    met = models.BooleanField(null=True)
    answered = models.PositiveSmallIntegerField(default=0)
    passed_indicators = models.PositiveSmallIntegerField(null=True)
    scores = models.JSONField(default=dict)
    conditions = models.JSONField(default=dict)
    unanswered = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "column"], name="one_summary_per_column")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.column}"
