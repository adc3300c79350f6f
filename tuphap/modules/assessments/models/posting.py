"""What the public says about a posted result. The words never change; the answers are its moves."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tuphap.rules.permissions import Subject
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.public_comment import PUBLIC_COMMENT, RECEIVED


class PublicComments(models.Manager["PublicComment"]):
    """Comes with what permissions ask for."""

    def get_queryset(self) -> models.QuerySet["PublicComment"]:
        units = ("assessment__unit", "assessment__appraising_unit")
        return super().get_queryset().select_related(*units)


class PublicComment(models.Model):
    """Name and contact are personal data: the name is public only where the sender says so.

    `sender` is a keyed hash of the network address, for the limits alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("Assessment", models.CASCADE, related_name="public_comments")
    name = models.CharField("họ và tên", max_length=120)
    name_is_public = models.BooleanField("hiện tên cùng ý kiến", default=False)
    contact = models.CharField("cách liên hệ", max_length=200, blank=True)
    text = models.TextField("ý kiến")
    status = models.CharField(max_length=16, default=RECEIVED)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    sender = models.CharField(max_length=40, blank=True)

    objects = PublicComments()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["sender", "sent_at"], name="public_comment_sender")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(name=""), name="public_comment_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.sent_at:%d/%m/%Y}"

    @property
    def workflow(self) -> Workflow:
        return PUBLIC_COMMENT

    def access_subject(self, done_by: Mapping[str, frozenset[int]]) -> Subject:
        return self.assessment.subject

    def check_guard(self, name: str, *, at: datetime) -> None:
        raise KeyError(name)
