"""What the page of a sheet says to this person at this moment; the templates only set it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tuphap.modules.assessments.forms import Reading, wrong_fields
from tuphap.modules.assessments.guards import first_day_to_send
from tuphap.modules.assessments.lines.fields import Fault
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.sheet import Column, Course
from tuphap.modules.assessments.sheet.panel import Lacks, Panel, missing_of, panel
from tuphap.modules.assessments.sheet.values import Input
from tuphap.rules.permissions import Actor, Subject, may
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import POINTS
from tuphap.rules.scoring import Answer, SheetResult
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import SELF

# The moves of the unit itself, with the last part of their address.
ADDRESSES = {
    "register": "dang-ky",
    "start": "bat-dau",
    "post": "niem-yet",
    "reopen": "sua-lai",
    "submit": "gui",
}
CAREFUL = ("reopen",)


@dataclass(frozen=True)
class Way:
    """A move this person may make now; `why_not` where something is still missing."""

    move: Move
    url: str
    why_not: str = ""

    @property
    def is_main(self) -> bool:
        return self.move.name not in CAREFUL


@dataclass(frozen=True)
class Typed:
    """What somebody just sent and could not be saved; nothing of it on a plain page."""

    reading: Reading | None = None
    faults: Mapping[str, Fault] | None = None
    elsewhere: tuple[str, ...] = ()
    not_taken: str = ""  # why, where it is no single line

    @property
    def wrong(self) -> tuple[str, ...]:
        return (*(self.faults or {}), *self.elsewhere)


NOTHING_TYPED = Typed()


def title_of(dossier: Assessment) -> str:
    verb = "chấm điểm" if dossier.period.rule_set.scale == POINTS else "đánh giá"
    return f"Phiếu tự {verb} năm {dossier.period.year}"


def subject_of_own_work(dossier: Assessment) -> Subject:
    """Without who did what: none of the unit's own permissions asks for four eyes."""
    return dossier.subject


def can_write(dossier: Assessment, actor: Actor) -> bool:
    return SELF in dossier.step.writable and may(
        actor, "assessment.fill", subject_of_own_work(dossier)
    )


def why_read_only(dossier: Assessment, actor: Actor, course: Course) -> str:
    """One sentence; "" where the person may write."""
    if can_write(dossier, actor):
        return ""
    if not may(actor, "assessment.fill", subject_of_own_work(dossier)):
        return f"Chỉ xem: phiếu này do công chức nhập liệu của {dossier.unit.name} nhập"
    if not dossier.workflow.has_begun(dossier.status):
        return "Chỉ xem: chưa bắt đầu"
    if dossier.submitted_at and dossier.status != "posted":
        return f"Chỉ xem: hồ sơ đã gửi ngày {timezone.localdate(dossier.submitted_at):%d/%m/%Y}"
    if course.posted_on:
        return f"Chỉ xem: kết quả niêm yết từ ngày {course.posted_on:%d/%m/%Y}"
    return f"Chỉ xem: hồ sơ đang ở bước “{dossier.step.label}”"


def faults_from(refused: Refused, reading: Reading, items: Iterable[Item]) -> dict[str, Fault]:
    """The sentences of a refusal in the order of the sheet, each with the fields it is about."""
    return {
        item.code: reading.faults.get(item.code)
        or Fault(refused.fields[item.code], _fields(item, reading))
        for item in items
        if item.code in refused.fields
    }


def input_of(column: Column, result: SheetResult, typed: Typed = NOTHING_TYPED) -> Input:
    return Input(
        given=column.given,
        result=result,
        evidence=column.evidence,
        typed=typed.reading.typed if typed.reading else {},
        faults=typed.faults or {},
        todo=_missing(column, result, typed),
    )


def panel_of(column: Column, result: SheetResult, typed: Typed = NOTHING_TYPED) -> Panel:
    return panel(column.rule_set, result, _missing(column, result, typed))


def _missing(column: Column, result: SheetResult, typed: Typed) -> dict[str, tuple[str, ...]]:
    lacks = Lacks(column.bare, typed.wrong, column.unexplained, column.asked)
    return missing_of(column.items, result, lacks)


def ways(dossier: Assessment, actor: Actor, open_count: int, posting: str = "") -> tuple[Way, ...]:
    """The moves from here, the main one last, where a filled button stands."""
    subject = subject_of_own_work(dossier)
    found = [
        Way(move, _address(dossier, move.name), _why_not(move, open_count, posting))
        for move in dossier.workflow.moves_from(dossier.status)
        if move.name in ADDRESSES and may(actor, move.needs, subject)
    ]
    return tuple(sorted(found, key=lambda way: way.is_main))


def posting_wait(dossier: Assessment, course: Course, now: datetime) -> str:
    """Until when the result must stay posted, as a sentence; "" when it may be sent."""
    day = first_day_to_send(dossier, course.posted_on) if dossier.status == "posted" else None
    if day is None or timezone.localdate(now) >= day:
        return ""
    return f"Gửi được từ ngày {day:%d/%m/%Y}."


def saved_words(saved_at: datetime | None, now: datetime, late: str = "") -> str:
    """“Đã lưu lúc 14:32”, with the day where it was another one; a late save is a draft (R13)."""
    if saved_at is None:
        return ""
    local = timezone.localtime(saved_at)
    day = "" if local.date() == timezone.localdate(now) else f", {local:%d/%m/%Y}"
    if late:
        return f"Đã lưu bản nháp lúc {local:%H:%M}{day}, {late}"
    return f"Đã lưu lúc {local:%H:%M}{day}"


def _fields(item: Item, reading: Reading) -> tuple[str, ...]:
    line = reading.lines.get(item.code)
    return wrong_fields(item, line.answer if line else Answer())


def _address(dossier: Assessment, move: str) -> str:
    return reverse("assessments:sheet_move", args=[dossier.pk, ADDRESSES[move]])


def _why_not(move: Move, open_count: int, posting: str) -> str:
    if "self_complete" in move.guards and open_count:
        return f"Còn {open_count} việc phải xong trước."
    return posting if "posting_over" in move.guards else ""
