"""Administrative units with days of validity, and which old unit went into which new one."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from tuphap.foundation.units.kinds import short_name
from tuphap.rules.vietnamese import fold, sort_key


class Unit(models.Model):
    """A unit from `valid_from` to `valid_to`, both days included; open where `valid_to` is empty.

    Codes repeat across epochs, so identity is (code, valid_from). A row lies inside the days of its
    parent's row: when a parent is closed, its children are closed and opened anew with it.
    `path` holds the codes from the root, "/64/631/23860/"; the last "/" keeps /7/ out of /79/.
    """

    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=120)
    kind = models.CharField("loại", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=64, db_collation="C")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    name_folded = models.TextField(editable=False)
    name_sort = models.TextField(editable=False, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_and_first_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="one_open_unit_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="unit_path")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_texts()
        super().save(*args, **kwargs)

    def derive_texts(self) -> None:
        """Searched and ordered forms of the name; to be called before bulk writes, too."""
        self.name_folded, self.name_sort = fold(self.name), sort_key(self.name)

    @property
    def short_name(self) -> str:
        """For tables: "H. Chư Păh"; in sentences the full name stands."""
        return short_name(self.name, self.kind)

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Extent(models.TextChoices):
    """How much of the old unit went into the new one."""

    WHOLE = "whole", "toàn bộ"
    PARTLY = "partly", "một phần"


class Succession(models.Model):
    """From `effective_on` on, `successor` stands where (part of) `predecessor` stood."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="went_into")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="came_from")
    extent = models.CharField(max_length=8, choices=Extent.choices)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=200, null=True)  # NULL: not known yet
    derived = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_succession_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_unit_succeeds_itself"
            ),
            models.CheckConstraint(
                condition=Q(extent__in=Extent.values), name="succession_extent_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
