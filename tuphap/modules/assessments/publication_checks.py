"""What is looked at before a year is published: one rule per line of a table.

A rule that stops must be mended first; a warning is shown where the publisher decides, and stays
his to judge.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuphap.foundation.publication.checking import sentence_of
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.publishing import Readiness, open_talk
from tuphap.rules.numbers import format_count
from tuphap.rules.published_check import check_payload
from tuphap.rules.refusals import Kind, Refused

STOPS, WARNS, TELLS, FINE = "stops", "warns", "tells", "fine"
TONES = {STOPS: "red", WARNS: "amber", TELLS: "blue", FINE: "green"}
WORDS = {STOPS: "Phải sửa", WARNS: "Xem lại", TELLS: "Cho biết", FINE: "Đạt"}
MOST_NAMED = 3


@dataclass(frozen=True)
class Asked:
    """What the rules look at."""

    period: Period
    payload: Mapping[str, Any]
    ready: Readiness
    newest: PublishedCopy | None


@dataclass(frozen=True)
class Finding:
    rule: str
    level: str
    sentence: str

    @property
    def tone(self) -> str:
        return TONES[self.level]

    @property
    def word(self) -> str:
        return WORDS[self.level]


Found = tuple[str, str]  # level and sentence


def _pending(asked: Asked) -> Found:
    waiting = asked.ready.pending
    if waiting:
        return WARNS, f"{format_count(waiting)} đơn vị chưa có quyết định, không nằm trong bản này."
    return FINE, "Mọi đơn vị của năm đã có quyết định."


def _totals(asked: Asked) -> Found:
    wrong = check_payload(asked.payload).mismatches
    if not wrong:
        return FINE, "Mọi tổng số tính lại từ số liệu gốc đều khớp."
    first = "; ".join(sentence_of(row) for row in wrong[:MOST_NAMED])
    return STOPS, (
        f"{format_count(len(wrong))} chỗ tổng số không khớp số liệu gốc ({first})."
        " Mở lại phiếu của đơn vị, lưu lại dòng đó rồi công bố."
    )


def _rule_set(asked: Asked) -> Found:
    notice = asked.payload["rule_set"]["notice"]
    if notice:
        return WARNS, f"{notice} Câu này in kèm trên bản công bố."
    return FINE, "Bộ tiêu chí đã đối chiếu đủ với văn bản gốc."


def _papers(asked: Asked) -> Found:
    without = [
        unit["name"]
        for unit in asked.payload["units"]
        if not (unit["decision"]["number"] and unit["decision"]["signed_on"])
    ]
    if without:
        return STOPS, f"Quyết định thiếu số hoặc ngày: {_named(without)}. Ghi đủ rồi công bố."
    return FINE, "Mọi quyết định có số và ngày ký."


def _talk(asked: Asked) -> Found:
    waiting = open_talk(asked.period)
    if waiting:
        return WARNS, (
            f"{format_count(waiting)} đơn vị đã có quyết định còn ý kiến chưa trả lời"
            " (ý kiến khi niêm yết, câu hỏi trong hồ sơ)."
        )
    return FINE, "Không còn ý kiến nào chờ trả lời."


def _changes(asked: Asked) -> Found:
    if asked.newest is None:
        return TELLS, "Chưa công bố bản nào của năm này."
    before = {unit["code"]: unit for unit in asked.newest.payload["units"]}
    now = {unit["code"]: unit for unit in asked.payload["units"]}
    added = [unit["name"] for code, unit in now.items() if code not in before]
    gone = [unit["name"] for code, unit in before.items() if code not in now]
    turned = [u["name"] for c, u in now.items() if c in before and u["met"] != before[c]["met"]]
    moved = [
        u["name"]
        for c, u in now.items()
        if c in before and u["met"] == before[c]["met"] and u["final"] != before[c]["final"]
    ]
    parts = [
        f"{word} {_named(names)}"
        for word, names in (
            ("thêm", added),
            ("bớt", gone),
            ("đổi kết quả", turned),
            ("đổi điểm", moved),
        )
        if names
    ]
    number = f"bản số {asked.newest.number:02d}"
    return TELLS, f"So với {number}: {'; '.join(parts) or 'kết quả các đơn vị không đổi'}."


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED])
    return f"{listed} và {format_count(more)} đơn vị khác" if more > 0 else listed


RULES: Mapping[str, Callable[[Asked], Found]] = {
    "Đơn vị chưa quyết định": _pending,
    "Tổng số và số liệu gốc": _totals,
    "Bộ tiêu chí": _rule_set,
    "Số, ngày quyết định": _papers,
    "Ý kiến còn mở": _talk,
    "Khác bản trước": _changes,
}


def findings(asked: Asked) -> Iterator[Finding]:
    """In the order of the table."""
    for name, rule in RULES.items():
        yield Finding(name, *rule(asked))


def require_sound(asked: Asked) -> None:
    """Refused with the sentence of the first rule that stops."""
    for finding in findings(asked):
        if finding.level == STOPS:
            raise Refused("not_ready", finding.sentence, Kind.CONFLICT)
