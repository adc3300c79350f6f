"""Assigned work: pasted lines are read or named with their number; days decide."""

from datetime import date

import pytest

from tuphap.rules.assigned_work import (
    MOST_LINES,
    Basis,
    Days,
    JudgedBy,
    Line,
    State,
    contradictions,
    judged_day,
    read_lines,
    state_of,
)
from tuphap.rules.refusals import Kind, Refused

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("due", "judged", "today", "state"),
    [
        (JUNE, None, JUNE, State.OPEN),
        (JUNE, None, JULY, State.OVERDUE),
        (JUNE, JUNE, JULY, State.DONE),
        (JUNE, JULY, JULY, State.LATE),
        (None, None, JULY, State.OPEN),
        (None, JULY, JULY, State.DONE),
    ],
)
def test_the_last_day_still_counts(due, judged, today, state):
    assert state_of(due, judged, today) is state


def test_each_line_is_a_name_with_its_own_day_or_the_common_one():
    text = "Nghị quyết A; 30/06/2026\n\n  Quyết định B  \nKế hoạch C\t1/7/2026\r\n"
    assert read_lines(text, JULY) == (
        Line("Nghị quyết A", JUNE),
        Line("Quyết định B", JULY),
        Line("Kế hoạch C", JULY),
    )


def test_without_a_common_day_a_line_may_have_none():
    assert read_lines("Nghị quyết A", None) == (Line("Nghị quyết A", None),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Chưa ghi văn bản"),
        (" \n ", "Chưa ghi văn bản"),
        ("A; 30/02/2026", "Dòng 1: ngày “30/02/2026” không có trong lịch"),
        ("A\nB; mai", "Dòng 2: ngày “mai”"),
        ("; 30/06/2026", "Dòng 1: chưa ghi tên"),
        ("x" * 301, "tên dài 301 ký tự"),
        ("Nghị quyết A\nnghị quyết A", "ghi hai lần"),
        ("\n".join(f"Việc {n}" for n in range(MOST_LINES + 1)), f"tối đa {MOST_LINES}"),
    ],
)
def test_what_cannot_be_read_is_named(text, words):
    with pytest.raises(Refused) as refused:
        read_lines(text, None)
    assert refused.value.kind is Kind.INVALID
    assert words in refused.value.fields["lines"]


def test_all_faults_come_at_once():
    with pytest.raises(Refused) as refused:
        read_lines("A; 31/02/2026\n; 1/1/2026\nB; 32/1/2026", None)
    assert [n for n in (1, 2, 3) if f"Dòng {n}" in refused.value.fields["lines"]] == [1, 2, 3]


ISSUED, TYPED, PROVEN = date(2026, 6, 28), date(2026, 6, 30), date(2026, 7, 2)


@pytest.mark.parametrize(
    ("judged_by", "days", "expected"),
    [
        (JudgedBy.ISSUED, Days(ISSUED, TYPED, PROVEN), (ISSUED, Basis.TYPED)),
        (JudgedBy.ISSUED, Days(None, TYPED, PROVEN), (None, Basis.TYPED)),
        (JudgedBy.SIGNED, Days(ISSUED, TYPED, PROVEN), (PROVEN, Basis.SIGNATURE)),
        (JudgedBy.SIGNED, Days(None, None, PROVEN), (PROVEN, Basis.SIGNATURE)),
        (JudgedBy.SIGNED, Days(ISSUED, TYPED, None), (TYPED, Basis.TYPED)),
        (JudgedBy.SIGNED, Days(ISSUED, None, None), (None, Basis.TYPED)),
    ],
)
def test_a_signature_goes_before_the_typed_day_where_signing_decides(judged_by, days, expected):
    assert judged_day(judged_by, days) == expected


@pytest.mark.parametrize(
    ("days", "number"),
    [
        (Days(ISSUED, TYPED, PROVEN), 2),
        (Days(None, TYPED, PROVEN), 1),
        (Days(PROVEN, PROVEN, PROVEN), 0),
        (Days(PROVEN, None, TYPED), 0),
        (Days(ISSUED, TYPED, None), 0),
    ],
    ids=["both", "signing only", "equal", "issued after signing", "no signature"],
)
def test_days_that_do_not_go_with_the_signature_are_named(days, number):
    assert len(contradictions(days)) == number
