"""An agency that knows some of the criteria, and what it says of the figures of each unit."""

import uuid
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.rules.permissions import Subject

LONGEST_NAME, LONGEST_REMARK, LONGEST_TERM = 160, 2000, 90


@pghistory.track(pghistory.UpdateEvent(), model_name="AgencyHistory")
class Agency(models.Model):
    """Asked by one appraising unit for one period; `codes` are criteria or indicators of its set.

    Once asked only its end is written: other codes, another person are another row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="agencies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("cơ quan", max_length=LONGEST_NAME)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    codes = ArrayField(models.CharField(max_length=16))
    term_days = models.PositiveSmallIntegerField(
        "thời hạn trả lời, ngày làm việc",
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TERM)],
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name", "asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "unit", "name"],
                condition=Q(ended_at__isnull=True),
                name="one_agency_per_name",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="agency_ended_by_and_at_together",
            ),
            models.CheckConstraint(condition=~Q(codes=[]), name="agency_asked_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Subject:
        return Subject(place_of(self.unit), place_of(self.unit))


@pghistory.track(pghistory.UpdateEvent(), model_name="AgencyWordHistory")
class AgencyWord(models.Model):
    """What an agency says of one dossier; `marks` tell of which version of each of its lines."""

    AGREES, REMARKS = "agrees", "remarks"
    STANCES = ((AGREES, "Đồng ý với số liệu"), (REMARKS, "Có ý kiến"))

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="words")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="agency_words")
    stance = models.CharField(max_length=8, choices=STANCES)
    remarks = models.JSONField(default=dict)  # line -> text
    marks = models.JSONField()  # line -> mark of what was read
    version = models.PositiveIntegerField(default=1)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "assessment"], name="one_word_per_agency_and_dossier"
            ),
            models.CheckConstraint(
                condition=Q(stance="agrees", remarks={}) | Q(stance="remarks") & ~Q(remarks={}),
                name="remarks_where_there_are_any",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_stance_display()}"
