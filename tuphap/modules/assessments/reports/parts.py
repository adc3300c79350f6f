"""The parts of a report: which there are, and what the figures say where nobody wrote anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuphap.modules.assessments.papers.report_paper import law_names
from tuphap.modules.assessments.papers.wording import inside
from tuphap.modules.assessments.reports.plain_year import from_plain
from tuphap.modules.assessments.reports.programmes import Programme, programmes_of
from tuphap.rules.conditions import numbered
from tuphap.rules.numbers import NO_BREAK_SPACE, format_count, format_points, format_share
from tuphap.rules.rule_set import POINTS
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.year_figures import (
    Average,
    Totals,
    Year,
    average,
    averages,
    failures,
    in_mean,
    rate_step,
    totals,
    totals_by_kind,
    weakest,
    years_beside,
)

LONGEST_PART = 8000
STANDARD = "đạt chuẩn tiếp cận pháp luật"
FEW = 3
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A text of the report; `said` is what the figures say there."""

    key: str
    heading: str
    said: Callable[["Told"], list[str]]


class Told:
    """A payload with its figures, read once."""

    def __init__(self, payload: Payload) -> None:
        self.payload = payload
        self.year: Year = from_plain(payload["figures"])
        self.before: Year | None = from_plain(payload["before"]) if payload["before"] else None
        self.totals: Totals = totals(self.year.units)
        self.scope = inside(payload["scope"]["name"])
        self.in_points = self.year.scale == POINTS

    @property
    def programmes(self) -> list[Programme]:
        return programmes_of(self.payload["year"])


def default_texts(payload: Payload) -> dict[str, str]:
    """What each part says of the figures as they stand, one paragraph to a line."""
    told = Told(payload)
    return {part.key: "\n".join(part.said(told)) for part in PARTS}


def final_texts(written: Mapping[str, str], payload: Payload) -> dict[str, str]:
    """What people wrote, and what the figures say everywhere else."""
    return {key: written.get(key, said) for key, said in default_texts(payload).items()}


# --- what the figures say ---


def _opening(told: Told) -> list[str]:
    laws = law_names(told.payload["rule_set"]["documents"])
    basis = f"Căn cứ {' và '.join(laws)}, " if laws else ""
    office = told.payload["office"]["name"]
    return [
        f"{basis}{office} báo cáo kết quả đánh giá, công nhận {_kinds(told)} {STANDARD} "
        f"{_in_year(told)} trên địa bàn {told.scope} như sau:"
    ]


def _organised(told: Told) -> list[str]:
    decisions = told.payload["decisions"]
    lines = [
        f"Năm {told.payload['year']} việc đánh giá theo bộ tiêu chí "
        f"{told.payload['rule_set']['name']}; danh sách đơn vị chốt ngày "
        f"{_day(told.payload['units_on'])}, gồm {_count(told.totals.assessed)} đơn vị."
    ]
    if told.totals.left_out:
        lines.append(
            f"Có {_count(told.totals.left_out)} đơn vị không đánh giá trong năm, không tính vào "
            "các tỷ lệ dưới đây."
        )
    if decisions["count"]:
        first, last = _day(decisions["first"]), _day(decisions["last"])
        days = f"ký ngày {first}" if first == last else f"ký từ ngày {first} đến ngày {last}"
        lines.append(f"Đã có {_count(decisions['count'])} quyết định công nhận, {days}.")
    return lines


def _results(told: Told) -> list[str]:
    found = told.totals
    if not found.decided:
        return ["Đến nay chưa có đơn vị nào có quyết định."]
    lines = [
        f"Trong {_count(found.decided)} đơn vị đã có quyết định, {_count(found.met)} đơn vị đạt "
        f"chuẩn ({found.met_rate}), {_count(found.not_met)} đơn vị chưa đạt chuẩn "
        f"({found.not_met_rate})."
    ]
    kinds = [f"{row.label} {_count(row.met)}/{_count(row.decided)} ({row.met_rate})"
             for row in totals_by_kind(told.year) if row.decided]  # fmt: skip
    if len(kinds) > 1:
        lines.append(f"Theo loại đơn vị: {'; '.join(kinds)}.")
    if found.waiting:
        lines.append(f"Còn {_count(found.waiting)} đơn vị chưa có quyết định.")
    return lines


def _averages(told: Told) -> list[str]:
    whole = average(told.year.units, told.year.whole)
    if not whole.units:
        return ["Chưa có số chính thức của đơn vị nào."]
    unit = "điểm" if told.in_points else "chỉ tiêu đạt"
    lines = [
        f"Trung bình mỗi đơn vị có {format_points(whole.final_points)} {unit} "
        f"(trên {of_units(told, whole)})."
    ]
    weak = weakest(averages(told.year, told.year.indicators), FEW)
    if weak:
        named = "; ".join(_named(row) for row in weak)
        lines.append(f"Các chỉ tiêu có kết quả thấp nhất: {named}.")
    return lines


