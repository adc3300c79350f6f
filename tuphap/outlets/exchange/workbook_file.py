"""XLSX, XLS and ODS as rows of cells: checked as a container, then read in a process apart."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tuphap.outlets.exchange import workbook_process
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_cells import Cell

MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 200
_RATIO_MATTERS_FROM = 1_000_000
SECONDS = 60

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Excel keeps and shows fifteen significant digits; what is behind them comes from its arithmetic.
_DIGITS = ".15g"


@dataclass(frozen=True)
class Sheet:
    """`rows` begin with the first line of the file, empty or not."""

    name: str
    rows: list[list[Cell]]


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP_MARK, OLE_MARK))


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets. Refused: damaged, with a password, a bomb, too many cells."""
    if data.startswith(ZIP_MARK):
        _check_container(data)
    answer = _answer_of_reader(data)
    return [Sheet(s["name"], [[_cell(c) for c in row] for row in s["rows"]]) for s in answer]


def _check_container(data: bytes) -> None:
    """The directory of the archive decides before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged() from None
    unpacked = sum(member.file_size for member in members)
    is_bomb = unpacked > MOST_UNPACKED or (
        unpacked > _RATIO_MATTERS_FROM and unpacked > MOST_RATIO * len(data)
    )
    if len(members) > MOST_MEMBERS or is_bomb:
        raise _refused(
            "unpacked_too_large",
            f"bung ra quá lớn (trên {MOST_UNPACKED // 1_000_000} MB hoặc nén bất thường)."
            " Lưu lại bảng thành tệp .xlsx mới hoặc .csv.",
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise _password()


def _answer_of_reader(data: bytes) -> list[dict[str, Any]]:
    script = Path(workbook_process.__file__)
    words = [sys.executable, "-I", str(script), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        process = subprocess.run(
            words, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise too_large() from None
    if process.returncode == workbook_process.PASSWORD:
        raise _password()
    if process.returncode == workbook_process.DAMAGED:
        raise damaged()
    if process.returncode != 0:
        raise too_large()
    sheets: list[dict[str, Any]] = json.loads(process.stdout, parse_float=_number)
    return sheets


def _number(text: str) -> Decimal:
    return Decimal(format(float(text), _DIGITS))


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return date.fromisoformat(value[0])
    if isinstance(value, float):  # NaN and infinity have no figure
        return str(value)
    cell: Cell = value
    return cell


def _refused(code: str, reason: str) -> Refused:
    return Refused(code, f"Không đọc được tệp: {reason}", Kind.INVALID)


def damaged() -> Refused:
    return _refused(
        "damaged",
        "tệp hỏng hoặc không phải là bảng tính."
        " Mở lại bằng Excel hoặc LibreOffice rồi lưu thành .xlsx hoặc .csv.",
    )


def _password() -> Refused:
    return _refused("password", "tệp có mật khẩu. Bỏ mật khẩu rồi thử lại.")


def too_large() -> Refused:
    return _refused(
        "too_many_cells",
        f"bảng lớn hơn {MOST_ROWS:,} dòng hoặc {MOST_COLUMNS} cột.".replace(",", ".")
        + " Bỏ các dòng, cột trống ở cuối hoặc chia thành nhiều tệp.",
    )
