"""The yearly period of a province: which rules, who appraises, which days."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.modules.criteria.models import RuleSet
from tuphap.rules.workflow import Status, Workflow
from tuphap.rules.workflows.assessment import TABLES


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
        return TABLES[self.rule_set.code]

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
