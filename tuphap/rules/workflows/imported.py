"""Results of a former year, brought in from a list: born official, waiting to be published.

The list is the paper of who decided then, so no move leads here, and none leads back.
"""

from tuphap.rules.workflow import Move, Status, Tone, Workflow
from tuphap.rules.workflows.province_moves import NOT_ASSESSED

IMPORTED = Status("imported", "Nhập từ danh sách", Tone.GREEN)
PUBLISHED = Status("published", "Đã công bố", Tone.GOLD)
PUBLISHING = Move("publish", "Công bố", IMPORTED.code, PUBLISHED.code, "assessment.publish")

# QĐ 619/QĐ-TTg: known by criterion only, so nobody fills in a sheet of it.
LISTED_REGIME = Workflow(
    code="619-2017",
    title="Kết quả các năm trước, nhập từ danh sách theo tiêu chí",
    statuses=(IMPORTED, PUBLISHED, NOT_ASSESSED),
    moves=(PUBLISHING,),
)
