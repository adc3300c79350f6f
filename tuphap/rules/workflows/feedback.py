"""The table of moves of what anybody writes about a published result.

The office that published reads it first: it may hurt somebody or name people. What is let through
is answered in two steps, a draft by the unit concerned or the office, then the answer by the
office; only an answer makes a text public. Where the text speaks of a person, the answer goes to
its sender alone. The words of an answer are kept with the move itself.
"""

from tuphap.rules.workflow import Move, Status, Tone, Workflow

RECEIVED, ACCEPTED, DRAFTED = "received", "accepted", "drafted"
ANSWERED, ANSWERED_PRIVATELY, REFUSED = "answered", "answered_privately", "refused"
MODERATES, ANSWERS = "feedback.moderate", "feedback.answer"
VIEWS, VIEWS_ALL = "feedback.view", "feedback.view_all"
PUBLISH, REPLY, REFUSE, DRAFT = "publish", "reply", "refuse", "draft"
# What the unit concerned sees: all that was let through.
LET_THROUGH = (ACCEPTED, DRAFTED, ANSWERED, ANSWERED_PRIVATELY)
ENDED = (ANSWERED, ANSWERED_PRIVATELY, REFUSED)
# For whom something is to be done in which status.
WAITS_FOR = {MODERATES: (RECEIVED, DRAFTED), ANSWERS: (ACCEPTED,)}
# What the sender and, where it is public, everybody read as the answer.
ANSWER_MOVES = (PUBLISH, REPLY)

FEEDBACK = Workflow(
    code="gop-y-ket-qua",
    title="Góp ý về kết quả đã công bố",
    statuses=(
        Status(RECEIVED, "Chờ xem", Tone.AMBER),
        Status(ACCEPTED, "Chờ trả lời", Tone.AMBER),
        Status(DRAFTED, "Chờ duyệt trả lời", Tone.BLUE),
        Status(ANSWERED, "Đã trả lời, đã đăng", Tone.GREEN),
        Status(ANSWERED_PRIVATELY, "Đã trả lời riêng", Tone.GREEN),
        Status(REFUSED, "Không tiếp nhận", Tone.GREY),
    ),
    moves=(
        Move("accept", "Tiếp nhận", RECEIVED, ACCEPTED, MODERATES),
        Move(REFUSE, "Không tiếp nhận", RECEIVED, REFUSED, MODERATES, needs_reason=True),
        Move(REFUSE, "Không tiếp nhận", ACCEPTED, REFUSED, MODERATES, needs_reason=True),
        Move("look_again", "Xem lại", REFUSED, RECEIVED, MODERATES),
        Move(DRAFT, "Dự thảo trả lời", ACCEPTED, DRAFTED, ANSWERS, needs_reason=True),
        Move(DRAFT, "Dự thảo trả lời", DRAFTED, DRAFTED, ANSWERS, needs_reason=True),
        Move("send_back", "Trả lại dự thảo", DRAFTED, ACCEPTED, MODERATES, needs_reason=True),
        Move(PUBLISH, "Trả lời và đăng", DRAFTED, ANSWERED, MODERATES, needs_reason=True),
        Move(REPLY, "Trả lời riêng", DRAFTED, ANSWERED_PRIVATELY, MODERATES, needs_reason=True),
        Move("take_down", "Thôi đăng", ANSWERED, ANSWERED_PRIVATELY, MODERATES, needs_reason=True),
        Move("show_again", "Đăng", ANSWERED_PRIVATELY, ANSWERED, MODERATES),
    ),
    thing="Góp ý này",
)
