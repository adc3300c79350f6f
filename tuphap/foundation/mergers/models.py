"""A dated change of units: its plan as previewed, and what applying it did."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person


@pghistory.track(pghistory.UpdateEvent(), model_name="UnitChangeHistory")
class UnitChange(models.Model):
    """Planned, then applied, then perhaps undone; the moments say which. Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    effective_on = models.DateField("ngày hiệu lực")
    file_name = models.CharField("tệp", max_length=200)
    lines = models.JSONField()  # as read from the file
    plan = models.JSONField()  # units and posts, plain values (plans.py)
    plan_hash = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # Keys of what applying wrote, so that undoing finds exactly that.
    done = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-planned_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="unit_change_undone_after_applied",
            )
        ]

    def __str__(self) -> str:
        return f"Thay đổi đơn vị từ ngày {self.effective_on:%d/%m/%Y}"
