"""What is said about one line of a dossier. Its words never change; only its status moves on."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.database.folded import folded_words
from tuphap.rules.permissions import Subject
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.comment import COMMENT_WORKFLOWS, OPEN

LONGEST_COMMENT = 2000


class Comments(models.Manager["Comment"]):
    """Comes with what permissions ask for."""

    def get_queryset(self) -> models.QuerySet["Comment"]:
        return (
            super()
            .get_queryset()
            .select_related("author", "assessment__unit", "assessment__appraising_unit")
        )


class Comment(models.Model):
    """A question, a line named in a return, or a note; answers are the moves made on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("Assessment", models.CASCADE, related_name="comments")
    item = models.CharField("nội dung", max_length=16)
    kind = models.CharField(max_length=16)
    text = models.TextField("lời")
    status = models.CharField(max_length=16, default=OPEN)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = Comments()

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(COMMENT_WORKFLOWS)), name="comment_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes: ClassVar = [GinIndex(folded_words("text"), name="comment_words")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.item} {self.kind}"

    @property
    def workflow(self) -> Workflow:
        return COMMENT_WORKFLOWS[self.kind]

    def access_subject(self, done_by: Mapping[str, frozenset[int]]) -> Subject:
        """Who may speak does not depend on who spoke before."""
        return self.assessment.subject

    def check_guard(self, name: str, *, at: datetime) -> None:
        raise KeyError(name)
