"""Checks of figures: against the system, other contents, earlier years and other units.

None asks whether more was done than was due: the database refuses such a line in every column
(`entry_done_at_most_due`), on whichever road it came, and the page and the table of scores say so
in words while it is typed.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tuphap.rules.checked_sheet import Checked, CheckedLine, Found, YearFigure
from tuphap.rules.compared_figures import FIGURES, Pair, share_words
from tuphap.rules.numbers import format_count, format_percent, format_points
from tuphap.rules.outliers import LEAST_UNITS, LEAST_YEARS, is_far, spread
from tuphap.rules.rule_set_rows import Agreement, FigureOf

# A total that moves by a tenth of the scale or more is worth a question; no law says so.
JUMP_SHARE = Decimal("0.1")
# A share that moves by twenty per cent of the whole, an amount that changes by half and by at
# least five: ours as well.
SHARE_STEP = 20
CHANGE, LEAST_COUNT = Fraction(1, 2), 5


def differs_from_system(checked: Checked) -> Iterator[Found]:
    for line in checked.lines:
        if line.differs:
            yield Found(line.code, line.differs)


# --- other contents of the same sheet ---


def contradicts(checked: Checked) -> Iterator[Found]:
    """Two places that count the same; what did not arise counts none."""
    lines = {line.code: line for line in checked.lines}
    for row in checked.must_agree:
        first, second = _counted(lines, row.first), _counted(lines, row.second)
        if first is not None and second is not None and first != second:
            yield Found(row.second.content, _contradiction(row, first, second))


def _counted(lines: dict[str, CheckedLine], place: FigureOf) -> int | None:
    line = lines.get(place.content)
    if line is None:
        return None
    if line.pair is None:
        return 0 if line.not_arisen else None
    return line.pair.done if place.figure == "done" else line.pair.due


def _contradiction(row: Agreement, first: int, second: int) -> str:
    return (
        f"{row.sentence} Đang ghi {format_count(first)} ở {row.first.content}, "
        f"{format_count(second)} ở {row.second.content}."
    )


# --- earlier years ---


def total_jumps(checked: Checked) -> Iterator[Found]:
    earlier, total, whole = checked.earlier, checked.total, checked.total_max
    if earlier is None or total is None or whole is None:
        return
    step = total - earlier.total
    if abs(step) < whole * JUMP_SHARE:
        return
    verb = "tăng" if step > 0 else "giảm"
    other = "" if earlier.same_rule_set else " (bộ tiêu chí khác, chỉ để tham khảo)"
    yield Found(
        "", f"Tổng điểm {verb} {format_points(abs(step))} so với năm {earlier.year}{other}."
    )


def differs_from_last_year(checked: Checked) -> Iterator[Found]:
    """The newest earlier year in which the content, or the one it came from, was counted."""
    for line in checked.lines:
        years = checked.own_years.get(line.code, ())
        if line.pair is None or not years:
            continue
        words = [_share_change(line.pair, years[0]), _amount_change(line, years[0])]
        if any(words):
            yield Found(line.code, " ".join(word for word in words if word))


def _share_change(now: Pair, before: YearFigure) -> str:
    if not now.due or not before.pair.due:
        return ""
    step = Fraction(100 * now.done, now.due) - Fraction(100 * before.pair.done, before.pair.due)
    if abs(step) < SHARE_STEP:
        return ""
    return f"Tỷ lệ {share_words(now)}, năm {before.year} là {share_words(before.pair)}."


def _amount_change(line: CheckedLine, before: YearFigure) -> str:
    assert line.pair
    now, then = line.pair.due, before.pair.due
    step = now - then
    if abs(step) < LEAST_COUNT or not then or abs(Fraction(step, then)) < CHANGE:
        return ""
    verb = "tăng" if step > 0 else "giảm"
    by = format_percent(abs(Fraction(100 * step, then)))
    return (
        f"{_label(line)}: {format_count(now)}, năm {before.year} là {format_count(then)} "
        f"({verb} {by})."
    )


def lies_off_own_years(checked: Checked) -> Iterator[Found]:
    """Against all years there are; the figure itself is not among them."""
    for line in checked.lines:
        years = checked.own_years.get(line.code, ())
        for key, figure in FIGURES.items():
            value = figure.value(line.pair) if line.pair else None
            known = [found for year in years if (found := figure.value(year.pair)) is not None]
            among = spread(known)
            if value is None or among is None or not is_far(value, among, LEAST_YEARS):
                continue
            if line.pair and abs(value - among.median) >= figure.least_step:
                yield Found(
                    line.code,
                    f"{figure.label} {figure.own(line.pair)} lệch xa {among.n} năm trước của chính "
                    f"đơn vị (trung vị {figure.said(among.median)}).",
                    f"{key} {line.pair.words}",
                )


# --- other units ---


def lies_off_peers(checked: Checked) -> Iterator[Found]:
    """Ticked once for a figure, however often the statistics are made again."""
    for line in checked.lines:
        for key, figure in FIGURES.items():
            value = figure.value(line.pair) if line.pair else None
            among = checked.peers.get((line.code, key))
            if value is None or among is None or not is_far(value, among, LEAST_UNITS):
                continue
            if line.pair and abs(value - among.median) >= figure.least_step:
                label = figure.label if key == "share" else f"{_label(line)}:"
                yield Found(
                    line.code,
                    f"{label} {figure.own(line.pair)} lệch xa {format_count(among.n)} đơn vị "
                    f"cùng loại (trung vị {figure.said(among.median)}).",
                    f"{key} {line.pair.words}",
                )


def _label(line: CheckedLine) -> str:
    return line.due_label or "Tổng số"
