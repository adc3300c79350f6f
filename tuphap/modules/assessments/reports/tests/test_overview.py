"""The results of a year on a page: the figures, who sees them, the way to the rows of each."""

import json
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.reports.chart import chart_values
from tuphap.modules.assessments.reports.figures import seen_year, whole_year
from tuphap.modules.assessments.reports.map import map_values
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, World
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.year_figures import TOTAL, average, totals

pytestmark = pytest.mark.django_db


def decided_world(code: str = POINTS_SET) -> World:
    """One unit met; the neighbour did not, by the first condition, and lost points on the way."""
    world = w.make_world(code)
    w.decide(world)
    other = replace(world, commune=world.neighbour, mai=world.lan)
    (w.conclude if code == POINTS_SET else w.close)(other)
    worse = ColumnSummary.objects.get(assessment=world.other_dossier, column=FINAL)
    worse.conditions = dict.fromkeys(worse.conditions, True) | {"DK1": False}
    worse.total = worse.total and worse.total - 30
    worse.scores = {**worse.scores, "2.1": "0"}
    worse.met = False
    worse.save()
    w.record(other, "215/QĐ-UBND")
    return world


def text_of(answer) -> str:
    words = " ".join(answer.content.decode().split())
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("code", "whole"), [(POINTS_SET, "/ 100"), (PASS_SET, "/ 14")])
def test_the_page_says_rates_averages_reasons_and_gaps(code: str, whole: str) -> None:
    world = decided_world(code)
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        shown = text_of(w.signed_in(world.ha).get(f"/tong-quan/{world.year}/"))
    for words in ("50,0 %", whole, "Điều kiện 1", "Xã Ia Krêl", "Chỉ tiêu thấp nhất", "2.1. "):
        assert words in shown
    assert f'href="/doi-chieu/{world.year}/?loai=xa&amp;ket-qua=chua-dat"' in shown
    assert ("Theo huyện" in shown) is (code == POINTS_SET)
    assert f"/doi-chieu/{world.year}/?xem=chi-tieu&amp;khoang=2.1.chinh-thuc.co" in shown


def test_the_chart_has_the_figures_of_its_table_and_compares_only_the_same_rules() -> None:
    world = decided_world()
    year = whole_year(world.period)
    found = chart_values(world.period, year, replace(year, number=2021))
    assert [row["kind"] for row in found["chart"]["series"]] == ["own", "final", "before"]
    own, final, before = (row["values"] for row in found["chart"]["series"])
    place = found["chart"]["codes"].index("2.1")
    assert (own[place], final[place]) == (100.0, 50.0)
    assert final == before == [float(row.average.final_share) for row in found["indicators"]]
    other = chart_values(world.period, year, replace(year, rule_set="27-2025"))
    assert len(other["chart"]["series"]) == 2


def test_only_this_page_loads_the_charts_and_its_figures_are_data() -> None:
    world = decided_world()
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        client = w.signed_in(world.ha)
        page, other = (
            client.get(f"/{name}/{world.year}/").content.decode()
            for name in ("tong-quan", "doi-chieu")
        )
    assert '<script id="so-lieu-chi-tieu" type="application/json">{"codes"' in page
    assert "echarts" in page
    assert "echarts" not in other


def test_a_map_file_takes_the_place_of_the_tiles(tmp_path, settings) -> None:
    settings.MAP_FOLDER = tmp_path
    world = decided_world()
    ring = [[107, 14], [108, 14], [108, 13], [107, 14]]
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"ma": world.commune.code}, "geometry": area}
    file = {"type": "FeatureCollection", "features": [feature]}
    (tmp_path / f"{world.province.code}-{world.year}.geojson").write_text(json.dumps(file))
    shown = map_values(world.period, whole_year(world.period))
    link = f'href="/phieu/{world.dossier.pk}/tung-noi-dung/" aria-label="Xã Ia Dơk: đạt chuẩn"'
    assert link in shown["areas"]
    assert shown["missing"] == 1
    settings.MAP_FOLDER = tmp_path / "nothing"
    tiles = map_values(world.period, whole_year(world.period))["tiles"]
    assert [(tile["name"], tile["url"]) for tile in tiles] == [
        ("H. Đức Cơ", f"/doi-chieu/{world.year}/?nhom=631")
    ]


def test_a_filter_of_the_page_keeps_the_rows_of_its_figure() -> None:
    world = decided_world()
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        client = w.signed_in(world.ha)
        rows = text_of(client.get(f"/doi-chieu/{world.year}/?nhom=631&loc=chua-dat"))
    assert "1 đơn vị" in rows
    assert "Xã Ia Krêl" in rows
    assert "Xã Ia Dơk" not in rows


def test_figures_are_those_within_reach_and_a_unit_left_out_counts_in_none() -> None:
    world = decided_world()
    far = w.unit("622", "Thành phố Pleiku", "thành phố", world.province, date(world.year, 1, 1))
    ward = w.unit("23550", "Phường Hội Phú", "phường", far, date(world.year, 1, 1))
    outside = Assessment.objects.create(
        period=world.period, unit=ward, appraising_unit=far, status="not_assessed"
    )
    at = w.moment(world.year + 1, 2, 10)
    near, _ = seen_year(world.period, w.acting(world.hung, at))
    whole = whole_year(world.period)
    assert {unit.code for unit in near.units} == {"23860", "23863"}
    assert (totals(whole.units).decided, totals(whole.units).left_out) == (2, 1)
    assert outside.unit.code not in {u.code for u in whole.units if u.counted}
    assert average(whole.units, whole.whole).units == 2
    assert [u.score(FINAL, TOTAL) for u in near.units] == [100, 70]


def test_without_a_period_the_page_says_what_comes() -> None:
    world = w.make_world()
    Assessment.objects.all().delete()
    shown = text_of(w.signed_in(world.ha).get("/tong-quan/"))
    assert "Chưa có kỳ đánh giá nào" in shown


@pytest.mark.parametrize(("who", "status"), [("mai", 403), ("hung", 200), ("ha", 200)])
def test_who_compares_sees_results(who: str, status: int) -> None:
    world = decided_world()
    with time_machine.travel(w.moment(world.year + 1, 2, 10)):
        client = w.signed_in(getattr(world, who))
        assert client.get(f"/tong-quan/{world.year}/").status_code == status
