"""Borders out of a GeoJSON file of the data folder: checked as hostile, projected, made simple.

Nothing of the file reaches a page but figures: names come from our own units.
"""

import hashlib
import json
import logging
import math
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

from tuphap.foundation.maps.simpler import simpler
from tuphap.rules.numbers import format_count, quoted

logger = logging.getLogger(__name__)
LARGEST_FILE = 4 * 1024 * 1024
MOST_AREAS, MOST_POINTS, LEAST_POINTS = 4000, 150_000, 4
WIDTH = HEIGHT = 720
CLOSE = 0.6  # points nearer than this to the line between others are left out, in the drawing
SMALLEST = 1.0  # islands below this area in the drawing are left out, unless there is no other
LONGITUDES, LATITUDES = (-180.0, 180.0), (-85.0, 85.0)
CODE_KEYS = ("code", "ma")
_CODE = re.compile(r"[0-9]{1,10}")

Point = tuple[float, float]
Ring = list[Point]


class MapError(Exception):
    """Why a file is not drawn, in words for people."""


@dataclass(frozen=True)
class Borders:
    """`paths` by code of the unit; or `fault`, and nothing is drawn."""

    paths: Mapping[str, str]
    height: int = HEIGHT
    fault: str = ""

    @property
    def drawn(self) -> bool:
        return bool(self.paths)


NO_FILE = Borders({})
MOST_KEPT = 16
_Key = tuple[Path, tuple[int, int], frozenset[str]]
_KEPT: dict[_Key, Borders] = {}
_READING = threading.Lock()


def borders_of(scope_code: str, year: int, codes: frozenset[str]) -> Borders:
    """The newest file of this scope that is not of a later year; read once while it stays as it
    is."""
    path = find_file(Path(settings.MAP_FOLDER), scope_code, year)
    if path is None:
        return NO_FILE
    key = path, _stamp(path), codes
    # Those who come while a file is read wait for it; those whose file is known do not.
    found = _KEPT.get(key)
    if found is None:
        with _READING:
            found = _KEPT.get(key) or _keep(key, _read(path, codes))
    return found


def files_mark() -> str:
    """Another text whenever a file came, went or changed; no file is opened for it."""
    try:
        names = sorted(os.listdir(settings.MAP_FOLDER))
    except OSError:
        return "0"
    folder = Path(settings.MAP_FOLDER)
    stamps = [(name, *_stamp(folder / name)) for name in names if name.endswith(".geojson")]
    return hashlib.sha256(repr(stamps).encode()).hexdigest()[:8] if stamps else "0"


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def find_file(folder: Path, scope_code: str, year: int) -> Path | None:
    if not scope_code.isdigit() or not folder.is_dir():
        return None
    found = [
        (int(path.stem.rpartition("-")[2]), path)
        for path in folder.glob(f"{scope_code}-[0-9][0-9][0-9][0-9].geojson")
    ]
    fitting = [row for row in found if row[0] <= year]
    return max(fitting)[1] if fitting else None


def _keep(key: _Key, found: Borders) -> Borders:
    while len(_KEPT) >= MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)))
    _KEPT[key] = found
    return found


def _read(path: Path, codes: frozenset[str]) -> Borders:
    try:
        return read_borders(path, codes)
    except OSError:
        return _refused(path, "không đọc được tệp. Kiểm tra quyền đọc của tệp.")
    except MapError as why:
        return _refused(path, str(why))


def _refused(path: Path, why: str) -> Borders:
    logger.warning("map_refused", extra={"file": path.name, "reason": why})
    return Borders({}, fault=f"Không dùng tệp bản đồ {quoted(path.name)}: {why}")


def read_borders(path: Path, codes: frozenset[str]) -> Borders:
    if path.stat().st_size > LARGEST_FILE:
        raise MapError("tệp lớn hơn 4 MB. Giảm số điểm của đường ranh giới rồi đặt lại tệp.")
    areas = dict(_areas(_document(path), codes))
    return _drawn(areas)


# --- what the file says ---


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MapError(
            "tệp không phải GeoJSON đúng chuẩn. Xuất lại tệp từ phần mềm bản đồ."
        ) from error


