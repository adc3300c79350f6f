"""Papers as Word files: a template in the same layout, filled with the same texts."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

# The earliest day a ZIP archive can name: the same data give the same bytes on every day.
NO_DAY = (1980, 1, 1, 0, 0, 0)
# Readers look for it at the beginning.
FIRST_PART = "[Content_Types].xml"


def make_docx(template: Path, data: Mapping[str, Any]) -> bytes:
    """Values are escaped, so that nothing people wrote becomes a part of the file's markup."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render(_writable(data), autoescape=True)
    filled = io.BytesIO()
    document.save(filled)
    return _without_days(filled.getvalue())


def _writable(value: Any) -> Any:
    """Control characters have no place in XML."""
    if isinstance(value, str):
        plain = normalize("NFC", value)
        return "".join(s for s in plain if s in "\n\t" or category(s) not in ("Cc", "Cs"))
    if isinstance(value, Mapping):
        return {key: _writable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(part) for part in value]
    return value


def _without_days(archive: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            part = zipfile.ZipInfo(name, NO_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
