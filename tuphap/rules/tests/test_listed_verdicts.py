"""Lists of who met and who did not: every way offices write it, and nothing is guessed."""

import re
from pathlib import Path

import pytest

from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.listed_results import ERROR, ReadList, read_list
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_cells import read_verdict

SET = shipped("27-2025")
HEAD = ["STT", "Tên xã", "Kết quả", "Lý do chưa đạt"]
TWO = ["STT", "Tên xã", "Đạt", "Chưa đạt", "Chỉ tiêu, nội dung chưa đạt"]


def read(*rows: list[object]) -> ReadList:
    return read_list([["KẾT QUẢ NĂM 2025"], *rows], SET, {}, WorkCalendar())


@pytest.mark.parametrize(
    ("word", "met"),
    [
        *((word, True) for word in ("Đạt", "đạt chuẩn", "ĐÃ ĐẠT", "x", "X", "1", 1, True, "Có")),
        *((word, True) for word in ("Công nhận", "Được công nhận", "Dat")),
        *((word, False) for word in ("Chưa đạt", "Không đạt", "KHÔNG ĐẠT CHUẨN", "0", 0, False)),
        *((word, False) for word in ("Không", "Chưa", "Chưa công nhận")),
    ],
)
def test_words_of_the_table_are_read(word: object, met: bool) -> None:
    found = read(HEAD, ["1", "Xã Bờ Ngoong", word, "a) Chưa đạt chỉ tiêu 1.2"])
    assert (found.faults, found.is_usable) == ((), True)
    (line,) = found.lines
    assert (line.result, line.is_sound, line.points, line.total) == (met, True, {}, None)
    assert line.reason == "a) Chưa đạt chỉ tiêu 1.2"


@pytest.mark.parametrize("word", ["Gần đạt", "85,5", "v", "Đạt?", "2", "=1=1"])
def test_any_other_word_is_a_named_fault(word: str) -> None:
    found = read(HEAD, ["1", "Xã Bờ Ngoong", word, ""])
    (fault,) = found.faults
    assert (fault.rule, fault.level, fault.column, fault.value, fault.row) == (
        "not_a_verdict",
        ERROR,
        "Kết quả",
        word,
        3,
    )
    assert not found.lines[0].is_sound


@pytest.mark.parametrize(
    ("met", "not_met", "result", "rules"),
    [
        ("x", "", True, []),
        ("", "x", False, []),
        ("1", "0", True, []),
        ("", "", None, ["left_blank"]),
        ("x", "x", True, ["two_verdicts"]),
    ],
)
def test_a_mark_in_one_of_two_columns(
    met: str, not_met: str, result: bool | None, rules: list[str]
) -> None:
    found = read(TWO, ["1", "Xã Bờ Ngoong", met, not_met, ""])
    assert [fault.rule for fault in found.faults] == rules
    assert found.lines[0].result is result


def test_indicators_may_stand_beside_and_are_never_points() -> None:
    found = read([*HEAD[:3], "Chỉ tiêu 1.1"], ["1", "Xã Bờ Ngoong", "Chưa đạt", "Không đạt"])
    (line,) = found.lines
    assert (line.result, line.total) == (False, None)
    assert line.points["1.1"] == 0
    assert {fault.level for fault in found.faults} == {"warning"}


def test_the_manual_lists_words_that_are_read() -> None:
    manual = Path(__file__).parents[3] / "docs" / "manual" / "import.md"
    (table,) = re.findall(r"^\| (Đạt, .*) \| (.*) \|$", manual.read_text("utf-8"), re.MULTILINE)
    for words, met in zip(table, (True, False), strict=True):
        assert {read_verdict(word) for word in words.split(", ")} == {met}


def test_without_a_verdict_there_is_no_heading() -> None:
    with pytest.raises(Refused) as refused:
        read(["STT", "Tên xã", "Dân số"], ["1", "Xã Bờ Ngoong", "1200"])
    assert "cột kết quả" in refused.value.sentence


POINTS = shipped("25-2021")
CRITERIA = [f"{criterion.code}" for criterion in POINTS.criteria]
MOST = [criterion.max_points for criterion in POINTS.criteria]


@pytest.mark.parametrize(
    ("result", "reason", "half", "rules"),
    [
        ("Chưa đạt", "", False, ["result_unlikely"]),
        ("Chưa đạt", "Điều kiện 3", False, []),
        ("Chưa đạt", "", True, []),
        ("Đạt", "", False, []),
        ("Đạt", "", True, ["result_contradicts"]),
    ],
)
def test_a_result_that_what_can_be_computed_speaks_against_is_told(
    result: str, reason: str, half: bool, rules: list[str]
) -> None:
    head = ["Tên xã", *CRITERIA, "Kết quả", "Lý do chưa đạt"]
    points = [most / 2 if half else most for most in MOST]
    rows = [head, ["Xã Bờ Ngoong", *points, result, reason]]
    found = read_list(rows, POINTS, {}, WorkCalendar())
    assert [f.rule for f in found.faults if f.rule != "missing_heading"] == rules
    assert found.lines[0].is_sound == ("result_contradicts" not in rules)


def test_a_rate_is_not_spoken_of_as_points() -> None:
    head = ["Tên xã", *CRITERIA, "Kết quả", "Sự hài lòng (%)"]
    found = read_list([head, ["Xã Ka Đô", *MOST, "Đạt", "104"]], POINTS, {}, WorkCalendar())
    (fault,) = (f for f in found.faults if f.column == head[-1])
    assert fault.sentence.startswith("104,00 vượt mức tối đa 100,00.")