def _no_constant(word: str) -> float:
    raise ValueError(word)


def _areas(document: Any, codes: frozenset[str]) -> Iterator[tuple[str, list[Ring]]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise MapError("tệp phải là FeatureCollection có danh sách features.")
    if not 0 < len(features) <= MOST_AREAS:
        raise MapError(
            f"tệp có {format_count(len(features))} vùng, phải từ 1 đến {MOST_AREAS} vùng."
        )
    seen: set[str] = set()
    points = 0
    for number, feature in enumerate(features, 1):
        code = _code_of(feature, number)
        if code in seen:
            raise MapError(f"mã đơn vị {code} có hai vùng. Gộp hai vùng thành một MultiPolygon.")
        if code not in codes:
            raise MapError(
                f"mã {code} không thuộc đơn vị nào của năm này. Sửa mã của vùng {number}."
            )
        seen.add(code)
        rings = _rings(feature.get("geometry"), number)
        points += sum(map(len, rings))
        if points > MOST_POINTS:
            raise MapError(
                f"tệp có hơn {format_count(MOST_POINTS)} điểm. Giảm số điểm rồi đặt lại."
            )
        yield code, rings


def _code_of(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if isinstance(properties, dict):
        for key in CODE_KEYS:
            value = properties.get(key)
            if isinstance(value, str) and _CODE.fullmatch(value):
                return value
    raise MapError(f"vùng {number} thiếu mã đơn vị (thuộc tính “code” hoặc “ma”, chỉ gồm chữ số).")


def _rings(geometry: Any, number: int) -> list[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        parts = [parts]
    elif kind != "MultiPolygon":
        raise MapError(f"vùng {number} phải là Polygon hoặc MultiPolygon.")
    rings = [_ring(ring, number) for part in _list(parts, number) for ring in _list(part, number)]
    if not rings:
        raise MapError(f"vùng {number} không có đường ranh giới nào.")
    return rings


def _list(value: Any, number: int) -> list[Any]:
    if not isinstance(value, list):
        raise MapError(f"tọa độ của vùng {number} không đúng cấu trúc GeoJSON.")
    return value


def _ring(ring: Any, number: int) -> Ring:
    points = [_point(point, number) for point in _list(ring, number)]
    if len(points) < LEAST_POINTS or points[0] != points[-1]:
        raise MapError(f"đường ranh giới của vùng {number} không khép kín.")
    return points


def _point(point: Any, number: int) -> Point:
    values = point[:2] if isinstance(point, list) else []
    if len(values) < 2 or any(
        isinstance(v, bool) or not isinstance(v, int | float) for v in values
    ):
        raise MapError(f"tọa độ của vùng {number} phải là hai số: kinh độ, vĩ độ.")
    east, north = values
    if not (LONGITUDES[0] <= east <= LONGITUDES[1] and LATITUDES[0] <= north <= LATITUDES[1]):
        raise MapError(f"tọa độ của vùng {number} nằm ngoài khoảng cho phép. Dùng hệ WGS 84 (độ).")
    return float(east), float(north)


# --- on paper ---


def _drawn(areas: Mapping[str, Sequence[Ring]]) -> Borders:
    """North up, east-west shortened by the latitude of the middle: enough for one province."""
    points = [point for rings in areas.values() for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    if east - west < 1e-4 or north - south < 1e-4:
        raise MapError("các vùng không có diện tích. Kiểm tra lại tọa độ.")
    scale = min(WIDTH / ((east - west) * narrow), HEIGHT / (north - south))

    def place(point: Point) -> Point:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    paths = {
        code: _path([[place(point) for point in ring] for ring in rings])
        for code, rings in areas.items()
    }
    return Borders(paths, height=max(1, round((north - south) * scale)))


def _path(rings: list[Ring]) -> str:
    largest = max(_size(ring) for ring in rings)
    kept = [ring for ring in rings if _size(ring) >= min(SMALLEST, largest)]
    return "".join(_line(simpler(ring, CLOSE)) for ring in kept)


def _line(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z"


def _size(ring: Ring) -> float:
    pairs = pairwise(ring)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2
