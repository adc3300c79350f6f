"""When somebody looked at a dossier last."""

from typing import ClassVar

from django.db import models

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models.dossiers import Assessment


class DossierSeen(models.Model):
    """`since` is the look before the visit that lasts: the desk says what is new since then, so a
    page loaded again does not take its own marks away.

    Nothing is decided by it, so it keeps no history.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "assessment"], name="one_look_per_person_and_dossier"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.person_id}: {self.seen_at:%d/%m/%Y}"
