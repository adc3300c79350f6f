"""What the council's word asks of a dossier before it moves on; "" where nothing is missing."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from tuphap.modules.assessments.council.models import Council, TreatedDossier
from tuphap.modules.assessments.council.queries import (
    ALL_WAITING,
    council_of,
    final_summaries,
    missing_names,
    settled,
)
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.refusals import Kind, Refused

MOST_NAMED = 15


def require_word(dossiers: Collection[Assessment]) -> None:
    """For many at once, before a page shows what will be done with them."""
    waiting = without_word(row.pk for row in dossiers)
    names = [row.unit.name for row in dossiers if row.pk in waiting]
    if names:
        sentence = (
            f"Hội đồng chưa họp xong về {_listed(names)}. "
            "Bỏ chọn các đơn vị này, hoặc chờ Hội đồng đóng cuộc họp."
        )
        raise Refused("council_open", sentence, Kind.CONFLICT, {"units": sentence})


def require_after_meeting(dossiers: Collection[Assessment], signed_on: date) -> None:
    """A decision that rests on the word of the council is not signed before it was given."""
    held = TreatedDossier.objects.filter(
        assessment__in=dossiers, meeting__closed_at__isnull=False
    ).aggregate(last=Max("meeting__begins_at"))["last"]
    if held is not None and signed_on < timezone.localdate(held):
        sentence = (
            f"Ngày ký {signed_on:%d/%m/%Y} trước ngày Hội đồng họp về các đơn vị này "
            f"({timezone.localdate(held):%d/%m/%Y}). Kiểm tra lại ngày trên văn bản."
        )
        raise Refused("before_council", sentence, Kind.INVALID, {"signed_on": sentence})


def without_word(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these lie before a council that has not met over their figures; two questions."""
    there = Council.objects.filter(period=OuterRef("period"), unit=OuterRef("appraising_unit"))
    rows = Assessment.objects.filter(Exists(there), pk__in=list(ids), status__in=ALL_WAITING)
    dossiers = list(rows)
    done = settled(dossiers) if dossiers else {}
    return frozenset(row.pk for row in dossiers if row.pk not in done)


def why_council_not_done(dossier: Assessment, at: datetime) -> str:
    council = council_of(dossier)
    if council is None:
        return ""
    done = settled([dossier]).get(dossier.pk)
    if done is None:
        return (
            f"{dossier.unit.name}: Hội đồng chưa họp xong về số liệu hiện nay của hồ sơ. "
            f"{_missing(missing_names(council, dossier, at))}"
            "Ghi đủ ý kiến, đưa hồ sơ vào cuộc họp rồi đóng cuộc họp."
        )
    summary = final_summaries([dossier]).get(dossier.pk)
    if summary is not None and summary.met and not done.proposed_met:
        return (
            f"{dossier.unit.name}: Hội đồng không đề nghị công nhận, nhưng số liệu cột chính thức "
            "đang cho kết quả đạt. Sửa nội dung mà Hội đồng đánh giá khác, kèm lý do, rồi lấy ý "
            "kiến trên số liệu mới."
        )
    return ""


def _missing(names: list[str]) -> str:
    if not names:
        return ""
    return f"Chưa có ý kiến của {_listed(names)}. "


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" và {rest} tên nữa" if rest > 0 else "")
