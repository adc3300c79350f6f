"""“Báo cáo đánh giá kết quả và đề nghị công nhận …”: the report that goes with the sheet.

Two headings of the law's form are known (I, with 1 and 2). What the office led and organised is
for the office to write (`report_text.py`); until then the paper leaves room. Later headings are
not known, so none are printed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tuphap.foundation.papers.office import recipients, signatures
from tuphap.modules.assessments.papers.payload import has_points
from tuphap.modules.assessments.papers.stamp import Stamp
from tuphap.modules.assessments.papers.wording import (
    CHAIR,
    Payload,
    committee,
    day,
    frame,
    inside,
    maximum,
    points,
    score_words,
    verdict,
)
from tuphap.rules.numbers import UNKNOWN

STANDARD = "đạt chuẩn tiếp cận pháp luật"
NUMBER = "Số:          /BC-UBND"
# Without points the heading of the law's form leaves out its first word.
SCORED = {
    True: "2. Kết quả tự chấm điểm, đánh giá các tiêu chí, chỉ tiêu",
    False: "2. Kết quả tự đánh giá các tiêu chí, chỉ tiêu",
}
LAW_PARTS = 3  # number, year, kind and office
# By the sign in a number: 25/2021/QĐ-TTg.
DOCUMENT_KINDS = {"QĐ": "Quyết định", "TT": "Thông tư"}


def title(payload: Payload) -> str:
    return f"Báo cáo {_about(payload)}"


def _about(payload: Payload) -> str:
    """A unit that does not meet the standard reports; it does not ask to be recognised."""
    unit, year = inside(payload["unit"]["name"]), payload["year"]
    if payload["met"] is False:
        return f"kết quả tự đánh giá chuẩn tiếp cận pháp luật năm {year} của {unit}"
    return f"đánh giá kết quả và đề nghị công nhận {unit} {STANDARD} năm {year}"


def texts(payload: Payload, stamp: Stamp) -> dict[str, Any]:
    about = _about(payload)
    in_points = has_points(payload)
    lines = frame(payload, stamp, title=title(payload), title_lines="BÁO CÁO", number=NUMBER)
    return lines | {
        "subtitles": [about[:1].upper() + about[1:]],
        "opening": _opening(payload),
        "section": f"I. Kết quả đánh giá {STANDARD}",
        "led": "1. Về chỉ đạo, hướng dẫn, tổ chức thực hiện",
        **_led(payload),
        "posting": _posting(payload),
        "scored": SCORED[in_points],
        "has_points": in_points,
        "columns": _columns(in_points),
        "rows": [_row(number, row, in_points) for number, row in enumerate(payload["criteria"], 1)],
        "total": _total(payload, in_points),
        "conditions_title": "Điều kiện công nhận:",
        "conditions": [f"- {row['text']}: {_condition(row)}." for row in payload["conditions"]],
        "closing": _closing(payload),
        "recipients": recipients(committee(payload["appraising_unit"]), "Lưu: VT"),
        "signatures": signatures(CHAIR),
    }


def _opening(payload: Payload) -> str:
    papers = law_names(payload["rule_set"]["documents"])
    basis = f"Căn cứ {' và '.join(papers)}, " if papers else ""
    told = f"báo cáo kết quả tự đánh giá năm {payload['year']} như sau:"
    return f"{basis}{committee(payload['unit'])} {told}"


def law_names(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    return [_document(row) for row in documents if _is_law(row)]


def _is_law(row: Mapping[str, Any]) -> bool:
    """Legal documents carry their year in the number; orders of one office do not."""
    number: str = row["number"]
    return number.count("/") == LAW_PARTS - 1


def _document(row: Mapping[str, Any]) -> str:
    """“Quyết định số 25/2021/QĐ-TTg ngày 22/07/2021 của Thủ tướng Chính phủ”"""
    sign = row["number"].rpartition("/")[2].partition("-")[0]
    kind = DOCUMENT_KINDS.get(sign, "văn bản")
    signed = f" ngày {day(row['signed_on'])}" if row["signed_on"] else ""
    return f"{kind} số {row['number']}{signed} của {row['issuer']}"


def _led(payload: Payload) -> dict[str, Any]:
    """Each line of the text is a paragraph; copies frozen before it could be written have none."""
    lines = [line for line in payload.get("led", "").splitlines() if line.strip()]
    hint = f"({committee(payload['unit'])} ghi nội dung đã thực hiện trong năm.)"
    return {"led_lines": lines, "led_hint": "" if lines else hint}


def _posting(payload: Payload) -> str:
    if not payload["posted_on"]:
        return ""
    count = len(payload["comments"])
    got = f"nhận được {count} ý kiến góp ý" if count else "không có ý kiến góp ý"
    return f"Kết quả tự đánh giá được niêm yết từ ngày {day(payload['posted_on'])}; {got}."


def _columns(in_points: bool) -> list[str]:
    if in_points:
        return ["TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Chỉ tiêu đạt điểm tối đa"]
    return ["TT", "Tiêu chí", "Chỉ tiêu đạt", "Kết quả"]


def _row(number: int, row: Any, in_points: bool) -> list[str]:
    full = f"{row['indicators_full']}/{len(row['indicators'])}"
    score = score_words(row["score"], in_points=in_points)
    if in_points:
        return [str(number), row["name"], maximum(row["max_points"]), score, full]
    return [str(number), row["name"], full, score]


def _total(payload: Payload, in_points: bool) -> list[str]:
    criteria = payload["criteria"]
    count = sum(len(row["indicators"]) for row in criteria)
    full = f"{sum(row['indicators_full'] for row in criteria)}/{count}"
    if in_points:
        most = maximum(payload["rule_set"]["total_max"])
        return ["", "Tổng cộng", most, points(payload["total"]), full]
    return ["", "Tổng cộng", full, verdict(payload["met"]) if payload["of"] else UNKNOWN]


def _condition(row: Any) -> str:
    words = verdict(row["holds"])
    return words[:1].lower() + words[1:]


def _closing(payload: Payload) -> str:
    unit, office = inside(payload["unit"]["name"]), committee(payload["appraising_unit"])
    year = payload["year"]
    if payload["met"]:
        return (
            f"Từ kết quả trên, {committee(payload['unit'])} đề nghị {office} xem xét, "
            f"công nhận {unit} {STANDARD} năm {year}./."
        )
    if payload["met"] is None:
        return "Số liệu chưa đủ để kết luận về các điều kiện công nhận."
    return (
        f"Theo kết quả tự đánh giá, {unit} chưa đủ điều kiện công nhận {STANDARD} năm {year}. "
        f"{committee(payload['unit'])} báo cáo {office} xem xét./."
    )
