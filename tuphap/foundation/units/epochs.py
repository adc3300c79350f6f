"""Reading the lists of units and the links between them; every fault is named with its line.

Files are UTF-8 CSV with the columns below in any order; `epochs.yaml` says from which day
each of them holds.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tuphap.foundation.units.kinds import known_kinds
from tuphap.foundation.units.models import Extent
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

UNIT_COLUMNS = ("code", "name", "kind", "parent_code")
LINK_COLUMNS = ("old_code", "new_code", "extent")
EPOCH_KEYS = frozenset({"starts_on", "units", "links", "source", "mark", "note", "legal_basis"})
SAME_CODE = "same_code"
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
LONGEST_PATH = 64
_CODE = re.compile("[0-9]{1,10}")
_FILE_NAME = re.compile(r"[a-z0-9-]+\.csv")


@dataclass(frozen=True)
class ListedUnit:
    code: str
    name: str
    kind: str
    parent_code: str
    line: int


@dataclass(frozen=True)
class ListedLink:
    old_code: str
    new_code: str
    extent: str
    line: int


@dataclass(frozen=True)
class Epoch:
    """One list of units, parents before children, and how it follows from the list before."""

    starts_on: date
    units: tuple[ListedUnit, ...]
    links: tuple[ListedLink, ...] = ()
    links_file: str = ""
    by_same_code: bool = False
    top_legal_basis: str | None = None
    top_basis_confirmed: bool = False


class Faults:
    """Collects what is wrong in one file, so that all of it can be mended at once."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.found: dict[int, str] = {}

    def add(self, line: int, sentence: str) -> None:
        self.found.setdefault(line, f"Tệp “{self.file_name}”, dòng {line}: {sentence}")

    def refuse_if_any(self) -> None:
        if not self.found:
            return
        sentences = [self.found[line] for line in sorted(self.found)]
        more = f" Còn {len(sentences) - 1} dòng khác có lỗi." if len(sentences) > 1 else ""
        fields = {f"{self.file_name}:{line}": text for line, text in self.found.items()}
        raise Refused("units_file_invalid", sentences[0] + more, Kind.INVALID, fields)


def read_epochs(folder: Path) -> list[Epoch]:
    """All lists of the folder in order of their days."""
    name = "epochs.yaml"
    try:
        rows = yaml.safe_load(_text_of(folder / name))
    except yaml.YAMLError as error:
        raise _unreadable(name, "không đọc được theo dạng YAML") from error
    if not isinstance(rows, list) or not rows:
        raise _unreadable(name, "phải là danh sách các mốc, mỗi mốc một tệp đơn vị")
    epochs = [_read_epoch(folder, row) for row in rows]
    days = [epoch.starts_on for epoch in epochs]
    if days != sorted(set(days)):
        raise _unreadable(name, "các ngày starts_on phải tăng dần, không lặp lại")
    return epochs


def _read_epoch(folder: Path, row: Any) -> Epoch:
    if not isinstance(row, dict) or not isinstance(row.get("starts_on"), date):
        raise _unreadable("epochs.yaml", "mỗi mốc cần ngày starts_on, ví dụ 2025-07-01")
    if unknown := set(row) - EPOCH_KEYS:
        raise _unreadable("epochs.yaml", f"không có mục “{sorted(map(str, unknown))[0]}”")
    links = row.get("links", "")
    basis = row.get("legal_basis") or {}
    has_file = links not in ("", SAME_CODE)
    return Epoch(
        starts_on=row["starts_on"],
        units=read_units(folder / _file_name(row.get("units"))),
        links=read_links(folder / _file_name(links)) if has_file else (),
        links_file=links if has_file else "",
        by_same_code=links == SAME_CODE,
        top_legal_basis=basis.get("top"),
        top_basis_confirmed=basis.get("mark") == "confirmed",
    )


def _file_name(name: Any) -> str:
    if not isinstance(name, str) or not _FILE_NAME.fullmatch(name):
        raise _unreadable("epochs.yaml", f"“{name}” không phải tên tệp CSV cùng thư mục")
    return name


