"""What some people said about published results: answered, waiting for an answer, new."""

from datetime import datetime

from tuphap.modules.assessments.feedback.actions import Words, deal_with, leave
from tuphap.modules.assessments.feedback.results import result_at
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.told import people_at
from tuphap.outlets.demo.walk import Cast
from tuphap.rules.workflows.feedback import DRAFT, MODERATES, PUBLISH

SAID = (
    "Điểm của tiêu chí 2 chưa tính buổi phổ biến pháp luật ở nhà văn hóa thôn (minh họa).",
    "Đề nghị nêu rõ nội dung bị trừ điểm ở tiêu chí 4 (minh họa).",
    "Số hòa giải thành của thôn 2 khác sổ theo dõi của tổ hòa giải (minh họa).",
)
ANSWER = "Buổi phổ biến này thuộc kế hoạch năm sau nên chưa tính vào năm đánh giá."


def tell(period: Period, unit_code: str, at: datetime) -> None:
    """The first is answered, the second let through, the third new."""
    result = result_at(period.year, unit_code)
    assert result is not None
    left = [leave(result, Words(text), f"203.0.113.{n}", at=at) for n, text in enumerate(SAID, 1)]
    officer = people_at([period.scope_unit_id], MODERATES, at.date())[period.scope_unit_id][0]
    by = Cast().act(officer, at)
    for one in left[:2]:
        deal_with(one.pk, "accept", "", one.version, by=by)
    deal_with(left[0].pk, DRAFT, ANSWER, 2, by=by)
    deal_with(left[0].pk, PUBLISH, ANSWER, 3, by=by)
