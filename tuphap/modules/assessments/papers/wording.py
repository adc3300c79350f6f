"""Names of units and offices as they stand inside a sentence of a paper."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tuphap.foundation.papers.office import PEOPLES_COMMITTEE, Signature, head
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.papers.stamp import Stamp, day_of_making, foot
from tuphap.rules.numbers import UNKNOWN, format_points, format_points_short

Payload = Mapping[str, Any]
CHAIR = Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "(Ký tên, đóng dấu)")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def frame(
    payload: Payload, stamp: Stamp, *, title: str, title_lines: str, number: str = ""
) -> dict[str, Any]:
    """What every paper has besides its own rows."""
    unit = payload["unit"]
    return {
        "title": title,
        "title_lines": title_lines,
        "subtitles": [],
        "about": "",
        "issuer": committee(unit),
        "made_on": day_of_making(payload, stamp),
        "draft": stamp.mark,
        "head": head(unit["name"], bare_name(unit["name"], unit["kind"]), stamp.day, number),
        "foot": foot(payload, stamp),
    }


def inside(name: str) -> str:
    """“xã Ia Dơk”: the word for the kind is small inside a sentence, and stays with the name."""
    return (name[:1].lower() + name[1:]).replace(" ", NO_BREAK_SPACE, 1)


def committee(unit: Mapping[str, Any]) -> str:
    return f"{PEOPLES_COMMITTEE} {inside(unit['name'])}"


def whole_name(unit: Mapping[str, Any]) -> str:
    """“Xã Ia Dơk, huyện Đức Cơ, tỉnh Gia Lai”"""
    return ", ".join([unit["name"], *(inside(up["name"]) for up in unit["above"])])


def points(value: str | None) -> str:
    return format_points(Decimal(value)) if value is not None else UNKNOWN


def maximum(value: str | None) -> str:
    return format_points_short(Decimal(value)) if value is not None else UNKNOWN


def verdict(met: bool | None) -> str:
    return {True: "Đạt", False: "Chưa đạt", None: "Chưa đủ số liệu"}[met]


def score_words(score: str | None, *, in_points: bool) -> str:
    """Points, or the word where nothing but met and not met is said."""
    if in_points:
        return points(score)
    return UNKNOWN if score is None else verdict(score == "1")


def day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def full_words(full: int, count: int, *, in_points: bool) -> str:
    """How many indicators of a criterion have all there is to have."""
    return f"{full}/{count} chỉ tiêu đạt{' điểm tối đa' if in_points else ''}"
