"""Frozen numbered copies of what was approved; a correction is a new number (decision 8)."""

from typing import ClassVar

import pgtrigger
from django.db import models

from tuphap.foundation.publication.kinds import LABELS


class PublishedCopy(models.Model):
    """A copy of figures as plain JSON, with the SHA-256 of its canonical text.

    `kind` names the schema of the payload; one series of numbers per kind and year.
    """

    kind = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["year", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "year", "number"], name="published_copy_number_once"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{LABELS.get(self.kind, self.kind)} năm {self.year}, bản số {self.number:02d}"


class Withdrawal(models.Model):
    """A copy that is no longer in use. It stays readable; this row is all that is added to it."""

    copy = models.OneToOneField(PublishedCopy, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_has_a_reason")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="lasting", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.copy}: thu hồi {self.withdrawn_at:%d/%m/%Y}"


class WithdrawalRequest(models.Model):
    """Somebody wants a copy withdrawn; another person confirms it, and until then nothing of it is
    public. The row goes when the request is dropped, the journal keeps both."""

    copy = models.OneToOneField(PublishedCopy, models.PROTECT, related_name="withdrawal_request")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    # A plain number: what the public reads knows nothing of accounts.
    person_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="withdrawal_request_has_a_reason"
            )
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="as_asked", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.copy}: đề nghị thu hồi {self.asked_at:%d/%m/%Y}"


class KeptPage(models.Model):
    """A finished public page of a copy. `release` names the version of code and pages that made it;
    a page of another release is made anew at the first visit."""

    copy = models.ForeignKey(PublishedCopy, models.CASCADE, related_name="pages")
    name = models.CharField(max_length=64)
    release = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    gzipped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["copy", "name", "release"], name="kept_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.copy}: {self.name}"
