"""The tables of moves of what is said about one line of a dossier, one per kind.

Whoever appraises asks, or returns the dossier and names the line; the unit answers; whoever asked
closes. A note is for the appraising side alone and is never answered by the unit (W9).
A slip of the pen that the appraising side put right is told to the unit, which agrees or objects.
The words of an answer are kept with the move itself, so a conversation is the history of its moves.
"""

from tuphap.rules.workflow import Move, Status, Tone, Workflow

QUESTION, RETURN, NOTE = "question", "return", "note"
CORRECTION = "correction"
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
ASKS, ANSWERS, READS_NOTES = "comment.ask", "comment.answer", "comment.read_notes"
KIND_LABELS = {
    QUESTION: "Hỏi",
    RETURN: "Yêu cầu bổ sung",
    NOTE: "Ghi chú nội bộ",
    CORRECTION: "Sửa lỗi ghi nhầm",
}

_OPEN = Status(OPEN, "Đang mở", Tone.AMBER)
_ANSWERED = Status(ANSWERED, "Đã trả lời", Tone.BLUE)
_CLOSED = Status(CLOSED, "Đã đóng", Tone.GREY)
_CLOSE = Move("close", "Đóng", OPEN, CLOSED, ASKS)
_MOVES = (
    Move("answer", "Trả lời", OPEN, ANSWERED, ANSWERS, needs_reason=True),
    Move("answer", "Trả lời", ANSWERED, ANSWERED, ANSWERS, needs_reason=True),
    Move("ask_again", "Hỏi lại", ANSWERED, OPEN, ASKS, needs_reason=True),
    _CLOSE,
    Move("close", "Đóng", ANSWERED, CLOSED, ASKS),
)
# A line named in a return may also be mended without a word.
_SUPPLEMENT = Move("supplement", "Đánh dấu đã bổ sung", OPEN, ANSWERED, ANSWERS)

COMMENT_WORKFLOWS = {
    QUESTION: Workflow(
        code="trao-doi-hoi",
        title="Hỏi về một nội dung của hồ sơ",
        statuses=(_OPEN, _ANSWERED, _CLOSED),
        moves=_MOVES,
        thing="Trao đổi này",
    ),
    RETURN: Workflow(
        code="trao-doi-bo-sung",
        title="Yêu cầu bổ sung một nội dung của hồ sơ",
        statuses=(_OPEN, _ANSWERED, _CLOSED),
        moves=(*_MOVES, _SUPPLEMENT),
        thing="Yêu cầu này",
    ),
    NOTE: Workflow(
        code="trao-doi-noi-bo",
        title="Ghi chú nội bộ của nơi thẩm tra",
        statuses=(_OPEN, _CLOSED),
        moves=(_CLOSE,),
        thing="Ghi chú này",
    ),
    CORRECTION: Workflow(
        code="trao-doi-ghi-nham",
        title="Sửa lỗi ghi nhầm của đơn vị mà không trả lại hồ sơ",
        statuses=(
            Status(OPEN, "Chờ đơn vị xem", Tone.AMBER),
            Status(ANSWERED, "Đơn vị không đồng ý", Tone.RED),
            Status(CLOSED, "Đã xong", Tone.GREY),
        ),
        moves=(
            Move("agree", "Đồng ý", OPEN, CLOSED, ANSWERS),
            Move("object", "Không đồng ý", OPEN, ANSWERED, ANSWERS, needs_reason=True),
            _CLOSE,
            Move("close", "Đóng", ANSWERED, CLOSED, ASKS),
        ),
        thing="Việc sửa này",
    ),
}
