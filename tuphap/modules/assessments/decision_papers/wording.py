"""Words that the papers of a decision share: units, results, reasons, counts, head and foot.

Which words the law's forms use beyond their titles is not known, so the plainest stand here; no
form number is printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tuphap.foundation.papers.office import DRAFT, head
from tuphap.foundation.ui.site import current
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.papers.stamp import ILLUSTRATION
from tuphap.modules.assessments.papers.wording import committee, inside
from tuphap.rules.conditions import ALL_INDICATORS, numbered
from tuphap.rules.numbers import NO_BREAK_SPACE, UNKNOWN, format_count, format_points
from tuphap.rules.rule_set import POINTS
from tuphap.rules.vietnamese import fold
from tuphap.rules.year_figures import Totals

TEN = 10
STANDARD = "đạt chuẩn tiếp cận pháp luật"
MET_HEADING, NOT_MET_HEADING = "Đơn vị đạt chuẩn", "Đơn vị chưa đạt chuẩn"

Payload = Mapping[str, Any]
Unit = Mapping[str, Any]


@dataclass(frozen=True)
class Stamp:
    """What a paper says of its copy; a draft has neither ordinal nor hash."""

    ordinal: int = 0
    sha256: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.ordinal


# --- counting: the same figures as on pages ---


def counted(units: Iterable[Unit]) -> Totals:
    results = [row["met"] is True for row in units]
    return Totals(met=results.count(True), not_met=results.count(False))


def met_units(units: Iterable[Unit]) -> list[Unit]:
    return [row for row in units if row["met"] is True]


def not_met_units(units: Iterable[Unit]) -> list[Unit]:
    return [row for row in units if row["met"] is not True]


def kinds_of(payload: Payload, units: Iterable[Unit]) -> list[str]:
    """Kinds that occur, in the order of the rule set; others follow as they come."""
    there = dict.fromkeys(row["kind"] for row in units)
    known = [kind for kind in payload["rule_set"]["unit_kinds"] if kind in there]
    return [*known, *(kind for kind in there if kind not in known)]


# --- words ---


def has_points(payload: Payload) -> bool:
    scale: str = payload["rule_set"]["scale"]
    return scale == POINTS


def unit_name(row: Unit) -> str:
    """With the unit above it where that is not the one that decides."""
    return f"{row['name']}, {inside(row['parent'])}" if row["parent"] else str(row["name"])


def units_words(payload: Payload, units: Sequence[Unit]) -> str:
    """“13 xã, thị trấn”; below ten with a zero in front, as offices write numbers in decisions."""
    count = len(units)
    figure = f"{count:02d}" if count < TEN else format_count(count)
    return f"{figure} {', '.join(kinds_of(payload, units))}"


def in_year(payload: Payload) -> str:
    return f"năm{NO_BREAK_SPACE}{payload['year']}"


def result_words(payload: Payload, row: Unit) -> str:
    if has_points(payload):
        return score(row["total"])
    return UNKNOWN if row["passed"] is None else f"{row['passed']}/{row['of']}"


def score(value: str | None) -> str:
    return UNKNOWN if value is None else format_points(Decimal(value))


def reason_words(payload: Payload, row: Unit) -> str:
    """The conditions that do not hold, by number and the wording of the law."""
    texts = {one["code"]: one for one in payload["rule_set"]["conditions"]}
    return "; ".join(_reason(code, texts.get(code), row) for code in row["failing"]) or UNKNOWN


def _reason(code: str, condition: Mapping[str, str] | None, row: Unit) -> str:
    if condition is None or not condition["text"]:
        return numbered(code)
    failed = ", ".join(row["failed_indicators"])
    which = failed and condition["kind"] == ALL_INDICATORS
    more = f" (chưa đạt chỉ tiêu {failed})" if which else ""
    return f"{numbered(code)}: {condition['text']}{more}"


def decider(payload: Payload) -> str:
    return f"Chủ tịch {committee(payload['office'])}"


def signing_lines(decided_by: str) -> tuple[str, ...]:
    """A deputy signs for the head (NĐ 30/2020, Phụ lục I)."""
    if fold(decided_by).startswith("pho chu tich"):
        return ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return ("CHỦ TỊCH",)


def proposer(payload: Payload) -> str:
    """Whose office prepares the decision: the office of this installation for the whole scope,
    Phòng Tư pháp below it (both as seen in practice)."""
    if payload["is_whole_scope"]:
        return f"Giám đốc {current().name}"
    return "Trưởng Phòng Tư pháp"


def paper_words(payload: Payload) -> str:
    """“Quyết định số 214/QĐ-UBND ngày 07/02/2023 của Chủ tịch …”"""
    paper = payload["paper"]
    return f"Quyết định số {paper['number']} ngày {day_of(payload):%d/%m/%Y} của {decider(payload)}"


def day_of(payload: Payload) -> date:
    return date.fromisoformat(payload["paper"]["signed_on"])


# --- what every paper has ---


def frame(payload: Payload, stamp: Stamp, *, title: str, number: str, day: date | None) -> Any:
    office, signed = payload["office"], day_of(payload)
    return {
        "title": title,
        "issuer": committee(office),
        "made_on": [signed.year, signed.month, signed.day],
        "draft": DRAFT if stamp.is_draft else "",
        "head": head(office["name"], bare_name(office["name"], office["kind"]), day, number),
        "foot": _foot(payload, stamp),
    }


def _foot(payload: Payload, stamp: Stamp) -> list[str]:
    warnings = [ILLUSTRATION] if payload["illustration"] else []
    warnings += [payload["rule_set"]["notice"]] if payload["rule_set"]["notice"] else []
    made = timezone.localtime(datetime.fromisoformat(payload["made_at"]))
    lines = [" ".join(warnings)]
    if stamp.is_draft:
        lines.append(f"Bản nháp, số liệu lúc {made:%H:%M, %d/%m/%Y}.")
    else:
        lines.append(f"Bản số {stamp.ordinal:02d}, số liệu lúc {made:%H:%M, %d/%m/%Y}.")
        lines.append(f"Mã kiểm tra: {stamp.sha256}")
    return [line for line in lines if line]
