"""Where a unit lost points, or which contents it did not pass: from the figures of the copy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tuphap.foundation.publication.queries import figures_of
from tuphap.outlets.portal.reading import Results, Unit, shown_maximum, shown_points
from tuphap.rules.numbers import format_count, format_percent

HIDDEN = "số liệu dưới năm người, không công bố"


@dataclass(frozen=True)
class Lost:
    """`points` is "" where contents are passed or not."""

    code: str
    name: str
    figures: str
    points: str
    maximum: str


def lost_points(results: Results, unit: Unit) -> list[Lost]:
    """In the order of the sheet; nothing for copies that carry no figures."""
    lines = figures_of(results.edition.id, unit["code"])
    return [
        _lost(content, lines[content["code"]], results.in_points)
        for criterion in results.criteria
        for indicator in criterion["indicators"]
        for content in indicator.get("contents", [])
        if content["code"] in lines and _is_short(content, lines[content["code"]])
    ]


def _is_short(content: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    most = Decimal(content["max_points"] or 1)
    return line["points"] is None or Decimal(line["points"]) < most


def _lost(content: Mapping[str, Any], line: Mapping[str, Any], in_points: bool) -> Lost:
    words = WORDS.get(content["scoring"]["kind"], _no_words)
    return Lost(
        code=content["code"],
        name=content["name"] or f"Nội dung {content['code']}",
        figures=HIDDEN if line.get("hidden") else words(content["scoring"], line),
        points=shown_points(line["points"]) if in_points else "",
        maximum=shown_maximum(content["max_points"]) if in_points else "",
    )


def _percentage(scoring: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    done, due = line["done"], line["due"]
    if not due or done is None:
        return ""
    edges = [Decimal(band["at_least"]) for band in scoring.get("bands", [])]
    edges += [Decimal(scoring["pass_at"])] if "pass_at" in scoring else []
    rate = format_percent(Fraction(100 * done, due), edges)
    return f"{scoring['done_label']}: {format_count(done)}/{format_count(due)} = {rate}"


def _options(scoring: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    return next((o["text"] for o in scoring["options"] if o["key"] == line["option"]), "")


def _activities(scoring: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    return f"{len(line['chosen'])} hoạt động, cần ít nhất {scoring['minimum']}"


def _deadline(scoring: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    days = [line[name] for name in ("assigned_on", "done_on")]
    if None in days:
        return ""
    first, last = (f"{date.fromisoformat(day):%d/%m/%Y}" for day in days)
    return f"từ {first} đến {last}, hạn {scoring['working_days']} ngày làm việc"


def _no_words(_: Mapping[str, Any], __: Mapping[str, Any]) -> str:
    return ""


WORDS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str]] = {
    "percentage": _percentage,
    "boolean": _options,
    "choose_at_least": _activities,
    "deadline": _deadline,
}
