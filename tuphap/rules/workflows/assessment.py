"""The two tables of moves of an assessment, one per regime.

Regime A: QĐ 25/2021/QĐ-TTg Điều 5 and TT 09/2021/TT-BTP (commune, Phòng Tư pháp, council, chair of
the district). Regime B: QĐ 27/2025/QĐ-TTg (commune, Sở Tư pháp, chair of the province; its steps
are not all verified, see the rule set's page). Results of former years are imported: `imported.py`.
"""

from tuphap.rules.workflow import Move, Status, Tone, Workflow
from tuphap.rules.workflows.imported import IMPORTED, LISTED_REGIME, PUBLISHED, PUBLISHING
from tuphap.rules.workflows.province_moves import NOT_ASSESSED, leaving_the_year, unlocking
from tuphap.rules.workflows.registration import REGISTERED, REGISTERING, UNREGISTERED

SELF, APPRAISED, FINAL = "self", "appraised", "final"

# Each column has its own writer; who writes it needs this permission.
COLUMN_PERMISSIONS = {
    SELF: "assessment.fill",
    APPRAISED: "assessment.appraise",
    FINAL: "assessment.conclude",
}
# The column a figure is held against; a figure that differs from it needs a reason.
COMPARED_WITH = {APPRAISED: SELF, FINAL: APPRAISED}

# What must be true of a dossier when it is sent, whoever sends it.
FIRST_SENDING = (
    "in_time",
    "self_complete",
    "differences_explained",
    "lines_confirmed",
    "posting_over",
    "comments_answered",
)
SENDING_AGAIN = (
    "in_time",
    "self_complete",
    "returns_answered",
    "differences_explained",
    "lines_confirmed",
)
# The paper with the hand of the chair, for this very sending.
SIGNED_SCAN = "signed_scan"
FOR_CHAIR = "submit_for_chair"
# Where a council is set up, its closed meeting over this very dossier; else nothing is asked.
COUNCIL_DONE = "council_done"

# The paper of a unit without a line, from which the unit above types.
TYPE_FOR_UNIT, UNITS_PAPER = "type", "units_paper"


def typing_moves(begins: tuple[str, ...], filling: str) -> tuple[Move, ...]:
    """From the first step, or on from where the unit, or somebody else for it, had come."""
    label, permission = "Nhập thay từ bản giấy", "assessment.type_for_unit"
    return tuple(
        Move(
            TYPE_FOR_UNIT,
            label,
            source,
            filling,
            permission,
            needs_reason=True,
            guards=(UNITS_PAPER,),
        )
        for source in (*begins, filling)
    )


POINTS_REGIME = Workflow(
    code="25-2021",
    title="Đánh giá theo điểm, Hội đồng thẩm định, cấp trên trực tiếp quyết định",
    statuses=(
        Status("assigned", "Chưa bắt đầu", Tone.GREY),
        Status("self_scoring", "Đang tự chấm điểm", Tone.BLUE, writable=(SELF,)),
        Status("posted", "Đang niêm yết", Tone.BLUE),
        Status("submitted", "Đã gửi hồ sơ", Tone.BLUE),
        Status("under_review", "Đang thẩm tra", Tone.BLUE, writable=(APPRAISED,)),
        Status("returned", "Yêu cầu bổ sung", Tone.AMBER, writable=(SELF,)),
        Status("council", "Lấy ý kiến Hội đồng", Tone.PLUM, writable=(FINAL,)),
        Status("proposed", "Trình quyết định", Tone.PLUM),
        Status("decided", "Đã quyết định", Tone.GREEN),
        PUBLISHED,
        Status("reported", "Đã báo cáo", Tone.GREY),
        IMPORTED,
        NOT_ASSESSED,
    ),
    moves=(
        Move("start", "Bắt đầu tự chấm điểm", "assigned", "self_scoring", "assessment.fill"),
        *typing_moves(("assigned",), "self_scoring"),
        Move(
            "post",
            "Niêm yết kết quả",
            "self_scoring",
            "posted",
            "assessment.post",
            guards=("self_complete", "differences_explained"),
        ),
        Move(
            "reopen",
            "Sửa theo ý kiến góp ý",
            "posted",
            "self_scoring",
            "assessment.fill",
            needs_reason=True,
        ),
        Move(
            "submit",
            "Gửi hồ sơ",
            "posted",
            "submitted",
            "assessment.submit",
            guards=FIRST_SENDING,
        ),
        Move(
            FOR_CHAIR,
            "Gửi hồ sơ thay lãnh đạo",
            "posted",
            "submitted",
            "assessment.submit_for_chair",
            guards=(*FIRST_SENDING, SIGNED_SCAN),
        ),
        Move("receive", "Nhận thẩm tra", "submitted", "under_review", "assessment.receive"),
        Move(
            "return",
            "Trả lại để bổ sung",
            "submitted",
            "returned",
            "assessment.return",
            needs_reason=True,
        ),
        Move(
            "return",
            "Trả lại để bổ sung",
            "under_review",
            "returned",
            "assessment.return",
            needs_reason=True,
        ),
        Move(
            "submit",
            "Gửi lại hồ sơ",
            "returned",
            "submitted",
            "assessment.submit",
            guards=SENDING_AGAIN,
        ),
        Move(
            FOR_CHAIR,
            "Gửi lại hồ sơ thay lãnh đạo",
            "returned",
            "submitted",
            "assessment.submit_for_chair",
            guards=(*SENDING_AGAIN, SIGNED_SCAN),
        ),
        Move(
            "close",
            "Chốt thẩm tra, chuyển Hội đồng",
            "under_review",
            "council",
            "assessment.appraise",
            guards=("appraised_complete",),
        ),
        Move(
            "conclude",
            "Trình quyết định",
            "council",
            "proposed",
            "assessment.conclude",
            guards=("final_complete", COUNCIL_DONE),
        ),
        Move("decide", "Ghi quyết định", "proposed", "decided", "assessment.decide"),
        Move("publish", "Công bố", "decided", "published", "assessment.publish"),
        PUBLISHING,
        Move("report", "Báo cáo", "published", "reported", "assessment.report"),
        *unlocking(("decided", "published", "reported"), "council"),
        *leaving_the_year(
            (
                "assigned",
                "self_scoring",
                "posted",
                "submitted",
                "under_review",
                "returned",
                "council",
                "proposed",
            ),
            "assigned",
        ),
    ),
)

