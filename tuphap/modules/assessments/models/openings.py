"""Which documents of a dossier somebody opened; a row is written once and never changed."""

from typing import ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models.dossiers import Assessment


class DocumentOpening(models.Model):
    """This person opened this document of this dossier for the first time then.

    `document` is the hash of the file, or of the address of a link: another file or another
    address is another document and asks anew, the same file put up again does not.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="document_openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    document = models.CharField("mã tài liệu", max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "person", "document"], name="document_opened_first_once"
            )
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.person_id} {self.document[:12]}"
