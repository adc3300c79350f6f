"""What was submitted, frozen and numbered; its letter; and the papers made of it or of a draft."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.made_papers.models import FilledPaper, made_with_its_moment
from tuphap.modules.assessments.models import Assessment


class SubmittedCopy(models.Model):
    """What a unit entered, at the moment it submitted: JSON, number and SHA-256 of its text.

    Written in the transaction of the move and never changed. What is sent again after a return is
    another copy; `version` is that of the dossier the move made.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submitted_copies")
    number = models.CharField("số biên nhận", max_length=40, unique=True)
    ordinal = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    payload = models.JSONField()
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_by_name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["assessment", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "ordinal"], name="submitted_copy_ordinal_once"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Biên nhận {self.number}"


class CopyLetter(models.Model):
    """The letter with all that was entered, to the addresses the unit had on that day."""

    copy = models.OneToOneField(SubmittedCopy, models.PROTECT, related_name="letter")
    addresses = ArrayField(models.EmailField())
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.copy}: {', '.join(self.addresses)}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="ReportTextHistory")
class ReportText(models.Model):
    """What the unit led and organised in the year, in its own words: part I.1 of its report."""

    assessment = models.OneToOneField(
        Assessment, models.PROTECT, primary_key=True, related_name="report_text"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment_id}, bản {self.version}"


class Paper(FilledPaper):
    """A paper of a dossier. Of a submitted copy it is kept; of a draft the next takes its place."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="papers")
    copy = models.ForeignKey(SubmittedCopy, models.PROTECT, null=True, related_name="papers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "form", "format", "fingerprint"], name="paper_made_once"
            ),
            made_with_its_moment("paper_made_with_its_moment"),
        ]
