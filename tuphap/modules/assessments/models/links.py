"""A link by which the head of a unit sends its dossier without signing in."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person


class SubmitLink(models.Model):
    """One purpose, one dossier in one version, one person, an end; it works once (A4, L3).

    The link goes to the chair by letter, the code stands on the officer's page: who has one of
    them alone sends nothing. Of the code only a slow hash is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        "assessments.Assessment", models.CASCADE, related_name="submit_links"
    )
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    code_hash = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_submit_link_per_dossier",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="submit_link_used_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.chair}"
