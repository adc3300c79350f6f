"""A small paper for tests: what every form has, and one text in all four styles."""

from datetime import date
from pathlib import Path
from typing import Any

from tuphap.foundation.papers.office import Signature, head, signatures

FORM = Path(__file__).resolve().parent / "sample.typ"


def sample(text: str = "Xã Ia Dơk", *, rows: int = 3, **more: Any) -> dict[str, Any]:
    return {
        "title": "Giấy mẫu",
        "title_lines": "GIẤY MẪU",
        "subtitles": ["Năm đánh giá 2022"],
        "about": "(Xã Ia Dơk)",
        "issuer": "Ủy ban nhân dân xã Ia Dơk",
        "made_on": [2023, 1, 9],
        "draft": "",
        "head": head("Xã Ia Dơk", "Ia Dơk", date(2023, 1, 9)),
        "foot": ["Biên nhận số 2022-23860-01."],
        "signatures": signatures(
            Signature(("NGƯỜI TỔNG HỢP",), "(Ký, ghi rõ họ tên)", "Nguyễn Thị Mai"),
            Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "(Ký tên, đóng dấu)"),
        ),
        "text": text,
        "row_count": rows,
        **more,
    }
