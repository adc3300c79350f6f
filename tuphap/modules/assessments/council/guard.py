"""What the council's word asks of a dossier before it moves on; "" where nothing is missing."""

from datetime import datetime

from tuphap.modules.assessments.council.queries import (
    council_of,
    final_summaries,
    missing_names,
    settled,
)
from tuphap.modules.assessments.models import Assessment

MOST_NAMED = 15


def why_council_not_done(dossier: Assessment, at: datetime) -> str:
    council = council_of(dossier)
    if council is None:
        return ""
    done = settled([dossier]).get(dossier.pk)
    if done is None:
        return (
            "Hội đồng chưa họp xong về số liệu hiện nay của hồ sơ này. "
            f"{_missing(missing_names(council, dossier, at))}"
            "Ghi đủ ý kiến, đưa hồ sơ vào cuộc họp rồi đóng cuộc họp."
        )
    summary = final_summaries([dossier]).get(dossier.pk)
    if summary is not None and summary.met and not done.proposed_met:
        return (
            "Hội đồng không đề nghị công nhận, nhưng số liệu cột chính thức đang cho kết quả đạt. "
            "Sửa nội dung mà Hội đồng đánh giá khác, kèm lý do, rồi lấy ý kiến trên số liệu mới."
        )
    return ""


def _missing(names: list[str]) -> str:
    if not names:
        return ""
    rest = len(names) - MOST_NAMED
    tail = f" và {rest} thành viên nữa" if rest > 0 else ""
    return f"Chưa có ý kiến của {', '.join(names[:MOST_NAMED])}{tail}. "
