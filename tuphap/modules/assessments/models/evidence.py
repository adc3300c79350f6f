"""Files and links that prove the lines of a dossier."""

import hashlib
from datetime import date
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.database.folded import folded_words
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.signature_words import Signed, words_of
from tuphap.modules.assessments.models.dossiers import Assessment


class Evidence(models.Model):
    """A file or a link that proves one content. Replaced ones stay, marked with their end.

    `was_sent` says of an ended row that it went out with a dossier: it stays to be read (F12).
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    item = models.CharField(max_length=16)
    title = models.CharField("tên tài liệu", max_length=200)
    url = models.URLField("đường dẫn", max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    was_sent = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField("bản số", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    # Until when it should have been signed; set by the question for the evidence of a dossier.
    asked_on: date | None = None

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file__isnull=True) & ~Q(url="") | Q(file__isnull=False) & Q(url=""),
                name="evidence_is_file_or_link",
            )
        ]
        indexes: ClassVar = [GinIndex(folded_words("title"), name="evidence_title_words")]

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> str:
        """The same for the same content: the hash of the file, or of the address of a link."""
        return self.file.sha256 if self.file else hashlib.sha256(self.url.encode()).hexdigest()

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What is said of the digital signatures of its file, the worst first."""
        return words_of((self.file.signatures or ()) if self.file else (), self.asked_on)
