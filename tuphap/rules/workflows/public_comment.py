"""The table of moves of what the public says about a posted result.

A comment is read by the unit before it appears, because it may hurt somebody; one that is withheld
keeps its reason and is counted. Each is answered before the dossier is sent, and an answer may be
put better until then (QĐ 25/2021/QĐ-TTg Điều 5 khoản 2; form F3 is made from the answers).
"""

from tuphap.rules.workflow import Move, Status, Tone, Workflow

RECEIVED, SHOWN, WITHHELD = "received", "shown", "withheld"
ACCEPTED, EXPLAINED, IRRELEVANT = "accepted", "explained", "irrelevant"
ANSWERS_POSTING = "posting.answer"
# Whoever still waits for an answer.
UNANSWERED = (RECEIVED, SHOWN)
# What everybody may read.
PUBLIC = (SHOWN, ACCEPTED, EXPLAINED, IRRELEVANT)

_REPLIES = (
    ("accept", "Tiếp thu", ACCEPTED),
    ("explain", "Giải trình", EXPLAINED),
    ("set_aside", "Không liên quan", IRRELEVANT),
)

PUBLIC_COMMENT = Workflow(
    code="gop-y",
    title="Ý kiến góp ý về kết quả niêm yết",
    statuses=(
        Status(RECEIVED, "Chờ xem", Tone.AMBER),
        Status(SHOWN, "Chưa trả lời", Tone.AMBER),
        Status(WITHHELD, "Không đăng", Tone.GREY),
        Status(ACCEPTED, "Đã tiếp thu", Tone.GREEN),
        Status(EXPLAINED, "Đã giải trình", Tone.BLUE),
        Status(IRRELEVANT, "Không liên quan", Tone.GREY),
    ),
    moves=(
        Move("show", "Đăng", RECEIVED, SHOWN, ANSWERS_POSTING),
        Move("withhold", "Không đăng", RECEIVED, WITHHELD, ANSWERS_POSTING, needs_reason=True),
        Move("show", "Đăng", WITHHELD, SHOWN, ANSWERS_POSTING),
        *(
            Move(name, label, source, target, ANSWERS_POSTING, needs_reason=True)
            for source in PUBLIC
            for name, label, target in _REPLIES
        ),
    ),
    thing="Ý kiến này",
)
