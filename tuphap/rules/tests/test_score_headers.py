"""Headings of sheets of scores, in the words offices use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_headers import Meaning, Role, meaning_below, meaning_of, vocabulary_of
from tuphap.rules.score_heading_rows import Column, find_heading, recognised

POINT_SET = vocabulary_of(shipped("25-2021"))
PASS_SET = vocabulary_of(shipped("27-2025"))


def read(text, vocabulary=POINT_SET) -> tuple[str, str] | None:
    meaning = meaning_of(text, vocabulary)
    return (meaning.role.value, meaning.code) if meaning else None


@pytest.mark.parametrize(
    "text",
    [
        *("Tên xã", "TÊN XÃ", "Xã", "Xã, phường, thị trấn", "Tên xã, phường, thị trấn"),
        *(
            "Tên xã (phường, thị trấn)",
            "Xã/phường/đặc khu",
            "ten xa",
            "Tên đơn vị cấp xã",
            "UBND xã",
        ),
    ],
)
def test_communes(text):
    assert read(text) == ("unit", "commune")


@pytest.mark.parametrize("text", ["Đơn vị", "Tên đơn vị", "ĐƠN VỊ HÀNH CHÍNH"])
def test_units(text):
    assert read(text) == ("unit", "")


@pytest.mark.parametrize(
    "text",
    ["Huyện", "Huyện, thị xã, thành phố", "Tên huyện", "Thị xã", "Đơn vị cấp huyện", "Quận/huyện"],
)
def test_units_above(text):
    assert read(text) == ("parent", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("TC1", "TC1"), ("tc 1", "TC1"), ("TC01", "TC1"), ("Tiêu chí 1", "TC1")),
        *(("tieu chi 5", "TC5"), ("TIÊU CHÍ SỐ 2", "TC2"), ("Tiêu chí III", "TC3")),
        *(("Điểm tiêu chí 4", "TC4"), ("Tiêu chí 2: Tiếp cận thông tin", "TC2")),
        *(("1.1", "1.1"), ("Chỉ tiêu 1.1", "1.1"), ("CT 2.6", "2.6"), ("CT2.6", "2.6")),
        *(("TC1 - CT2", "1.2"), ("Tiêu chí 3, chỉ tiêu 1", "3.1"), ("1.2. Ban hành đúng", "1.2")),
        *(("1.2.1", "1.2.1"), ("Nội dung 3.1.2", "3.1.2"), ("3.1.2: Tỷ lệ thành", "3.1.2")),
    ],
)  # fmt: skip
def test_points(text, code):
    assert read(text) == ("points", code)


@pytest.mark.parametrize(
    ("text", "maximum"),
    [
        ("TC1 / 10", "10"),
        ("TC1/10", "10"),
        ("Tiêu chí 1 (10 điểm)", "10"),
        ("Tiêu chí 1 (tối đa 10đ)", "10"),
        ("CT 1.1 (3)", "3"),
        ("1.2.1 / 5,25", "5.25"),
        ("TC1", None),
        ("Tiêu chí 1 năm 2022", None),
    ],
)
def test_a_printed_maximum_is_read(text, maximum):
    meaning = meaning_of(text, POINT_SET)
    assert meaning.maximum == (Decimal(maximum) if maximum else None)


@pytest.mark.parametrize(
    "text",
    [
        *("Tổng điểm", "Tổng số điểm", "TỔNG ĐIỂM / 100", "Tổng cộng", "Tổng", "Cộng", "Điểm tổng"),
        *(
            "Tổng điểm các tiêu chí",
            "Tổng số điểm đạt được",
            "Tổng điểm (100)",
            "tong diem tu cham",
        ),
    ],
)
def test_totals(text):
    assert read(text) == ("total", "")


@pytest.mark.parametrize(
    "text", ["Kết quả", "KQ", "Đạt/Không đạt", "Đạt chuẩn TCPL", "Kết luận", "Kết quả công nhận"]
)
def test_results(text):
    assert read(text) == ("result", "")


@pytest.mark.parametrize("text", ["STT", "TT", "Số TT", "Ghi chú", "Loại xã", "Năm", "Mã đơn vị"])
def test_what_does_not_matter(text):
    assert read(text) == ("ignored", "")


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả đánh giá sự hài lòng (%)",
        "Kết quả đánh giá sự hài lòng",
        "Tỷ lệ hài lòng của người dân",
        "Mức độ hài lòng",
    ],
)
def test_satisfaction_is_told_beside_the_points_and_is_no_verdict(text):
    assert read(text) == ("ignored", "")


@pytest.mark.parametrize("text", ["Điều kiện 3", "ĐK3", "DK 3", "dieu kien 03: kỷ luật"])
def test_conditions(text):
    assert read(text) == ("condition", "DK3")


@pytest.mark.parametrize(
    ("text", "role", "code"),
    [
        ("1.2.1 đã thực hiện", "done", "1.2.1"),
        ("1.2.1: tử số", "done", "1.2.1"),
        ("1.2.1 (tổng số)", "due", "1.2.1"),
        ("1.2.1 phải thực hiện", "due", "1.2.1"),
        ("2.2.1 không phát sinh", "absent", "2.2.1"),
        ("3.1.2 Vụ, việc hòa giải thành", "done", "3.1.2"),
        ("3.1.2 vụ, việc đã hòa giải", "due", "3.1.2"),
        ("Hồ sơ giải quyết đúng quy định", "done", "5.2.1"),
        ("Hồ sơ tiếp nhận, giải quyết", "due", "5.2.1"),
    ],
)
def test_figures_of_contents(text, role, code):
    assert read(text) == (role, code)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("2.4.1 ngày giao", "assigned_on"),
        ("2.4.1 - ngày ban hành", "done_on"),
        ("Ngày được giao kế hoạch cấp trên", "assigned_on"),
    ],
)
def test_dates_of_contents(text, role):
    assert read(text, PASS_SET) == (role, "2.4.1")


def test_a_label_of_two_contents_needs_the_code():
    assert read("Vụ, việc đã hòa giải") is None


def test_an_indicator_has_no_figures_of_its_own():
    assert read("1.2 tổng số") == ("points", "1.2")


@pytest.mark.parametrize(
    ("text", "code"), [("TC6", "TC6"), ("Chỉ tiêu 1.3", "1.3"), ("1.1.9", "1.1.9"), ("DK9", "DK9")]
)
def test_codes_the_set_does_not_have(text, code):
    assert read(text) == ("not_in_set", code)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "Điểm",
            "Đơn vị tính: điểm",
            "BẢNG TỔNG HỢP ĐIỂM SỐ",
            "Tổng hợp điểm",
            "Xã Ia Dơk",
        ),
        *(
            "UBND HUYỆN ĐỨC CƠ",
            "Họ và tên",
            "29,63",
            "100",
            "3,1",
            "x" * 5000,
            "\x00",
            "tc",
            "1.",
            ".",
        ),
    ],
)
def test_nothing_known(text):
    assert read(text) is None


@given(st.text(max_size=400))
def test_any_heading_is_read_or_not(text):
    meaning = meaning_of(text, POINT_SET)
    assert meaning is None or isinstance(meaning, Meaning)


@pytest.mark.parametrize(
    ("text", "above", "expected"),
    [
        ("Chỉ tiêu 2", "Tiêu chí 1", ("points", "1.2")),
        ("CT 9", "Tiêu chí 1", ("not_in_set", "1.9")),
        ("Điểm", "Tiêu chí 1", ("points", "TC1")),
        ("Tổng", "Tiêu chí 1", ("points", "TC1")),
        ("1.1", "Tiêu chí 1", ("points", "1.1")),
        ("Tổng số", "1.2.1", ("due", "1.2.1")),
        ("Đã thực hiện", "1.2.1", ("done", "1.2.1")),
        ("3", "Điểm các tiêu chí", ("points", "TC3")),
        ("IV", "Tiêu chí", ("points", "TC4")),
        ("3", "Kết quả", None),
        ("Tự chấm", "Tiêu chí 1", None),
    ],
)
def test_the_heading_above_helps(text, above, expected):
    meaning = meaning_below(text, above, meaning_of(above, POINT_SET), POINT_SET)
    assert ((meaning.role.value, meaning.code) if meaning else None) == expected


# --- lines of headings ---

CRITERIA = ["TC1", "TC2", "TC3", "TC4", "TC5"]


def roles(rows) -> list[tuple[str, str]] | None:
    heading = find_heading(rows, POINT_SET)
    if heading is None:
        return None
    return [(c.meaning.role.value, c.meaning.code) for c in heading.columns if c.meaning]


def test_one_line_below_titles():
    rows = [["ỦY BAN NHÂN DÂN HUYỆN"], [None], ["KẾT QUẢ CHẤM ĐIỂM"], ["TT", "Tên xã", *CRITERIA]]
    heading = find_heading(rows, POINT_SET)
    assert (heading.first, heading.last) == (3, 3)
    assert [c.meaning.code for c in heading.having(Role.POINTS)] == CRITERIA


def test_two_lines_with_a_group_name():
    rows = [
        ["TT", "Tên xã", "Điểm các tiêu chí", None, None, None, None, "Tổng điểm"],
        [None, None, *CRITERIA, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8=3+4+5+6+7)"],
        [1, "Xã Ia Dơk", 1, 2, 3, 4, 5, 15],
    ]
    heading = find_heading(rows, POINT_SET)
    assert (heading.first, heading.last) == (0, 2)
    assert [c.text for c in heading.columns] == ["TT", "Tên xã", *CRITERIA, "Tổng điểm"]


def test_groups_above_the_line_of_the_unit():
    rows = [
        [None, None, "Tiêu chí 1", None, None, "Tiêu chí 2", None],
        ["TT", "Đơn vị", "CT 1", "CT 2", "Tổng", "2.1", "2.2"],
    ]
    assert roles(rows)[2:] == [
        ("points", "1.1"),
        ("points", "1.2"),
        ("points", "TC1"),
        ("points", "2.1"),
        ("points", "2.2"),
    ]


def test_three_lines_of_figures():
    rows = [
        ["Đơn vị", "Tiêu chí 1", None, None],
        [None, "1.1.1", "1.2.1", None],
        [None, None, "Đã thực hiện", "Tổng số"],
    ]
    assert roles(rows) == [
        ("unit", ""),
        ("points", "1.1.1"),
        ("done", "1.2.1"),
        ("due", "1.2.1"),
    ]


def test_points_like_codes_are_data():
    rows = [["Tên xã", "3.1", "3.2"], ["Ia Dơk", "3.1", "1.2"], [None, "3.2", "3.3"]]
    heading = find_heading(rows, POINT_SET)
    assert heading.last == 0


def test_a_blank_line_ends_the_heading():
    rows = [["Tên xã", "TC1"], [None, None], ["Ia Dơk", 5]]
    assert find_heading(rows, POINT_SET).last == 0


def test_a_heading_without_the_unit():
    rows = [["TC1", "TC2"], [1, 2]]
    assert roles(rows) == [("points", "TC1"), ("points", "TC2")]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["Tên xã", "Dân số"]],
        [["Tên xã"], ["Ia Dơk"]],
        [["TC1", "Họ tên"]],
        [[f"dòng {n}"] for n in range(100)] + [["Tên xã", "TC1"]],
    ],
)
def test_no_heading(rows):
    assert roles(rows) is None
    assert recognised(rows, POINT_SET) == 0


def test_columns_of_commune_and_district():
    assert roles([["Đơn vị", "Tên xã", "TC1"]]) == [
        ("parent", ""),
        ("unit", "commune"),
        ("points", "TC1"),
    ]


def test_understood_headings_are_counted():
    assert recognised([["Tên xã", "TC1", "Lạ"]], POINT_SET) == 2


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_in_a_spreadsheet(index, letters):
    assert Column(index, "", None).letters == letters
