"""What papers, receipt and letter say of a sheet that was typed from the paper of its unit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from tuphap.modules.assessments.models import Assessment, Typing
from tuphap.modules.assessments.papers.payload import scan_payload
from tuphap.modules.assessments.queries.typing import newest_typing

ANSWERS = {
    Typing.OPEN: "đơn vị chưa xác nhận",
    Typing.CONFIRMED: "đơn vị đã xác nhận",
    Typing.OBJECTED: "đơn vị không xác nhận",
}


def typed_payload(dossier: Assessment) -> dict[str, Any] | None:
    typing = newest_typing(dossier)
    if typing is None:
        return None
    return {
        "by": typing.typed_by.full_name,
        "office": typing.office.name,
        "at": typing.begun_at.isoformat(),
        "reason": typing.reason,
        "answer": typing.answer,
        "paper": scan_payload(typing.paper),
    }


def typed_words(payload: Mapping[str, Any]) -> str:
    """One sentence without its full stop; "" where the unit entered its figures itself."""
    typed = payload.get("typed")
    if not typed:
        return ""
    day = timezone.localdate(datetime.fromisoformat(typed["at"]))
    return (
        f"Nhập thay từ bản giấy: {typed['by']}, {typed['office']}, từ ngày {day:%d/%m/%Y}; "
        f"{ANSWERS[typed['answer']]}"
    )
