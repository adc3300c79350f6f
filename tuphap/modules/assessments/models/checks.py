"""Around the automatic checks: kept statistics, what the province switched, what was looked at."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.accounts.models import Person
from tuphap.rules.compared_figures import FIGURES
from tuphap.rules.plausibility import LEVELS


class ContentStatistics(models.Model):
    """How one figure of one content is spread among the units of a kind that have sent.

    Made by a job and never for a page; rows are replaced as a whole.
    """

    period = models.ForeignKey("assessments.Period", models.CASCADE, related_name="statistics")
    item = models.CharField(max_length=16)
    kind = models.CharField(max_length=64)
    figure = models.CharField(max_length=8)
    n = models.PositiveIntegerField()
    mean = models.DecimalField(max_digits=18, decimal_places=6)
    std = models.DecimalField(max_digits=18, decimal_places=6)
    median = models.DecimalField(max_digits=18, decimal_places=6)
    mad = models.DecimalField(max_digits=18, decimal_places=6)
    as_of = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "kind", "item", "figure"], name="statistics_once"
            ),
            models.CheckConstraint(
                condition=Q(figure__in=tuple(FIGURES)), name="statistics_figure_known"
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="statistics_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.kind} {self.item} {self.figure}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="CheckLevelHistory")
class CheckLevel(models.Model):
    """How a check counts in a period, where the province has said so; else the table of rules."""

    period = models.ForeignKey("assessments.Period", models.CASCADE, related_name="check_levels")
    check_code = models.CharField("kiểm tra", max_length=16)
    level = models.CharField(max_length=8)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "check_code"], name="one_level_per_check"),
            models.CheckConstraint(condition=Q(level__in=tuple(LEVELS)), name="check_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.check_code}: {self.level}"


class FindingReview(models.Model):
    """Somebody has looked at a finding. `digest` is of what it said: another figure asks anew.

    Taken back it stays with its end; the same finding may be ticked again.
    """

    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="finding_reviews"
    )
    check_code = models.CharField(max_length=16)
    item = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=16)
    seen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "check_code", "item", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="finding_seen_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__gte=F("seen_at")),
                name="finding_withdrawn_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.check_code} {self.item}"
