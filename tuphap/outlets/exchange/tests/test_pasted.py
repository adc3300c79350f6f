"""Blocks as spreadsheets put them on the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.outlets.exchange.pasted import read_pasted
from tuphap.outlets.exchange.reading_limits import LIMITS, MOST_PASTED
from tuphap.rules.refusals import Refused


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1.1\t3\t4\r\n1.2\t\t5\r\n", [["1.1", "3", "4"], ["1.2", "", "5"]]),
        ("1.1\n\n1.2\n\n\n", [["1.1"], [""], ["1.2"]]),
        ('1.1\t"hai\r\ndòng ""này"""\t4', [["1.1", 'hai\ndòng "này"', "4"]]),
        ('1.1\t"một\thai ""ba"""\t4', [["1.1", 'một hai "ba"', "4"]]),
        # Excel and Google Sheets quote nothing but cells with a line break or a tab.
        ('"Xã" Ia Dơk\t"một"\t5"', [['"Xã" Ia Dơk', '"một"', '5"']]),
        # A mark that nobody closed swallows nothing.
        ('"mở\t3\n1.2\tđóng"\t4', [['"mở', "3"], ["1.2", 'đóng"', "4"]]),
        ("\t\t7", [["", "", "7"]]),
        (" 1.1 \t\xa03 ", [["1.1", "3"]]),
    ],
)
def test_cells_are_read_as_the_spreadsheet_wrote_them(text: str, rows: list[list[str]]) -> None:
    (sheet,) = read_pasted(text).sheets
    assert sheet.rows == rows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nothing_pasted"),
        (" \t\r\n \n", "nothing_pasted"),
        ("x" * (MOST_PASTED + 1), "pasted_too_long"),
        ("1\n" * (LIMITS.rows + 1), "pasted_too_many_cells"),
        ("1\t" * LIMITS.columns + "1", "pasted_too_many_cells"),
        ("x¸ ®« t­\tx·\nth«n lµng", "pasted_font_tcvn3"),
    ],
)
def test_what_is_no_block_is_refused_with_what_to_do(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_pasted(text)
    assert refused.value.code == code
    assert refused.value.sentence.startswith("Không đọc được khối dán: ")


@given(st.text(st.sampled_from('"\t\n\r1a. '), max_size=60))
def test_only_a_text_without_any_sign_is_no_block(text: str) -> None:
    if set(text) & set("1a."):
        assert any(any(row) for row in read_pasted(text).sheets[0].rows)
