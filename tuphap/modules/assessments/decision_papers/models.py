"""What a decision says of which units, frozen; its papers as files; the signed file."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.made_papers.models import MadePaper, made_with_its_moment
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Decision, Period


class DecisionCopy(models.Model):
    """Units, results and reasons of one decision at the moment it was recorded.

    A decision to which further units are added has another copy, the next `ordinal`. Without a
    decision it is a draft, of the person who asked; the next draft takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="copies_for_papers"
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField(default=0)
    payload = models.JSONField()
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["decision", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "ordinal"], name="decision_copy_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decision__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision or 'Bản nháp'}, bản {self.ordinal:02d}"

    @property
    def is_draft(self) -> bool:
        return self.decision_id is None


class DecisionPaper(MadePaper):
    """A paper of a copy, made of what the copy froze.

    `room` is where the signature stands on the page: page, middle, top and height in points.
    """

    copy = models.ForeignKey(DecisionCopy, models.CASCADE, related_name="papers")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    room = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["copy", "form", "format"], name="decision_paper_made_once"
            ),
            made_with_its_moment("decision_paper_made_with_its_moment"),
        ]


class SignedDecision(models.Model):
    """A signed file of a decision, uploaded or signed here; the newest version is in force.

    `likeness` says how it stands to the paper the system made, `paper` is which one.
    """

    SAME, CHANGED, OTHER, NO_PAPER = "same", "changed", "other", "no_paper"
    LIKENESS = (
        (SAME, "Đúng bản do hệ thống lập"),
        (CHANGED, "Đổi thêm sau bản do hệ thống lập"),
        (OTHER, "Không phải bản do hệ thống lập"),
        (NO_PAPER, "Chưa có bản của hệ thống để đối chiếu"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="signed_files")
    version = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    likeness = models.CharField(max_length=8, choices=LIKENESS)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    signed_here = models.BooleanField(default=False)
    handed_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["decision", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "version"], name="signed_decision_version_once"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.decision}, bản ký {self.version}"
