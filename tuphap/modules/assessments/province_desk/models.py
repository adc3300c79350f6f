"""What the province's desk keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

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
