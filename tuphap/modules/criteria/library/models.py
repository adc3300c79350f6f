"""Papers that guide the communes, as they were issued."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.units.models import Unit
from tuphap.rules.vietnamese import fold


class DocumentKind(models.TextChoices):
    LAW = "law", "Luật, nghị định"
    DECISION = "decision", "Quyết định"
    CIRCULAR = "circular", "Thông tư"
    LETTER = "letter", "Công văn"
    PLAN = "plan", "Kế hoạch"
    GUIDE = "guide", "Hướng dẫn"
    OTHER = "other", "Khác"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="GuidanceDocumentHistory"
)
class GuidanceDocument(models.Model):
    """One paper with its file. `rule_set` and `row` are codes, so it holds for all versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=16, choices=DocumentKind.choices)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    abstract = models.TextField("trích yếu")
    rule_set = models.CharField("bộ tiêu chí", max_length=32, blank=True)
    row = models.CharField("mã dòng", max_length=16, blank=True)
    year = models.PositiveSmallIntegerField("năm đánh giá", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    ended_on = models.DateField("hết hiệu lực từ ngày", null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    folded = models.TextField(editable=False)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-issued_on", "number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "number", "issued_on"], name="guidance_document_once"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="guidance_document_not_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ngày {self.issued_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.number} {self.issuer} {self.abstract}")
        super().save(*args, **kwargs)
