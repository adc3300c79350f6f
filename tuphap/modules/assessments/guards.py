"""The conditions of moves, by the names that stand in the tables of rules/workflows."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.council.guard import why_council_not_done
from tuphap.modules.assessments.lateness import why_too_late
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.measured import measured_lines
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, ScannedPaper
from tuphap.modules.assessments.queries.comments import open_returns
from tuphap.modules.assessments.queries.evidence import items_without_proof
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.line_people import line_people, unconfirmed
from tuphap.modules.assessments.queries.measured import known_of, own_given
from tuphap.modules.assessments.queries.public_comments import waiting_count
from tuphap.rules.permissions import Actor, may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import (
    APPRAISED,
    COMPARED_WITH,
    COUNCIL_DONE,
    FINAL,
    SELF,
    SIGNED_SCAN,
    UNITS_PAPER,
)

MOST_NAMED = 12
SIGN = "assessment.sign"


def self_complete(assessment: Assessment, at: datetime) -> None:
    open_items = unanswered(assessment, SELF)
    bare = items_without_proof(assessment) if assessment.period.evidence_required else []
    todo = _in_order(assessment, {*open_items, *bare})
    if todo:
        raise Refused(
            "incomplete",
            f"Chưa gửi được hồ sơ: còn {len(todo)} mục chưa xong ({_listed(todo)}). "
            "Chọn từng mục để hoàn thành.",
            Kind.CONFLICT,
        )


def appraised_complete(assessment: Assessment, at: datetime) -> None:
    _column_complete(assessment, APPRAISED, "Chưa chốt được thẩm tra")


def final_complete(assessment: Assessment, at: datetime) -> None:
    _column_complete(assessment, FINAL, "Chưa trình được quyết định")


def in_time(assessment: Assessment, at: datetime) -> None:
    """Late sending is refused only where the period says so (R13)."""
    if assessment.period.accepts_late:
        return
    sentence = why_too_late(assessment, own_days(assessment).send_by, at)
    if sentence:
        raise Refused("too_late", sentence, Kind.CONFLICT)


def posting_over(assessment: Assessment, at: datetime) -> None:
    """The days of public posting are a setting of the period; none are asked where it is empty."""
    posted = (
        StatusChange.objects.filter(
            record_kind=assessment._meta.label_lower, record_id=str(assessment.pk), target="posted"
        )
        .order_by("-pk")
        .first()
    )
    since = timezone.localdate(posted.made_at) if posted else None
    day = first_day_to_send(assessment, since)
    if day is not None and timezone.localdate(at) < day:
        raise Refused(
            "posting_not_over",
            f"Kết quả đang niêm yết đến hết ngày {day - timedelta(days=1):%d/%m/%Y}. "
            f"Gửi hồ sơ từ ngày {day:%d/%m/%Y}.",
            Kind.CONFLICT,
        )


def first_day_to_send(assessment: Assessment, posted_on: date | None) -> date | None:
    """The day after the posting; None where no days are asked or nothing was posted."""
    days = assessment.period.posting_days
    return posted_on + timedelta(days=days) if days and posted_on else None


def differences_explained(assessment: Assessment, at: datetime) -> None:
    """A figure other than the system's is allowed, with a sentence that says why."""
    known = known_of(assessment)
    if not known:
        return
    given = own_given(assessment, known)
    bare = [line for line in measured_lines(known, given).values() if line.wants_sentence]
    if bare:
        first = bare[0]
        raise Refused(
            "difference_not_explained",
            f"Nội dung {_listed([line.code for line in bare])} chưa giải thích chênh lệch: đơn vị "
            f"ghi {first.own_words}, hệ thống có {first.known.words}. "
            "Ghi giải thích ở dòng đó, hoặc lấy số của hệ thống.",
            Kind.CONFLICT,
        )


def comments_answered(assessment: Assessment, at: datetime) -> None:
    """Every comment of the public is answered or withheld with a reason before sending."""
    sentence = why_comments_wait(assessment)
    if sentence:
        raise Refused("comments_open", sentence, Kind.CONFLICT)


def why_comments_wait(assessment: Assessment) -> str:
    """One sentence naming the count; "" where none waits."""
    count = waiting_count(assessment)
    if not count:
        return ""
    return (
        f"Chưa gửi được hồ sơ: còn {count} ý kiến góp ý chưa trả lời. "
        "Trả lời từng ý kiến ở trang “Ý kiến góp ý”."
    )


def returns_answered(assessment: Assessment, at: datetime) -> None:
    """A line named in a return is mended or answered before the dossier is sent again."""
    sentence = why_not_sent_again(assessment)
    if sentence:
        raise Refused("returns_open", sentence, Kind.CONFLICT)


def why_not_sent_again(assessment: Assessment) -> str:
    """One sentence naming the lines; "" where none is open."""
    todo = _in_order(assessment, set(open_returns(assessment)))
    if not todo:
        return ""
    return (
        f"Chưa gửi lại được hồ sơ: còn {len(todo)} nội dung được yêu cầu bổ sung chưa trả lời "
        f"({_listed(todo)}). Trả lời hoặc đánh dấu đã bổ sung từng nội dung."
    )


