"""Days on which something was done: inside the year assessed, and not still to come."""

from datetime import date

from tuphap.rules.rule_set import Deadline
from tuphap.rules.scoring import Answer


def day_fault(scoring: Deadline, answer: Answer, year: int, today: date) -> str:
    """What is wrong with the day, as the sentence for the field; "" where nothing is.

    Only the day of the deed counts: what was asked for at the end of a year may be done in the
    next one.
    """
    day = answer.done_on
    if day is None or answer.not_applicable:
        return ""
    written = f"{scoring.done_label} {day:%d/%m/}{day.year:04d}"
    if day.year != year:
        return (
            f"{written} nằm ngoài năm đánh giá {year}. Ghi ngày từ 01/01/{year} đến 31/12/{year}."
        )
    if day > today:
        return f"{written} chưa tới. Ghi ngày đã làm xong; chưa làm thì để trống."
    return ""
