"""What a paper says of itself: draft or submitted, when, under which number and hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tuphap.foundation.papers.office import DRAFT
from tuphap.modules.assessments.papers.models import SubmittedCopy

ILLUSTRATION = "Số liệu minh họa, không phải kết quả thật."


@dataclass(frozen=True)
class Stamp:
    """Without a number it is a draft."""

    number: str = ""
    sha256: str = ""
    at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def day(self) -> date | None:
        """The day on the paper: that of the submission; of a draft it is still to be written."""
        return timezone.localdate(self.at) if self.at and not self.is_draft else None

    @property
    def mark(self) -> str:
        return DRAFT if self.is_draft else ""


DRAFT_STAMP = Stamp()


def stamp_of(copy: SubmittedCopy | None) -> Stamp:
    return Stamp(copy.number, copy.sha256, copy.submitted_at) if copy else DRAFT_STAMP


def foot(payload: Mapping[str, Any], stamp: Stamp) -> list[str]:
    """At the foot of each page: what the figures are worth, and which copy they are from."""
    warnings = [ILLUSTRATION] if payload["illustration"] else []
    warnings += [payload["rule_set"]["notice"]] if payload["rule_set"]["notice"] else []
    if stamp.is_draft:
        return [line for line in (" ".join(warnings), f"Bản nháp, {_saved(payload)}.") if line]
    local = timezone.localtime(stamp.at)
    for_chair = ", thay lãnh đạo, theo bản ký" if payload.get("signed_scan") else ""
    sent = f"Biên nhận số {stamp.number}, gửi lúc {local:%H:%M, %d/%m/%Y}{for_chair}."
    return [line for line in (" ".join(warnings), sent, f"Mã kiểm tra: {stamp.sha256}") if line]


def day_of_making(payload: Mapping[str, Any], stamp: Stamp) -> list[int]:
    """For the file's own record: never today, so that the same data give the same bytes."""
    day = stamp.day or _saved_day(payload) or date(payload["year"], 1, 1)
    return [day.year, day.month, day.day]


def _saved(payload: Mapping[str, Any]) -> str:
    if not payload["saved_at"]:
        return "chưa có số liệu"
    saved = timezone.localtime(datetime.fromisoformat(payload["saved_at"]))
    return f"số liệu lưu lúc {saved:%H:%M, %d/%m/%Y}"


def _saved_day(payload: Mapping[str, Any]) -> date | None:
    if not payload["saved_at"]:
        return None
    return timezone.localdate(datetime.fromisoformat(payload["saved_at"]))
