"""What was official before figures were unlocked: written once, only read after."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.accounts.models import Person


class FormerResult(models.Model):
    """The final column of a dossier with its sums, as the decision named made it official.

    `lines` are rows of Entry by name of field, with `who` wrote each; days and times as ISO text,
    points as decimal text. `sums` are the fields of its ColumnSummary.
    """

    assessment = models.ForeignKey(
        "assessments.Assessment", models.PROTECT, related_name="former_results"
    )
    decision = models.ForeignKey(
        "assessments.Decision", models.PROTECT, related_name="former_results"
    )
    met = models.BooleanField("đạt chuẩn")
    lines: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField()
    sums: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    reason = models.TextField("lý do mở lại")
    unlocked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unlocked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.decision}"
