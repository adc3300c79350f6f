"""A report about a year: text that people write, figures that are computed, both frozen at once."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.made_papers.models import FilledPaper, made_with_its_moment
from tuphap.modules.assessments.models import Period

PROVINCE, MINISTRY = "province", "ministry"
ADDRESSEES = {PROVINCE: "Ủy ban nhân dân tỉnh", MINISTRY: "Bộ Tư pháp"}
FILE_WORDS = {PROVINCE: "ubnd-tinh", MINISTRY: "bo-tu-phap"}


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="ReportHistory",
    exclude=["payload", "canonical"],
)
class Report(models.Model):
    """Without a number it is a draft. `texts` keeps what people wrote, by part; a part that is not
    there says what the figures say. `bases` is what the figures said when the part was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    addressee = models.CharField("nơi nhận", max_length=16, choices=list(ADDRESSEES.items()))
    number = models.PositiveSmallIntegerField("bản số", null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField("lý do đính chính", blank=True)
    texts = models.JSONField(default=dict)
    bases = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    payload = models.JSONField(null=True)
    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["period", "addressee", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "addressee", "number"], name="report_number_once"
            ),
            models.UniqueConstraint(
                fields=["period", "addressee"],
                condition=Q(number__isnull=True),
                name="one_draft_of_a_report",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, frozen_at__isnull=True, payload__isnull=True)
                | Q(number__isnull=False, frozen_at__isnull=False, payload__isnull=False),
                name="report_frozen_whole",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="corrected_with_a_reason"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_addressee_display()} {self.period.year}, bản {self.number or 'nháp'}"

    @property
    def is_draft(self) -> bool:
        return self.number is None

    @property
    def file_words(self) -> str:
        """What tells its files apart, behind the name of the form."""
        mark = "nhap" if self.number is None else f"{self.number:02d}"
        return f"{self.period.year}-{FILE_WORDS[self.addressee]}-{mark}"


class ReportPaper(FilledPaper):
    """The report as a file: of a draft the newest texts, of a frozen report its only ones."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="papers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "form", "format"], name="report_paper_made_once"
            ),
            made_with_its_moment("report_paper_made_with_its_moment"),
        ]
