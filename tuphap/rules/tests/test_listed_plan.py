"""Which unit a line of a list means: by its names of that year, and by those it had before."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tuphap.rules.listed_plan import EMPTY, LEFT_OUT, NEW, KnownResult, plan_of_results
from tuphap.rules.listed_results import ERROR, WARNING, ListLine
from tuphap.rules.listed_units import unnamed_in_words
from tuphap.rules.unit_names import Candidate, FormerUnit, KindWords, UnitIndex

KINDS = (KindWords("xã", ("xã",), ("x",)), KindWords("thị trấn", ("thị trấn",), ("tt",)))
OF_UNKNOWN = "Tên đã thôi dùng trước ngày 01/01/2022 hệ thống không biết."
UNITS = UnitIndex(
    [
        Candidate(1, "01900", "Thị trấn Yến Lạc", "thị trấn", "Huyện Na Rì"),
        Candidate(2, "01912", "Xã Trần Phú", "xã", "Huyện Na Rì"),
        Candidate(3, "01915", "Xã Cường Lợi", "xã", "Huyện Na Rì"),
    ],
    KINDS,
    [
        FormerUnit("01918", "Xã Hảo Nghĩa", "xã", "Huyện Na Rì", (2,)),
        FormerUnit("01921", "Xã Lạng San", "xã", "Huyện Na Rì", (2, 3)),
        FormerUnit("01924", "Xã Lam Sơn", "xã", "Huyện Na Rì", (1,)),
    ],
)


def line(unit: str, code: str = "") -> ListLine:
    points = {"TC1": Decimal(15)}
    return ListLine(7, unit, "", code, points, {}, Decimal(15), None, True, None)


@pytest.mark.parametrize(
    ("unit", "code", "key", "how", "rule", "words"),
    [
        ("TT Yến Lạc", "", 1, "theo tên", "", ""),
        ("", "01912", 2, "theo mã", "", ""),
        ("Xã Trần Phú", "1912", 2, "theo mã, thiếu số 0 ở đầu", "", ""),
        ("Xã Hảo Nghĩa", "", 2, "theo tên cũ", "former_name", "nay là Xã Trần Phú"),
        ("UBND xã Lam Sơn", "", 1, "theo tên cũ", "former_name", "nay là Thị trấn Yến Lạc"),
        ("", "01918", 2, "theo mã cũ", "former_code", "mã cũ của Xã Hảo Nghĩa"),
        ("Xã Hảo Nghĩa", "01918", 2, "theo mã cũ", "former_code", "nay là Xã Trần Phú"),
    ],
)
def test_a_unit_is_found_by_what_it_is_and_was_called(
    unit: str, code: str, key: int, how: str, rule: str, words: str
) -> None:
    plan = plan_of_results([line(unit, code)], UNITS, {}, unit_column="Xã", of_unknown=OF_UNKNOWN)
    (row,) = plan.rows
    assert row.unit is not None
    assert (row.state, row.unit.key, row.unit.how) == (NEW, key, how)
    assert [(fault.rule, fault.level) for fault in plan.faults] == ([(rule, WARNING)] * bool(rule))
    assert words in "".join(fault.sentence for fault in plan.faults)


@pytest.mark.parametrize(
    ("unit", "code", "rule", "words"),
    [
        ("Xã Ân Tình", "", "unknown_unit", OF_UNKNOWN),
        ("", "01950", "unknown_unit", OF_UNKNOWN),
        ("Xã Lạng San", "", "ambiguous_unit", "đã được sắp xếp vào: Xã Trần Phú"),
        ("Xã Tran Phu", "", "suggested_unit", "Xã Trần Phú (Huyện Na Rì)"),
        ("Xã Cường Lợ", "", "suggested_unit", OF_UNKNOWN),
        ("Xã Yến Lạc", "", "suggested_unit", OF_UNKNOWN),
    ],
)
def test_what_is_not_certain_is_left_out_with_what_to_do(
    unit: str, code: str, rule: str, words: str
) -> None:
    plan = plan_of_results([line(unit, code)], UNITS, {}, unit_column="Xã", of_unknown=OF_UNKNOWN)
    (fault,) = plan.faults
    assert (plan.rows[0].state, fault.rule, fault.level) == (LEFT_OUT, rule, ERROR)
    assert words in fault.sentence
    assert (OF_UNKNOWN in fault.sentence) == (words == OF_UNKNOWN)


def test_an_old_and_a_new_name_of_one_unit_are_a_double() -> None:
    lines = [line("Xã Hảo Nghĩa"), line("Xã Trần Phú")]
    lines[1] = ListLine(**{**vars(lines[1]), "row": 8})
    plan = plan_of_results(lines, UNITS, {}, unit_column="Xã")
    doubles = [fault.row for fault in plan.faults if fault.rule == "duplicate_unit"]
    assert (doubles, plan.count(NEW)) == ([7, 8], 0)


def test_of_many_doubles_each_names_the_first_few() -> None:
    """A thousand lines of one unit are as long as a thousand lines, not as their square."""
    lines = [replace(line("Xã Trần Phú"), row=7 + place) for place in range(1000)]
    plan = plan_of_results(lines, UNITS, {}, unit_column="Xã")
    assert len(plan.faults) == 1000
    assert "còn ở dòng 7, 8, 9, 10, 11 và 994 dòng khác." in plan.faults[-1].sentence
    assert max(len(fault.sentence) for fault in plan.faults) < 250


@pytest.mark.parametrize(
    ("results", "rows", "words"),
    [
        ((None, None, None), [7], "Từ dòng này 3 dòng chưa có kết quả: chưa thấy cột kết quả."),
        ((None, True, None), [7, 9], "Chưa có kết quả. Ghi “Đạt” hoặc “Chưa đạt”"),
        ((True, False, None), [9], "Chưa có kết quả. Ghi “Đạt” hoặc “Chưa đạt”"),
    ],
)
def test_missing_results_are_named_line_by_line_and_a_missing_column_once(
    results: tuple[bool | None, ...], rows: list[int], words: str
) -> None:
    names = ("Thị trấn Yến Lạc", "Xã Trần Phú", "Xã Cường Lợi")
    lines = [
        replace(line(name), row=7 + place, result=result)
        for place, (name, result) in enumerate(zip(names, results, strict=True))
    ]
    plan = plan_of_results(lines, UNITS, {}, unit_column="Xã")
    assert [fault.row for fault in plan.faults] == rows
    assert all(words in fault.sentence for fault in plan.faults)
    assert [row.state for row in plan.rows] == [LEFT_OUT if r is None else NEW for r in results]


def test_units_no_line_means_are_told_by_district_those_begun_first() -> None:
    far = [Candidate(10 + n, f"0300{n}", f"Xã Xa {n}", "xã", "Huyện Xa") for n in range(12)]
    near = Candidate(4, "01927", "Xã Kim Lư", "xã", "Huyện Na Rì")
    units = UnitIndex([*UNITS.candidates, near, *far], KINDS)
    names = ("Thị trấn Yến Lạc", "Xã Cường Lợi", "Xã Cường Lợi")
    lines = [replace(line(name), row=7 + place) for place, name in enumerate(names)]
    lines.append(replace(line("Xã Kim Lư"), row=10, is_blank=True))
    lines.append(replace(line("Xã Không Ai Biết"), row=11))
    plan = plan_of_results(lines, units, {}, unit_column="Xã")
    assert [row.state for row in plan.rows] == [NEW, LEFT_OUT, LEFT_OUT, EMPTY, LEFT_OUT]
    assert "nếu có dòng là đơn vị khác thì sửa tên" in plan.faults[-1].sentence
    unknown = next(fault for fault in plan.faults if fault.rule == "unknown_unit")
    assert "Bỏ dòng này nếu đơn vị không thuộc phạm vi" in unknown.sentence
    told = unnamed_in_words(plan.unnamed, plan.begun)
    assert told.startswith("Huyện Na Rì: chưa thấy Xã Trần Phú; Huyện Xa: chưa thấy Xã Xa 0, ")
    assert told.endswith("; và 3 đơn vị khác")
    there = {2: KnownResult({}, None, met=True)}
    again = plan_of_results(lines, units, there, unit_column="Xã")
    assert "Trần Phú" not in unnamed_in_words(again.unnamed, again.begun)
