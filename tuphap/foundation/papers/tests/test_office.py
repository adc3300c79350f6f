"""What stands on every office paper."""

from datetime import date

import pytest

from tuphap.foundation.papers.office import day_in_words, head, recipients


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 1, 9), "ngày 09 tháng 01 năm 2023"),
        (date(2022, 2, 24), "ngày 24 tháng 02 năm 2022"),
        (date(2022, 3, 5), "ngày 05 tháng 3 năm 2022"),
        (date(2022, 12, 31), "ngày 31 tháng 12 năm 2022"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_a_day_is_written_as_offices_do(day, words):
    assert day_in_words(day) == words


def test_the_office_stands_in_capitals():
    lines = head("Phường Quy Nhơn Bắc", "Quy Nhơn Bắc", None, "Số:   /BC-UBND")
    assert lines["office_kind"] == "ỦY BAN NHÂN DÂN"
    assert lines["office_name"] == "PHƯỜNG QUY NHƠN BẮC"
    assert lines["place_and_day"] == "Quy Nhơn Bắc, ngày … tháng … năm …"
    assert lines["number"] == "Số:   /BC-UBND"


def test_recipients_end_with_a_full_stop():
    assert recipients("A", "B", "Lưu: VT")["lines"] == ["- A;", "- B;", "- Lưu: VT."]
