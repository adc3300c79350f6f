"""The mark of a template tells its version; it never decides how a file is read."""

import pytest

from tuphap.rules.listed_template import VERSION, mark_in, mark_text, told_of, without_marks


def test_the_mark_of_today_is_found_and_says_nothing() -> None:
    mark = mark_in([["Kết quả năm 2019"], [], ["", mark_text(2019, "619-2017")]])
    assert mark is not None
    assert (mark.version, mark.year, mark.rule_set) == (str(VERSION), "2019", "619-2017")
    assert (mark.row, mark.place) == (3, 1)
    assert list(told_of(mark, 2019, "619-2017")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mẫu nhập kết quả, phiên bản 1.", {"template_version": "phiên bản 1 cũ hơn"}),
        ("MẪU NHẬP KẾT QUẢ,  phiên bản 3", {"template_version": "phiên bản 3, hệ thống chưa biết"}),
        ("Mẫu nhập kết quả, phiên bản <b>.", {"template_version": "phiên bản <b>, hệ thống"}),
        (
            "Mẫu nhập kết quả, phiên bản 2, năm 2018, bộ tiêu chí 25-2021.",
            {"template_year": "lập cho năm 2018", "template_rule_set": "theo bộ tiêu chí 25-2021"},
        ),
    ],
)
def test_an_older_or_other_mark_is_named(text: str, told: dict[str, str]) -> None:
    mark = mark_in([[text]])
    assert mark is not None
    found = {row.rule: row for row in told_of(mark, 2019, "619-2017", current=2)}
    assert set(found) == set(told)
    for rule, words in told.items():
        assert words in found[rule].sentence
        assert (found[rule].level, found[rule].value) == ("warning", " ".join(text.split()))


@pytest.mark.parametrize("text", ["Mẫu nhập", "Mẫu nhập kết quả, phiên bản", "phiên bản 1", ""])
def test_other_text_is_no_mark(text: str) -> None:
    assert mark_in([[text], [1, None]]) is None


@pytest.mark.parametrize("head", ["Lỗi", "Lỗi\nDòng 3, cột “x”: bỏ.", "Lỗi\nTrang tính “a”, …"])
def test_the_column_of_a_marked_copy_is_no_part_of_the_list(head: str) -> None:
    rows = [["Mẫu", None, "Dòng 1: xem lại năm"], ["Tên xã", "TC1", head], ["Ka Đô", 5, "sai"]]
    assert [list(row) for row in without_marks(rows)] == [
        ["Mẫu", None, None],
        ["Tên xã", "TC1", None],
        ["Ka Đô", 5, None],
    ]


def test_another_heading_stays() -> None:
    rows = [["Tên xã", "Lỗi thường gặp"]]
    assert without_marks(rows) is rows
