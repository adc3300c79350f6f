"""Checks a file of open data: its hash, then every total it carries. Needs no database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuphap.foundation.publication.canonical import canonical_text
from tuphap.rules.published_check import Checked, Mismatch, check_payload
from tuphap.rules.published_file import AGAIN, doubts, notes, read_published
from tuphap.rules.refusals import Kind, Refused

LARGEST_FILE = 64 * 1024 * 1024
THEIR_WORD = ("number", "published_at")
PLACES: Mapping[str, str] = {
    "total": "tổng điểm",
    "difference": "chênh lệch",
    "met": "kết quả",
    "failed_conditions": "điều kiện chưa đạt",
    "passed": "số chỉ tiêu đạt",
    "of": "số chỉ tiêu",
}
SUMMARY_PLACES: Mapping[str, str] = {
    "units": "số đơn vị",
    "met": "số đơn vị đạt",
    "not_met": "số đơn vị chưa đạt",
    "average": "điểm trung bình",
}
COLUMN_WORDS: Mapping[str, str] = {
    "self": "tự chấm",
    "appraised": "thẩm tra",
    "final": "chính thức",
}


@dataclass(frozen=True)
class CheckedFile:
    """`sha256` is computed from the figures, `printed` is the one the file names.

    `about` has the year that the hash speaks of; number and day are the word of the file.
    `doubts` stand against the file, `notes` are for every reader.
    """

    about: Mapping[str, Any]
    printed: str
    sha256: str
    checked: Checked
    doubts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        found = self.checked.mismatches or self.doubts
        return self.printed == self.sha256 and not found


def check_file(content: bytes) -> CheckedFile:
    """The file as it is downloaded, whatever spaces a program has put into it since."""
    if len(content) > LARGEST_FILE:
        raise _unreadable("lớn hơn 64 MB")
    try:
        data = read_published(content.decode("utf-8-sig"))
        payload = data["payload"]
        text = canonical_text(payload)
        return CheckedFile(
            {"year": payload.get("year"), **{name: data.get(name) for name in THEIR_WORD}},
            str(data.get("sha256", "")),
            hashlib.sha256(text.encode()).hexdigest(),
            check_payload(payload),
            doubts(data),
            notes(data),
        )
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as e:
        raise _unreadable("không phải tệp JSON của một bản công bố") from e


def _unreadable(why: str) -> Refused:
    sentence = f"Không kiểm tra được: tệp {why}. {AGAIN}"
    return Refused("not_a_copy", sentence, Kind.INVALID)


def sentence_of(row: Mismatch) -> str:
    """“23860 Xã Ia Dơk, 1.1.1, cột chính thức: bản in 4, tính lại 3”"""
    if not row.unit:
        where = f"Cả năm, {SUMMARY_PLACES.get(row.place, row.place)}"
    else:
        place = PLACES.get(row.place, row.place)
        where = f"{row.unit} {row.name}, {place}, cột {COLUMN_WORDS[row.column]}"
    return f"{where}: bản in {row.printed or '–'}, tính lại {row.computed or '–'}"
