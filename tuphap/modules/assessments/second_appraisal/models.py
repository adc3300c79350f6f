"""A sample of closed dossiers, and what was said of each when it was appraised again, blind."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.rules.permissions import Subject
from tuphap.rules.sampling import MOST_PERCENT, Size


class Sample(models.Model):
    """Drawn once per period and appraising unit, and never changed: no second try for a better one.

    `frame` lists what it was drawn from, [code, name, kind] each, so that it can be drawn again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seed = models.CharField("hạt rút mẫu", max_length=40)
    amount = models.PositiveSmallIntegerField("cỡ mẫu")
    in_percent = models.BooleanField("theo tỷ lệ", default=False)
    by_kind = models.BooleanField("theo loại đơn vị", default=False)
    frame = models.JSONField()
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-period__year", "unit__path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_sample_per_period_unit"),
            models.CheckConstraint(
                condition=Q(amount__gte=1) & (Q(in_percent=False) | Q(amount__lte=MOST_PERCENT)),
                name="sample_size_sound",
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="sample_has_a_seed"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Mẫu thẩm tra lại năm {self.period.year}, {self.unit.name}"

    @property
    def subject(self) -> Subject:
        return Subject(place_of(self.unit), place_of(self.unit))

    @property
    def size(self) -> Size:
        return Size(self.amount, self.in_percent)


@pghistory.track(pghistory.UpdateEvent(), model_name="SecondAppraisalHistory")
class SecondAppraisal(models.Model):
    """One dossier drawn. `answers` by item, as written so far; `compared` is kept when it is sent:
    both sides as they were at that moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="rows")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    compared = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "assessment"], name="drawn_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, compared__isnull=True)
                | Q(sent_at__isnull=False, compared__isnull=False, person__isnull=False),
                name="sent_with_both_sides",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="sent_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.assessment)
