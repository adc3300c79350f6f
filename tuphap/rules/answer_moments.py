"""The time stamp of an answer to a form, as text that orders like its moment.

Sheets write it day first; forms that are downloaded write it year first, with their zone. A form
has one zone, so it is not counted.
"""

import re
from datetime import datetime

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?"
_HALF = r"(?: ?(?P<half>SA|CH|AM|PM))?"
_ZONE = r"(?: ?(?:Z|(?:GMT|UTC)(?:[+-]\d{1,2}(?::\d{2})?)?))?"
_DAY_FIRST = r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})"
_YEAR_FIRST = r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(rf"{day}(?:[ ,]+|T){_CLOCK}{_HALF}{_ZONE}", re.IGNORECASE | re.ASCII)
    for day in (_DAY_FIRST, _YEAR_FIRST)
)
# Twelve in the morning is midnight; an hour above twelve says by itself which half it is.
_AFTERNOON, _NOON = frozenset({"CH", "PM"}), 12


def moment_of(text: str) -> str:
    """ "" where it cannot be read, or where no calendar or clock has it."""
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return ""
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in names)
    if found["half"] and hour <= _NOON:
        hour = hour % _NOON + (_NOON if found["half"].upper() in _AFTERNOON else 0)
    try:
        return datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001
    except ValueError:
        return ""
