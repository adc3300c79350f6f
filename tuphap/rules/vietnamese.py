"""Vietnamese text: one way to clean it, to find it, to order it and to compare it.

Everything that is stored, searched or sorted by name passes through here, so that every server
finds and orders alike, whatever its locale.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby

# The Vietnamese alphabet with the four letters only foreign names use (f j w z) in their place.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

# Order of tones in dictionaries and in CLDR: level, huyền, hỏi, ngã, sắc, nặng.
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
# Letters and marks without a width, which Unicode does not call format characters.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
_ANY_INVISIBLE = re.compile(f"[{''.join(sorted(_INVISIBLE))}]")


def normalise(text: str, *, keep_lines: bool = False) -> str:
    """NFC, without zero-width, bidi, control and NUL characters; spaces stay as they were typed.

    Line breaks and tabs become one space each, so that no two words grow together;
    with `keep_lines` they stay, every break as a plain newline.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n" if keep_lines else " ", text)
    if not keep_lines:
        text = text.replace("\t", " ")
    # Nothing printable is dropped but the invisible; most texts need no look at each letter.
    if not text.isprintable() or _ANY_INVISIBLE.search(text):
        text = "".join(c for c in text if _is_kept(c))
    return unicodedata.normalize("NFC", text)


def _is_kept(char: str) -> bool:
    if char in "\n\t":
        return True
    return unicodedata.category(char) not in _DROPPED_CATEGORIES and char not in _INVISIBLE


def fold(text: str) -> str:
    """What is searched: no marks, no case, đ as d. Old and new accent placement become equal."""
    plain = _without_marks(_without_marks(normalise(text)).casefold())
    return unicodedata.normalize("NFC", plain.replace("đ", "d"))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))


def slug(text: str) -> str:
    """For addresses and file names: "Đắk Lắk" becomes "dak-lak"."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")


def same_text(left: str, right: str) -> bool:
    """Equal but for case, Unicode form and accent placement; "hoà" is "hòa", "hoa" is not."""
    return comparable(left) == comparable(right)


def comparable(text: str) -> str:
    """A key that is equal for two texts exactly when `same_text` says so; to be kept unique."""
    decomposed = unicodedata.normalize("NFD", normalise(text).casefold())
    runs = groupby(decomposed, key=_is_letter_or_mark)
    moved = (_tones_last(list(run)) if is_word else "".join(run) for is_word, run in runs)
    return unicodedata.normalize("NFC", "".join(moved))


def _is_letter_or_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _tones_last(syllable: list[str]) -> str:
    letters = (c for c in syllable if c not in TONES)
    tones = (c for c in syllable if c in TONES)
    return "".join((*letters, *tones))


# --- order ---
#
# A key is ASCII and compared byte by byte (collation "C"): letters, then tones, then capitals,
# parted by a space, which is lower than everything else in a key.
# A letter with breve, circumflex or horn is its plain letter and "~", higher than all of a–z,
# so that "ă" follows every "a…" and "â" (two of them) every "ă…".

_LETTER_MARKS = {
    "ă": "a~",
    "â": "a~~",
    "đ": "d~",
    "ê": "e~",
    "ô": "o~",
    "ơ": "o~~",
    "ư": "u~",
}
_LETTER_KEYS = {letter: _LETTER_MARKS.get(letter, letter) for letter in ALPHABET}
_TONE_KEYS = {tone: str(place) for place, tone in enumerate(TONES, start=1)}
_FOREIGN_MARK = "9"
_NUMBER = re.compile("([0-9]+)")


def sort_key(text: str) -> str:
    """Dictionary order as text; numbers inside a name by their size ("Phường 2", "Phường 10")."""
    primary, tones, capitals = "", "", ""
    for part in _NUMBER.split(normalise(text)):
        if _NUMBER.fullmatch(part):
            primary += _number_key(part.lstrip("0"))
            continue
        for letter, marks, capital in _letters(part):
            primary += _letter_key(letter)
            tones += marks
            capitals += capital
    return " ".join((primary, tones.rstrip("0"), capitals.rstrip("0"))).rstrip()


def by_name(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Code and name, for lists to choose from."""
    return sorted(names.items(), key=lambda pair: (sort_key(pair[1]), pair[0]))


def _letters(text: str) -> list[tuple[str, str, str]]:
    """Each letter without its tone, the weight of its tone, and whether it is a capital."""
    found: list[tuple[str, str, str]] = []
    for char in unicodedata.normalize("NFD", text):
        weight = _TONE_KEYS.get(char)
        if found and unicodedata.category(char).startswith("M"):
            letter, marks, capital = found[-1]
            joined = unicodedata.normalize("NFC", letter + char)
            if weight is None and joined in _LETTER_KEYS:
                found[-1] = (joined, marks, capital)
            else:
                found[-1] = (
                    letter,
                    marks.strip("0") + (weight or _FOREIGN_MARK),
                    capital,
                )
        else:
            found.append((char.lower(), "0", str(int(char.isupper()))))
    return found


def _letter_key(letter: str) -> str:
    """Spaces, other signs, digits, letters of the alphabet, letters of other scripts."""
    if letter == " ":
        return "!"
    if letter in _LETTER_KEYS:
        return _LETTER_KEYS[letter]
    points = "".join(f"{ord(c):06x}" for c in letter)
    return ("{" if letter.isalnum() else '"') + points


def _number_key(digits: str) -> str:
    """The number of digits before the digits: a longer number is a larger one."""
    length = str(len(digits))
    return (length if len(digits) < 9 else "9" + _number_key(length)) + digits
