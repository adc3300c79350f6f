"""One line of assigned work for one commune."""

import uuid
from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.signing_day import Standing, standing_of
from tuphap.foundation.units.models import Unit
from tuphap.modules.assigned_work.kinds import KINDS, WorkKind
from tuphap.rules.assigned_work import (
    LONGEST_NAME,
    Basis,
    Days,
    JudgedBy,
    State,
    contradictions,
    judged_day,
    state_of,
)
from tuphap.rules.permissions import Subject

JUDGED_LABELS = {
    JudgedBy.ISSUED: "theo ngày ban hành, hoàn thành đã ghi",
    JudgedBy.SIGNED: "theo ngày ký",
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="AssignmentHistory")
class Assignment(models.Model):
    """By name with `quantity` 1, or without a name and with a number. Its id cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assigned_work")
    kind = models.CharField(max_length=64, choices=[(key, row.label) for key, row in KINDS.items()])
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên", max_length=LONGEST_NAME, blank=True)
    quantity = models.PositiveIntegerField("số lượng", default=1)
    due_on = models.DateField("hạn", null=True, blank=True)
    judged_by = models.CharField(
        max_length=8, choices=[(row.value, label) for row, label in JUDGED_LABELS.items()]
    )
    assigning_unit = models.CharField("đơn vị giao", max_length=120)
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    issued_on = models.DateField("ngày ban hành, hoàn thành", null=True, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    done_count = models.PositiveIntegerField("số đã thực hiện", null=True, blank=True)
    reference = models.CharField("số, ký hiệu", max_length=80, blank=True)
    url = models.URLField("đường dẫn", max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    reason = models.TextField("lý do", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "name"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(name=""),
                name="work_assigned_once_by_name",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                condition=Q(withdrawn_at__isnull=True, name=""),
                name="one_number_of_work_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & (Q(name="") | Q(quantity=1)),
                name="work_by_name_counts_once",
            ),
            models.CheckConstraint(
                condition=Q(done_count__isnull=True) | Q(name="", done_count__lte=F("quantity")),
                name="work_done_at_most_assigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.unit}"

    @property
    def subject(self) -> Subject:
        return Subject(place_of(self.unit))

    @property
    def is_number(self) -> bool:
        return not self.name

    @property
    def title(self) -> str:
        return self.name or f"{self.quantity} {KINDS[self.kind].counted.split(',')[0]}"

    @property
    def its_kind(self) -> WorkKind:
        return KINDS[self.kind]

    @property
    def judged_label(self) -> str:
        return JUDGED_LABELS[JudgedBy(self.judged_by)]

    @property
    def proof(self) -> StoredFile | None:
        """Its file, where nothing is wrong with it."""
        return None if self.file is None or self.file.is_infected else self.file

    @property
    def days(self) -> Days:
        proven = self.proof.signed_on if self.proof else None
        return Days(self.issued_on, self.signed_on, proven)

    @property
    def judged_on(self) -> date | None:
        return judged_day(JudgedBy(self.judged_by), self.days)[0]

    @property
    def judged_from(self) -> Basis:
        return judged_day(JudgedBy(self.judged_by), self.days)[1]

    @property
    def contradictions(self) -> tuple[str, ...]:
        return contradictions(self.days)

    @property
    def standing(self) -> Standing:
        """Of the digital signatures of its file."""
        return standing_of(self.proof.signatures if self.proof else None)

    def state(self, today: date) -> State:
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        if self.is_number:
            return State.DONE if self.done_count == self.quantity else State.OPEN
        return state_of(self.due_on, self.judged_on, today)
