"""What anybody says about a published result. The words never change; the answers are its moves."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Subject
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.feedback import FEEDBACK, RECEIVED


class Feedbacks(models.Manager["Feedback"]):
    """Comes with what pages and permissions ask for, and without the figures of the copy."""

    def get_queryset(self) -> models.QuerySet["Feedback"]:
        rows = super().get_queryset().select_related("copy", "unit", "answering_unit")
        return rows.defer("copy__payload", "copy__canonical")


class Feedback(models.Model):
    """`unit` is the one of the result, as it was then; `answering_unit` stands there today.

    Name and contact are personal data, kept with consent and erased some time after the end.
    `sender` is a keyed hash of the network address, for the limits alone; `code` that of the
    look-up code, which is shown to the sender only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    copy = models.ForeignKey(PublishedCopy, models.PROTECT, related_name="+")
    unit_code = models.CharField("mã đơn vị", max_length=10)
    unit_name = models.CharField("tên đơn vị trong bản công bố", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    answering_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("họ và tên", max_length=120, blank=True)
    contact = models.CharField("cách liên hệ", max_length=200, blank=True)
    consented_at = models.DateTimeField(null=True)
    text = models.TextField("ý kiến")
    status = models.CharField(max_length=20, default=RECEIVED)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    sender = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=64, unique=True)

    objects = Feedbacks()

    class Meta:
        ordering: ClassVar = ["-sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["sender", "sent_at"], name="feedback_sender"),
            models.Index(fields=["unit_code", "status"], name="feedback_result"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(name="", contact="") | Q(consented_at__isnull=False),
                name="feedback_personal_data_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}, {self.copy}"

    @property
    def workflow(self) -> Workflow:
        return FEEDBACK

    @property
    def subject(self) -> Subject:
        return Subject(place_of(self.answering_unit))

    def access_subject(self, done_by: Mapping[str, frozenset[int]]) -> Subject:
        return self.subject

    def check_guard(self, name: str, *, at: datetime) -> None:
        raise KeyError(name)
