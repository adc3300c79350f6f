"""Vietnamese text that is no Unicode: typed for fonts of the 1990s, or read in a wrong encoding.

Each table names what never stands inside a word of Vietnamese. One such word may be foreign
("Noël"); several are the font of the whole sheet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# So many different words make a font; a single word of a name may be foreign.
ENOUGH_WORDS = 3
# Long cells are looked at from their beginning: a sheet is all of one font.
LONGEST_LOOK = 500

# TCVN3 puts signs like ª (ê), « (ô), ¬ (ơ), ­ (ư), ® (đ), µ (à), ¸ (á) between letters.
_TCVN3_SIGNS = "¡-¯µ-¹»-¾"
_TCVN3 = re.compile(rf"[^\W\d_][{_TCVN3_SIGNS}]|[®§][^\W\d_]")
# VNI writes the mark as a letter of its own behind the vowel: "xaõ", "tænh", "ñôn vò".
_VNI = re.compile(
    r"[aeoôöuy][øûïäåëü]|[aeo]â|aù|aõ|uù|[eo]ù|öô|ñ[aeoiuôöæ]|[a-z]æ[a-z]", re.IGNORECASE
)
# UTF-8 read as Windows-1252 or 1258.
_MISREAD = re.compile("á[º»]|Ã[\u0080-\u00bf]|Ä[‘‚\u0090]|Æ[°¡]|Â[\u00a0-\u00bf]")
_PATTERNS = (("misread_utf8", _MISREAD), ("font_tcvn3", _TCVN3), ("font_vni", _VNI))

# Letters that only Vietnamese written in Unicode has.
_TRUE_LETTERS = re.compile("[ăĂơƠưƯđĐạ-ỹẠ-Ỹ]")


@dataclass(frozen=True)
class LegacyText:
    """`code` names the font or fault, `word` is the first word that shows it."""

    code: str
    word: str


def legacy_font(texts: Iterable[str]) -> LegacyText | None:
    """The font these cells were typed for, where it is not Unicode."""
    found: dict[str, dict[str, None]] = {code: {} for code, _ in _PATTERNS}
    for text in texts:
        for word in text[:LONGEST_LOOK].split():
            code = "" if word.isascii() else font_of_word(word)
            if code:
                found[code][word] = None
                if len(found[code]) >= ENOUGH_WORDS:
                    return LegacyText(code, next(iter(found[code])))
    return None


def font_of_word(word: str) -> str:
    if _TRUE_LETTERS.search(word):
        return ""
    return next((code for code, pattern in _PATTERNS if pattern.search(word)), "")
