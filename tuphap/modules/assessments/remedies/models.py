"""What a unit does about a line that kept it from the standard."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="RemedyHistory")
class Remedy(models.Model):
    """One measure for one line of a result. `unit` carries it out: the one assessed, or the one
    it became part of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="remedies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.CharField("mã dòng", max_length=16)
    what = models.TextField("việc làm")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    who = models.CharField("người làm", max_length=200, blank=True)
    until = models.DateField("hạn")
    done_on = models.DateField("ngày xong", null=True)
    note = models.TextField("kết quả", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["until", "written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(who=""), name="remedy_has_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.what[:60]}"

    @property
    def by_whom(self) -> str:
        return self.who or (self.person.full_name if self.person else "")
