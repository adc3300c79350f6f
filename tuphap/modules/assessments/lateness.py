"""What is said of a dossier that is sent, or only saved, after the last day to send."""

from datetime import date, datetime

from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.queries.last_days import counts_as
from tuphap.rules.dossier_days import RETURNED, days_late
from tuphap.rules.numbers import format_count
from tuphap.rules.workflows.assessment import SELF


def late_words(days: int) -> str:
    """“Gửi muộn 3 ngày”; "" in time."""
    return f"Gửi muộn {format_count(days)} ngày" if days else ""


def why_too_late(dossier: Assessment, last_day: date | None, at: datetime) -> str:
    """Why it cannot be sent any more and what to do; "" where it can."""
    days = days_late(counts_as(dossier.period, at), last_day)
    if not days or dossier.period.accepts_late or last_day is None:
        return ""
    return (
        f"Chưa gửi được: hạn {_deed(dossier)} hồ sơ là ngày {_day(last_day)}, kỳ này không nhận "
        f"hồ sơ gửi sau hạn. {_kept(dossier)} Đề nghị "
        f"{dossier.appraising_unit.name} xem xét lùi hạn, rồi {_deed(dossier)} hồ sơ."
    )


def told_before_sending(dossier: Assessment, last_day: date | None, at: datetime) -> str:
    """What will be written down if it is sent now; "" in time."""
    days = days_late(counts_as(dossier.period, at), last_day)
    if not days or last_day is None or not dossier.period.accepts_late:
        return ""
    return (
        f"Hạn {_deed(dossier)} hồ sơ {_day(last_day)} đã qua {format_count(days)} ngày. "
        f"Hồ sơ gửi bây giờ được ghi là gửi muộn {format_count(days)} ngày."
    )


def late_draft_words(period: Period, last_day: date | None, at: datetime) -> str:
    """Stands behind “Đã lưu bản nháp lúc …”; "" in time."""
    if last_day is None or not days_late(counts_as(period, at), last_day):
        return ""
    return f"sau hạn gửi {_day(last_day)}"


def _kept(dossier: Assessment) -> str:
    if SELF in dossier.step.writable:
        return "Bản nháp còn nguyên và vẫn sửa được."
    return "Số liệu còn nguyên."


def _deed(dossier: Assessment) -> str:
    return "gửi lại" if dossier.status == RETURNED else "gửi"


def _day(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04d}"
