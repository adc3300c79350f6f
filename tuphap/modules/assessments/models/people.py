"""Who in the unit answers for a line, and for which version of it the name was put down."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="LineSignatureHistory"
)
class LineSignature(models.Model):
    """One line of the unit's own column: the officer in charge, and what he confirmed.

    `mark` is that of the version he saw (marks.py): with another figure the confirmation falls
    away by itself, and saving a figure writes nothing here.
    """

    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="signatures"
    )
    item = models.CharField(max_length=16)
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    mark = models.CharField(max_length=16, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "item"], name="one_officer_in_charge_per_line"
            ),
            models.CheckConstraint(
                condition=Q(mark="", confirmed_at__isnull=True)
                | ~Q(mark="") & Q(confirmed_at__isnull=False),
                name="line_confirmed_in_one_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.item}"
