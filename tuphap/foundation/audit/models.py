"""The append-only journal: plain values, no foreign keys, so that it outlives what it tells of."""

from typing import ClassVar

import pgtrigger
from django.db import models


class Event(models.Model):
    """Something done or refused: log-in, refusal, download, changed right, publication."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=48, db_index=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=160, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.kind} {self.subject}"
