"""Stored files: bytes on disk under a generated name, their hash and true type in the database."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models

from tuphap.foundation.accounts.models import Person


class Scan(models.TextChoices):
    """What the virus scanner said, where one is connected (F11)."""

    NONE = "none", "Không quét"
    WAITING = "waiting", "Đang quét vi-rút"
    CLEAN = "clean", "Không có vi-rút"
    INFECTED = "infected", "Có vi-rút"


class StoredFile(models.Model):
    """A complete, checked file. Who may see it is known by the record that uses it.

    `checks` is the version of the table of checks it passed; `pages` is 0 where nobody knows.
    `signatures` is what was found in a PDF, null where nobody looked; `signed_on` is the day they
    prove, kept beside them because figures are counted by it. `look` says how its first page looks
    (`looks.py`); null where nobody has drawn it yet, 0 where there is nothing to compare.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_at = models.DateTimeField()
    checks = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    signatures = models.JSONField(null=True)
    signed_on = models.DateField("ngày ký số", null=True)
    look = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(scan__in=Scan.values), name="stored_file_scan_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.scan == Scan.WAITING

    @property
    def is_infected(self) -> bool:
        return self.scan == Scan.INFECTED


@pghistory.track(pghistory.UpdateEvent(), model_name="TrustAnchorHistory")
class TrustAnchor(models.Model):
    """The certificate of an authority whose signatures the province believes, until it is ended."""

    name = models.CharField("tên nơi cấp chứng thư", max_length=200)
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(ended_at__isnull=True),
                name="trust_anchor_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
