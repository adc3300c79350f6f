"""“Báo cáo kết quả đánh giá, công nhận …”: what one office decided in one year, in figures."""

from typing import Any

from tuphap.foundation.papers.office import Signature, recipients, signatures
from tuphap.modules.assessments.decision_papers.lists import met_list, not_met_list
from tuphap.modules.assessments.decision_papers.wording import (
    MET_HEADING,
    NOT_MET_HEADING,
    STANDARD,
    Payload,
    Stamp,
    Unit,
    counted,
    frame,
    in_year,
    kinds_of,
    met_units,
    not_met_units,
    signing_lines,
)
from tuphap.modules.assessments.papers.report_paper import law_names
from tuphap.modules.assessments.papers.wording import committee
from tuphap.rules.numbers import format_count
from tuphap.rules.year_figures import Totals

FORM = "bao-cao-ket-qua"
COLUMNS = ["Loại đơn vị", "Đã có quyết định", "Đạt chuẩn", "Tỷ lệ", "Chưa đạt chuẩn", "Tỷ lệ"]


def title(payload: Payload) -> str:
    return f"Báo cáo {_about(payload)}"


def _about(payload: Payload) -> str:
    kinds = ", ".join(kinds_of(payload, _all(payload)))
    return f"kết quả đánh giá, công nhận {kinds} {STANDARD} {in_year(payload)}"


def texts(payload: Payload, stamp: Stamp) -> dict[str, Any]:
    units, about = _all(payload), _about(payload)
    met, not_met = met_units(units), not_met_units(units)
    head = frame(payload, stamp, title=title(payload), number="Số:          /BC-UBND", day=None)
    return head | {
        "title_lines": "BÁO CÁO",
        "subtitles": [about[:1].upper() + about[1:]],
        "about": "",
        "opening": _opening(payload),
        "sections": ["1. Kết quả chung", f"2. {MET_HEADING}", f"3. {NOT_MET_HEADING}"],
        "sums": _sums(payload, counted(units)),
        "columns": COLUMNS,
        "rows": [_row(kind, [u for u in units if u["kind"] == kind])
                 for kind in kinds_of(payload, units)],
        "total": _row("Tổng cộng", units),
        "met": met_list(payload, met),
        "not_met": not_met_list(payload, not_met),
        "nobody": "Không có đơn vị nào.",
        "closing": f"{committee(payload['office'])} báo cáo./.",
        "recipients": recipients(_told(payload), "Lưu: VT"),
        "signatures": signatures(
            Signature(("TM. ỦY BAN NHÂN DÂN", *signing_lines(payload["paper"]["decided_by"])), "")
        ),
    }  # fmt: skip


def _all(payload: Payload) -> list[Unit]:
    """All units the office decided about in the year, in the order of names as they are stored."""
    return [*payload["units"], *payload["earlier"]]


def _opening(payload: Payload) -> str:
    laws = law_names(payload["rule_set"]["documents"])
    basis = f"Căn cứ {' và '.join(laws)}, " if laws else ""
    return f"{basis}{committee(payload['office'])} báo cáo {_about(payload)} như sau:"


def _sums(payload: Payload, sums: Totals) -> list[str]:
    waiting = payload["assessed"] - sums.decided
    left_out = payload["not_assessed"]
    lines = [f"Số đơn vị được đánh giá: {format_count(payload['assessed'])}."]
    if left_out:
        lines.append(f"Số đơn vị không đánh giá trong năm: {format_count(left_out)}.")
    if waiting > 0:
        lines.append(f"Số đơn vị chưa có quyết định: {format_count(waiting)}.")
    lines.append(
        f"Trong {format_count(sums.decided)} đơn vị đã có quyết định: "
        f"{format_count(sums.met)} đơn vị đạt chuẩn ({sums.met_rate}), "
        f"{format_count(sums.not_met)} đơn vị chưa đạt chuẩn ({sums.not_met_rate})."
    )
    return lines


def _row(label: str, units: list[Unit]) -> list[str]:
    sums = counted(units)
    return [
        label[:1].upper() + label[1:],
        format_count(sums.decided),
        format_count(sums.met),
        sums.met_rate,
        format_count(sums.not_met),
        sums.not_met_rate,
    ]


def _told(payload: Payload) -> str:
    return "Bộ Tư pháp" if payload["is_whole_scope"] else committee(payload["scope"])
