"""The unit above types for a unit without a line, from its paper; the unit has its word later."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models.scans import ScannedPaper


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="TypingHistory")
class Typing(models.Model):
    """Who types, for which office, why, from which paper; and what the unit says to it.

    While `answer` is empty the person may write for the unit. The newest row of a dossier counts.
    """

    OPEN, CONFIRMED, OBJECTED, TAKEN_OVER = "", "confirmed", "objected", "taken_over"
    ANSWERS = (
        (CONFIRMED, "Đơn vị đã xác nhận"),
        (OBJECTED, "Đơn vị không xác nhận"),
        (TAKEN_OVER, "Người khác nhập tiếp"),
    )

    assessment = models.ForeignKey("assessments.Assessment", models.PROTECT, related_name="typings")
    paper = models.OneToOneField(ScannedPaper, models.PROTECT, related_name="typing")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    typed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    reason = models.TextField()
    answer = models.CharField(max_length=10, choices=ANSWERS, blank=True)
    objection = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(answer=""), name="one_open_typing_per_dossier"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="typing_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="objected") & ~Q(objection="")
                | ~Q(answer="objected") & Q(objection=""),
                name="typing_objection_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.typed_by}"

    @property
    def is_open(self) -> bool:
        return self.answer == self.OPEN

    @property
    def is_objected(self) -> bool:
        return self.answer == self.OBJECTED