def lines_confirmed(assessment: Assessment, at: datetime) -> None:
    """Where the period asks for it, each line has the word of its officer (form F1, row by row)."""
    if not assessment.period.confirm_lines:
        return
    left = unconfirmed(line_people(assessment))
    if left:
        raise Refused(
            "lines_not_confirmed",
            f"Chưa gửi được hồ sơ: còn {len(left)} dòng chưa có người phụ trách xác nhận "
            f"({_listed(left)}). Xác nhận ở trang “Phụ trách” của phiếu.",
            Kind.CONFLICT,
        )


def signed_scan(assessment: Assessment, at: datetime) -> None:
    """For this very sending: the version that the move makes."""
    papers = ScannedPaper.objects.filter(assessment=assessment, use=ScannedPaper.SENT)
    if not papers.filter(version=assessment.version + 1).exists():
        raise Refused(
            "no_signed_scan",
            "Gửi thay lãnh đạo cần bản quét phiếu đã ký. Tải bản quét lên ở trang "
            "“Gửi hồ sơ thay lãnh đạo”.",
            Kind.CONFLICT,
        )


def units_paper(assessment: Assessment, at: datetime) -> None:
    papers = ScannedPaper.objects.filter(assessment=assessment, use=ScannedPaper.TYPED)
    if not papers.filter(version=assessment.version + 1).exists():
        raise Refused(
            "no_units_paper",
            "Nhập thay cần bản quét bản giấy của đơn vị. Tải bản quét lên ở trang "
            "“Nhập thay từ bản giấy”.",
            Kind.CONFLICT,
        )


def council_done(assessment: Assessment, at: datetime) -> None:
    """Where a council is set up: a closed meeting over these very figures."""
    sentence = why_council_not_done(assessment, at)
    if sentence:
        raise Refused("council_open", sentence, Kind.CONFLICT, {"units": sentence})


def require_own_hand(assessment: Assessment, by: Actor) -> None:
    """Where the period wants the chair's hand, an officer sends with the paper he signed only."""
    sentence = why_not_own_hand(assessment, by)
    if sentence:
        raise Refused("chair_sends", sentence, permission=SIGN)


def why_not_own_hand(assessment: Assessment, by: Actor) -> str:
    if not assessment.period.chair_sends or may(by, SIGN, assessment.subject):
        return ""
    return (
        "Kỳ này hồ sơ do lãnh đạo đơn vị gửi. Đề nghị lãnh đạo gửi bằng đường dẫn và mã, "
        "hoặc gửi thay kèm bản quét phiếu lãnh đạo đã ký."
    )


GUARDS: Mapping[str, Callable[[Assessment, datetime], None]] = {
    "self_complete": self_complete,
    "appraised_complete": appraised_complete,
    "final_complete": final_complete,
    "posting_over": posting_over,
    "in_time": in_time,
    "returns_answered": returns_answered,
    "comments_answered": comments_answered,
    "differences_explained": differences_explained,
    "lines_confirmed": lines_confirmed,
    SIGNED_SCAN: signed_scan,
    UNITS_PAPER: units_paper,
    COUNCIL_DONE: council_done,
}


# These stand on the page of a move before its button is pressed; the page shows the others itself.
TOLD_BEFORE = ("in_time", "differences_explained", "lines_confirmed")


def told_before(move: Move, assessment: Assessment, at: datetime) -> str:
    """What still keeps the dossier from this move, as one sentence; "" where nothing does."""
    for name in TOLD_BEFORE:
        if name in move.guards:
            try:
                GUARDS[name](assessment, at)
            except Refused as refused:
                return refused.sentence
    return ""


def unanswered(assessment: Assessment, column: str) -> list[str]:
    """The items of a column that are still open; all of them before the first save."""
    summary = ColumnSummary.objects.filter(assessment=assessment, column=column).first()
    if summary is None:
        return [item.code for item in items_of(assessment.period)]
    return list(summary.unanswered)


def overtaken(assessment: Assessment, column: str) -> list[str]:
    """Lines that were written before the figure they are held against was changed.

    After a return the unit may change a figure that was already appraised; it is looked at again.
    """
    newer = Entry.objects.filter(
        assessment=assessment,
        column=COMPARED_WITH[column],
        item=OuterRef("item"),
        written_at__gt=OuterRef("written_at"),
    )
    own = Entry.objects.filter(assessment=assessment, column=column)
    return list(own.filter(Exists(newer)).values_list("item", flat=True))


def _column_complete(assessment: Assessment, column: str, start: str) -> None:
    open_items = {*unanswered(assessment, column), *overtaken(assessment, column)}
    todo = _in_order(assessment, open_items)
    if todo:
        raise Refused(
            "incomplete",
            f"{start}: còn {len(todo)} mục chưa xong ({_listed(todo)}). "
            "Chấp nhận hoặc sửa từng mục.",
            Kind.CONFLICT,
        )


def _in_order(assessment: Assessment, codes: set[str]) -> list[str]:
    """In the order of the sheet."""
    return [item.code for item in items_of(assessment.period) if item.code in codes]


def _listed(items: list[str]) -> str:
    named = ", ".join(items[:MOST_NAMED])
    return named if len(items) <= MOST_NAMED else f"{named} và {len(items) - MOST_NAMED} mục nữa"
