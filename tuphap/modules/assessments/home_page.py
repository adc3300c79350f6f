"""The home page as plain values: what waits for a person, by what the person may do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.own_work import OwnSheet, YearCount
from tuphap.modules.assessments.queries.sheet import Course, course
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.shown import (
    MET,
    NOT_MET,
    SELF_WORDS,
    ShownStatus,
    shown_status,
)
from tuphap.rules.numbers import UNKNOWN, format_points
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflows.assessment import SELF, TABLES
from tuphap.rules.workflows.comment import ANSWERS, CORRECTION, QUESTION

ASKED = {QUESTION: "Câu hỏi chờ trả lời", CORRECTION: "Chỗ sửa lỗi ghi nhầm chờ xem"}


@dataclass(frozen=True)
class Asked:
    """What the appraising side asks of the unit, by kind, with the lines it asks about."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class SheetCard:
    """This year's sheet of the own unit: how far it is, until when, and the way on."""

    dossier: Assessment
    title: str
    shown: ShownStatus
    answered: int
    of: int
    result: str
    result_label: str
    course: Course
    waits: bool  # there is something for this person to do
    verb: str
    told: str
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class CountRow:
    """`url` leads to exactly these dossiers; "" where no page lists them alone."""

    shown: ShownStatus
    count: int
    url: str = ""


@dataclass(frozen=True)
class YearCard:
    """How many dossiers of a year stand where; `waiting` are those this person moves on."""

    year: int
    rows: tuple[CountRow, ...]
    waiting: int
    total: int
    waiting_url: str = ""


def current_and_older(sheets: list[OwnSheet]) -> tuple[list[OwnSheet], list[OwnSheet]]:
    """The newest year of the own unit is the work at hand; the rest is there to look at.

    What a list brought in was never anybody's work here.
    """
    own = [row for row in sheets if not row.is_predecessor and not row.is_listed]
    newest = max((row.dossier.period.year for row in own), default=0)
    current = [row for row in own if row.dossier.period.year == newest]
    return current, [row for row in sheets if row not in current]


def sheet_card(sheet: OwnSheet, actor: Actor, threads: Iterable[tuple[str, str]] = ()) -> SheetCard:
    dossier, summary = sheet.dossier, sheet.summary
    way = course(dossier, timezone.localdate(actor.at))
    of = len(items_of(dossier.period))
    moves = sheet_page.ways(dossier, actor, 0)
    writes = sheet_page.can_write(dossier, actor)
    waits = writes or any(one.is_main for one in moves)
    return SheetCard(
        dossier=dossier,
        title=sheet_page.title_of(dossier),
        shown=shown_status(dossier.workflow, dossier.status, dossier.met),
        answered=of - len(summary.unanswered) if summary else 0,
        of=of,
        result=result_words(sheet),
        result_label=f"Kết quả {SELF_WORDS[dossier.period.rule_set.scale]}",
        course=way,
        waits=waits,
        verb=_verb(dossier, writes, waits),
        told=_told(dossier, way),
        asked=_asked(threads) if may(actor, ANSWERS, dossier.subject) else (),
    )


def _asked(threads: Iterable[tuple[str, str]]) -> tuple[Asked, ...]:
    items: dict[str, dict[str, None]] = {}
    for kind, item in threads:
        items.setdefault(kind, {})[item] = None
    return tuple(Asked(label, tuple(items[kind])) for kind, label in ASKED.items() if kind in items)


def result_words(sheet: OwnSheet) -> str:
    """Points, or indicators passed; “–” before the first figure."""
    summary = sheet.summary
    if sheet.is_listed:
        return _listed_words(sheet)
    if summary is None:
        return UNKNOWN
    if summary.passed_indicators is not None:
        return f"{summary.passed_indicators} chỉ tiêu đạt"
    return UNKNOWN if summary.total is None else f"{format_points(summary.total)} điểm"


def _listed_words(sheet: OwnSheet) -> str:
    """What was decided; the status says that it came from a list."""
    word = MET if sheet.dossier.met else NOT_MET
    total = sheet.summary.total if sheet.summary else None
    return word if total is None else f"{word}, {format_points(total)} điểm"


def year_cards(
    counts: Iterable[YearCount], permissions: Iterable[str], link: Callable[[YearCount], str]
) -> list[YearCard]:
    """Rows in the order of the workflow; `permissions` say which moves are this person's."""
    wanted = set(permissions)
    years: dict[tuple[int, str], dict[str, YearCount]] = {}
    for row in counts:
        years.setdefault((row.year, row.rule_set), {})[row.status] = row
    return [_year_card(year, code, found, wanted, link) for (year, code), found in years.items()]


def _year_card(
    year: int,
    code: str,
    found: dict[str, YearCount],
    wanted: set[str],
    link: Callable[[YearCount], str],
) -> YearCard:
    workflow = TABLES[code]
    mine = {move.source for move in workflow.moves if move.needs in wanted}
    urls = {status: link(row) for status, row in found.items()}
    rows = [
        CountRow(
            shown_status(workflow, status.code, None), found[status.code].count, urls[status.code]
        )
        for status in workflow.statuses
        if status.code in found
    ]
    waits = [row for status, row in found.items() if status in mine]
    return YearCard(
        year,
        tuple(rows),
        waiting=sum(row.count for row in waits),
        total=sum(row.count for row in found.values()),
        waiting_url=urls[waits[0].status] if len(waits) == 1 else "",
    )


def _verb(dossier: Assessment, writes: bool, waits: bool) -> str:
    if not dossier.workflow.has_begun(dossier.status) and waits:
        return "Mở phiếu để bắt đầu"
    if writes:
        return "Bổ sung hồ sơ" if dossier.status == "returned" else "Nhập tiếp"
    return "Mở phiếu"


def _told(dossier: Assessment, way: Course) -> str:
    """What is true now, for somebody who has nothing to do."""
    year, office = dossier.period.year, dossier.appraising_unit.name
    if not dossier.step.is_counted:
        return f"Đơn vị không đánh giá năm {year}. Số liệu đã nhập được giữ nguyên, chỉ xem."
    if dossier.decision is not None:
        paper = f"Quyết định số {dossier.decision.number}, ngày {_day(dossier.decision.signed_on)}"
        verdict = "đạt chuẩn" if dossier.met else "chưa đạt chuẩn"
        return f"Phiếu năm {year}: {verdict}. {paper}."
    if dossier.submitted_at and SELF not in dossier.step.writable and dossier.status != "posted":
        sent = _day(timezone.localdate(dossier.submitted_at))
        return f"Phiếu năm {year} đã gửi ngày {sent}, {office} đang xem xét."
    return f"Phiếu năm {year} đang ở bước “{dossier.step.label}”."


def _day(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04d}"
