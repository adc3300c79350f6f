"""The number of the version a form was made of, as its page sends it."""

from django.http import QueryDict

from tuphap.rules.refusals import Kind, Refused

VERSION = "ban"
_LONGEST = 9  # digits


def version_in(posted: QueryDict, missing: str) -> int:
    """`missing` is the sentence for a form without it, or with something else in its place."""
    text = posted.get(VERSION, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST):
        raise Refused("unknown_field", missing, Kind.INVALID)
    return int(text)
