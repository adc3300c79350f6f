"""Stored files: bytes on disk under a generated name, their hash and true type in the database."""

import uuid
from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """A complete, checked file. Who may see it is known by the record that uses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty")
        ]

    def __str__(self) -> str:
        return self.name
