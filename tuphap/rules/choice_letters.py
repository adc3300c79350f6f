"""The letters of choices, as lists of Vietnamese law have them: a, b, c, d, đ, e, g, h, …

A key names a choice in the data and is never shown; a letter is for people and follows the place
in the list, unless the rule set carries a letter of its own.
"""

from collections.abc import Mapping, Sequence

from tuphap.rules.rule_set_rows import Option
from tuphap.rules.vietnamese import normalise

LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
# Letters of other languages that look like đ and are typed for it.
_LIKE_D_STROKE = str.maketrans("ðɖ", "đđ")


def letters_of(options: Sequence[Option]) -> dict[str, str]:
    """Key to letter; beyond the alphabet the number of the place."""
    return {
        option.key: option.letter or (LETTERS[place] if place < len(LETTERS) else str(place + 1))
        for place, option in enumerate(options)
    }


def keys_by_letter(options: Sequence[Option]) -> Mapping[str, str]:
    return {as_letter(letter): key for key, letter in letters_of(options).items()}


def as_letter(text: str) -> str:
    """What was typed, for comparing with letters: case does not matter, đ stays đ."""
    return normalise(text).strip().casefold().translate(_LIKE_D_STROKE)
