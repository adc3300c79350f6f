"""Sealing with its end kept outside, and verifying with an alarm."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.actions import record
from tuphap.foundation.notices.actions import Message, notify
from tuphap.foundation.seals.heads import keep_heads
from tuphap.foundation.seals.models import SealCheck
from tuphap.foundation.seals.sealing import seal
from tuphap.foundation.seals.verifying import Report, verify
from tuphap.rules.permissions import ROLE_GRANTS

PERMISSION = "audit.view"
WHOLE, BROKEN = "journal_whole", "journal_broken"


def seal_and_keep(at: datetime) -> bool:
    """Whether there was anything to seal. The line outside follows the seal, never the reverse."""
    made = seal(at)
    keep_heads()
    return made is not None


def verify_and_tell(at: datetime) -> Report:
    """The result is kept; a break is told to every auditor, once a day."""
    report = verify(at)
    first = report.faults[0].sentence if report.faults else ""
    with transaction.atomic():
        SealCheck.objects.create(at=at, seals=report.seals, rows=report.rows, fault=first)
        detail = {"seals": report.seals, "rows": report.rows, "sentence": first}
        record(BROKEN if first else WHOLE, at=at, subject="Nhật ký", detail=detail)
        if first:
            notify(_auditors(at), _alarm(first, at), at=at)
    return report


def _alarm(sentence: str, at: datetime) -> Message:
    return Message(
        key=f"{BROKEN}:{localtime(at).date().isoformat()}",
        title="Nhật ký không còn nguyên vẹn",
        body=f"{sentence} Giữ nguyên máy chủ, báo người quản trị hệ thống.",
        address=reverse("seals:show"),
    )


def _auditors(at: datetime) -> list[Person]:
    """Whoever reads the journal of the whole installation."""
    roles = [role.value for role, granted in ROLE_GRANTS.items() if PERMISSION in granted]
    posts = Post.held_on(timezone.localdate(at)).filter(role__in=roles, unit__parent=None)
    return list(Person.objects.filter(is_active=True, posts__in=posts).distinct())
