"""Files of former results: what was read, what was written, the figures as they were printed."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Period

RESULTS, ANSWERS = "results", "answers"
KINDS = (
    (RESULTS, "Danh sách kết quả của năm"),
    (ANSWERS, "Phản hồi biểu mẫu trực tuyến (điểm tự chấm)"),
)


@pghistory.track(pghistory.UpdateEvent(), model_name="ImportBatchHistory", exclude=["read"])
class ImportBatch(models.Model):
    """One file. Read, then perhaps written, then perhaps undone; the moments say which.

    `read` holds lines and faults as plain values (plans.py), `digest` is of what was written.
    The bytes lie in the data folder, for some days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại tệp", max_length=8, choices=KINDS)
    year = models.PositiveSmallIntegerField("năm đánh giá")
    rule_set_code = models.CharField("mã bộ tiêu chí", max_length=32)
    scope_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    units_on = models.DateField("ngày của danh sách đơn vị")
    paper_number = models.CharField("số quyết định", max_length=40, blank=True)
    paper_day = models.DateField("ngày ký", null=True)
    paper_by = models.CharField("người quyết định", max_length=160, blank=True)
    file_name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pasted = models.BooleanField("dán từ bảng tính", default=False)
    mapping = models.JSONField(default=dict)  # key of a heading to what somebody said it means
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    read = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)  # why the file could not be read at all
    digest = models.CharField(max_length=64, blank=True)
    period = models.ForeignKey(Period, models.SET_NULL, null=True, related_name="imports")
    written = models.JSONField(default=dict)  # counts, and what else undoing has to find
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[RESULTS, ANSWERS]), name="import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=True) | ~Q(digest=""),
                name="import_written_as_read",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(committed_at__isnull=False),
                name="import_undone_after_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, năm {self.year}"

    @property
    def source(self) -> str:
        """What it is called within a sentence."""
        return "bảng dán" if self.pasted else f"tệp “{self.file_name}”"


class ImportedResult(models.Model):
    """What the list printed for one column of one dossier: never changed, undone with its batch."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="imported")
    column = models.CharField(max_length=16)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="results")
    row = models.PositiveIntegerField("dòng trong tệp")
    unit_text = models.CharField("tên trong tệp", max_length=120, blank=True)
    total = models.DecimalField("tổng in trong tệp", max_digits=12, decimal_places=6, null=True)
    met = models.BooleanField("kết quả in trong tệp", null=True)
    satisfaction = models.DecimalField(
        "mức độ hài lòng (%)", max_digits=9, decimal_places=6, null=True
    )
    reason = models.TextField("lý do in trong tệp", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "column"], name="one_import_per_dossier_and_column"
            )
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="as_printed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.column}: dòng {self.row}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="SaidHeadingHistory")
class SaidHeading(models.Model):
    """What a province said a heading means, offered the next time."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    rule_set_code = models.CharField(max_length=32)
    heading = models.CharField(max_length=300)
    meaning = models.CharField(max_length=32)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "rule_set_code", "heading"], name="heading_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.meaning}"
