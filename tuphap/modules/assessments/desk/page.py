"""What the desk says to this person at this moment; the templates only set it out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from tuphap.foundation.measures.registry import Document
from tuphap.modules.assessments.actions.appraisal import MOST_TOGETHER
from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.desk.values import Line, Unit
from tuphap.modules.assessments.forms import Reading
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import EXPLANATION, Fault, foreign_field
from tuphap.modules.assessments.lines.items import Item, saved_together
from tuphap.modules.assessments.lines.soundness import LONGEST_EXPLANATION
from tuphap.modules.assessments.lines.words import absent_hint
from tuphap.modules.assessments.models import Evidence
from tuphap.modules.assessments.queries.desk import DeskOf
from tuphap.modules.assessments.sheet.page import faults_from
from tuphap.modules.assessments.sheet.values import Input, line_of
from tuphap.modules.assessments.sheet.values import Line as FieldLine
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.permissions import Actor, may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import POINTS, indicator_of
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import (
    APPRAISED,
    COLUMN_PERMISSIONS,
    FINAL,
    TYPE_FOR_UNIT,
)

CHOSEN, SEEN, SLIP = "chon", "da-xem", "ghi-nham"
OURS = {APPRAISED: "Thẩm tra", FINAL: "Hội đồng"}
OURS_INSIDE = {APPRAISED: "thẩm tra", FINAL: "của Hội đồng"}
ACCEPT = {APPRAISED: "Chấp nhận", FINAL: "Giữ nguyên"}
DONE = {APPRAISED: "Đã thẩm tra", FINAL: "Hội đồng đã xem"}
FINISHING = ("close", "conclude")


@dataclass(frozen=True)
class Button:
    """A move from here; `why_not` stands beside it where it cannot be made."""

    move: Move
    url: str
    why_not: str


@dataclass(frozen=True)
class Bar:
    """The line at the bottom: how far it is, and where it goes on from here."""

    done: int
    of: int
    gates_done: int
    gates_of: int
    todo: int
    read_only: str
    receive: Button | None
    give_back: Button | None
    finish: Button | None


@dataclass(frozen=True)
class Edit:
    """A unit of saving opened for change; the texts are those typed, or those that were saved."""

    unit: str
    lines: tuple[tuple[Line, FieldLine], ...]
    absent_hint: str
    url: str
    preview_url: str
    conflict: bool = False
    slips: tuple[str, ...] = ()

    @property
    def first(self) -> Line:
        return self.lines[0][0]

    @property
    def absent_label(self) -> str:
        """The words of a “not arisen” that is for all lines of the indicator."""
        item = self.lines[0][1].item
        rule = item.content.not_applicable if item.content else None
        return rule.text if rule and not item.is_absent_alone else ""

    @property
    def absent(self) -> bool:
        return all(fields.absent for _, fields in self.lines)


@dataclass(frozen=True)
class Proof:
    """What stands beside the table for one line: documents, and what the law wants to see.

    `rows` are those whose guidance belongs to it: the line itself and its indicator.
    """

    line: Line
    documents: tuple[Evidence, ...]
    wanted: tuple[str, ...]
    rows: tuple[str, ...]
    behind: tuple[Document, ...]  # files of the figure the system knows

    @property
    def count(self) -> int:
        return len(self.documents) + len(self.behind)


def proof_of(found: DeskOf, line: Line) -> Proof:
    wanted: tuple[str, ...] = ()
    rows: tuple[str, ...] = (line.code,)
    if line.item.content:
        indicator = indicator_of(found.rule_set, line.code)
        wanted = tuple(row.text for row in indicator.evidence)
        rows = (line.code, indicator.code)
    known = found.known.get(line.code)
    behind = known.figure.documents if known else ()
    return Proof(line, tuple(found.evidence.get(line.code, ())), wanted, rows, behind)


def labels(found: DeskOf) -> dict[str, str]:
    """The words of the two columns; the unit is called by its kind, which is data."""
    kind = found.assessment.unit.kind
    own = f"{kind[:1].upper()}{kind[1:]} {SELF_WORDS[found.rule_set.scale]}"
    theirs = own if found.column == APPRAISED else OURS[APPRAISED]
    in_points = found.rule_set.scale == POINTS
    return {
        "kind": kind,
        "may_correct": "1" if found.column == APPRAISED else "",
        "result": "điểm" if in_points else "kết quả",
        "task": "Chấm điểm" if in_points else "Đánh giá",
        "theirs": theirs,
        "theirs_inside": _inside(theirs),
        "ours": OURS[found.column],
        "ours_inside": OURS_INSIDE[found.column],
        "accept": ACCEPT[found.column],
        "done": DONE[found.column],
    }


def _inside(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def bar(found: DeskOf, actor: Actor) -> Bar:
    done, of = found.desk.contents
    gates_done, gates_of = found.desk.gates
    return Bar(
        done=done,
        of=of,
        gates_done=gates_done,
        gates_of=gates_of,
        todo=len(found.desk.todo),
        read_only=read_only(found, actor),
        receive=_button(found, actor, "desk_receive", "receive"),
        give_back=_button(found, actor, "desk_return", "return"),
        finish=_button(found, actor, "desk_finish", *FINISHING),
    )


def read_only(found: DeskOf, actor: Actor) -> str:
    """One sentence; "" where lines can be written."""
    why_not = found.why_not(actor, COLUMN_PERMISSIONS[found.column])
    if not found.is_open:
        return f"Chỉ xem: hồ sơ đang ở bước “{found.assessment.step.label}”."
    return f"Chỉ xem: {_inside(why_not)}" if why_not else ""


def edit(
    found: DeskOf,
    unit: Unit,
    reading: Reading | None = None,
    faults: Mapping[str, Fault] | None = None,
    *,
    conflict: bool = False,
) -> Edit:
    """The lines of one unit with their fields, filled with what was typed or with what stands."""
    items = saved_together(found.items, unit.code)
    entered = _input(found, unit, reading, faults or {})
    fields = {item.code: line_of(item, entered) for item in items}
    whys = {code: fault for code, fault in (faults or {}).items() if is_about_reason(fault)}
    fields |= {code: replace(fields[code], fault=fault) for code, fault in whys.items()}
    return Edit(
        unit=unit.code,
        lines=tuple((line, fields[line.code]) for line in unit.lines),
        absent_hint=absent_hint(found.rule_set),
        url=address(found, "desk_change", unit.code),
        preview_url=address(found, "desk_preview", unit.code),
        conflict=conflict,
    )


def _input(
    found: DeskOf, unit: Unit, reading: Reading | None, faults: Mapping[str, Fault]
) -> Input:
    """What cannot be computed is said as soon as it is typed, before anything is saved."""
    given = {line.code: _start(line) for line in unit.lines}
    # Figures whose reason is missing are figures all the same: what they give is shown.
    faults = {code: fault for code, fault in faults.items() if not is_about_reason(fault)}
    if reading is not None:
        given |= reading.lines
    result = score(found.assessment, found.rule_set, given)
    problems = {
        code: Fault(sentence, ()) for code, sentence in result.problems.items() if code in given
    }
    typed = reading.typed if reading else {}
    return Input(given=given, result=result, typed=typed, faults={**problems, **faults})


def _start(line: Line) -> Given:
    """Our own figures, or theirs to begin from; a reason is never taken over."""
    if line.ours is not None:
        return line.ours.given
    return Given(line.theirs.given.answer) if line.theirs else Given()


def is_about_reason(fault: Fault) -> bool:
    return fault.fields == (EXPLANATION,)


def faults_of(refused: Refused, reading: Reading, items: tuple[Item, ...]) -> dict[str, Fault]:
    """The sentences of a refusal beside the fields they are about."""
    if refused.code != "reason_missing":
        return faults_from(refused, reading, items)
    return {code: Fault(text, (EXPLANATION,)) for code, text in refused.fields.items()}


def errors(opened: Edit | None) -> list[dict[str, str]]:
    """For the list above the title, in the order of the page."""
    lines = opened.lines if opened else ()
    return [_error(line, fields.fault) for line, fields in lines if fields.fault]


def _error(line: Line, fault: Fault) -> dict[str, str]:
    """A sentence that names its line already is not headed by it once more."""
    named = line.code in fault.sentence
    text = fault.sentence if named else f"{line.code}: {fault.sentence}"
    field = f"o-{line.anchor}-{EXPLANATION}" if is_about_reason(fault) else f"nd-{line.anchor}"
    return {"id": field, "text": text}


def seen_in(posted: QueryDict, field: str) -> dict[str, str]:
    """“1.1.1:mark” for each line that was on the page; raises Refused for anything else."""
    seen: dict[str, str] = {}
    for value in posted.getlist(field)[: 2 * MOST_TOGETHER]:
        code, colon, mark = value.partition(":")
        if not colon or not code or len(value) > 60:
            raise Refused(
                "unknown_field",
                f"Lần gửi có một dấu phiên bản sai mẫu: {quoted(value)}. Chưa lưu gì. "
                "Tải lại trang rồi làm lại.",
                Kind.INVALID,
            )
        seen[code] = mark
    return seen


def require_fields(posted: QueryDict, *known: str) -> None:
    """A field that the page does not have was not typed on it: nothing of it is taken."""
    for name in posted:
        if name not in {*known, "csrfmiddlewaretoken"}:
            raise Refused(
                "unknown_field",
                f"{foreign_field(name)} Chưa lưu gì. Tải lại trang rồi làm lại.",
                Kind.INVALID,
            )


def reason_in(posted: QueryDict, field: str) -> str:
    reason = normalise(posted.get(field, ""), keep_lines=True).strip()
    if len(reason) > LONGEST_EXPLANATION:
        sentence = (
            f"Lý do dài {format_count(len(reason))} ký tự, tối đa "
            f"{format_count(LONGEST_EXPLANATION)}. Rút gọn rồi gửi lại."
        )
        raise Refused("reason_too_long", sentence, Kind.INVALID, {"reason": sentence})
    return reason


@dataclass(frozen=True)
class ConditionRow:
    """A condition of recognition as the column in hand has it."""

    code: str
    name: str
    holds: bool | None


def conditions(found: DeskOf) -> tuple[ConditionRow, ...]:
    summary = found.summaries.get(found.column)
    held = summary.conditions if summary else {}
    return tuple(
        ConditionRow(row.code, row.name or row.short_name, held[row.code])
        for row in found.rule_set.conditions
        if row.code in held
    )


def address(found: DeskOf, name: str, *parts: str) -> str:
    return address_of(found.assessment.pk, name, *parts)


def address_of(pk: UUID, name: str, *parts: str) -> str:
    return reverse(f"assessments:{name}", args=[pk, *parts])


def _button(found: DeskOf, actor: Actor, name: str, *moves: str) -> Button | None:
    move = found.move(*moves)
    if move is None:
        return None
    return Button(move, address(found, name), found.why_not(actor, move.needs))


def may_begin_typing(found: DeskOf, actor: Actor) -> bool:
    """Where the unit has no line; whoever types already goes on at the sheet."""
    move = found.move(TYPE_FOR_UNIT)
    is_typing = found.assessment.typed_by_id == actor.person_id
    return move is not None and not is_typing and may(actor, move.needs, found.subject)