def of_units(told: Told, found: Average) -> str:
    """Who is in a mean: also units that no rate counts yet, for want of their decision."""
    words = f"{_count(found.units)} đơn vị có số chính thức"
    waiting = sum(
        unit.met is None and in_mean(unit.counted, unit.score(FINAL, found.node.code))
        for unit in told.year.units
    )
    if not waiting:
        return words
    return f"{words}, gồm cả {_count(waiting)} đơn vị chưa có quyết định"


def _named(row: Average) -> str:
    return f"chỉ tiêu {row.node.code} ({format_share(row.final_share)})"


def headings_of(payload: Payload) -> dict[str, str]:
    """The comparison is called by the year it is made with."""
    if not payload["before"]:
        return HEADINGS
    year = payload["before"]["year"]
    more = "" if year == payload["year"] - 1 else ", năm gần nhất trước đó có số liệu"
    return HEADINGS | {"beside": f"II.3. So với năm {year}{more}"}


def _beside(told: Told) -> list[str]:
    if told.before is None:
        return ["Hệ thống chưa có số liệu của năm trước để so sánh."]
    last, year = told.payload["year"] - 1, told.before.number
    if year == last:
        return _beside_year(told, told.before)
    return [
        f"Hệ thống không có số liệu năm {last}; năm gần nhất trước đó có số liệu là năm {year}.",
        *_beside_year(told, told.before),
    ]


def _beside_year(told: Told, before: Year) -> list[str]:
    found = years_beside(before, told.year)
    year = before.number
    if not found.same_rules:
        return [
            f"Năm {year} có {_count(found.before.met)}/{_count(found.before.decided)} đơn vị đạt "
            f"chuẩn ({found.before.met_rate}) theo bộ tiêu chí khác, nên hai năm chỉ đặt cạnh "
            "nhau, không so sánh điểm."
        ]
    moved = rate_step(found.before, found.now)
    word = (
        "không đổi"
        if not moved
        else f"{'tăng' if moved > 0 else 'giảm'} {_figure(moved)} điểm phần trăm"
    )
    return [
        f"Năm {year} có {_count(found.before.met)}/{_count(found.before.decided)} đơn vị đạt "
        f"chuẩn ({found.before.met_rate}); năm {told.payload['year']} tỷ lệ đạt {word}."
    ]


def _new_rural(told: Told) -> list[str]:
    lines = [line for row in told.programmes for line in [_programme(row, told)]]
    return lines or ["Không có chương trình nào dùng kết quả này trong năm."]


def _programme(row: Programme, told: Told) -> str:
    if not row.concludes:
        item = f"chỉ tiêu {row.item}" if row.item else "chỉ tiêu về tiếp cận pháp luật"
        return f"{row.name}: {item}, chưa lập danh sách ({row.note})."
    found = totals(unit for unit in told.year.units if unit.kind in row.kinds)
    kinds = ", ".join(row.kinds)
    if not found.decided:
        return f"{row.name}, chỉ tiêu {row.item}: chưa có {kinds} nào có quyết định."
    return (
        f"{row.name}, chỉ tiêu {row.item} ({row.text}): {_count(found.met)}/"
        f"{_count(found.decided)} {kinds} đạt ({found.met_rate}); danh sách ở Phụ lục IV."
    )


def _limits(told: Told) -> list[str]:
    if not told.totals.not_met:
        return ["Không có đơn vị nào chưa đạt chuẩn."]
    texts = {row["code"]: row["text"] for row in told.payload["rule_set"]["conditions"]}
    lines = [
        f"{_count(told.totals.not_met)} đơn vị chưa đạt chuẩn, do các điều kiện sau "
        "(một đơn vị có thể thiếu nhiều điều kiện):"
    ]
    for code, units in failures(told.year).items():
        text = f" ({texts[code]})" if texts.get(code) else ""
        lines.append(f"- {numbered(code)}{text}: {_count(units)} đơn vị.")
    return lines


def _proposals(told: Told) -> list[str]:
    """No figure says what an authority proposes, nor that it proposes nothing."""
    return []


def _kinds(told: Told) -> str:
    return ", ".join(row.label for row in totals_by_kind(told.year)) or "đơn vị"


def _in_year(told: Told) -> str:
    return f"năm{NO_BREAK_SPACE}{told.payload['year']}"


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _figure(value: Any) -> str:
    return f"{abs(value):.1f}".replace(".", ",")


_count = format_count

PARTS = (
    Part("opening", "Mở đầu", _opening),
    Part("organised", "I. Tổ chức thực hiện", _organised),
    Part("results", "II.1. Kết quả chung", _results),
    Part("averages", "II.2. Kết quả theo tiêu chí, chỉ tiêu", _averages),
    Part("beside", "II.3. So với năm trước", _beside),
    Part("new_rural", "II.4. Phục vụ xây dựng nông thôn mới", _new_rural),
    Part("limits", "III. Tồn tại, hạn chế và nguyên nhân", _limits),
    Part("proposals", "IV. Đề xuất, kiến nghị", _proposals),
)
HEADINGS = {part.key: part.heading for part in PARTS}
