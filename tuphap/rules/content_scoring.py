"""Points, or met and not met, of one content from the figures that were entered.

Nothing is guessed: a figure that cannot be is a problem with a sentence, and gives no points.
The ratio is an exact fraction and is never rounded before it is compared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tuphap.rules.deadlines import WorkCalendar, add_working_days, working_days_between
from tuphap.rules.numbers import (
    format_count,
    format_percent,
    format_points,
    quoted,
)
from tuphap.rules.rule_set_rows import (
    ChooseAtLeast,
    Content,
    Deadline,
    Option,
    Options,
    Percentage,
)

NOTHING_ENTERED = "Chưa có số liệu"
# The option of a list of activities that says: none of them.
NONE_CHOSEN, NONE_WORDS = "none", "Không có hoạt động nào ở trên"
_WHOLE = Decimal(100)
# A holiday table covers years, not centuries; beyond this the date is a slip of the pen.
_LONGEST_DELAY = timedelta(days=3660)


@dataclass(frozen=True)
class Answer:
    """What a person entered for one content; None where nothing was entered."""

    done: int | None = None
    due: int | None = None
    option: str | None = None
    chosen: frozenset[str] = frozenset()
    assigned_on: date | None = None
    done_on: date | None = None
    not_applicable: bool = False


@dataclass(frozen=True)
class Scored:
    """`points` in scale points, `passed` in scale pass; both None while it cannot be said.

    `why` is the reason in Vietnamese; `problem` says what is wrong and what to do.
    """

    points: Decimal | None
    passed: bool | None
    percent: Fraction | None
    why: str
    problem: str | None = None

    @property
    def is_decided(self) -> bool:
        return self.points is not None or self.passed is not None


class _Problem(Exception):  # noqa: N818 - never leaves this module
    """A sentence for the person who entered the figure."""


def score_content(content: Content, answer: Answer | None, calendar: WorkCalendar) -> Scored:
    """Unanswered and half-answered contents are undecided without a problem."""
    if answer is None:
        return _undecided(NOTHING_ENTERED)
    try:
        if answer.not_applicable:
            return _not_arisen(content, answer)
        return _SCORERS[content.scoring.kind](content, content.scoring, answer, calendar)
    except _Problem as problem:
        return rejected(str(problem))


def rejected(problem: str) -> Scored:
    """No points until the problem is mended."""
    return Scored(None, None, None, "Chưa tính được", problem)


def _undecided(why: str) -> Scored:
    return Scored(None, None, None, why)


def is_blank(answer: Answer | None) -> bool:
    return answer is None or answer == Answer()


# --- not arisen ---


def _not_arisen(content: Content, answer: Answer) -> Scored:
    rule = content.not_applicable
    if rule is None:
        raise _Problem(
            f"Nội dung {content.code} không có trường hợp không phát sinh. Bỏ chọn và nhập số liệu."
        )
    entered = list(_entered(answer))
    if entered:
        raise _Problem(
            f"Nội dung {content.code} đã chọn không phát sinh nhưng vẫn có số liệu"
            f" ({', '.join(entered)}). Bỏ chọn, hoặc xóa số liệu."
        )
    if content.max_points is None:
        return Scored(None, True, None, "Không phát sinh: đạt theo bộ tiêu chí")
    points = content.max_points
    why = f"Không phát sinh: đủ {format_points(points)} điểm theo bộ tiêu chí"
    return Scored(points, None, None, why)


def _entered(answer: Answer) -> Iterator[str]:
    """0 of 0 says the same as not arisen; everything else contradicts it."""
    if answer.done or answer.due:
        yield f"{_or_dash(answer.done)}/{_or_dash(answer.due)}"
    if answer.option is not None:
        yield f"lựa chọn {quoted(answer.option)}"
    if answer.chosen:
        yield f"{len(answer.chosen)} hoạt động"
    for day in (answer.assigned_on, answer.done_on):
        if day is not None:
            yield _day(day)


def _or_dash(count: int | None) -> str:
    return "–" if count is None else format_count(count)


# --- percentage ---


def _percentage(content: Content, scoring: Percentage, answer: Answer, _: WorkCalendar) -> Scored:
    done, due = answer.done, answer.due
    _not_negative(scoring.done_label, done)
    _not_negative(scoring.due_label, due)
    if done is None or due is None:
        return _undecided(_missing(scoring, done, due))
    if done > due:
        raise _Problem(
            f"{_number_of(scoring.done_label)} ({format_count(done)}) lớn hơn"
            f" {_lower(_number_of(scoring.due_label))} ({format_count(due)})."
            " Kiểm tra lại hai số này."
        )
    if due == 0:
        raise _Problem(_nothing_due(content, scoring))
    percent = Fraction(100 * done, due)
    return _levelled(scoring, percent, f"{format_count(done)}/{format_count(due)}")


def _not_negative(label: str, count: int | None) -> None:
    if count is not None and count < 0:
        raise _Problem(
            f"{_number_of(label)} phải là số nguyên từ 0 trở lên."
            f" Đang ghi {quoted(format_count(count))}."
        )


def _missing(scoring: Percentage, done: int | None, due: int | None) -> str:
    if done is None and due is None:
        return NOTHING_ENTERED
    label = scoring.done_label if done is None else scoring.due_label
    return f"Còn thiếu {_lower(_number_of(label))}"


def _nothing_due(content: Content, scoring: Percentage) -> str:
    start = f"{_number_of(scoring.due_label)} là 0 nên không tính được tỷ lệ."
    if content.not_applicable is None:
        return (
            f"{start} Kiểm tra lại số này; bộ tiêu chí không có trường hợp"
            f" không phát sinh cho nội dung {content.code}."
        )
    return f"{start} Nếu trong năm không phát sinh, chọn “{content.not_applicable.text}”."


def _levelled(scoring: Percentage, percent: Fraction, figures: str) -> Scored:
    edges = [band.at_least for band in scoring.bands] or [scoring.pass_at or _WHOLE]
    shown = f"{figures} = {format_percent(percent, edges)}"
    if scoring.pass_at is not None:
        passed = percent >= Fraction(scoring.pass_at)
        side = "đạt mức" if passed else "dưới mức"
        level = format_percent(Fraction(scoring.pass_at))
        return Scored(None, passed, percent, f"{shown}, {side} {level}: {_verdict(passed)}")
    place = next(n for n, edge in enumerate(edges) if percent >= Fraction(edge))
    points = scoring.bands[place].points
    level = _band_words(scoring, place)
    why = f"{shown}, thuộc mức {level}: {format_points(points)} điểm"
    return Scored(points, None, percent, why)


def _band_words(scoring: Percentage, place: int) -> str:
    low = scoring.bands[place].at_least
    low_text = format_percent(Fraction(low))
    if place == 0:
        return low_text if low == _WHOLE else f"từ {low_text} trở lên"
    high_text = format_percent(Fraction(scoring.bands[place - 1].at_least))
    return f"từ {low_text} đến dưới {high_text}" if low else f"dưới {high_text}"


# --- options ---


def _options(content: Content, scoring: Options, answer: Answer, _: WorkCalendar) -> Scored:
    if answer.option is None:
        return _undecided(NOTHING_ENTERED)
    option = next((o for o in scoring.options if o.key == answer.option), None)
    if option is None:
        raise _Problem(
            f"Nội dung {content.code} không có lựa chọn {quoted(answer.option)}."
            f" Chọn một trong: {_texts(scoring.options)}."
        )
    if option.points is None:
        passed = bool(option.passes)
        return Scored(None, passed, None, f"{option.text}: {_verdict(passed)}")
    why = f"{option.text}: {format_points(option.points)} điểm"
    return Scored(option.points, None, None, why)


def _texts(options: tuple[Option, ...]) -> str:
    """The words on the sheet; the keys stand nowhere a person could see them."""
    return "; ".join(quoted(option.text) for option in options)


def _choose_at_least(
    content: Content, scoring: ChooseAtLeast, answer: Answer, _: WorkCalendar
) -> Scored:
    """Nothing chosen is not yet an answer; that there was nothing is said by NONE_CHOSEN."""
    strange = sorted(answer.chosen - {option.key for option in scoring.options})
    if strange:
        raise _Problem(
            f"Nội dung {content.code} không có lựa chọn {quoted(', '.join(strange))}."
            f" Chọn trong: {_texts(scoring.options)}."
        )
    count = len(answer.chosen)
    if answer.option is not None and (count or answer.option != NONE_CHOSEN):
        other = NONE_WORDS if answer.option == NONE_CHOSEN else answer.option
        raise _Problem(
            f"Nội dung {content.code}: đã chọn {count} hoạt động và {quoted(other)}."
            " Giữ lại một trong hai."
        )
    if count == 0 and answer.option is None:
        return _undecided(NOTHING_ENTERED)
    passed = count >= scoring.minimum
    why = f"{count} hoạt động, cần ít nhất {scoring.minimum}: {_verdict(passed)}"
    return Scored(None, passed, None, why)


# --- deadline ---


def _deadline(_: Content, scoring: Deadline, answer: Answer, calendar: WorkCalendar) -> Scored:
    assigned_on, done_on = answer.assigned_on, answer.done_on
    if assigned_on is None or done_on is None:
        return _undecided(_missing_date(scoring, assigned_on, done_on))
    if done_on < assigned_on:
        raise _Problem(
            f"{scoring.done_label} ({_day(done_on)}) trước"
            f" {_lower(scoring.assigned_label)} ({_day(assigned_on)})."
            " Kiểm tra lại hai ngày này."
        )
    if date.max - assigned_on < _LONGEST_DELAY or done_on - assigned_on > _LONGEST_DELAY:
        raise _Problem(
            f"{scoring.assigned_label} ({_day(assigned_on)}) và"
            f" {_lower(scoring.done_label)} ({_day(done_on)}) cách nhau quá xa."
            " Kiểm tra lại hai ngày này."
        )
    last_day = add_working_days(assigned_on, scoring.working_days, calendar)
    passed = done_on <= last_day
    taken = working_days_between(assigned_on, done_on, calendar)
    return Scored(
        None,
        passed,
        None,
        f"{taken} ngày làm việc, hạn {scoring.working_days} ngày làm việc là"
        f" {_day(last_day)}: {_verdict(passed)}",
    )


def _missing_date(scoring: Deadline, assigned_on: date | None, done_on: date | None) -> str:
    if assigned_on is None and done_on is None:
        return NOTHING_ENTERED
    label = scoring.assigned_label if assigned_on is None else scoring.done_label
    return f"Còn thiếu {_lower(label)}"


# --- words ---


def _verdict(passed: bool) -> str:
    return "đạt" if passed else "chưa đạt"


def _number_of(label: str) -> str:
    """Without a remark in brackets: beside the figure in brackets nobody could read it."""
    return f"Số {_lower(label.partition(' (')[0])}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _day(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04d}"


_SCORERS: Mapping[str, Callable[[Content, Any, Answer, WorkCalendar], Scored]] = MappingProxyType(
    {
        Percentage.kind: _percentage,
        Options.kind: _options,
        ChooseAtLeast.kind: _choose_at_least,
        Deadline.kind: _deadline,
    }
)
