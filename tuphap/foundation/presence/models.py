"""Who has which record open. Not history: a row is only as good as its moment."""

from typing import ClassVar

from django.db import models

from tuphap.foundation.accounts.models import Person


class OpenPage(models.Model):
    """`record_kind` is the label of a model, `record_id` its key as text."""

    record_kind = models.CharField(max_length=64)
    record_id = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "person"], name="one_open_page_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_id}: {self.person_id}"
