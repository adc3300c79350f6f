"""One step of one dossier may end later than for the others; written once, only read after."""

from typing import ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.accounts.models import Person


class Extension(models.Model):
    """Who moved the last day of a step, from which day to which, and why.

    The days that hold stand in `Assessment.extended`; an extension ends by itself with its day.
    """

    assessment = models.ForeignKey(
        "assessments.Assessment", models.PROTECT, related_name="extensions"
    )
    step = models.CharField("bước", max_length=32)
    before = models.DateField("hạn trước", null=True)
    until = models.DateField("hạn mới")
    reason = models.TextField("lý do")
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.step}: {self.until:%d/%m/%Y}"
