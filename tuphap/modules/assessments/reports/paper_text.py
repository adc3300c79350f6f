"""The report as texts of its form, the same for PDF and Word."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from tuphap.foundation.papers.office import (
    DRAFT,
    MOTTO,
    NATION,
    PEOPLES_COMMITTEE,
    Signature,
    day_in_words,
    recipients,
    signatures,
)
from tuphap.foundation.ui.bars import PAPER, bars_svg
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.papers.stamp import ILLUSTRATION
from tuphap.modules.assessments.papers.wording import committee
from tuphap.modules.assessments.reports.models import ADDRESSEES, MINISTRY
from tuphap.modules.assessments.reports.overview import (
    average_bars,
    label_of,
    step,
    totals_bar,
)
from tuphap.modules.assessments.reports.paper_lists import (
    met_list,
    new_rural_lists,
    not_met_list,
)
from tuphap.modules.assessments.reports.parts import (
    STANDARD,
    Payload,
    Told,
    headings_of,
    of_units,
)
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.rules.numbers import NO_BREAK_SPACE, UNKNOWN, format_count, format_share
from tuphap.rules.year_figures import (
    Average,
    Totals,
    averages,
    rate_step,
    summed,
    totals_by_group,
    totals_by_kind,
    years_beside,
)

FORM = "bao-cao-nam"
NAME_LINE = "…" * 14  # who signs is not known before the paper is signed
TOTALS_HEAD = ["Đã có quyết định", "Đạt chuẩn", "Tỷ lệ", "Chưa đạt", "Tỷ lệ"]


def title(payload: Payload) -> str:
    return f"Báo cáo kết quả {STANDARD} năm {payload['year']}"


def texts(payload: Payload, sha256: str = "") -> dict[str, Any]:
    """Without a hash it is a draft and says so on every page."""
    told = Told(payload)
    return _frame(payload, sha256) | {
        "title_lines": "BÁO CÁO",
        "subtitles": [
            f"Kết quả đánh giá, công nhận {STANDARD} năm{NO_BREAK_SPACE}{payload['year']}"
        ],
        "about": _about(payload),
        "parts": {key: text.split("\n") for key, text in payload["texts"].items() if text},
        "headings": {key: _heading(words) for key, words in headings_of(payload).items()},
        "chapter": "II. Kết quả",
        "tables": _tables(told),
        "annexes": {
            "met": met_list(told),
            "not_met": not_met_list(told),
            "indicators_title": "Phụ lục III. Kết quả theo chỉ tiêu",
            "new_rural": new_rural_lists(told),
        },
        "nobody": "Không có đơn vị nào.",
        "closing": f"{payload['office']['name']} báo cáo./.",
        "recipients": recipients(*_told_to(payload), "Lưu: VT"),
        "signatures": signatures(Signature(("GIÁM ĐỐC",), "", NAME_LINE)),
    }


def _heading(words: str) -> str:
    """“II.1. Kết quả chung” stands under its chapter as “1. Kết quả chung”."""
    return words.removeprefix("II.")


def _about(payload: Payload) -> str:
    reason = payload.get("reason")
    return f"(Bản đính chính, thay bản số {payload['number'] - 1:02d}: {reason})" if reason else ""


def _told_to(payload: Payload) -> list[str]:
    province = committee(payload["scope"])
    return [ADDRESSEES[MINISTRY], province] if payload["addressee"] == MINISTRY else [province]


# --- frame ---


def _frame(payload: Payload, sha256: str) -> dict[str, Any]:
    made = timezone.localtime(datetime.fromisoformat(payload["made_at"]))
    office, scope = payload["office"], payload["scope"]
    initials = "".join(word[0] for word in office["name"].split()).upper()
    place = bare_name(scope["name"], scope["kind"])
    return {
        "title": title(payload),
        "issuer": office["name"],
        "made_on": [made.year, made.month, made.day],
        "draft": "" if sha256 else DRAFT,
        "head": {
            "office_kind": _in_two_lines(office["upper"]).upper(),
            "office_name": office["name"].upper(),
            "number": f"Số:          /BC-{initials}",
            "nation": NATION,
            "motto": MOTTO,
            "place_and_day": f"{place}, {day_in_words(None)}",
        },
        "foot": _foot(payload, sha256, made),
    }


def _in_two_lines(upper: str) -> str:
    """The name of the place stays in one piece where the line is too short for both."""
    rest = upper.removeprefix(PEOPLES_COMMITTEE).strip()
    return upper.removesuffix(rest) + rest.replace(" ", NO_BREAK_SPACE)


def _foot(payload: Payload, sha256: str, made: datetime) -> list[str]:
    warnings = [ILLUSTRATION] if payload["illustration"] else []
    warnings += [payload["rule_set"]["notice"]] if payload["rule_set"]["notice"] else []
    moment = f"số liệu lúc {made:%H:%M, %d/%m/%Y}."
    stamp = f"Bản số {payload['number']:02d}, {moment}" if sha256 else f"Bản nháp, {moment}"
    lines = [" ".join([*warnings, stamp])]
    return [*lines, f"Mã kiểm tra: {sha256}"] if sha256 else lines


# --- tables ---


def _tables(told: Told) -> dict[str, Any]:
    kinds, groups = totals_by_kind(told.year), totals_by_group(told.year)
    return {
        "kinds": _totals_table("Loại đơn vị", kinds),
        "groups": _totals_table("Đơn vị", groups) if groups else None,
        "criteria": _averages_table(told, averages(told.year, told.year.criteria)),
        "indicators": _averages_table(told, averages(told.year, told.year.indicators)),
        "beside": _beside_table(told),
    }


def _totals_table(first: str, rows: Sequence[Totals]) -> dict[str, Any]:
    return {
        "columns": [first, *TOTALS_HEAD],
        "rows": [_totals_row(row) for row in rows],
        "total": _totals_row(summed(rows, "Tổng cộng")),
        "bars": [bars_svg([totals_bar(row)], PAPER) for row in rows],
    }


def _totals_row(row: Totals) -> list[str]:
    return [
        row.label[:1].upper() + row.label[1:],
        format_count(row.decided),
        format_count(row.met),
        row.met_rate,
        format_count(row.not_met),
        row.not_met_rate,
    ]


def _averages_table(told: Told, rows: Sequence[Average]) -> dict[str, Any]:
    own = SELF_WORDS[told.year.scale].capitalize()
    criterion = bool(rows) and not rows[0].node.parent
    return {
        "columns": ["Tiêu chí" if criterion else "Chỉ tiêu", own, "Chính thức", "Chênh"],
        "rows": [
            [label_of(row), format_share(row.own_share), format_share(row.final_share),
             step(row.difference)]
            for row in rows
        ],
        "bars": [bars_svg(average_bars(row), PAPER) for row in rows],
        "note": _averages_note(told, rows),
    }  # fmt: skip


def _averages_note(told: Told, rows: Sequence[Average]) -> str:
    units = {of_units(told, row) for row in rows if row.units}
    on = f" trên {units.pop()}" if len(units) == 1 else ""
    of = "điểm tối đa" if told.in_points else "số chỉ tiêu"
    own = SELF_WORDS[told.year.scale]
    return f"Trung bình{on}, tính bằng % của {of}; thanh trên là {own}, thanh dưới là chính thức."


def _beside_table(told: Told) -> dict[str, Any] | None:
    """Nothing where there is no earlier year; of other rules nothing but who met."""
    if told.before is None:
        return None
    found = years_beside(told.before, told.year)
    rows = [
        ["Đơn vị đạt chuẩn", *(f"{format_count(row.met)}/{format_count(row.decided)}"
                               for row in (found.before, found.now)), UNKNOWN],
        ["Tỷ lệ đạt", found.before.met_rate, found.now.met_rate,
         step(rate_step(found.before, found.now) if found.same_rules else None)],
    ]  # fmt: skip
    rows += [
        [
            f"{row.node.code.removeprefix('TC')}. {row.node.name}",
            format_share(row.before.final_share if row.before else None),
            format_share(row.now.final_share if row.now else None),
            step(row.difference),
        ]
        for row in found.changes
        if not row.node.parent
    ]
    years = [f"Năm {told.before.number}", f"Năm {told.year.number}"]
    return {"columns": ["Số liệu", *years, "Chênh"], "rows": rows}


def plain_payload(payload: Payload, written: Mapping[str, str]) -> dict[str, Any]:
    """A draft as its paper needs it: no number yet, the texts as they stand."""
    return {**payload, "number": None, "reason": "", "texts": dict(written)}
