"""The file of changes: what is read, what each fault says, and the plan that follows."""

from datetime import date
from decimal import Decimal

import pytest

from tuphap.rules.unit_changes import HEADS, Fault, read_lines, recognised, unknown_heads
from tuphap.rules.unit_plan import Known
from tuphap.rules.unit_planning import plan_changes

KINDS = ("xã", "phường", "huyện", "tỉnh")
HEAD = list(HEADS.values())
DAY = date(2023, 3, 1)
LONG_AGO = date(2020, 1, 1)
GOOD = ["23860", "23999", "Xã Đức Cơ", "xã", "631", "toàn bộ", "01/03/2023", "NQ 12"]


def row(**changes):
    """A row of the file as it should be, but for what is named."""
    return [changes.get(key, GOOD[at]) for at, key in enumerate(HEADS)]


def line_faults(*rows):
    return read_lines([HEAD, *rows], KINDS)[1]


def test_heads_are_found_below_a_title_and_whatever_their_marks():
    rows = [["Danh sách"], [], [head.upper() for head in HEAD], GOOD, ["", None]]
    lines, faults = read_lines(rows, KINDS)
    assert (faults, len(lines), lines[0].row) == ([], 1, 4)
    assert (lines[0].new_kind, lines[0].extent, lines[0].effective_on) == ("xã", "whole", DAY)
    assert recognised(rows) == len(HEADS)
    assert recognised([]) == 0


def test_cells_of_a_spreadsheet_are_understood():
    cells = row(old_code="00004", new_code=Decimal(5), effective_on=DAY, extent="MỘT PHẦN")
    (line,), faults = read_lines([HEAD, cells], KINDS)
    assert (faults, line.new_code, line.effective_on, line.extent) == ([], "00005", DAY, "partly")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("old_code", "", "Chưa ghi mã đơn vị"),
        ("new_code", "AB", "Mã “AB” không đúng dạng"),
        ("parent", "X", "Mã “X” không đúng dạng"),
        ("new_name", "x" * 121, "Tên dài hơn 120 ký tự"),
        ("new_kind", "ấp", "Loại “ấp” không có trong danh mục"),
        ("extent", "nửa", "Phạm vi “nửa” chưa rõ"),
        ("effective_on", "30/02/2023", "Ngày “30/02/2023” không có trong lịch"),
        ("effective_on", "2023", "Ngày “2023” không có trong lịch"),
        ("effective_on", "01/01/0001", "Ngày “01/01/0001” không có trong lịch"),
        ("effective_on", "٠١/٠٣/2023", "Ngày “٠١/٠٣/2023” không có trong lịch"),
        ("effective_on", "2027-W01-1", "Ngày “2027-W01-1” không có trong lịch"),
        ("old_code", "٢٣٨٦٠", "Mã “٢٣٨٦٠” không đúng dạng"),
        ("legal_basis", "x" * 201, "Căn cứ dài hơn 200 ký tự"),
    ],
)
def test_a_faulty_cell_is_named_with_row_column_and_value(key, value, sentence):
    (fault,) = line_faults(GOOD, row(**{key: value}))
    assert (fault.row, fault.column, fault.value) == (3, HEADS[key], value)
    assert fault.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Không thấy dòng tiêu đề"),
        ([HEAD], "Tệp chưa có dòng nào"),
        ([HEAD[:4], GOOD[:4]], "Thiếu cột Phạm vi"),
        ([[*HEAD, "mã cũ"], [*GOOD, "23863"]], "Cột Mã cũ có 2 lần"),
    ],
)
def test_a_file_without_its_parts(rows, sentence):
    lines, faults = read_lines(rows, KINDS)
    assert lines == []
    assert faults[0].sentence.startswith(sentence)


def test_columns_that_are_not_read_are_named():
    assert unknown_heads([["Danh sách"], [*HEAD, "Ghi chú", None], GOOD]) == ["“Ghi chú”"]


def known(key, code, name, kind, parent, path, **days):
    days = {"valid_from": LONG_AGO, "valid_to": None, **days}
    return Known(key, code, name, kind, parent, path, **days)


COUNTRY = [
    known(1, "52", "Tỉnh Gia Lai", "tỉnh", "", "/52/"),
    known(2, "631", "Huyện Đức Cơ", "huyện", "52", "/52/631/"),
    known(3, "632", "Huyện Chư Prông", "huyện", "52", "/52/632/"),
    known(4, "23860", "Xã Ia Dơk", "xã", "631", "/52/631/23860/"),
    known(5, "23863", "Xã Ia Krêl", "xã", "631", "/52/631/23863/"),
    known(6, "23870", "Xã Ia Púch", "xã", "632", "/52/632/23870/"),
    known(7, "23880", "Xã Cũ", "xã", "632", "/52/632/23880/", valid_to=date(2023, 6, 30)),
    known(8, "23890", "Xã Mới", "xã", "632", "/52/632/23890/", valid_from=date(2023, 7, 1)),
]


def short(old, new, name="", kind="", parent="", extent="toàn bộ", day="01/03/2023", basis="NQ"):
    return [old, new, name, kind, parent, extent, day, basis]


def plan(*rows, today=LONG_AGO):
    lines, faults = read_lines([HEAD, *rows], KINDS)
    assert faults == []
    return plan_changes(lines, COUNTRY, today)


