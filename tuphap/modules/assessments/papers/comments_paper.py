"""“Bản tổng hợp, tiếp thu, giải trình ý kiến”: what people said of the posted result.

The title is known from memory and the columns are not known from the law: they are the plainest
that hold who, what, and what became of it.
"""

from typing import Any

from tuphap.foundation.papers.office import Signature, signatures
from tuphap.modules.assessments.papers.stamp import Stamp
from tuphap.modules.assessments.papers.wording import CHAIR, Payload, day, frame, whole_name

TITLE = "Bản tổng hợp, tiếp thu, giải trình ý kiến"
NONE, NOT_YET = "Không có ý kiến", "Chưa niêm yết, chưa lấy ý kiến"


def title(payload: Payload) -> str:
    return TITLE


def texts(payload: Payload, stamp: Stamp) -> dict[str, Any]:
    subject = "đối với kết quả tự đánh giá chuẩn tiếp cận pháp luật"
    return {
        **frame(payload, stamp, title=TITLE, title_lines=TITLE.upper()),
        "subtitles": [f"{subject} năm {payload['year']}"],
        "about": f"({whole_name(payload['unit'])})",
        "posting": _posting(payload),
        "rows": [
            {
                "number": str(number),
                "who": comment["who"],
                "said": comment["said"],
                "answer": comment["answer"],
            }
            for number, comment in enumerate(payload["comments"], 1)
        ],
        "nobody": _nobody(payload),
        "signatures": signatures(
            Signature(("NGƯỜI TỔNG HỢP",), "(Ký, ghi rõ họ tên)", payload["officer"]), CHAIR
        ),
    }


def _nobody(payload: Payload) -> str:
    """What stands in the table instead of rows."""
    if payload["comments"]:
        return ""
    return NONE if payload["posted_on"] else NOT_YET


def _posting(payload: Payload) -> str:
    if not payload["posted_on"]:
        return "Kết quả tự đánh giá chưa niêm yết."
    count = len(payload["comments"])
    got = f"nhận được {count} ý kiến" if count else "không có ý kiến góp ý"
    return f"Kết quả tự đánh giá được niêm yết từ ngày {day(payload['posted_on'])}; {got}."
