"""A brand colour is taken when everything that stands on it or is drawn in it stays readable."""

import pytest

from tuphap.rules.site_colours import (
    MARK,
    SUGGESTED,
    fault_of,
    measured,
    shades,
    style_sheet,
)


@pytest.mark.parametrize("brand", [value for value, _ in SUGGESTED])
def test_what_is_suggested_can_be_chosen(brand):
    assert fault_of(brand) == ""
    assert all(one.holds for one in measured(brand))


@pytest.mark.parametrize(
    ("brand", "words"),
    [
        ("#4d9de0", "đường dẫn trên nền trang chỉ được 2,68 : 1, cần từ 4,5 : 1. Chọn màu đậm"),
        ("#ffffff", "chữ trắng trên nút chỉ được 1,00 : 1"),
        ("#ff0000", "viền nút trên đầu trang chỉ được 2,29 : 1, cần từ 3 : 1"),
        ("#FFF", "phải là mã màu"),
        ("red;}body{", "phải là mã màu"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_pair_ratio_and_limit(brand, words):
    assert words in fault_of(brand)


def test_one_step_on_either_side_of_the_limit():
    """Grey #767676 has 4,54 on white and less on the page; one must be darker for all pairs."""
    greys = (f"{grey:02x}" * 3 for grey in range(255, -1, -1))
    lightest = int(next(grey for grey in greys if not fault_of(f"#{grey}"))[:2], 16)
    assert fault_of("#" + f"{lightest + 1:02x}" * 3) != ""
    assert min(one.ratio / one.pair.least for one in measured("#" + f"{lightest:02x}" * 3)) >= 1
    assert MARK == 3


def test_the_sheet_names_every_token_once():
    sheet = style_sheet("#1d5635")
    assert all(sheet.count(f"--tp-{token}:") == 1 for token in shades("#1d5635"))
    assert "--tblr-primary-rgb:29, 86, 53" in sheet
