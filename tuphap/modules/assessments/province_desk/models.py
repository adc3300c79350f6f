"""What the province's desk keeps."""

import uuid
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


class BigExport(models.Model):
    """A file of many years that somebody asked for and the queue makes. It belongs to that person
    alone; `done` of `total` dossiers are written. The bytes lie in the data folder, for some days.
    """

    XLSX, CSV = "xlsx", "csv"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    years = ArrayField(models.PositiveSmallIntegerField())
    form = models.CharField(max_length=4, choices=[(XLSX, "Excel"), (CSV, "CSV")])
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(years=[]), name="big_export_of_some_year"),
            models.CheckConstraint(condition=Q(form__in=("xlsx", "csv")), name="big_export_form"),
        ]

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.years))}.{self.form}"

    @property
    def file_name(self) -> str:
        first, last = min(self.years), max(self.years)
        return f"chi-tieu-{first if first == last else f'{first}-{last}'}.{self.form}"
