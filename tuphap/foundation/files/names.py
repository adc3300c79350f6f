"""File names as people gave them, without what could hurt."""

import re

from tuphap.rules.vietnamese import normalise

LONGEST_NAME = 200
UNNAMED = "tep"
# Not allowed by Windows; a name must open everywhere it is downloaded to.
_UNSAFE = re.compile(r'[<>:"|?*\\/]+')


def clean_name(name: str) -> str:
    """The last part of a path in NFC, with Vietnamese letters; cut, it keeps its ending."""
    last = re.split(r"[/\\]", normalise(name))[-1]
    plain = _UNSAFE.sub("-", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not stem:
        stem, dot, ending = plain or UNNAMED, "", ""
    room = LONGEST_NAME - len(dot) - len(ending)
    if room < 1:
        return plain[:LONGEST_NAME]
    return f"{stem[:room].rstrip()}{dot}{ending}"
