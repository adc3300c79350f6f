"""One text out of two: nothing that either side wrote is missing."""

from hypothesis import given
from hypothesis import strategies as st

from tuphap.foundation.ui.merging import merged

BASE = "Trang 3 của danh mục: hai thông tin đăng sau thời hạn. Chỉ tính 40/42."
THEIRS = (
    "Trang 3 của danh mục: hai thông tin đăng sau thời hạn. "
    "Đề nghị xã giải trình trước khi tính điểm. Chỉ tính 40/42."
)
MINE = (
    "Trang 3 của danh mục: hai thông tin về quy hoạch sử dụng đất và dự toán ngân sách "
    "đăng sau thời hạn. Chỉ tính 40/42."
)
BOTH = (
    "Trang 3 của danh mục: hai thông tin về quy hoạch sử dụng đất và dự toán ngân sách "
    "đăng sau thời hạn. Đề nghị xã giải trình trước khi tính điểm. Chỉ tính 40/42."
)
WORDS = ["một", "hai", "ba", "bốn", "năm", "sáu"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def test_what_was_added_in_two_places_stands_in_both() -> None:
    assert merged(THEIRS, MINE, BASE) == BOTH


def test_without_the_text_both_began_from_it_is_the_same() -> None:
    assert merged(THEIRS, MINE) == BOTH


def test_what_one_side_took_out_is_out_where_the_base_is_known() -> None:
    assert merged("một ba", "một hai ba bốn", "một hai ba") == "một ba bốn"


def test_the_same_change_on_both_sides_counts_once() -> None:
    assert merged("một hai năm", "một hai năm", "một hai") == "một hai năm"


def test_both_at_one_place_come_together_with_what_they_share_once() -> None:
    assert merged("thông tin về đất", "thông tin về đất và vốn", "thông tin") == (
        "thông tin về đất và vốn"
    )
    assert merged("a b", "a c", "a") == "a b c"


def test_lines_stay_lines() -> None:
    assert merged("một\nhai", "một\nhai\nba") == "một\nhai\nba"


@given(theirs=TEXTS, mine=TEXTS)
def test_no_word_of_either_side_is_missing(theirs: str, mine: str) -> None:
    both = merged(theirs, mine).split()
    for side in (theirs, mine):
        assert is_part_in_order(side.split(), both)


@given(base=TEXTS, mine=TEXTS)
def test_a_side_that_changed_nothing_gives_way(base: str, mine: str) -> None:
    assert merged(base, mine, base).split() == mine.split()
    assert merged(mine, base, base).split() == mine.split()


def is_part_in_order(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)
