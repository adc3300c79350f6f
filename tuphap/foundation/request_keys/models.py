"""The first answer to each form that changed something, for a day."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class AnsweredRequest(models.Model):
    """`person` and not a foreign key: a row is nothing but a note on what was answered to whom.

    `content` is the hash of all fields and files, `answer` is packed by `answers.py`.
    """

    pk = models.CompositePrimaryKey("person", "key")
    person = models.BigIntegerField()
    key = models.UUIDField()
    path = models.CharField(max_length=500)
    content = models.BinaryField(max_length=32)
    answer = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        # Rows come in the order of time and go in it.
        indexes: ClassVar = [BrinIndex(fields=["made_at"], name="answered_made_at")]

    def __str__(self) -> str:
        return f"{self.person} {self.path}"
