"""A result that a list brought in, as plain values of a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.former_years.models import ANSWERS, ImportedResult
from tuphap.modules.assessments.former_years.queries.brought_in import BroughtIn
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.rules.numbers import UNKNOWN, format_difference, format_points, format_points_short
from tuphap.rules.rule_set import POINTS, Criterion, RuleSet, display_name
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.workflows.imported import IMPORTED

VERDICTS = {None: UNKNOWN, Decimal(1): "Đạt", Decimal(0): "Chưa đạt"}

Sums = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Row:
    """A criterion or one of its indicators, with what each column says of it."""

    name: str
    of: str
    cells: tuple[str, ...]
    difference: str
    is_part: bool = False


def title_of_listed(dossier: Assessment) -> str:
    return f"Kết quả nhập từ danh sách, năm {dossier.period.year}"


def columns_of(found: BroughtIn) -> tuple[str, ...]:
    """The own figures stand before the official ones, as on every page."""
    return tuple(name for name in (SELF, FINAL) if name in found.sums)


def rows_of(rule_set: RuleSet, found: BroughtIn) -> list[Row]:
    """Only what the lists say: a set without points often has nothing but the result."""
    sums = [_sums(found.sums[name]) for name in columns_of(found)]
    rows = list(_rows(rule_set, sums))
    return rows if any(cell != UNKNOWN for row in rows for cell in row.cells) else []


def total_of(rule_set: RuleSet, found: BroughtIn) -> Row | None:
    """None of a set without points."""
    if rule_set.scale != POINTS:
        return None
    totals = [found.sums[name].total for name in columns_of(found)]
    return _points_row("Tổng điểm", rule_set.total_max, totals)


def printed_total(found: BroughtIn) -> str:
    """What the list printed where it is not the sum that counts; "" where it is."""
    printed, counted = found.result.total, found.sums[FINAL].total
    return "" if printed is None or printed == counted else format_points(printed)


def steps_of(found: BroughtIn) -> list[dict[str, Any]]:
    """As lines of the history of a dossier: no move leads into the status of a list."""
    return [
        {"change": _change(line), "deed": "", "target": _deed(line), "late": ""}
        for line in found.lines
    ]


def source_of(line: ImportedResult) -> str:
    return f"{line.batch.source}, dòng {line.row}"


def _change(line: ImportedResult) -> StatusChange:
    batch = line.batch
    assert batch.committed_at is not None  # lines of a dossier are written with their file
    return StatusChange(
        target=IMPORTED.code,
        reason=f"Từ {source_of(line)}",
        made_by_name=batch.committed_by.full_name if batch.committed_by else "",
        made_at=batch.committed_at,
    )


def _deed(line: ImportedResult) -> str:
    return "Nhập phản hồi biểu mẫu" if line.batch.kind == ANSWERS else IMPORTED.label


def _sums(summary: ColumnSummary) -> Sums:
    return {code: None if text is None else Decimal(text) for code, text in summary.scores.items()}


def _rows(rule_set: RuleSet, sums: Sequence[Sums]) -> Iterator[Row]:
    in_points = rule_set.scale == POINTS
    for number, criterion in enumerate(rule_set.criteria, start=1):
        name = f"{number}. {display_name(criterion)}"
        if in_points:
            values = [column.get(criterion.code) for column in sums]
            yield _points_row(name, criterion.max_points, values)
        parts = list(_parts(criterion, sums, in_points=in_points))
        if parts and not in_points:
            yield Row(name, "", ("",) * len(sums), "")
        yield from parts


def _parts(criterion: Criterion, sums: Sequence[Sums], *, in_points: bool) -> Iterator[Row]:
    """Indicators of which at least one column says something."""
    for row in criterion.indicators:
        values = [column.get(row.code) for column in sums]
        if any(value is not None for value in values):
            name = f"{row.code} {display_name(row)}"
            if in_points:
                yield _points_row(name, row.max_points, values, is_part=True)
            else:
                yield Row(name, "", tuple(VERDICTS[value] for value in values), "", is_part=True)


def _points_row(
    name: str, of: Decimal | None, values: Sequence[Decimal | None], *, is_part: bool = False
) -> Row:
    first, last = values[0], values[-1]
    between = None if first is None or last is None else last - first
    difference = format_difference(between) if len(values) > 1 else ""
    cells = tuple(format_points(value) for value in values)
    return Row(name, "" if of is None else format_points_short(of), cells, difference, is_part)
