"""What somebody is told, whether it was read, and what became of the letter."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tuphap.foundation.accounts.models import Person

LONGEST_KEY, LONGEST_TITLE, LONGEST_ADDRESS = 160, 200, 300


class Way(models.TextChoices):
    """When somebody wants letters; notices on the site are kept in any case."""

    AT_ONCE = "at_once", "Ngay khi có"
    DAILY = "daily", "Một thư mỗi ngày"
    NONE = "none", "Không gửi thư"


class Letter(models.TextChoices):
    QUEUED = "queued", "Đang gửi"
    COLLECTED = "collected", "Chờ thư trong ngày"
    SENT = "sent", "Đã gửi"
    UNWANTED = "unwanted", "Không gửi"
    GAVE_UP = "gave_up", "Chưa gửi được"


class Notice(models.Model):
    """One person is told one thing once: `key` says which."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=LONGEST_KEY)
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField()
    address = models.CharField(max_length=LONGEST_ADDRESS)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # The address opens its page by itself: the letter carries it, and no choice holds it back.
    without_login = models.BooleanField(default=False)
    letter = models.CharField(max_length=16, choices=Letter.choices)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The count in the header of every page.
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["person", "-made_at"], name="notice_of_person"),
            models.Index(
                fields=["letter", "made_at"],
                condition=Q(letter__in=(Letter.QUEUED, Letter.COLLECTED)),
                name="notice_letter_waits",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once_per_person"),
            # “//host” and “/\host” lead out of the site.
            models.CheckConstraint(
                condition=Q(address__regex=r"^/([^/\\].*)?$"), name="notice_address_inside"
            ),
            models.CheckConstraint(
                condition=Q(letter=Letter.SENT, mailed_at__isnull=False)
                | ~Q(letter=Letter.SENT) & Q(mailed_at__isnull=True),
                name="notice_sent_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeChoice(models.Model):
    """How somebody wants letters; without a row: at once."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="notice_choice")
    way = models.CharField(max_length=16, choices=Way.choices, default=Way.AT_ONCE)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_way_display()}"
