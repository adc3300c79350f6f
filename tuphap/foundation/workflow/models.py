"""The history of statuses: appended with who, when and why; never edited."""

from typing import ClassVar

import pgtrigger
from django.db import models


class StatusChange(models.Model):
    record_kind = models.CharField(max_length=64)
    record_id = models.CharField(max_length=40)
    move = models.CharField(max_length=32)
    needs = models.CharField(max_length=64)
    source = models.CharField(max_length=32)
    target = models.CharField(max_length=32)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="status_changes"
    )
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["record_kind", "record_id"], name="status_change_record")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}: {self.source} → {self.target}"
