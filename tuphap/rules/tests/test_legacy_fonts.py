"""Fonts of the 1990s are recognised; no name of a real unit is taken for one."""

import csv
from pathlib import Path

import pytest

import tuphap
from tuphap.rules.legacy_fonts import font_of_word, legacy_font

UNITS = Path(tuphap.__file__).parent / "data" / "units"
NAMES = [
    row["name"]
    for path in sorted(UNITS.glob("units-*.csv"))
    for row in csv.DictReader(path.open(encoding="utf-8"))
]


def test_no_real_name_looks_like_an_old_font():
    wrong = [word for name in NAMES for word in name.split() if font_of_word(word)]
    assert not wrong
    assert legacy_font(NAMES) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("§¬n vÞ X· Lai Uyªn Tæng ®iÓm", "font_tcvn3"),
        ("Ñôn vò Xaõ Lai Uyeân Toång ñieåm", "font_vni"),
        ("TÃªn xÃ£ Ä‘iá»ƒm", "misread_utf8"),
        ("Noël và naïve", ""),
        ("© Sở Tư pháp, 10 µg, nhãn hiệu ®", ""),
        ("Hoà Bình, Thuỷ Nguyên, Quý, Uỷ ban", ""),
    ],
)
def test_a_font_shows_in_three_words(text, code):
    found = legacy_font(text.split())
    assert (found.code if found else "") == code


def test_a_long_cell_is_looked_at_from_its_beginning():
    assert legacy_font(["a" * 100_000 + " Xaõ Uyeân Toång"]) is None
