"""Days off and make-up days, which differ from the plain week. Edited by the province."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DayKind(models.TextChoices):
    """How the day differs from an ordinary one."""

    OFF = "off", "Nghỉ"
    WORKED = "worked", "Làm bù"


class Holiday(models.Model):
    """One day; `source` is the decision or the package it comes from."""

    day = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=8, choices=DayKind.choices)
    name = models.CharField("tên", max_length=120)
    source = models.CharField("nguồn", max_length=200)
    seeded = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=DayKind.values), name="holiday_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
