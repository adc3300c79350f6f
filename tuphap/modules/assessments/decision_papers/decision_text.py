"""“Quyết định công nhận …” with its two annexes: units met, units not met and why."""

from typing import Any

from tuphap.foundation.papers.office import Signature, recipients, signatures
from tuphap.modules.assessments.decision_papers.lists import met_list, not_met_list
from tuphap.modules.assessments.decision_papers.wording import (
    STANDARD,
    Payload,
    Stamp,
    Unit,
    day_of,
    decider,
    frame,
    in_year,
    kinds_of,
    met_units,
    not_met_units,
    paper_words,
    proposer,
    signing_lines,
    units_words,
)
from tuphap.modules.assessments.papers.report_paper import law_names
from tuphap.modules.assessments.papers.wording import committee, inside

FORM = "quyet-dinh"


def title(payload: Payload) -> str:
    return f"Quyết định {about(payload)}"


def about(payload: Payload) -> str:
    """Where no unit met, nothing is recognised."""
    kinds, year = ", ".join(kinds_of(payload, payload["units"])), in_year(payload)
    if met_units(payload["units"]):
        return f"công nhận {kinds} {STANDARD} {year}"
    return f"về kết quả đánh giá {kinds} {STANDARD} {year}"


def texts(payload: Payload, stamp: Stamp) -> dict[str, Any]:
    paper = payload["paper"]
    about_words = about(payload).removeprefix("về ")
    number, articles = f"Số: {paper['number']}", _articles(payload)
    return {
        **frame(payload, stamp, title=title(payload), number=number, day=day_of(payload)),
        "title_lines": "QUYẾT ĐỊNH",
        "subtitles": [f"Về việc {about_words}" if met_units(payload["units"])
                      else f"Về {about_words}"],
        "about": "",
        "decider": decider(payload).upper(),
        "basis": _basis(payload),
        "decides": "QUYẾT ĐỊNH:",
        "articles": articles,
        "recipients": recipients(f"Như Điều {len(articles)}", _above(payload), "Lưu: VT"),
        "signatures": signatures(Signature(signing_lines(paper["decided_by"]), "")),
        "annexes": _annexes(payload),
    }  # fmt: skip


def _basis(payload: Payload) -> list[str]:
    laws = [f"Căn cứ {law};" for law in law_names(payload["rule_set"]["documents"])]
    return [*laws, f"Theo đề nghị của {proposer(payload)}."]


def _articles(payload: Payload) -> list[dict[str, str]]:
    met, not_met = met_units(payload["units"]), not_met_units(payload["units"])
    words = []
    if met:
        words.append(f"Công nhận {_of(payload, met)} {STANDARD} {in_year(payload)}, "
                     f"theo danh sách tại Phụ lục {_annex_number(payload, met=True)}.")  # fmt: skip
    if not_met:
        words.append(
            f"{_of(payload, not_met)} chưa đủ điều kiện công nhận {STANDARD} "
            f"{in_year(payload)}, theo danh sách và điều kiện chưa đạt tại "
            f"Phụ lục {_annex_number(payload, met=False)}."
        )
    words.append("Quyết định này có hiệu lực kể từ ngày ký.")
    words.append(
        f"Chánh Văn phòng {committee(payload['office'])}, {proposer(payload)}, "
        f"{_units_named(payload)} chịu trách nhiệm thi hành Quyết định này./."
    )
    return [{"label": f"Điều {n}.", "words": text} for n, text in enumerate(words, 1)]


def _of(payload: Payload, units: list[Unit]) -> str:
    return f"{units_words(payload, units)} thuộc {inside(payload['office']['name'])}"


def _units_named(payload: Payload) -> str:
    kinds = ", ".join(kinds_of(payload, payload["units"]))
    return f"Chủ tịch Ủy ban nhân dân các {kinds} có tên trong danh sách"


def _above(payload: Payload) -> str:
    """Whoever is told: the unit that opened the year, or the ministry where that one decides."""
    return "Bộ Tư pháp" if payload["is_whole_scope"] else committee(payload["scope"])


def _annex_number(payload: Payload, *, met: bool) -> str:
    return "I" if met or not met_units(payload["units"]) else "II"


def _annexes(payload: Payload) -> list[dict[str, Any]]:
    met, not_met = met_units(payload["units"]), not_met_units(payload["units"])
    found: list[dict[str, Any]] = []
    if met:
        heading = _heading(payload, met, f"ĐƯỢC CÔNG NHẬN {STANDARD.upper()}")
        found.append(_annex(payload, heading) | {"met": met_list(payload, met)})
    if not_met:
        heading = _heading(payload, not_met, f"CHƯA {STANDARD.upper()}")
        number = f"PHỤ LỤC {_annex_number(payload, met=False)}"
        rows = not_met_list(payload, not_met)
        found.append(_annex(payload, heading) | {"number": number, "not_met": rows})
    return found


def _annex(payload: Payload, heading: str) -> dict[str, Any]:
    return {
        "number": "PHỤ LỤC I",
        "heading": heading,
        "with": f"(Kèm theo {paper_words(payload)})",
        "met": None,
        "not_met": None,
    }


def _heading(payload: Payload, units: list[Unit], result: str) -> str:
    kinds = ", ".join(kinds_of(payload, units)).upper()
    return f"DANH SÁCH {kinds} {result} {in_year(payload).upper()}"
