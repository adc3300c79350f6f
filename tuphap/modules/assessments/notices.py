"""What people are told of a dossier: the sentences, and the key that lets each be told once."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.notices.actions import Message
from tuphap.foundation.publication.models import WithdrawalRequest
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.lateness import late_words
from tuphap.modules.assessments.lines.items import anchor
from tuphap.modules.assessments.models import Assessment, Comment, Decision, Extension
from tuphap.modules.assessments.queries.reminders import Unsent
from tuphap.rules.numbers import format_count
from tuphap.rules.workflows.province_moves import EXEMPT, READMIT, UNLOCK

PROVINCE_MOVES = {
    EXEMPT: "không đánh giá năm này",
    READMIT: "đưa trở lại kỳ đánh giá",
    UNLOCK: "số liệu đã chốt được mở lại",
}


def returned_message(dossier: Assessment, change: StatusChange, due: date | None) -> Message:
    until = f"\nHạn gửi lại: hết ngày {due:%d/%m/%Y}." if due else ""
    return Message(
        key=_key("returned", dossier),
        title=f"{_dossier(dossier)}: yêu cầu bổ sung",
        body=f"{dossier.appraising_unit.name} trả lại hồ sơ {_moment(change)}.\n"
        f"Lý do: {change.reason}{until}",
        address=_sheet(dossier),
    )


def submitted_message(dossier: Assessment, change: StatusChange, is_again: bool) -> Message:
    deed = "gửi lại" if is_again else "gửi"
    late = f" {late_words(dossier.days_late)}." if dossier.days_late else ""
    return Message(
        key=_key("submitted", dossier),
        title=f"{dossier.unit.name} đã {deed} hồ sơ năm {dossier.period.year}",
        body=f"Hồ sơ {deed} {_moment(change)}, đang chờ nhận thẩm tra.{late}",
        address=reverse("assessments:desk", args=[dossier.pk]),
    )


def decided_message(dossier: Assessment, decision: Decision) -> Message:
    result = "đạt" if dossier.met else "chưa đạt"
    return Message(
        key=_key("decided", dossier),
        title=f"{_dossier(dossier)}: đã có quyết định",
        body=f"{decision}: {result} chuẩn tiếp cận pháp luật.",
        address=_sheet(dossier),
    )


def published_message(dossier: Assessment, number: int) -> Message:
    return Message(
        key=_key("published", dossier),
        title=f"Kết quả năm {dossier.period.year} của {dossier.unit.name} đã công bố",
        body=f"Kết quả nằm trong bản công bố số {number:02d}, mọi người xem được.",
        address=_sheet(dossier),
    )


def withdrawal_asked_message(request: WithdrawalRequest, name: str) -> Message:
    copy = request.copy
    return Message(
        key=f"withdrawal_asked:{request.pk}",
        title=f"Đề nghị thu hồi bản công bố số {copy.number:02d} năm {copy.year}",
        body=f"{name} đề nghị. Lý do: {request.reason}\n"
        "Bản vẫn hiện như cũ cho tới khi người khác xác nhận.",
        address=reverse("assessments:publishing_withdraw", args=[copy.year, copy.number]),
    )


def province_move_message(dossier: Assessment, change: StatusChange) -> Message:
    verb = PROVINCE_MOVES[change.move]
    return Message(
        key=_key(change.move, dossier),
        title=f"{_dossier(dossier)}: {verb}",
        body=f"{change.made_by_name} làm việc này {_moment(change)}.\nLý do: {change.reason}\n"
        f"Bước hiện tại: {dossier.step.label}.",
        address=_sheet(dossier),
    )


def extended_message(dossier: Assessment, extension: Extension) -> Message:
    deed = "gửi lại" if extension.step == "returned" else "gửi"
    return Message(
        key=f"assessment.extended:{dossier.pk}:{extension.pk}",
        title=f"{_dossier(dossier)}: hạn {deed} lùi đến {extension.until:%d/%m/%Y}",
        body=f"Hạn {deed} hồ sơ của riêng đơn vị: hết ngày {extension.until:%d/%m/%Y}.\n"
        f"Lý do: {extension.reason}",
        address=_sheet(dossier),
    )


def reminder_message(unsent: Unsent, line: int, today: date) -> Message:
    """`line` is that of the table of reminders; a new last day brings reminders anew."""
    dossier, last_day = unsent.dossier, unsent.last_day
    deed = "gửi lại" if dossier.status == "returned" else "gửi"
    left = (last_day - today).days
    when = f"Còn {format_count(left)} ngày để" if left else "Hôm nay là ngày cuối để"
    return Message(
        key=f"assessment.reminder:{dossier.pk}:{last_day.isoformat()}:{line}",
        title=f"{when} {deed} hồ sơ năm {dossier.period.year} của {dossier.unit.name}",
        body=f"Hồ sơ đang ở bước “{dossier.step.label}”, chưa {deed}. "
        f"Hạn {deed}: hết ngày {last_day:%d/%m/%Y}. {_posting_words(unsent)}"
        "Gửi xong sẽ không nhắc nữa.",
        address=_sheet(dossier),
    )


def _posting_words(unsent: Unsent) -> str:
    """The days of posting are counted back from the day of sending."""
    if unsent.post_by is None:
        return ""
    return (
        f"Kết quả niêm yết {unsent.dossier.period.posting_days} ngày trước khi gửi: "
        f"niêm yết muộn nhất ngày {unsent.post_by:%d/%m/%Y}. "
    )


def asked_message(comment: Comment) -> Message:
    """A question to the unit, or one asked again; each state of a comment is told once."""
    dossier = comment.assessment
    return Message(
        key=_comment_key("asked", comment),
        title=f"{_dossier(dossier)}: câu hỏi về nội dung {comment.item}",
        body=f"{dossier.appraising_unit.name} hỏi về nội dung {comment.item}. "
        "Câu hỏi nằm ở nội dung này trên phiếu, trả lời ngay tại đó.",
        address=f"{_sheet(dossier)}#nd-{anchor(comment.item)}",
    )


def corrected_message(comment: Comment) -> Message:
    """The unit reads both figures at once; it may object while the dossier is appraised."""
    dossier = comment.assessment
    return Message(
        key=_comment_key("corrected", comment),
        title=f"{_dossier(dossier)}: sửa lỗi ghi nhầm ở nội dung {comment.item}",
        body=f"{dossier.appraising_unit.name} sửa lỗi ghi nhầm ở nội dung {comment.item}.\n"
        f"{comment.text}\nSố đơn vị ghi vẫn giữ nguyên bên cạnh. "
        "Nếu không đồng ý, ghi lý do ngay tại nội dung này trên phiếu.",
        address=f"{_sheet(dossier)}#nd-{anchor(comment.item)}",
    )


def answered_message(comment: Comment) -> Message:
    dossier = comment.assessment
    return Message(
        key=_comment_key("answered", comment),
        title=f"{dossier.unit.name} đã trả lời về nội dung {comment.item}",
        body=f"Trao đổi về nội dung {comment.item} của hồ sơ năm {dossier.period.year} "
        "có lời mới của đơn vị.",
        address=reverse("assessments:desk", args=[dossier.pk]),
    )


def public_comment_message(dossier: Assessment, day: date) -> Message:
    """Once a day, however many come; what was said is read on the page, not in a letter."""
    return Message(
        key=f"assessment.public_comment:{dossier.pk}:{day.isoformat()}",
        title=f"Có góp ý mới về kết quả niêm yết năm {dossier.period.year} của {dossier.unit.name}",
        body="Góp ý chỉ hiện trên trang niêm yết sau khi đơn vị đọc và cho hiện. "
        "Trả lời trước khi gửi hồ sơ.",
        address=reverse("assessments:received", args=[dossier.pk]),
    )


def _dossier(dossier: Assessment) -> str:
    return f"Hồ sơ năm {dossier.period.year} của {dossier.unit.name}"


def _key(event: str, dossier: Assessment) -> str:
    """Every move makes a new version, so an event of a dossier has a key of its own."""
    return f"assessment.{event}:{dossier.pk}:{dossier.version}"


def _comment_key(event: str, comment: Comment) -> str:
    return f"comment.{event}:{comment.pk}:{comment.version}"


def _sheet(dossier: Assessment) -> str:
    return reverse("assessments:sheet", args=[dossier.pk])


def _moment(change: StatusChange) -> str:
    return f"lúc {timezone.localtime(change.made_at):%H:%M, %d/%m/%Y}"
