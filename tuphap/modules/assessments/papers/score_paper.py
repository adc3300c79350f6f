"""“Bản tổng hợp điểm số của các tiêu chí, chỉ tiêu”: every line with its figures and points.

Columns as on a sheet that was really filled in; the official in charge signs each row: the cell
holds the name and, where the row was confirmed in the system, the moment.
Where only met and not met is said, the columns of maxima and points give way to the result; the
title is ours then, because the annex with the forms of that regime has not been seen.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tuphap.foundation.papers.office import Signature, signatures
from tuphap.modules.assessments.papers.payload import has_points
from tuphap.modules.assessments.papers.stamp import Stamp
from tuphap.modules.assessments.papers.typed import typed_words
from tuphap.modules.assessments.papers.wording import (
    CHAIR,
    Payload,
    frame,
    full_words,
    maximum,
    points,
    score_words,
    whole_name,
)
from tuphap.rules.numbers import UNKNOWN

LONGEST_FIGURE = 24  # signs that fit beside the percentage
OWN_TITLE = "Bản tổng hợp kết quả tự đánh giá các tiêu chí, chỉ tiêu"
FIGURES_NOTE = (
    "(1) số liệu đã thực hiện trên tổng số phải thực hiện; "
    "(2) tỷ lệ phần trăm tính từ hai số ở cột (1), không làm tròn trước khi xếp mức"
)
ABSENT_NOTE = "nội dung không phát sinh trong năm tính theo quy định của bộ tiêu chí"


def title(payload: Payload) -> str:
    found: str = payload["rule_set"]["forms"].get("F1", OWN_TITLE)
    return found


def texts(payload: Payload, stamp: Stamp) -> dict[str, Any]:
    in_points = has_points(payload)
    return {
        **frame(payload, stamp, title=title(payload), title_lines=title(payload).upper()),
        "subtitles": [f"Năm đánh giá {payload['year']}", *filter(None, [typed_words(payload)])],
        "about": f"({whole_name(payload['unit'])})",
        "has_points": in_points,
        "rows": list(_rows(payload, in_points)),
        "total": _total(payload, in_points),
        "note": f"{FIGURES_NOTE}{' điểm' if in_points else ''}; {ABSENT_NOTE}.",
        "signatures": signatures(
            Signature(("NGƯỜI TỔNG HỢP",), "(Ký, ghi rõ họ tên)", payload["officer"]), CHAIR
        ),
    }


def _rows(payload: Payload, in_points: bool) -> Iterator[dict[str, Any]]:
    for number, criterion in enumerate(payload["criteria"], 1):
        count = len(criterion["indicators"])
        row = _row("criterion", f"Tiêu chí {number}", criterion, in_points)
        yield row | {"basis": full_words(criterion["indicators_full"], count, in_points=in_points)}
        for indicator in criterion["indicators"]:
            yield _row("indicator", f"Chỉ tiêu {indicator['code']}", indicator, in_points)
            for content in indicator["contents"]:
                row = _row("content", content["code"], content, in_points)
                yield row | _figures(content) | {"signed": _signed(content)}


def _row(level: str, label: str, node: Mapping[str, Any], in_points: bool) -> dict[str, Any]:
    return {
        "level": level,
        "label": label,
        "name": node["name"],
        "max": maximum(node["max_points"]) if in_points else "",
        "basis": "",
        "done": "",
        "ratio": "",
        "wide": False,
        "signed": "",
        "score": score_words(node["score"], in_points=in_points),
    }


def _figures(content: Mapping[str, Any]) -> dict[str, Any]:
    """Words of an option may be long; where there is no percentage they take its room, too."""
    words, ratio = content["words"], content["percent"]
    wide = not ratio and len(words) > LONGEST_FIGURE
    return {"done": words[:1].upper() + words[1:], "ratio": ratio, "wide": wide}


def _signed(content: Mapping[str, Any]) -> str:
    """Copies frozen before rows could be confirmed name nobody."""
    officer: str = content.get("officer", "")
    if not content.get("confirmed_at"):
        return officer
    return f"{officer} đã xác nhận {datetime.fromisoformat(content['confirmed_at']):%H:%M %d/%m/%Y}"


def _total(payload: Payload, in_points: bool) -> dict[str, str]:
    criteria = payload["criteria"]
    full = sum(row["indicators_full"] for row in criteria)
    count = sum(len(row["indicators"]) for row in criteria)
    passed = UNKNOWN if payload["passed"] is None else f"{payload['passed']}/{payload['of']}"
    return {
        "label": "Tổng số điểm" if in_points else "Số chỉ tiêu đạt",
        "max": maximum(payload["rule_set"]["total_max"]) if in_points else "",
        "basis": full_words(full, count, in_points=in_points) if in_points else "",
        "score": points(payload["total"]) if in_points else passed,
    }
