"""Scans of papers with the hand of the unit's head: pages as files, kept with the dossier."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.signature_words import Signed, words_of

if TYPE_CHECKING:
    from tuphap.modules.assessments.models import Assessment


class ScannedPaper(models.Model):
    """One paper of the unit, handed in by somebody else than who signed it; never changed.

    `sent` stands for the chair's own sending, `typed` is what the unit above types from; each
    belongs to the version of the dossier that its deed made.
    """

    SENT, TYPED = "sent", "typed"
    USES = ((SENT, "Gửi hồ sơ theo bản ký"), (TYPED, "Bản giấy của đơn vị"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", models.PROTECT, related_name="scans")
    use = models.CharField(max_length=8, choices=USES)
    version = models.PositiveIntegerField()
    signed_by = models.CharField("người ký", max_length=160)
    signed_on = models.DateField("ngày ký")
    handed_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "use", "version"], name="one_scanned_paper_per_version"
            ),
            models.CheckConstraint(
                condition=Q(use__in=["sent", "typed"]) & ~Q(signed_by=""),
                name="scanned_paper_is_signed",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.signed_by}, {self.signed_on:%d/%m/%Y}"


class ScannedPage(models.Model):
    """A file of a scanned paper. It offers what evidence offers, so that both are shown alike."""

    paper = models.ForeignKey(ScannedPaper, models.PROTECT, related_name="pages")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    item, url, version = "", "", 1

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="scanned_page_number_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.file.name

    @property
    def assessment(self) -> "Assessment":
        return self.paper.assessment

    @property
    def assessment_id(self) -> uuid.UUID:
        return self.paper.assessment_id

    @property
    def added_by_id(self) -> int:
        return self.paper.handed_in_by_id

    @property
    def added_at(self) -> datetime:
        return self.paper.handed_in_at

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What is said of the digital signatures of its file, the worst first."""
        return words_of(self.file.signatures or (), None)