@pytest.mark.parametrize(
    ("rows", "ways"),
    [
        (
            [short("23860", "1", "Xã A"), short("23863", "1", "Xã A")],
            [("1", "/52/631/1/", "merged")],
        ),
        (
            [
                short("23860", "1", "Xã A", extent="một phần"),
                short("23860", "23860", extent="một phần"),
            ],
            [("1", "/52/631/1/", "divided"), ("23860", "/52/631/23860/", "divided")],
        ),
        ([short("23860", "23860", "Xã Mới Tên")], [("23860", "/52/631/23860/", "renamed")]),
        ([short("23860", "23860", kind="phường")], [("23860", "/52/631/23860/", "renamed")]),
        ([short("23860", "23860", parent="632")], [("23860", "/52/632/23860/", "moved")]),
        ([short("23860", "1")], [("1", "/52/631/1/", "recoded")]),
        (
            [short("632", "700")],
            [("700", "/52/700/", "recoded"), ("23870", "/52/700/23870/", "carried")],
        ),
        (
            [short("632", "700"), short("23870", "23870", parent="631")],
            [("23870", "/52/631/23870/", "moved"), ("700", "/52/700/", "recoded")],
        ),
    ],
)
def test_what_a_file_makes_of_the_units(rows, ways):
    made, faults = plan(*rows)
    assert faults == []
    assert sorted((b.code, b.path, b.way) for b in made.begins) == sorted(ways)
    assert {unit.code for unit in made.ends} == {step.old for step in made.steps}
    assert made.warnings == ()


def test_a_country_may_be_carried_below_a_new_top():
    made, _ = plan(short("52", "53", "Tỉnh Mới"))
    assert [begin.path for begin in made.begins][:2] == ["/53/", "/53/631/"]
    assert len(made.begins) == 6


@pytest.mark.parametrize(
    ("rows", "column", "sentence"),
    [
        ([short("99999", "1", "Xã A", "xã", "631")], "Mã cũ", "không có đơn vị mang mã 99999"),
        ([short("23880", "1")], "Mã cũ", "đã có ngày kết thúc 30/06/2023"),
        (
            [short("23860", "1"), short("23863", "2", day="02/03/2023")],
            "Ngày hiệu lực",
            "Mỗi tệp một ngày hiệu lực",
        ),
        ([short("23860", "1"), short("23860", "1")], "Mã mới", "lặp lại cặp mã"),
        ([short("23860", "1"), short("23860", "2")], "Phạm vi", "không thể “toàn bộ”"),
        ([short("23860", "23863")], "Mã mới", "đang thuộc Xã Ia Krêl"),
        ([short("23860", "23890")], "Mã mới", "đã dành cho Xã Mới"),
        ([short("23860", "23860")], "", "không đổi gì"),
        ([short("23860", "1", "Xã A"), short("23863", "1", "Xã B")], "Tên mới", "hai giá trị"),
        ([short("23860", "1"), short("23863", "1")], "Tên mới", "Chưa ghi tên mới của mã 1"),
        (
            [short("23860", "1", "Xã A"), short("23870", "1", "Xã A")],
            "Mã cấp trên",
            "Chưa ghi mã cấp trên của Xã A",
        ),
        ([short("23860", "1", parent="777")], "Mã cấp trên", "Mã cấp trên 777 không phải"),
        ([short("631", "23999", parent="23860")], "Mã cấp trên", "nằm dưới chính"),
        (
            [
                short("632", "700", "Huyện A", extent="một phần"),
                short("632", "701", "Huyện B", extent="một phần"),
            ],
            "",
            "Xã Ia Púch (mã 23870) thuộc Huyện Chư Prông sẽ kết thúc",
        ),
        ([short("23860", "1", parent="1")], "Mã cấp trên", "nằm dưới chính"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_place(rows, column, sentence):
    made, faults = plan(*rows)
    assert made is None
    assert any(fault.column == column and sentence in fault.sentence for fault in faults), faults
    assert all(isinstance(fault, Fault) and fault.row >= 2 for fault in faults)


def test_a_code_that_opened_again_later_overlaps():
    lines, _ = read_lines([HEAD, short("23860", "1")], KINDS)
    again = known(9, "23860", "Xã Ia Dơk", "xã", "631", "/52/631/23860/", valid_from=DAY)
    _, faults = plan_changes(lines, [*COUNTRY, again], LONG_AGO)
    assert "đã mở lại từ ngày 01/03/2023" in faults[0].sentence


def test_paths_have_an_end():
    deep = known(9, "1", "Xã Sâu", "xã", "", "/" + "1234567890/" * 5)
    lines, _ = read_lines([HEAD, short("23860", "2", parent="1")], KINDS)
    assert plan_changes(lines, [*COUNTRY, deep], LONG_AGO)[1] == []
    deeper = known(9, "1", "Xã Sâu", "xã", "", "/" + "1234567890/" * 5 + "12345678/")
    _, faults = plan_changes(lines, [*COUNTRY, deeper], LONG_AGO)
    assert faults[0].sentence.startswith("Quá nhiều đơn vị cấp trên")


@pytest.mark.parametrize(
    ("last_parent", "sentence"),
    [
        ("631", "Quá nhiều đơn vị cấp trên"),
        ("102999", "Xã nằm dưới chính Xã: 100001 → 100000 → "),
    ],
)
def test_a_long_chain_is_one_fault(last_parent, sentence):
    codes = [str(number) for number in range(100_000, 103_000)]
    rows = [
        short("23860", code, "Xã", parent=above, extent="một phần")
        for code, above in zip(codes, [last_parent, *codes], strict=False)
    ]
    made, (fault,) = plan(*rows)
    assert made is None
    assert fault.sentence.startswith(sentence)


def test_what_should_be_looked_at_twice_is_said():
    rows = [short("23860", "1", extent="một phần", basis="")]
    made, _ = plan(*rows, today=date(2023, 3, 2))
    past, rest, basis = made.warnings
    assert past.startswith("Ngày hiệu lực 01/03/2023 đã qua")
    assert "phần còn lại chưa nêu" in rest
    assert "chưa ghi căn cứ" in basis