def read_units(path: Path) -> tuple[ListedUnit, ...]:
    """The units of one list, parents before children."""
    faults = Faults(path.name)
    units: dict[str, ListedUnit] = {}
    for line, cells in _rows(path, UNIT_COLUMNS, faults):
        unit = ListedUnit(line=line, **cells)
        if sentence := _fault_of(unit):
            faults.add(line, sentence)
        elif unit.code in units:
            first = units[unit.code].line
            faults.add(line, f"mã {unit.code} đã có ở dòng {first}. Mỗi mã chỉ ghi một lần.")
        else:
            units[unit.code] = unit
    _check_parents(units, faults)
    faults.refuse_if_any()
    return _parents_first(units, faults)


def _fault_of(unit: ListedUnit) -> str:
    if not _CODE.fullmatch(unit.code):
        return f"mã “{unit.code[:20]}” không hợp lệ. Mã gồm 1 đến 10 chữ số."
    if not unit.name or len(unit.name) > LONGEST_NAME:
        return f"tên của mã {unit.code} phải có từ 1 đến {LONGEST_NAME} ký tự."
    if unit.kind not in known_kinds():
        return f"loại đơn vị “{unit.kind[:40]}” chưa có trong kinds.yaml."
    return ""


def _check_parents(units: dict[str, ListedUnit], faults: Faults) -> None:
    for unit in units.values():
        if unit.parent_code and unit.parent_code not in units:
            faults.add(
                unit.line,
                f"mã cấp trên {unit.parent_code[:20]} của mã {unit.code} không có trong tệp.",
            )


def _parents_first(units: dict[str, ListedUnit], faults: Faults) -> tuple[ListedUnit, ...]:
    paths: dict[str, str] = {"": "/"}
    waiting = list(units.values())
    ordered: list[ListedUnit] = []
    while waiting:
        ready = [unit for unit in waiting if unit.parent_code in paths]
        waiting = [unit for unit in waiting if unit.parent_code not in paths]
        if not ready:
            break
        for unit in ready:
            paths[unit.code] = f"{paths[unit.parent_code]}{unit.code}/"
            if len(paths[unit.code]) > LONGEST_PATH:
                faults.add(unit.line, f"mã {unit.code} nằm dưới quá nhiều cấp.")
        faults.refuse_if_any()
        ordered += ready
    for unit in waiting:
        faults.add(unit.line, f"mã {unit.code} nằm trong vòng cấp trên, cấp dưới của chính mình.")
    faults.refuse_if_any()
    return tuple(ordered)


def read_links(path: Path) -> tuple[ListedLink, ...]:
    """Which old code went into which new one."""
    faults = Faults(path.name)
    links: dict[tuple[str, str], ListedLink] = {}
    for line, cells in _rows(path, LINK_COLUMNS, faults):
        link = ListedLink(line=line, **cells)
        pair = (link.old_code, link.new_code)
        if not all(_CODE.fullmatch(code) for code in pair):
            faults.add(line, f"“{link.old_code[:20]}”, “{link.new_code[:20]}” phải là hai mã số.")
        elif link.extent not in Extent.values:
            faults.add(line, f"mức “{link.extent[:20]}” phải là whole hoặc partly.")
        elif pair in links:
            faults.add(
                line, f"cặp {link.old_code}, {link.new_code} đã có ở dòng {links[pair].line}."
            )
        else:
            links[pair] = link
    faults.refuse_if_any()
    return tuple(links.values())


def _rows(
    path: Path, columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if sorted(header) != sorted(columns):
            missing = ", ".join(c for c in columns if c not in header) or "không"
            faults.add(1, f"các cột phải là {', '.join(columns)}. Cột còn thiếu: {missing}.")
            faults.refuse_if_any()
        for cells in reader:
            if len(cells) == len(header):
                clean = (normalise(cell).strip() for cell in cells)
                yield reader.line_num, dict(zip(header, clean, strict=True))
            elif cells:
                faults.add(reader.line_num, f"có {len(cells)} ô, cần {len(header)} ô.")
    except csv.Error as error:
        faults.add(reader.line_num, "không đọc được theo dạng CSV. Lưu lại tệp dạng CSV UTF-8.")
        faults.refuse_if_any()
        raise AssertionError from error


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path.name, f"lớn hơn {MOST_BYTES // 1024 // 1024} MB")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path.name, "không có hoặc không mở được") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path.name, "không phải văn bản UTF-8") from error


def _unreadable(file_name: str, reason: str) -> Refused:
    return Refused(
        "units_file_unreadable",
        f"Tệp “{file_name}”: {reason}. Kiểm tra lại tệp rồi nạp lại.",
        Kind.INVALID,
    )
