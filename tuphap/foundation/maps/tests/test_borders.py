"""A map file of the data folder: what is drawn, and what is refused with which sentence."""

import json
import math
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.foundation.maps import borders
from tuphap.foundation.maps.borders import MapError, borders_of, find_file, read_borders
from tuphap.foundation.maps.drawing import Area, map_svg
from tuphap.foundation.maps.simpler import simpler
from tuphap.foundation.maps.squares import squares

SQUARE = [[107.0, 14.0], [108.0, 14.0], [108.0, 13.0], [107.0, 13.0], [107.0, 14.0]]
CODES = frozenset({"23860", "23863"})


def feature(code: Any = "23860", ring: Any = None, **geometry: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [SQUARE if ring is None else ring], **geometry}
    return {"type": "Feature", "properties": {"code": code}, "geometry": shape}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def written(folder: Path, document: Any, name: str = "64-2022.geojson") -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


def test_areas_keep_their_shape_and_fill_the_drawing(tmp_path: Path) -> None:
    other = [[x + 1, y] for x, y in SQUARE]
    path = written(tmp_path, collection(feature(), feature("23863", other)))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as some programs of Windows write
    found = read_borders(path, CODES)
    assert found.paths["23860"].startswith("M0.0 0.0L360.0 0.0L360.0 ")
    assert found.paths["23863"].startswith("M360.0 0.0L720.0 0.0L720.0 ")
    assert 365 < found.height < 375  # a degree is longer from north to south


def test_an_area_is_a_link_with_a_name_and_not_only_a_colour(tmp_path: Path) -> None:
    found = read_borders(written(tmp_path, collection(feature())), CODES)
    areas = [Area("23860", "Xã <b>Ia</b>", False, "/ket-qua/"), Area("23863", "Xã B", True, "/")]
    drawn = map_svg(found, areas, "Bản đồ")
    assert 'href="/ket-qua/" aria-label="Xã &lt;b&gt;Ia&lt;/b&gt;: chưa đạt"' in drawn
    assert drawn.count("<path") == 1
    assert "tp-area-stop" in drawn
    assert 'id="tp-hatch"' in drawn
    assert "style" not in drawn


DEEP = "[" * 100_000
BAD = (
    (DEEP, "GeoJSON"),
    ("{", "GeoJSON"),
    ('{"type": "FeatureCollection", "features": [NaN]}', "GeoJSON"),
    ([], "FeatureCollection"),
    (collection(), "từ 1 đến"),
    (collection("text"), "vùng 1 thiếu mã"),
    (collection(feature("<script>")), "vùng 1 thiếu mã"),
    (collection(feature(23860)), "vùng 1 thiếu mã"),
    (collection(feature("99999")), "mã 99999 không thuộc"),
    (collection(feature(), feature()), "hai vùng"),
    (collection(feature(type="Point")), "Polygon hoặc MultiPolygon"),
    (collection(feature(coordinates="x")), "cấu trúc"),
    (collection(feature(coordinates=[])), "không có đường ranh giới"),
    (collection(feature(ring=SQUARE[:4])), "không khép kín"),
    (collection(feature(ring=[["a", "b"]] * 4)), "hai số"),
    (collection(feature(ring=[[True, 1]] * 4)), "hai số"),
    (collection(feature(ring=[[1e999, 1]] * 4)), "GeoJSON"),
    (collection(feature(ring=[[570000, 1550000]] * 4)), "WGS 84"),
    (collection(feature(ring=[[107, 14]] * 4)), "diện tích"),
    (" " * (borders.LARGEST_FILE + 1), "4 MB"),
)


@pytest.mark.parametrize(("document", "words"), BAD, ids=range(len(BAD)))
def test_a_file_that_is_not_sound_is_refused_and_says_why(
    tmp_path: Path, document: Any, words: str
) -> None:
    with pytest.raises(MapError, match=words):
        read_borders(written(tmp_path, document), CODES)


def test_too_many_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(borders, "MOST_POINTS", 4)
    with pytest.raises(MapError, match="4 điểm"):
        read_borders(written(tmp_path, collection(feature())), CODES)


