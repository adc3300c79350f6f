"""Old workbooks (.xls): what can be said of them before the reader of cells opens them."""

import re
from typing import BinaryIO

from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.outlets.exchange.sheet_shapes import BookShape

_LOCKED = "EncryptedPackage".encode("utf-16-le")
# The record of the password follows the beginning of the book, or its write protection.
_LOCKED_BOOK = re.compile(
    rb"\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0[\x04-\xff]\0", re.DOTALL
)
_MACRO = "_VBA_PROJECT_CUR".encode("utf-16-le")
_DOCUMENTS = {
    "WordDocument": "văn bản Word cũ (.doc)",
    "PowerPoint Document": "bản trình chiếu PowerPoint cũ (.ppt)",
    "__properties_version1.0": "thư Outlook (.msg)",
}


def look(body: BinaryIO) -> BookShape:
    """Names stand in the directory of the file as plain UTF-16."""
    body.seek(0)
    content = body.read()
    if _LOCKED in content or _LOCKED_BOOK.search(content):
        raise Unfit("password")
    if _MACRO in content:
        raise Unfit("macro")
    for name, kind in _DOCUMENTS.items():
        if name.encode("utf-16-le") in content:
            raise Unfit("other_kind", kind=kind)
    return BookShape("xls", ["xls"])
