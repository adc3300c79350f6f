"""Rule sets as data: what the law asks, row by row, with source, status and sign-off.

And what a province says to those who answer a row.
"""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.units.models import Unit


class RuleSet(models.Model):
    """One version of a set of criteria. A version that a period uses is never edited."""

    code = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    short_name = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    scale = models.CharField(max_length=16)
    unit_kinds = ArrayField(models.CharField(max_length=64))
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    # Kept when the set is loaded and when a row is signed off: every page speaks of them.
    row_count = models.PositiveSmallIntegerField(default=0)
    signed_count = models.PositiveSmallIntegerField(default=0)
    content_count = models.PositiveSmallIntegerField(default=0)
    confirmed_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["first_year", "code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_set_version_once")
        ]

    def __str__(self) -> str:
        return self.short_name


class RuleRow(models.Model):
    """A row a lawyer checks: criterion, indicator, content or condition."""

    CRITERION, INDICATOR, CONTENT, CONDITION = "criterion", "indicator", "content", "condition"

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=16)
    code = models.CharField(max_length=16)
    name = models.TextField(blank=True)
    name_exact = models.BooleanField(default=False)
    max_points = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    status = models.CharField(max_length=16)
    points_status = models.CharField(max_length=16, blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    signed_off_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="signed_rule_rows"
    )
    signed_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["rule_set", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="rule_row_code_once"),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="rule_row_signed_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="GuidanceHistory")
class Guidance(models.Model):
    """What a province says to one indicator or content; it holds for all versions of the set."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rule_set = models.CharField("mã bộ tiêu chí", max_length=32)
    row = models.CharField("mã dòng", max_length=16)
    text = models.TextField("hướng dẫn", blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "rule_set", "row"], name="one_guidance_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.rule_set} {self.row}"


@pghistory.track(pghistory.UpdateEvent(), model_name="GuidanceFileHistory")
class GuidanceFile(models.Model):
    """A template or guide to read and fill in. A replaced or removed one stays, with its end."""

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField("bản số", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="guidance_file_removed_by_and_at_together",
            )
        ]

    def __str__(self) -> str:
        return self.file.name
