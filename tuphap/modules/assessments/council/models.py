"""A council, its members, what they say of each dossier, and the meetings that settle it."""

import uuid
from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.made_papers.models import FilledPaper, made_with_its_moment
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.rules.council import QUORUMS, STANCE_LABELS, VOTING_RULES, Share, Stance, VotingRule
from tuphap.rules.permissions import Subject

LONGEST_NAME, LONGEST_TEXT, LONGEST_MINUTES = 160, 2000, 20000
_FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track(pghistory.UpdateEvent(), model_name="CouncilHistory")
class Council(models.Model):
    """Set up by one appraising unit for one period; its rules stay empty until entered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="councils")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    paper_number = models.CharField("số quyết định thành lập", max_length=40, blank=True)
    paper_on = models.DateField("ngày quyết định", null=True, blank=True)
    quorum = models.CharField(
        "điều kiện họp",
        max_length=16,
        blank=True,
        choices=[(code, row.label) for code, row in QUORUMS.items()],
    )
    voting_rule = models.CharField(
        "cách tính phiếu",
        max_length=32,
        blank=True,
        choices=[(code, row.label) for code, row in VOTING_RULES.items()],
    )
    written_counts = models.BooleanField("ý kiến gửi phiếu tính là dự họp", default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-period__year", "unit__path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_council_per_period_unit")
        ]

    def __str__(self) -> str:
        return f"Hội đồng năm {self.period.year}, {self.unit.name}"

    @property
    def subject(self) -> Subject:
        return Subject(place_of(self.unit), place_of(self.unit))

    @property
    def quorum_share(self) -> Share | None:
        return QUORUMS.get(self.quorum)

    @property
    def voting(self) -> VotingRule | None:
        return VOTING_RULES.get(self.voting_rule)


@pghistory.track(pghistory.UpdateEvent(), model_name="CouncilMemberHistory")
class CouncilMember(models.Model):
    """A person with an account, or a name; the name is kept as it was on the day."""

    CHAIR, DEPUTY, MEMBER, SECRETARY = "chair", "deputy", "member", "secretary"
    ROLES = (
        (CHAIR, "Chủ tịch Hội đồng"),
        (DEPUTY, "Phó Chủ tịch Hội đồng"),
        (MEMBER, "Ủy viên"),
        (SECRETARY, "Thư ký"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField("họ và tên", max_length=LONGEST_NAME)
    agency = models.CharField("chức vụ, cơ quan", max_length=LONGEST_NAME, blank=True)
    role = models.CharField("vai trò", max_length=16, choices=ROLES)
    has_vote = models.BooleanField("có quyền cho ý kiến", default=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=Q(ends_on__isnull=True, person__isnull=False),
                name="one_seat_per_person",
            ),
            models.UniqueConstraint(
                fields=["council", "role"],
                condition=Q(ends_on__isnull=True, role="chair"),
                name="one_chair_per_council",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="seat_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def sits_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class OpinionPaper(models.Model):
    """The form an absent member signed, scanned by the secretary; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="papers")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    signed_on = models.DateField("ngày ký")
    handed_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = [_FROZEN]

    def __str__(self) -> str:
        return f"{self.member}, {self.signed_on:%d/%m/%Y}"


class OpinionPage(models.Model):
    """A file of a scanned form."""

    paper = models.ForeignKey(OpinionPaper, models.PROTECT, related_name="pages")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="opinion_page_number_once")
        ]
        triggers: ClassVar = [_FROZEN]

    def __str__(self) -> str:
        return self.file.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), model_name="OpinionHistory")
class Opinion(models.Model):
    """What one member says of one dossier, of the version of its figures that he saw.

    `remarks` are by criterion. With a `paper` the secretary entered it for an absent member.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="opinions")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="opinions")
    stance = models.CharField(
        "ý kiến", max_length=16, choices=[(s.value, STANCE_LABELS[s]) for s in Stance]
    )
    remarks = models.JSONField(default=dict)
    requests = models.TextField("kiến nghị, điều kiện kèm theo", blank=True)
    dossier_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    paper = models.ForeignKey(OpinionPaper, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "assessment"], name="one_opinion_per_member_and_dossier"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=[stance.value for stance in Stance]),
                name="opinion_stance_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {STANCE_LABELS[self.stance]}"


@pghistory.track(pghistory.UpdateEvent(), model_name="MeetingHistory")
class Meeting(models.Model):
    """A session over some dossiers. Closed, it stays as it is; what comes later is another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings")
    place = models.CharField("địa điểm", max_length=LONGEST_NAME, blank=True)
    begins_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc", null=True, blank=True)
    minutes = models.TextField("diễn biến, kết luận", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["begins_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, ends_at__isnull=False),
                name="closed_meeting_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")),
                name="meeting_ends_after_begin",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}, {self.begins_at:%d/%m/%Y}"


class Attendance(models.Model):
    """Who was there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="present_once")
        ]

    def __str__(self) -> str:
        return str(self.member)


class TreatedDossier(models.Model):
    """A dossier on the list of a meeting. At closing: its version, the votes, what they give."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="dossiers")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="council_meetings")
    dossier_version = models.PositiveIntegerField(null=True)
    proposed_met = models.BooleanField("đề nghị công nhận", null=True)
    result = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "assessment"], name="dossier_once_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(dossier_version__isnull=True, result__isnull=True)
                | Q(dossier_version__isnull=False, result__isnull=False),
                name="result_with_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.assessment_id}"


class CouncilPaper(FilledPaper):
    """`of` is the meeting, or the member and the dossier, the paper is about."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="made_papers")
    of = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "form", "of", "format"], name="council_paper_once_per_place"
            ),
            made_with_its_moment("council_paper_made_with_its_moment"),
        ]
