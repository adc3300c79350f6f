"""Rows of the matrix, written without the template engine: 559 rows of 26 columns in a page.

Names are the only texts of people here, and they pass `escape`; the rest are figures, codes and
classes of ours.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tuphap.foundation.ui.render import flag_html, icon_html, shape_html, status_html
from tuphap.modules.assessments.lateness import late_words
from tuphap.modules.assessments.matrix.values import (
    DECIDED,
    MOVED,
    RESULT_WORDS,
    SEEN,
    Column,
    averages,
    below,
    columns,
    shade,
)
from tuphap.modules.assessments.queries.comparison import Matrix, Row
from tuphap.modules.assessments.shown import DECIDED as DECIDED_STEP
from tuphap.modules.assessments.shown import MET, NOT_MET, ShownStatus, shown_status
from tuphap.rules.numbers import (
    MINUS,
    UNKNOWN,
    format_difference,
    format_points,
    format_points_short,
)
from tuphap.rules.rule_set import PASS, POINTS
from tuphap.rules.workflow import Workflow

# Before the figure, so that figures stay one below the other.
PARTLY = '<abbr class="tp-partly" title="chưa đủ">*</abbr><span class="tp-hidden">chưa đủ </span>'

Figure = Callable[[Decimal | None], str]

# In the address of a dossier; no code, no word of ours looks like it.
_PLACE = "00000000-0000-0000-0000-000000000000"


@lru_cache(maxsize=8192)
def shown_points(value: Decimal | None) -> str:
    """A year has a few hundred different figures among its thousands of cells."""
    return format_points(value)


@lru_cache(maxsize=512)
def shown_count(value: Decimal | None) -> str:
    return format_points_short(value)


@lru_cache(maxsize=8192)
def shown_difference(value: Decimal | None, scale: str) -> str:
    if scale == PASS and value:
        return ("+" if value > 0 else MINUS) + format_points_short(abs(value))
    return format_difference(value, "·")


@lru_cache(maxsize=8)
def shown_mark(value: Decimal | None) -> str:
    """A single indicator in scale pass."""
    return UNKNOWN if value is None else "Đạt" if value else "Chưa"


def matrix_rows(matrix: Matrix, rows: Iterable[Row], view: str, workflow: Workflow) -> SafeString:
    before, after = reverse("assessments:line_results", args=[_PLACE]).split(_PLACE)
    shown = [(column, _figure(matrix, column)) for column in columns(matrix, view)]
    status, flagged = _statuses(workflow), matrix.flagged
    parts: list[str] = []
    for row in rows:
        group = f' <span class="tp-weak">{escape(row.group)}</span>' if row.group else ""
        parts.append(
            f'<tr><th scope="row"><a href="{before}{row.id}{after}">{escape(row.name)}</a>'
            f"{group}{_small(row.result)}</th>"
        )
        for column, figure in shown:
            parts.append(_cell(row, column, matrix, figure))
            if flagged and column.node == 0 and column.place == MOVED:
                parts.append(f'<td class="tp-col-wide tp-matrix-flags">{_flag(row)}</td>')
        parts.append(
            f'<td class="tp-col-wide tp-col-line">{status(row.status, row.met, row.result)}'
            "</td></tr>\n"
        )
    return mark_safe("".join(parts))  # noqa: S308 - names are escaped, the rest is ours


def _figure(matrix: Matrix, column: Column) -> Figure:
    if matrix.scale != PASS:
        return shown_points
    return shown_mark if len(matrix.nodes[column.node].parts) == 1 else shown_count


def _statuses(workflow: Workflow) -> Callable[[str, bool | None, str], str]:
    """The result stands first, also of steps after the decision."""

    @cache
    def status(code: str, met: bool | None, result: str) -> str:
        shown = shown_status(workflow, code, met)
        if result not in RESULT_WORDS or code == DECIDED_STEP:
            return status_html(shown.label, shown.tone)
        badge = shown_status(workflow, DECIDED_STEP, met)
        told = status_html(badge.label, badge.tone)
        return told if shown.label == badge.label else f"{told} {_after(shown)}"

    return status


def _after(step: ShownStatus) -> str:
    """Its sign alone: a second word would break the row, and the rows on a screen are halved."""
    sign = f'{shape_html(step.tone)}<span class="tp-hidden">{step.label}</span>'
    return f'<span class="tp-matrix-step tp-tone-{step.tone}" title="{step.label}">{sign}</span>'


def steps_after(rows: Iterable[Row], workflow: Workflow) -> list[ShownStatus]:
    """The steps that stand as a sign beside a result, for the legend."""
    told = {(row.status, row.met) for row in rows if row.result in RESULT_WORDS}
    shown = {shown_status(workflow, *one) for one in told}
    after = (step for step in shown if step.label not in (MET, NOT_MET))
    return sorted(after, key=lambda step: step.label)


@cache
def _small(result: str) -> str:
    """A telephone has no room for the column of the result."""
    words = RESULT_WORDS.get(result)
    return f' <span class="tp-only-small tp-weak">{words}</span>' if words else ""


def _flag(row: Row) -> str:
    letters = [flag_html(letter) for letter in row.letters]
    late = [icon_html("clock-exclamation", late_words(row.days_late))] if row.days_late else []
    return "".join([*letters, *late])


def average_cells(matrix: Matrix, rows: Sequence[Row], view: str) -> SafeString:
    """The last line: the mean of each column, over all pages."""
    parts = []
    for one in averages(matrix, rows, view):
        column = one.column
        wide = " tp-col-wide" if column.node or column.place == SEEN else ""
        line = " tp-col-line" if column.opens else ""
        moved = column.place == MOVED
        figure = shown_difference(one.value, POINTS) if moved else shown_points(one.value)
        parts.append(f'<td class="tp-num{wide}{line}">{figure}</td>')
        if matrix.flagged and column.node == 0 and column.place == MOVED:
            parts.append('<td class="tp-col-wide"></td>')
    return mark_safe("".join(parts))  # noqa: S308 - figures and classes of ours


def _cell(row: Row, column: Column, matrix: Matrix, figure: Figure) -> str:
    cell = row.cells[column.node]
    value = cell[column.place]
    # A telephone keeps own, final and difference of the total.
    wide = " tp-col-wide" if column.node or column.place == SEEN else ""
    if column.place == MOVED:
        tint = shade(value, matrix.scale)
        return f'<td class="tp-num{wide} {tint}">{shown_difference(value, matrix.scale)}</td>'
    line = " tp-col-line" if column.opens else ""
    partly = PARTLY if column.node == 0 and row.is_unfinished(column.place) else ""
    if column.place == DECIDED:
        low = " tp-below" if below(cell, matrix.nodes[column.node]) else ""
        return f'<td class="tp-num{wide}{line}{low}">{partly}<strong>{figure(value)}</strong></td>'
    return f'<td class="tp-num{wide}{line} tp-weak">{partly}{figure(value)}</td>'
