"""What a unit answered, how it was appraised, and what was decided."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar

import pghistory
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.signature_words import Signed, words_of
from tuphap.foundation.units.models import Unit
from tuphap.modules.criteria.models import RuleSet
from tuphap.rules.permissions import Subject
from tuphap.rules.workflow import Status, Workflow
from tuphap.rules.workflows.assessment import (
    APPRAISED,
    COLUMN_PERMISSIONS,
    FINAL,
    SELF,
    WORKFLOWS,
)

COLUMNS = (SELF, APPRAISED, FINAL)
COLUMN_LABELS = {SELF: "Tự chấm", APPRAISED: "Thẩm tra", FINAL: "Chính thức"}
STATUS_LABELS = {
    status.code: status.label for table in WORKFLOWS.values() for status in table.statuses
}


class Period(models.Model):
    """A yearly assessment of one province. The year assessed decides the rule set, never today."""

    BY_PARENT, BY_SCOPE = "parent", "scope"

    year = models.PositiveSmallIntegerField("năm đánh giá")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="periods")
    scope_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    units_on = models.DateField("ngày chốt danh sách đơn vị")
    appraised_by = models.CharField(
        max_length=8, choices=[(BY_PARENT, "Cấp trên trực tiếp"), (BY_SCOPE, "Cấp tỉnh")]
    )
    gates_enabled = models.BooleanField("áp dụng điều kiện kỷ luật", default=True)
    evidence_required = models.BooleanField("mỗi nội dung cần tài liệu", default=True)
    confirm_lines = models.BooleanField("mỗi dòng có người xác nhận mới gửi", default=False)
    asks_registration = models.BooleanField("đơn vị đăng ký trước khi đánh giá", default=False)
    chair_sends = models.BooleanField("lãnh đạo gửi, hoặc gửi kèm bản ký", default=False)
    posting_days = models.PositiveSmallIntegerField("số ngày niêm yết", null=True, blank=True)
    completion_working_days = models.PositiveSmallIntegerField(
        "số ngày làm việc để bổ sung", null=True, blank=True
    )
    # A request that arrives within them after the last day is in time (R13).
    grace_seconds = models.PositiveSmallIntegerField("số giây châm chước", default=60)
    accepts_late = models.BooleanField("nhận hồ sơ gửi sau hạn", default=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "scope_unit"], name="one_period_per_year_scope")
        ]

    def __str__(self) -> str:
        return f"Kỳ đánh giá {self.year}"

    @property
    def workflow(self) -> Workflow:
        return WORKFLOWS[self.rule_set.code]

    @property
    def first_status(self) -> Status:
        """In which a dossier is born."""
        first, second = self.workflow.statuses[:2]
        return second if first.is_optional and not self.asks_registration else first


class StepDate(models.Model):
    """When a step starts and ends; empty where the law's day is not known."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="step_dates")
    step = models.CharField(max_length=32)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "step"], name="one_date_per_step"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="step_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.step}"


class Decision(models.Model):
    """The paper by which results become official; one paper may cover many units."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="decisions")
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.CharField("số quyết định", max_length=40)
    signed_on = models.DateField("ngày ký")
    decided_by = models.CharField("người quyết định", max_length=160)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "deciding_unit", "number"], name="decision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y}"


class Dossiers(models.Manager["Assessment"]):
    """Comes with what every question about a dossier needs, but not the rule set's long text."""

    def get_queryset(self) -> models.QuerySet["Assessment"]:
        return (
            super()
            .get_queryset()
            .select_related("unit", "appraising_unit", "period__rule_set")
            .defer("period__rule_set__document")
        )


