"""The shades in rules against the style sheet and its test of contrast."""

from tuphap.foundation.ui.tests.test_tokens import MARKS, TEXT, TOKENS
from tuphap.rules.site_colours import FIXED, MARK, PAIRS, STANDARD, shades, style_sheet
from tuphap.rules.site_colours import TEXT as TEXT_LIMIT


def test_the_standard_colours_are_those_of_the_style_sheet():
    assert {token: TOKENS[token] for token in (*FIXED, *shades(STANDARD))} == {
        **FIXED,
        **shades(STANDARD),
    }
    assert style_sheet(STANDARD) == ""


def test_every_pair_of_the_look_that_depends_on_the_brand_is_measured():
    moving = set(shades(STANDARD))
    wanted = {(*pair, TEXT_LIMIT) for pair in TEXT} | {(*pair, MARK) for pair in MARKS}
    wanted = {row for row in wanted if moving & {row[0], row[1]}}
    assert wanted <= {(pair.ink, pair.ground, pair.least) for pair in PAIRS}
