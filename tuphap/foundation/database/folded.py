"""Text without marks and case inside the database, so that what is typed any way is found.

The function comes with migration 0018 of the assessments. It knows the letters of Vietnamese, and
every text here is composed (NFC) since the border; so it agrees with `rules/vietnamese.py`.
"""

import unicodedata

from django.contrib.postgres.search import SearchVector
from django.db.models import Func, TextField

FUNCTION = "tuphap_fold"
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


class Fold(Func):
    """One text folded."""

    function = FUNCTION
    output_field = TextField()


def folded_words(field: str) -> SearchVector:
    """What a GIN index of a text holds, and what is asked of it: the same expression."""
    return SearchVector(Fold(field), config="simple")


def letters() -> tuple[str, str]:
    """Every letter with a mark, small and capital, and the plain one that stands for it."""
    marked = {"đ": "d"}
    for vowel in _VOWELS:
        plain = unicodedata.normalize("NFD", vowel)[0]
        for tone in _TONES:
            marked[unicodedata.normalize("NFC", vowel + tone)] = plain
    both = {**marked, **{letter.upper(): plain for letter, plain in marked.items()}}
    pairs = [(letter, plain) for letter, plain in both.items() if not letter.isascii()]
    return "".join(letter for letter, _ in pairs), "".join(plain for _, plain in pairs)
