"""Seals: each over the rows that were added since the one before, and over that one."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Seal(models.Model):
    """`digest` is of `previous`, the number, the moment and every part; see `chain.py`."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="seal_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"Dấu niêm phong số {self.number}"


class SealedShape(models.Model):
    """The columns of a table as they were sealed: a later migration may add some."""

    table = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=63))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "columns"], name="shape_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="shape_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.table


class SealedRows(models.Model):
    """Rows of one table under one seal: their keys in order, and the SHA-256 of each.

    All rows up to `through` are under this seal or an earlier one, or do not exist.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="parts")
    shape = models.ForeignKey(SealedShape, models.PROTECT, related_name="+")
    table = models.CharField(max_length=63)
    through = models.BigIntegerField()
    keys = ArrayField(models.BigIntegerField())
    hashes = models.BinaryField()  # 32 bytes a row

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "table"], name="part_once_per_seal")
        ]
        indexes: ClassVar = [models.Index(fields=["table", "seal"], name="parts_of_table")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="part_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.table}"


class SealMark(models.Model):
    """How far a table is sealed, and how far it was numbered at the last look.

    Nothing is proved by it: a wrong mark leaves rows without a seal, which verifying names.
    """

    table = models.CharField(max_length=63, primary_key=True)
    through = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    seen_before_transaction = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.table


class SealCheck(models.Model):
    """One look at everything that is sealed; `fault` names the first broken place, or is empty."""

    at = models.DateTimeField()
    seals = models.BigIntegerField()
    rows = models.BigIntegerField()
    fault = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="verification_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"