PASS_REGIME = Workflow(
    code="27-2025",
    title="Đánh giá đạt, không đạt; cấp tỉnh thẩm tra và quyết định",
    statuses=(
        UNREGISTERED,
        REGISTERED,
        Status("self_assessing", "Đang tự đánh giá", Tone.BLUE, writable=(SELF,)),
        Status("posted", "Đang niêm yết", Tone.BLUE),
        Status("submitted", "Đã gửi hồ sơ", Tone.BLUE),
        Status("under_review", "Đang thẩm tra", Tone.BLUE, writable=(APPRAISED,)),
        Status("returned", "Yêu cầu bổ sung", Tone.AMBER, writable=(SELF,)),
        Status("appraised", "Đã thẩm tra", Tone.PLUM, writable=(FINAL,)),
        Status("decided", "Đã quyết định", Tone.GREEN),
        PUBLISHED,
        IMPORTED,
        NOT_ASSESSED,
    ),
    moves=(
        REGISTERING,
        Move("start", "Bắt đầu tự đánh giá", "registered", "self_assessing", "assessment.fill"),
        *typing_moves(("unregistered", "registered"), "self_assessing"),
        Move(
            "post",
            "Niêm yết kết quả",
            "self_assessing",
            "posted",
            "assessment.post",
            guards=("self_complete", "differences_explained"),
        ),
        Move(
            "reopen",
            "Sửa theo ý kiến góp ý",
            "posted",
            "self_assessing",
            "assessment.fill",
            needs_reason=True,
        ),
        Move(
            "submit",
            "Gửi hồ sơ",
            "posted",
            "submitted",
            "assessment.submit",
            guards=FIRST_SENDING,
        ),
        Move(
            FOR_CHAIR,
            "Gửi hồ sơ thay lãnh đạo",
            "posted",
            "submitted",
            "assessment.submit_for_chair",
            guards=(*FIRST_SENDING, SIGNED_SCAN),
        ),
        Move("receive", "Nhận thẩm tra", "submitted", "under_review", "assessment.receive"),
        Move(
            "return",
            "Trả lại để bổ sung",
            "submitted",
            "returned",
            "assessment.return",
            needs_reason=True,
        ),
        Move(
            "return",
            "Trả lại để bổ sung",
            "under_review",
            "returned",
            "assessment.return",
            needs_reason=True,
        ),
        Move(
            "submit",
            "Gửi lại hồ sơ",
            "returned",
            "submitted",
            "assessment.submit",
            guards=SENDING_AGAIN,
        ),
        Move(
            FOR_CHAIR,
            "Gửi lại hồ sơ thay lãnh đạo",
            "returned",
            "submitted",
            "assessment.submit_for_chair",
            guards=(*SENDING_AGAIN, SIGNED_SCAN),
        ),
        Move(
            "close",
            "Chốt thẩm tra",
            "under_review",
            "appraised",
            "assessment.appraise",
            guards=("appraised_complete",),
        ),
        Move(
            "decide",
            "Ghi quyết định",
            "appraised",
            "decided",
            "assessment.decide",
            guards=("final_complete", COUNCIL_DONE),
        ),
        Move("publish", "Công bố", "decided", "published", "assessment.publish"),
        PUBLISHING,
        *unlocking(("decided", "published"), "appraised"),
        *leaving_the_year(
            (
                "unregistered",
                "registered",
                "self_assessing",
                "posted",
                "submitted",
                "under_review",
                "returned",
                "appraised",
            ),
            "registered",
        ),
    ),
)

# A rule set names its workflow. Years are opened and dossiers filled in under these two.
WORKFLOWS = {workflow.code: workflow for workflow in (POINTS_REGIME, PASS_REGIME)}
# Every table a dossier may stand in, those of imported results included.
TABLES = {**WORKFLOWS, LISTED_REGIME.code: LISTED_REGIME}
