"""Automatic checks of a sheet: what an appraiser looks at first. They decide nothing.

Each check is one line of CHECKS: its letter on screen and in print, its words, its function, what
it is about, and how it counts where the province has not said otherwise for the period.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tuphap.rules import checks_of_figures as figures
from tuphap.rules import checks_of_files as files
from tuphap.rules.checked_sheet import Checked, CheckedLine, EarlierYear, Found

__all__ = ["CHECKS", "Check", "Checked", "CheckedLine", "EarlierYear", "Finding", "findings"]

NOTE, WARNING, OFF = "note", "warning", "off"
LEVELS: Mapping[str, str] = MappingProxyType(
    {WARNING: "Cần xem", NOTE: "Lưu ý", OFF: "Không kiểm tra"}
)
LINE, SHEET = "line", "sheet"


@dataclass(frozen=True)
class Check:
    """`code` is what settings and ticks are kept under; a letter may change, a code may not."""

    code: str
    letter: str
    label: str
    find: Callable[[Checked], Iterator[Found]]
    scope: str = LINE
    level: str = WARNING


@dataclass(frozen=True)
class Finding:
    """`item` is the line it is about, "" where it is about the whole sheet."""

    check: Check
    level: str
    item: str
    sentence: str
    about: str = ""

    @property
    def letter(self) -> str:
        return self.check.letter

    @property
    def is_warning(self) -> bool:
        return self.level == WARNING

    @property
    def digest(self) -> str:
        """Of what it says: a changed figure makes it another finding."""
        said = self.about or self.sentence
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.check.code, self.item, self.digest


def findings(checked: Checked, levels: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Everything worth a look, check by check; `levels` by code, where they are not the usual."""
    found = []
    for check in CHECKS:
        level = (levels or {}).get(check.code, check.level)
        if level != OFF:
            found += [Finding(check, level, *row) for row in check.find(checked)]
    return tuple(found)


def check_of(code: str) -> Check | None:
    return next((check for check in CHECKS if check.code == code), None)


def _gate_fails(checked: Checked) -> Iterator[Found]:
    for code in checked.failing_gates:
        yield Found(code, "Đơn vị tự khai không đáp ứng điều kiện này.")


CHECKS = (
    Check("gate_fails", "K", "điều kiện về kỷ luật", _gate_fails),
    Check("full_bare", "T", "tối đa, thiếu tài liệu", files.full_without_document),
    Check("bare", "M", "có kết quả, thiếu tài liệu", files.lacks_document),
    Check("differs", "S", "khác số liệu hệ thống", figures.differs_from_system),
    Check("contradicts", "C", "số liệu các nội dung không khớp nhau", figures.contradicts),
    Check("unrelated", "D", "một tệp cho nhiều chỉ tiêu", files.proves_unrelated),
    Check("copied", "G", "tệp giống tệp ở hồ sơ khác", files.same_file_elsewhere),
    Check("pictured", "A", "ảnh gần giống ở hồ sơ khác", files.near_picture_elsewhere, LINE, NOTE),
    Check(
        "last_year", "B", "biến động so với năm trước", figures.differs_from_last_year, level=NOTE
    ),
    Check("own_years", "Q", "lệch xa các năm của đơn vị", figures.lies_off_own_years, LINE, NOTE),
    Check("peers", "L", "lệch xa đơn vị cùng loại", figures.lies_off_peers, LINE, NOTE),
    Check("total", "N", "tổng nhảy so với năm trước", figures.total_jumps, SHEET, NOTE),
)
