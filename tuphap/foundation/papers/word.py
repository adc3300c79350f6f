"""Papers as Word files: a template in the same layout, filled with the same texts."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import normalize

NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The earliest day a ZIP archive can name: the same data give the same bytes on every day.
NO_DAY = struct.pack("<2H", 0, 1 << 5 | 1)
# Where it stands in the head of a part, and in a line of the list; how long such a line is.
LOCAL_DAY, LISTED_DAY, LISTED_SIZE, LISTED_LENGTHS = 10, 12, 46, 28


def make_docx(template: Path, data: Mapping[str, Any]) -> bytes:
    """Values are escaped, so that nothing people wrote becomes a part of the file's markup."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render(_writable(data), autoescape=True)
    filled = io.BytesIO()
    document.save(filled)
    return _without_days(filled.getvalue())


def _writable(value: Any) -> Any:
    """Control characters and halves of pairs have no place in XML."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: _writable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(part) for part in value]
    return value


def _without_days(archive: bytes) -> bytes:
    """The day of making stands twice for each part: before it, and in the list at the end."""
    patched = bytearray(archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        place, count = parts.start_dir, len(parts.infolist())
        for part in parts.infolist():
            _set_day(patched, part.header_offset + LOCAL_DAY)
    for _ in range(count):
        _set_day(patched, place + LISTED_DAY)
        place += LISTED_SIZE + sum(struct.unpack_from("<3H", archive, place + LISTED_LENGTHS))
    return bytes(patched)


def _set_day(archive: bytearray, place: int) -> None:
    archive[place : place + len(NO_DAY)] = NO_DAY
