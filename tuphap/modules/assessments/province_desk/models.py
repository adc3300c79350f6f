"""What the province's desk keeps."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models import Assessment


class DossierFlags(models.Model):
    """Codes of the checks that found something in a dossier as it was sent; made by a job, so that
    a page of all units asks nothing more. How a check counts is looked up when they are shown."""

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, primary_key=True, related_name="kept_flags"
    )
    checks = ArrayField(models.CharField(max_length=16), default=list)
    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment_id} {' '.join(self.checks)}"


class SavedView(models.Model):
    """A named way to look at the table of comparison, of one person: `query` is the address behind
    the year, checked when it was saved and read like any other when it is opened."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField("tên cách xem", max_length=60)
    query = models.CharField(max_length=400, blank=True)
    is_default = models.BooleanField("mở trước tiên", default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_default=True), name="one_default_view"
            ),
        ]

    def __str__(self) -> str:
        return self.name
