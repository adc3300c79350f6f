"""Bars: in place, inside their ground, without a style, and the same drawing for paper."""

import re
from decimal import Decimal

from tuphap.foundation.ui.bars import FINAL, MET, NOT_MET, OWN, PAPER, bars_svg, shares


def widths(svg: str) -> list[str]:
    return re.findall(r'width="([0-9.]+)" height="8"', svg)


def test_parts_stand_one_after_the_other_and_never_leave_the_ground() -> None:
    drawn = bars_svg([shares((3, MET), (1, NOT_MET)), [(Decimal(180), OWN)], []])
    assert widths(drawn) == ["100", "75.00", "25.00", "100", "100.00", "100"]
    assert 'x="75.00"' in drawn
    assert "style" not in drawn


def test_papers_have_the_same_drawing_in_grey() -> None:
    screen, paper = (bars_svg([[(50, FINAL)]], *shades) for shades in ((), (PAPER,)))
    assert widths(screen) == widths(paper)
    greys = re.findall(r'fill="#(..)(..)(..)"', paper)
    assert greys
    assert all(red == green == blue for red, green, blue in greys)


def test_nothing_counted_gives_no_part() -> None:
    assert shares((0, MET), (0, NOT_MET)) == []
