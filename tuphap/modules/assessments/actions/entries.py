"""Saving figures: rights, state, scoring, one upsert, kept sums; all in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.column_rows import write_column
from tuphap.modules.assessments.lines.answers import (
    Given,
    fields_of,
    given_by_item,
    given_of,
    split,
)
from tuphap.modules.assessments.lines.fields import WORDS
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.soundness import too_long, unsound, wrong_days
from tuphap.modules.assessments.models import Assessment, Entry, Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules import permissions, workflow
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.four_eyes import FOUR_EYES
from tuphap.rules.numbers import quoted
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import POINTS, Deadline, RuleSet, contents
from tuphap.rules.scoring import SheetResult, score_sheet
from tuphap.rules.workflows.assessment import COLUMN_PERMISSIONS, COMPARED_WITH


@dataclass(frozen=True)
class Saved:
    """What a save gave: the fresh dossier, all lines of the column, and the points."""

    assessment: Assessment
    given: Mapping[str, Given]
    result: SheetResult


@dataclass(frozen=True)
class OpenColumn:
    """A column that this person may write, with its lines; locked until the transaction ends."""

    assessment: Assessment
    column: str
    before: Mapping[str, Entry]

    def given(self, item: str) -> Given:
        return given_of(self.before[item]) if item in self.before else Given()


@transaction.atomic
def save_entries(
    assessment_id: UUID, column: str, lines: Mapping[str, Given], *, by: Actor
) -> Saved:
    """Save some lines of one column; all of them or, with Refused, none.

    Items not in `lines` keep what they have. Points are computed here and nowhere typed.
    """
    return write_lines(open_column(assessment_id, column, by=by), lines, by=by)


def open_column(assessment_id: UUID, column: str, *, by: Actor) -> OpenColumn:
    assessment = lock_for_writing(assessment_id, column, by=by)
    return OpenColumn(assessment, column, _entries(assessment, column))


def write_lines(opened: OpenColumn, lines: Mapping[str, Given], *, by: Actor) -> Saved:
    """Check, score and write lines of a column that is open."""
    assessment, column, before = opened.assessment, opened.column, opened.before
    rule_set = parsed(assessment.period.rule_set)
    require_known_items(assessment.period, lines)
    given = {**given_by_item(before.values()), **lines}
    result = score(assessment, rule_set, given)
    _require_sound(lines, result)
    _require_days(assessment.period, lines, by)
    compared = _entries(assessment, COMPARED_WITH[column]) if column in COMPARED_WITH else None
    if compared is not None:
        _require_reasons(lines, given_by_item(compared.values()), rule_set)
    changed = [
        item
        for item in lines
        if _differs(before.get(item), given[item])
        or _is_older(before.get(item), (compared or {}).get(item))
    ]
    rows = _line_rows(changed, given, result, by)
    write_column(assessment, column, rows, sums_of(result), new_version=bool(changed))
    return Saved(assessment, given, result)


def lock_for_writing(assessment_id: UUID, column: str, *, by: Actor) -> Assessment:
    """The locked dossier, if this person may write this column now; else 404 or Refused."""
    assessment = _TO_WRITE.first(assessment_id)
    if assessment is None:
        raise Http404
    needed = COLUMN_PERMISSIONS[column]
    asks_who = needed in FOUR_EYES
    permissions.require(by, needed, subject_of(assessment) if asks_who else assessment.subject)
    workflow.require_writable(assessment.workflow, assessment.status, column)
    return assessment


def score(
    assessment: Assessment,
    rule_set: RuleSet,
    given: Mapping[str, Given],
    calendar: WorkCalendar | None = None,
) -> SheetResult:
    """Points and conditions of one column, by the rule set of the period.

    `calendar` where the caller has asked for it already.
    """
    answers, gates = split(rule_set, given)
    counts_days = any(isinstance(content.scoring, Deadline) for content in contents(rule_set))
    if calendar is None:
        calendar = work_calendar() if counts_days else WorkCalendar()
    return score_sheet(
        rule_set, answers, gates, calendar, gates_enabled=assessment.period.gates_enabled
    )


def sums_of(result: SheetResult) -> dict[str, object]:
    """What is kept of a column beside its lines: the fields of a ColumnSummary."""
    return {
        "total": result.total,
        "met": result.met,
        "answered": sum(scored.is_decided for scored in result.contents.values()),
        "passed_indicators": result.passed_indicators,
        "scores": {
            code: None if points is None else f"{points.normalize():f}"
            for code, points in result.scores.items()
        },
        "conditions": {row.code: row.holds for row in result.conditions},
        "unanswered": list(result.unanswered),
    }


def copy_column(assessment: Assessment, source: str, target: str, *, by: Actor) -> None:
    """Let one column start as a copy of another; its own writer changes it from there."""
    given = given_by_item(_entries(assessment, source).values())
    plain = {item: Given(line.answer) for item, line in given.items()}
    result = score(assessment, parsed(assessment.period.rule_set), plain)
    rows = _line_rows(list(plain), plain, result, by)
    write_column(assessment, target, rows, sums_of(result), new_version=False)


_TO_WRITE = KeptQuery(
    lambda pk: Assessment.objects.select_for_update(of=("self",)).filter(pk=pk),
    example=(UUID(int=0),),
)
_LINES = KeptQuery(
    lambda pk, column: Entry.objects.filter(assessment_id=pk, column=column),
    example=(UUID(int=0), "?"),
)


def _entries(assessment: Assessment, column: str) -> dict[str, Entry]:
    return {entry.item: entry for entry in _LINES.all(assessment.pk, column)}


def _differs(entry: Entry | None, given: Given) -> bool:
    if entry is None:
        return given != Given()
    return any(getattr(entry, name) != value for name, value in fields_of(given).items())


def _is_older(entry: Entry | None, compared: Entry | None) -> bool:
    """Written before the figure it is held against: saving it again says it was looked at."""
    return entry is not None and compared is not None and entry.written_at < compared.written_at


def _line_rows(
    items: Iterable[str], given: Mapping[str, Given], result: SheetResult, by: Actor
) -> list[dict[str, object]]:
    """The fields of an Entry for each of the items."""
    rows = []
    for item in items:
        scored = result.contents.get(item)
        rows.append(
            {
                "item": item,
                **fields_of(given[item]),
                "points": scored.points if scored else None,
                "passed": scored.passed if scored else None,
                "written_by": by.person_id,
                "written_at": by.at,
            }
        )
    return rows


def require_known_items(period: Period, lines: Mapping[str, Given]) -> None:
    """Only lines of this sheet, with only the figures such a line has."""
    known = {item.code: item for item in items_of(period)}
    for code, line in lines.items():
        if code not in known:
            raise Refused(
                "unknown_item",
                f"Bộ tiêu chí {period.rule_set.short_name} không có nội dung {quoted(code)}. "
                "Tải lại trang rồi nhập lại.",
                Kind.INVALID,
            )
        foreign = known[code].foreign_fields(line.answer)
        if foreign:
            raise Refused(
                "foreign_figure",
                f"Nội dung {code} không có ô “{WORDS[foreign[0]]}”. Tải lại trang rồi nhập lại.",
                Kind.INVALID,
            )
        if fault := too_long(line):
            raise _faults({code: fault})


def _require_sound(lines: Mapping[str, Given], result: SheetResult) -> None:
    if faults := unsound(lines, result):
        raise _faults(faults)


def _require_days(period: Period, lines: Mapping[str, Given], by: Actor) -> None:
    today = timezone.localdate(by.at)
    if faults := wrong_days(items_of(period), lines, period.year, today):
        raise _faults(faults)


def _require_reasons(
    lines: Mapping[str, Given], compared: Mapping[str, Given], rule_set: RuleSet
) -> None:
    """A figure that differs from the column before it is explained (W9)."""
    what = "điểm" if rule_set.scale == POINTS else "kết quả"
    faults = {
        item: f"Chưa có lý do thay đổi {what} {item}. Ghi lý do, đơn vị sẽ đọc được nội dung này."
        for item, line in lines.items()
        if line.answer != compared.get(item, Given()).answer and not line.explanation.strip()
    }
    if faults:
        raise _faults(faults, "reason_missing")


def _faults(faults: Mapping[str, str], code: str = "faulty_lines") -> Refused:
    first = next(iter(faults.values()))
    return Refused(code, first, Kind.INVALID, faults)
