"""What stands on every office paper (Nghị định 30/2020/NĐ-CP, Phụ lục I), as plain texts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "BẢN NHÁP"
PEOPLES_COMMITTEE = "Ủy ban nhân dân"
LAST_MONTH_WITH_ZERO = 2


class Signature(NamedTuple):
    """`lines` in bold, a hint in italics, then room to sign, then the name where it is known."""

    lines: Sequence[str]
    hint: str
    name: str = ""


def head(unit_name: str, place: str, day: date | None, number: str = "") -> dict[str, str]:
    """The two columns at the top of the first page."""
    return {
        "office_kind": PEOPLES_COMMITTEE.upper(),
        "office_name": unit_name.upper(),
        "number": number,
        "nation": NATION,
        "motto": MOTTO,
        "place_and_day": f"{place}, {day_in_words(day)}",
    }


def day_in_words(day: date | None) -> str:
    """Days below ten and the first two months begin with 0; room to write where it is open."""
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month <= LAST_MONTH_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def signatures(*blocks: Signature) -> list[dict[str, Any]]:
    return [{"lines": list(b.lines), "hint": b.hint, "name": b.name} for b in blocks]


def recipients(*names: str) -> dict[str, Any]:
    """“Nơi nhận”: a dash before each, a semicolon after all but the last."""
    lines = [f"- {name};" for name in names[:-1]] + [f"- {name}." for name in names[-1:]]
    return {"title": "Nơi nhận:", "lines": lines}