@pghistory.track(pghistory.UpdateEvent(), model_name="AssessmentHistory")
class Assessment(models.Model):
    """The dossier of one unit in one period. Its id cannot be guessed (A4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments")
    appraising_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    # Of the last sending; 0 in time, or where no day was set.
    days_late = models.PositiveSmallIntegerField("số ngày gửi muộn", default=0)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="assessments")
    # Who types for the unit from its paper, until the unit has had its word (typing_models.py).
    typed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    met = models.BooleanField("đạt chuẩn", null=True)
    # Last days that hold for this dossier alone, by step, ISO text (extension_models.py).
    extended = models.JSONField(default=dict)
    # Who works on it at the appraising unit; anybody else there still may.
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = Dossiers()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_assessment_per_unit"),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, met__isnull=True)
                | Q(decision__isnull=False, met__isnull=False),
                name="result_and_decision_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.period.year}"

    @property
    def workflow(self) -> Workflow:
        return self.period.workflow

    @property
    def step(self) -> Status:
        return self.workflow.status(self.status)

    @property
    def subject(self) -> Subject:
        """Where it belongs; enough for permissions that do not ask who did what before."""
        places = place_of(self.unit), place_of(self.appraising_unit)
        return Subject(*places, typed_by=self.typed_by_id)

    def access_subject(self, done_by: Mapping[str, frozenset[int]]) -> Subject:
        """Who wrote a column has done what the column's permission names, moved or not (W5)."""
        done = {permission: set(people) for permission, people in done_by.items()}
        for column, person in self.writers():
            done.setdefault(COLUMN_PERMISSIONS[column], set()).add(person)
        everybody = {permission: frozenset(people) for permission, people in done.items()}
        return replace(self.subject, done_by=everybody)

    def writers(self) -> list[tuple[str, int]]:
        """Column and person of everybody who ever wrote a line, overwritten ones included."""
        history = apps.get_model("assessments", "EntryHistory").objects
        rows = history.filter(assessment=self).order_by().values_list("column", "written_by_id")
        return list(rows.distinct())

    def check_guard(self, name: str, *, at: datetime) -> None:
        from tuphap.modules.assessments.guards import GUARDS

        GUARDS[name](self, at)


# By statement and not by row: a sheet is written as a whole. History is asked for by dossier only,
# so it keeps no index of the line or of a context (docs/manual/bench.md, promise 4).
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    model_name="EntryHistory",
    level=pghistory.Statement,
    obj_field=pghistory.ObjForeignKey(db_index=False, related_name="+"),
    context_field=pghistory.ContextForeignKey(db_index=False),
)
class Entry(models.Model):
    """What was entered for one content (or gate condition) in one column, and what it gives."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="entries")
    column = models.CharField(max_length=16)
    item = models.CharField(max_length=16)
    done = models.BigIntegerField(null=True)
    due = models.BigIntegerField(null=True)
    option = models.CharField(max_length=16, blank=True)
    chosen = ArrayField(models.CharField(max_length=16), default=list)
    assigned_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    not_applicable = models.BooleanField(default=False)
    explanation = models.TextField(blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    passed = models.BooleanField(null=True)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "column", "item"], name="one_entry_per_item"
            ),
            models.CheckConstraint(condition=Q(column__in=COLUMNS), name="entry_column_known"),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(done__gte=0), name="entry_done_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(due__isnull=True) | Q(done__lte=F("due")),
                name="entry_done_at_most_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.column} {self.item}"


class ColumnSummary(models.Model):
    """Sums of one column, kept when it is saved and never recomputed for a page.

    `scores` maps every node code to a decimal string (scale pass: "1", "0"); `conditions` maps a
    condition code to true, false or null; `unanswered` lists the items still open.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="summaries")
    column = models.CharField(max_length=16)
    total = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    met = models.BooleanField(null=True)
    answered = models.PositiveSmallIntegerField(default=0)
    passed_indicators = models.PositiveSmallIntegerField(null=True)
    scores = models.JSONField(default=dict)
    conditions = models.JSONField(default=dict)
    unanswered = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "column"], name="one_summary_per_column")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.column}"


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

    def __str__(self) -> str:
        return self.title

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What is said of the digital signatures of its file, the worst first."""
        return words_of((self.file.signatures or ()) if self.file else (), self.asked_on)


# Tables of their own files; Django finds models here.
from tuphap.modules.assessments.check_models import (  # noqa: E402, F401
    CheckLevel,
    ContentStatistics,
    FindingReview,
)
from tuphap.modules.assessments.comment_models import Comment  # noqa: E402, F401
from tuphap.modules.assessments.extension_models import Extension  # noqa: E402, F401
from tuphap.modules.assessments.former_models import FormerResult  # noqa: E402, F401
from tuphap.modules.assessments.link_models import SubmitLink  # noqa: E402, F401
from tuphap.modules.assessments.people_models import LineSignature  # noqa: E402, F401
from tuphap.modules.assessments.posting_models import PublicComment  # noqa: E402, F401
from tuphap.modules.assessments.scan_models import ScannedPage, ScannedPaper  # noqa: E402, F401
from tuphap.modules.assessments.typing_models import Typing  # noqa: E402, F401
