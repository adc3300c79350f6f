"""Cells of files that leave the house: no text starts a formula in somebody's spreadsheet (X7)."""

import re

# What a spreadsheet takes for a formula; some read the wide forms alike.
_STARTS = r"[=+\-@＝＋－＠]"
# Signs nobody sees do not keep a spreadsheet from calculating what follows them.
_UNSEEN = r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*"
# A tab or the end of a line first may be taken for the end of a cell.
_FORMULA = re.compile(rf"[\t\r\n]|{_UNSEEN}{_STARTS}")
# Negative figures and telephone numbers are what they look like.
_FIGURE_SIGNS = "[+-]?[0-9][0-9 .,/()-]*%?"
_FIGURE = re.compile(_FIGURE_SIGNS)
# Where the list separator is ";" a spreadsheet opens a CSV file cut at every one of them.
_BEHIND_SEPARATOR = re.compile(rf"(;{_UNSEEN})(?={_STARTS})(?!{_FIGURE_SIGNS}(?:;|\Z))")


def harmless(text: str) -> str:
    """The same text with an apostrophe before it where a spreadsheet would calculate."""
    if _FORMULA.match(text) and not _FIGURE.fullmatch(text):
        text = "'" + text
    return _BEHIND_SEPARATOR.sub(r"\1'", text)