def test_the_newest_file_that_is_not_of_a_later_year_is_taken(tmp_path: Path) -> None:
    for name in ("64-2022.geojson", "64-2024.geojson", "64-2026.geojson", "640-2022.geojson"):
        written(tmp_path, collection(feature()), name)
    found = {year: find_file(tmp_path, "64", year) for year in (2021, 2025, 2026)}
    assert {year: path and path.name for year, path in found.items()} == {
        2021: None, 2025: "64-2024.geojson", 2026: "64-2026.geojson",
    }  # fmt: skip
    assert find_file(tmp_path, "../64", 2026) is None


def test_a_refused_file_leaves_the_tiles_and_a_sentence(tmp_path: Path, settings: Any) -> None:
    settings.MAP_FOLDER = tmp_path
    written(tmp_path, collection(feature("1")))
    found = borders_of("64", 2022, CODES)
    assert not found.drawn
    assert found.fault.startswith("Không dùng tệp bản đồ “64-2022.geojson”: mã 1 không thuộc")
    assert borders_of("65", 2022, CODES).fault == ""
    (tmp_path / "66-2022.geojson").mkdir()
    assert "không đọc được tệp" in borders_of("66", 2022, CODES).fault


def test_a_file_that_comes_or_changes_is_seen_at_once_and_read_once(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAP_FOLDER = tmp_path / "none"
    assert borders.files_mark() == "0"
    settings.MAP_FOLDER = tmp_path
    marks = [borders.files_mark()]
    path = written(tmp_path, "{")
    marks.append(borders.files_mark())
    assert borders_of("64", 2022, CODES).fault
    written(tmp_path, collection(feature()))
    marks.append(borders.files_mark())
    assert borders_of("64", 2022, CODES).drawn
    monkeypatch.setattr(borders, "read_borders", None)
    assert borders_of("64", 2022, CODES).drawn
    os.utime(path, ns=(1, 1))
    marks.append(borders.files_mark())
    assert len(set(marks)) == len(marks)


def test_a_straight_line_needs_its_ends_only_and_a_corner_stays() -> None:
    line = [(float(x), 0.1 * (x % 2)) for x in range(50)] + [(49.0, 30.0), (0.0, 0.0)]
    assert simpler(line, 0.6) == [(0.0, 0.0), (49.0, 0.1), (49.0, 30.0), (0.0, 0.0)]


def deviation(point: tuple[float, float], line: list[tuple[float, float]]) -> float:
    def off(one: tuple[float, float], other: tuple[float, float]) -> float:
        width, height = other[0] - one[0], other[1] - one[1]
        along = (point[0] - one[0]) * width + (point[1] - one[1]) * height
        share = min(max(along / (width**2 + height**2 or 1), 0), 1)
        return math.dist(point, (one[0] + share * width, one[1] + share * height))

    return min(off(one, other) for one, other in pairwise(line))


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), min_size=5, max_size=30))
def test_what_is_left_out_lies_near_what_remains(line: list[tuple[float, float]]) -> None:
    ring = [*line, line[0]]
    kept = simpler(ring, 0.6)
    assert (kept[0], kept[-1]) == (ring[0], ring[0])
    assert max(deviation(point, kept) for point in ring) <= 0.6 + 1e-6


def test_a_line_made_to_be_slow_is_not() -> None:
    """Each turn of it is the farthest of the rest, so halving it takes off one point at a time."""
    count = 20_000
    line = [(at * 700 / count, (-1) ** at * 300 * (1 - at / count)) for at in range(count)]
    begun = time.process_time()
    assert simpler([*line, line[0]], 0.6)
    assert time.process_time() - begun < 3


def test_those_who_ask_at_once_wait_for_one_reading(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAP_FOLDER = tmp_path
    written(tmp_path, collection(feature()))
    begun, go_on, read = threading.Event(), threading.Event(), []

    def slowly(path: Path, codes: frozenset[str]) -> borders.Borders:
        read.append(path)
        begun.set()
        assert go_on.wait(20)
        return read_borders(path, codes)

    monkeypatch.setattr(borders, "read_borders", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(borders_of, "64", 2022, CODES)
        assert begun.wait(20)
        second = pool.submit(borders_of, "64", 2022, CODES)
        while not second.running():
            pass
        go_on.set()
        assert first.result(20) is second.result(20)
    assert len(read) == 1


def test_squares_say_three_results_by_shape() -> None:
    drawn = squares([None, False, True])
    order = [drawn.index(word) for word in ('"tp-square"', "tp-square-stop", "tp-square-wait")]
    assert order == sorted(order)
