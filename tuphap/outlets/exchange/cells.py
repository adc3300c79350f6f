"""Cells of files that leave the house: no text starts a formula in somebody's spreadsheet (X7)."""

import re

# What a spreadsheet takes for a formula, also behind spaces; some read the wide forms alike.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Negative figures and telephone numbers are what they look like.
_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,/()-]*")


def harmless(text: str) -> str:
    """The same text with an apostrophe before it where a spreadsheet would calculate."""
    if text.strip().startswith(_STARTS) and not _FIGURE.fullmatch(text):
        return "'" + text
    return text
